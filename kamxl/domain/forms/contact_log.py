"""客户联络表: daily contacts, part of each week's summary (日常工作用,包含在每周工作总结及下周计划)."""

from ..form import Field, Form, Layout

FORM = Form(
    id="contact_log",
    zh="客户联络表",
    en="Contact log",
    layout=Layout.LIST,
    doc_no="DKH-BD-02",
    titles=("联络表", "客户联络记录"),
    customer="customer",
    day="date",
    key=("date", "customer", "way"),
    fields=(
        Field(id="date", zh="日期", en="Date", type="date", required=True, aliases=("联络日期", "联系日期")),
        Field(
            id="customer", zh="客户", en="Customer", type="customer", required=True, aliases=("客户名称", "联络客户")
        ),
        Field(id="contact", zh="联系人", en="Contact"),
        Field(
            id="way",
            zh="方式",
            en="Way",
            type="choice",
            required=True,
            choices=("拜访", "电话", "微信", "邮件"),
            aliases=("联络方式", "联系方式"),
        ),
        Field(id="content", zh="内容", en="Content", required=True, aliases=("联络内容", "沟通内容"), long=True),
        Field(id="result", zh="结果", en="Result", aliases=("联络结果",), long=True),
        Field(id="next_week", zh="下周计划", en="Plan for next week", long=True),
    ),
)
