"""Messages about values that a field does not accept."""

from ..text import Message

MESSAGES: dict[str, Message] = {}
