"""周工作总结及下周计划: due every Monday; with the minima of calls a day and face-to-face visits a week."""

from ..form import Field, Form, Layout

FORM = Form(
    id="weekly_report",
    zh="周工作总结及下周计划",
    en="Weekly report",
    layout=Layout.LIST,
    doc_no="DKH-BD-10",
    titles=("周报", "周工作总结", "每周工作总结及下周计划"),
    kept_by=("clerk",),
    person="name",
    key=("week", "name"),
    fields=(
        Field(id="week", zh="周次", en="Week", type="week", required=True, aliases=("周别",)),
        Field(id="name", zh="姓名", en="Name", type="person", required=True),
        Field(id="visits", zh="本周拜访次数", en="Visits this week", type="integer", aliases=("拜访次数",)),
        Field(id="done", zh="本周完成", en="Done this week", aliases=("本周工作总结", "本周工作"), long=True),
        Field(id="problems", zh="问题", en="Problems", aliases=("存在问题", "问题与困难"), long=True),
        Field(id="next_week", zh="下周计划", en="Plan for next week", aliases=("下周工作计划",), long=True),
        Field(id="handed_in", zh="提交日期", en="Handed in", type="date", aliases=("填报日期",)),
    ),
)
