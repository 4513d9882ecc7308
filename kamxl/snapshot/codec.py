"""A problem's message as text and back. Never code (no pickle)."""

from __future__ import annotations

import json

from ..errors import Text

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def encode_text(text: Text) -> str:
    """A problem's message, its parameters as text."""
    return _ENCODER.encode([text.code, {name: str(value) for name, value in text.params.items()}])


def decode_text(payload: str) -> Text:
    code, params = json.loads(payload)
    return Text(code, params)
