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
    "missing_label": Message(
        "这张“{form}”上找不到必填项“{field}”的标签。",
        "This {form} has no label for the required field “{field}”.",
        "请补上“{field}”一栏;如果本部门用别的叫法,请登记到 设置.xlsx 的“字段别名”表。",
        "Add “{field}”; if your department calls it something else, enter that in 字段别名 of 设置.xlsx.",
    ),
    "unsure_form": Message(
        "标题像“{form}”,但认出的标签太少,没有读取。",
        "The title says {form}, but too few labels were recognised; it was not read.",
        "请核对标签是否齐全:{fields}。",
        "Check that the labels are there: {fields}.",
    ),
}
