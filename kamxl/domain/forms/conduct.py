"""处分 / 奖惩申请: the manager's power to propose penalties, rewards, hiring and dismissal; goes to the director."""

from ..form import Field, Form, Layout

FORM = Form(
    id="conduct",
    zh="奖惩申请",
    en="Conduct proposal",
    layout=Layout.CARD,
    doc_no="DKH-BD-20",
    titles=("处分申请", "奖惩申请表", "奖惩建议"),
    flow="conduct",
    kept_by=("manager",),
    day="date",
    person="applicant",
    number="no",
    key=("no",),
    fields=(
        Field(id="no", zh="申请编号", en="No.", type="code", required=True, aliases=("奖惩编号",)),
        Field(id="subject", zh="对象", en="Person concerned", required=True, aliases=("奖惩对象", "当事人")),
        Field(id="reason", zh="事由", en="Reason", required=True, aliases=("奖惩事由",), long=True),
        Field(id="proposal", zh="建议", en="Proposal", required=True, aliases=("处理建议", "奖惩建议"), long=True),
        Field(id="date", zh="日期", en="Date", type="date", required=True, aliases=("申请日期",)),
        Field(id="applicant", zh="申请人", en="Applicant", type="person", required=True),
    ),
)
