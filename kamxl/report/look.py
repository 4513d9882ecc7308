"""How the report looks: fonts, colours and number formats, named once and combined by name.

Chinese faces first: 微软雅黑 is on every Windows and Mac with Office; elsewhere its family (swiss) and character set (GB)
lead to the system's own Chinese sans-serif.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "微软雅黑"
NAVY, BLUE, SKY, PALE = "#1F3864", "#2E75B6", "#9DC3E6", "#EAF1FA"
GREEN, AMBER, RED, GREY, LINE = "#2E7D32", "#C77700", "#C00000", "#7F7F7F", "#BFC8D6"
GREEN_FILL, AMBER_FILL, RED_FILL = "#E2F0D9", "#FFF2CC", "#FBE0DD"
SERIES = (NAVY, "#ED7D31", "#2A9D8F", "#8E6BBF", "#D4A017", "#5B9BD5", "#A5A5A5", "#C0504D")

_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": 10,
    "font_family": 2,
    "font_charset": 134,
    "valign": "vcenter",
}
_EDGE = {"border": 1, "border_color": LINE}

# Numbers keep a bracket's width from the right edge (``_)``): LibreOffice prints an indent there in some cells only.
_TRAITS: dict[str, dict[str, Any]] = {
    "cell": _EDGE,
    "head": {
        **_EDGE,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "align": "center",
        "text_wrap": True,
    },
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "subtitle": {"font_color": GREY},
    "section": {"bold": True, "font_size": 12, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY},
    "banner": {"bold": True, "font_color": RED, "bg_color": RED_FILL, "text_wrap": True, "indent": 1},
    "calm": {"font_color": GREEN, "bg_color": GREEN_FILL, "text_wrap": True, "indent": 1},
    "note": {"font_size": 9, "font_color": GREY, "text_wrap": True, "valign": "top"},
    "tile_name": {"font_color": GREY, "bg_color": PALE, "align": "center", "top": 5, "top_color": NAVY},
    "tile_value": {"bold": True, "font_size": 18, "font_color": NAVY, "bg_color": PALE, "align": "center"},
    "tile_note": {"font_size": 9, "font_color": GREY, "bg_color": PALE, "align": "center"},
    "text": {"align": "left", "text_wrap": True, "indent": 1},
    "center": {"align": "center", "text_wrap": True, "indent": 0},
    "rate": {"num_format": "0.0%_)", "align": "right", "indent": 0},
    "count": {"num_format": "#,##0_)", "align": "right", "indent": 0},
    "score": {"num_format": "0.0_)", "align": "right", "indent": 0},
    "days": {"num_format": "0.0_)", "align": "right", "indent": 0},
    "money": {"num_format": "#,##0_)", "align": "right", "indent": 0},
    "amount": {"num_format": "#,##0.####_)", "align": "right", "indent": 0},
    "wan": {"num_format": "#,##0.0_)", "align": "right", "indent": 0},
    "date": {"num_format": "yyyy-mm-dd", "align": "center", "indent": 0},
    "points": {"num_format": '"▲"0.0_);"▼"0.0_);"持平"_)', "align": "right", "indent": 0},
    "steps": {"num_format": '"▲"#,##0_);"▼"#,##0_);"持平"_)', "align": "right", "indent": 0},
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right", "indent": 0},
    "none": {"align": "center", "indent": 0, "font_color": GREY, "underline": 0},
    "link": {"font_color": BLUE, "underline": 1, "align": "left", "text_wrap": True},
    "bold": {"bold": True},
    "total": {"bold": True, "bg_color": PALE, "top": 1, "top_color": NAVY},
    "band": {"bg_color": "#F7F9FC"},
    "good": {"font_color": GREEN},
    "near": {"font_color": AMBER},
    "bad": {"font_color": RED},
    "good_fill": {"font_color": GREEN, "bg_color": GREEN_FILL},
    "near_fill": {"font_color": AMBER, "bg_color": AMBER_FILL},
    "bad_fill": {"font_color": RED, "bg_color": RED_FILL},
}


class Look:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *traits: str) -> Format:
        """The cell format with these traits; a later one overrides an earlier one."""
        if traits not in self._made:
            properties = dict(_BASE)
            for trait in traits:
                properties.update(_TRAITS[trait])
            self._made[traits] = self._workbook.add_format(properties)
        return self._made[traits]

    def overlay(self, trait: str) -> Format:
        """A format for conditional formatting: only what it changes."""
        key = ("overlay", trait)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_TRAITS[trait])
        return self._made[key]
