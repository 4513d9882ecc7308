"""Draws docs/pictures/excel-ribbon.svg from the list of buttons: which buttons there are and where. No screenshot.

python docs/ribbon_picture.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kamxl.hosts.resident.service import available  # noqa: E402 - run as a script from a clone
from kamxl.ribbon import TAB_ZH, Action, Group  # noqa: E402

PICTURE = ROOT / "docs" / "pictures" / "excel-ribbon.svg"
_LARGE, _SMALL, _ROWS, _TOP, _ROW = 92, 96, 3, 44, 26


def drawing() -> str:
    """The tab as an SVG picture."""
    parts: list[str] = []
    left = 12
    for group in Group:
        start = left
        actions = [action for action in available() if action.group is group]
        for action in (one for one in actions if one.large):
            parts.append(_large(action, left))
            left += _LARGE
        small = [one for one in actions if not one.large]
        for number, action in enumerate(small):
            parts.append(_small(action, left + number // _ROWS * _SMALL, number % _ROWS))
        left += -(-len(small) // _ROWS) * _SMALL
        parts.append(_text((start + left) / 2, 148, group.zh, 12, "#666666"))
        parts.append(f'<line x1="{left + 4}" y1="40" x2="{left + 4}" y2="150" stroke="#d0d0d0"/>')
        left += 12
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left}" height="160" viewBox="0 0 {left} 160" '
        'font-family="Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif">'
        f'<rect width="{left}" height="160" fill="#f3f3f3"/><rect y="32" width="{left}" height="128" fill="#ffffff"/>'
        f'<rect x="12" y="29" width="70" height="3" fill="#217346"/>'
    )
    return head + _text(47, 22, TAB_ZH, 14, "#217346") + "".join(parts) + "</svg>\n"


def _large(action: Action, left: float) -> str:
    box = f'<rect x="{left + 30}" y="{_TOP}" width="32" height="32" rx="6" fill="#e2efda" stroke="#217346"/>'
    return box + _text(left + _LARGE / 2, _TOP + 54, action.zh, 13, "#222222")


def _small(action: Action, left: float, row: int) -> str:
    top = _TOP + row * _ROW
    box = f'<rect x="{left + 6}" y="{top}" width="16" height="16" rx="3" fill="#e2efda" stroke="#217346"/>'
    return box + _text(left + 28, top + 13, action.zh, 13, "#222222", "start")


def _text(x: float, y: float, text: str, size: int, color: str, anchor: str = "middle") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{color}" text-anchor="{anchor}">{escape(text)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawing(), encoding="utf-8", newline="\n")
