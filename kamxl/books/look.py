"""How the sheets look that kamxl owns: a small set of named styles, the same in every host.

The properties are XlsxWriter's. Chinese text is set in 微软雅黑, which Excel has on Windows and macOS; LibreOffice on Linux
substitutes its own Chinese font.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FONT = "微软雅黑"
_BASE: Mapping[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
_BODY: Mapping[str, Any] = {**_BASE, "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
_CENTRED: Mapping[str, Any] = {**_BODY, "align": "center"}
_LEFT: Mapping[str, Any] = {**_BODY, "align": "left", "indent": 1}

STYLES: Mapping[str, Mapping[str, Any]] = {
    "": _BASE,
    "title": {**_BASE, "font_size": 14, "bold": True, "font_color": "#1F3864"},
    "note": {**_BASE, "font_color": "#595959"},
    "head": {**_CENTRED, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79"},
    "group": {**_LEFT, "bold": True, "font_color": "#1F3864", "bg_color": "#D9E2F0"},
    "subgroup": {**_LEFT, "font_color": "#1F3864", "bg_color": "#EEF3FA"},
    "text": _LEFT,
    "number": {**_CENTRED, "num_format": "0"},
    "money": {**_BODY, "num_format": "#,##0.00", "align": "right"},
    "rate": {**_CENTRED, "num_format": "0.0%"},
    "date": {**_CENTRED, "num_format": "yyyy-mm-dd"},
    "link": {**_LEFT, "font_color": "#0563C1", "underline": 1},
    "input": {**_LEFT, "bg_color": "#FFF9E5"},
    "error": {**_CENTRED, "bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
    "warning": {**_CENTRED, "bg_color": "#FFEB9C", "font_color": "#7F6000", "bold": True},
    "hint": {**_CENTRED, "bg_color": "#DDEBF7", "font_color": "#1F4E79"},
}
