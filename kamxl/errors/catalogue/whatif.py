"""Messages about changes that are only tried out."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "看不懂假设“{text}”。",
        "The change “{text}” is not understood.",
        "请写成“目标 大客户流失数=1”“权重 churn=30%”或“无订单视为流失（月）=6”。可以改的有：{known}。",
        "Write “目标 大客户流失数=1”, “权重 churn=30%” or “无订单视为流失（月）=6”. What can be changed: {known}.",
    ),
    "bad_value": Message(
        "假设“{text}”里的值不能用（{reason}）。",
        "The value in “{text}” cannot be used ({reason}).",
        "请填写数字、百分数，或是/否。",
        "Give a number, a percentage, or 是/否.",
    ),
}
