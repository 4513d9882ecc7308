"""接待计划 / 接待申请: a customer's visit to us, approved before it is prepared."""

from ..form import Field, Form, Layout

FORM = Form(
    id="reception_request",
    zh="接待申请",
    en="Reception request",
    layout=Layout.CARD,
    doc_no="DKH-BD-04",
    titles=("接待计划", "客户接待计划", "客户接待申请", "接待申请表"),
    flow="reception",
    customer="customer",
    day="date",
    person="applicant",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="编号", en="No.", type="code", required=True, aliases=("接待编号", "申请编号")),
        Field(
            id="customer",
            zh="来访客户",
            en="Visiting customer",
            type="customer",
            required=True,
            aliases=("客户", "客户名称"),
        ),
        Field(id="headcount", zh="来访人数", en="Visitors", type="integer", required=True, aliases=("人数",)),
        Field(id="date", zh="来访日期", en="Visiting on", type="date", required=True, aliases=("来访时间",)),
        Field(id="purpose", zh="来访目的", en="Purpose", required=True, aliases=("来访事由",), long=True),
        Field(id="place", zh="接待地点", en="Place", required=True),
        Field(id="standard", zh="接待标准", en="Standard"),
        Field(id="budget", zh="费用预算", en="Budget", type="money", unit="元"),
        Field(id="escorts", zh="陪同人员", en="Escorts"),
        Field(id="applicant", zh="申请人", en="Applicant", type="person", required=True),
    ),
)
