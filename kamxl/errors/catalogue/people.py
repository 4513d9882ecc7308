"""Messages about people."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "设置里没有“{name}”这个人。",
        "Nobody called “{name}” is in the settings.",
        "已登记的人员：{known}。请核对姓名，或在 设置.xlsx 的“人员”表里添加。",
        "Known people: {known}. Check the name, or add it to the 人员 sheet of 设置.xlsx.",
    ),
}
