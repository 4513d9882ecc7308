"""Messages of the rules: each finding says which field, what is wrong and how to fix it."""

from ..text import Message

MESSAGES = {
    "broken_rule": Message(
        "kamxl 自己的规则“{rule}”出错了({reason}),这不是您填写的问题。",
        "kamxl's own rule “{rule}” failed ({reason}); this is not a fault of the form.",
        "其余规则照常检查;请把这条信息发给维护人员。",
        "The other rules were checked all the same; please send this line to the maintainers.",
    ),
    "required": Message(
        "必填项“{field}”没有填写。",
        "The required field “{field}” is empty.",
        "请在此单元格填写“{field}”。",
        "Fill in “{field}” in this cell.",
    ),
}
