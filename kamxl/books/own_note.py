"""A note of ours on a cell: framed by a first and a last line, so that every host knows it again whoever saved it.

A note whose frame a person changed, or to which something was added, is that person's from then on and is never touched.
"""

from __future__ import annotations

_FIRST = "【kamxl 校验】"
_LAST = "（由 kamxl 写入，下次校验时更新）"
_LONGEST = 800


def own_note(lines: list[str]) -> str:
    """The note that says these lines."""
    body = "\n".join(lines)
    if len(body) > _LONGEST:
        body = f"{body[: _LONGEST - 1]}…"
    return f"{_FIRST}\n{body}\n{_LAST}"


def is_own(text: str) -> bool:
    """Whether a note is ours, unchanged. Some hosts put the author's name, or carriage returns, into the text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return lines.startswith(_FIRST) and lines.endswith(_LAST)
