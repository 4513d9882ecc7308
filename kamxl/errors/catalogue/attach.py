"""Messages about attaching to a workbook."""

from ..text import Message

MESSAGES = {
    "bad_label": Message(
        "“{place}={name}”看不懂：没有这个单元格、单元格里没有文字，或没有这个表单和字段。",
        "“{place}={name}” names no such cell, a cell without text, or no such form and field.",
        "请写成 工作表!单元格=表单.字段，例如 档案!A4=客户档案表.客户名称。",
        "Write sheet!cell=form.field, such as 档案!A4=客户档案表.客户名称.",
    ),
}
