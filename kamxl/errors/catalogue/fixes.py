"""Messages about safe fixes."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "没有名为“{name}”的修正。",
        "There is no fix called “{name}”.",
        "可用的修正：{known}。",
        "The fixes: {known}.",
    ),
}
