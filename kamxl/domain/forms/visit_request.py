"""拜访计划 / 拜访申请: whom, when and why; audited by the manager, approved by the director, funded by finance."""

from ..form import Field, Form, Layout

FORM = Form(
    id="visit_request",
    zh="拜访申请",
    en="Visit request",
    layout=Layout.LIST,
    doc_no="DKH-BD-03",
    titles=("拜访计划", "客户拜访计划", "客户拜访申请", "拜访申请表", "大客户拜访申请"),
    flow="visit",
    customer="customer",
    day="visit_on",
    person="applicant",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="编号", en="No.", type="code", required=True, aliases=("拜访编号", "申请编号")),
        Field(
            id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称", "拜访客户")
        ),
        Field(id="visitee", zh="拜访对象", en="Person to visit", required=True),
        Field(id="visit_on", zh="拜访日期", en="Visit on", type="date", required=True, aliases=("计划拜访日期",)),
        Field(id="time", zh="时间", en="Time", type="time", aliases=("拜访时间",)),
        Field(id="purpose", zh="拜访目的", en="Purpose", required=True, aliases=("目的",), long=True),
        Field(id="way", zh="拜访方式", en="Way", type="choice", choices=("登门", "电话", "视频", "会议")),
        Field(id="companions", zh="同行人", en="Companions", aliases=("同行人员", "随行人员")),
        Field(id="gift", zh="礼品", en="Gift"),
        Field(id="budget", zh="费用预算", en="Budget", type="money", unit="元", aliases=("预算", "预算金额")),
        Field(id="applicant", zh="申请人", en="Applicant", type="person", required=True),
        Field(id="applied_on", zh="申请日期", en="Applied on", type="date", required=True),
    ),
)
