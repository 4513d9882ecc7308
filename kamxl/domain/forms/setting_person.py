"""设置·人员: who works here, in which role and region, who stands in for whom and when."""

from ..form import Field, Form, Layout

FORM = Form(
    id="setting_person",
    zh="人员",
    en="People",
    layout=Layout.LIST,
    doc_no="DKH-BD-31",
    kept_by=("settings",),
    person="name",
    key=("name",),
    fields=(
        Field(id="name", zh="姓名", en="Name", required=True),
        Field(
            id="role",
            zh="角色",
            en="Role",
            type="choice",
            required=True,
            choices=(
                "营销总监",
                "大客户部经理",
                "内勤",
                "区域大客户专员",
                "财务部",
                "客服部",
                "人力资源部",
                "项目小组",
            ),
            aliases=("岗位",),
        ),
        Field(id="region", zh="区域", en="Region"),
        Field(id="login", zh="登录名", en="Login", aliases=("账户", "用户名")),
        Field(id="delegate", zh="代理人", en="Delegate"),
        Field(id="delegate_from", zh="代理开始", en="Delegated from", type="date", aliases=("代理起始日期",)),
        Field(id="delegate_to", zh="代理结束", en="Delegated to", type="date", aliases=("代理截止日期",)),
        Field(id="joined", zh="入职日期", en="Joined", type="date"),
        Field(id="left", zh="离职日期", en="Left", type="date"),
    ),
)
