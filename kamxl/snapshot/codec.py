"""A message as text and back. Never code (no pickle)."""

from __future__ import annotations

import json
from typing import Any

from ..errors import Text

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def encode_text(text: Text) -> str:
    """The message with its parameters as text."""
    return _ENCODER.encode(plain(text))


def decode_text(payload: str) -> Text:
    return text_of(json.loads(payload))


def plain(text: Text) -> list[Any]:
    """The message as JSON has it; a message within it stays one."""
    return [text.code, {name: plain(it) if isinstance(it, Text) else str(it) for name, it in text.params.items()}]


def text_of(written: list[Any]) -> Text:
    """The message again."""
    code, params = written
    return Text(code, {name: text_of(it) if isinstance(it, list) else it for name, it in params.items()})
