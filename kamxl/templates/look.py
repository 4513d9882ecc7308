"""How the office forms look: fonts, colours, borders and number formats, each named once.

Text is set in 宋体 with titles and labels in 微软雅黑, as offices print; where a machine lacks them the character set
(GB 2312) makes Excel, WPS and LibreOffice choose their own Chinese font.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format

from ..domain.form import Field

Properties: TypeAlias = Mapping[str, Any]

INK, LINE, FAINT = "#1F2937", "#8C99A8", "#6B7280"
LABEL_FILL, HEAD_FILL = "#EAF0F7", "#DCE6F2"
REQUIRED_FILL, REQUIRED_HEAD_FILL = "#FFFBE6", "#FDEFC3"
OWNED_FILL, OWNED_HEAD_FILL = "#F1F1F1", "#DADDE2"

_TEXT: Properties = {"font_name": "宋体", "font_family": 0, "font_charset": 134, "font_size": 10.5, "font_color": INK}
_HEAVY: Properties = {**_TEXT, "font_name": "微软雅黑"}
_CELL: Properties = {**_TEXT, "border": 1, "border_color": LINE, "valign": "vcenter", "text_wrap": True}
_LABEL: Properties = {
    **_HEAVY,
    "border": 1,
    "border_color": LINE,
    "valign": "vcenter",
    "align": "center",
    "text_wrap": True,
}

STYLES: Mapping[str, Properties] = {
    "title": {**_HEAVY, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "line": {**_TEXT, "font_size": 9, "font_color": FAINT, "align": "left", "valign": "vcenter"},
    "line_right": {**_TEXT, "font_size": 9, "font_color": FAINT, "align": "right", "valign": "vcenter"},
    "label": {**_LABEL, "bg_color": LABEL_FILL},
    "caption": {**_LABEL, "bg_color": HEAD_FILL, "bold": True, "font_size": 11},
    "heading": {**_LABEL, "bg_color": OWNED_HEAD_FILL, "font_size": 10},
    "head": {**_LABEL, "bg_color": HEAD_FILL, "bold": True},
    "head_required": {**_LABEL, "bg_color": REQUIRED_HEAD_FILL, "bold": True},
    "head_owned": {**_LABEL, "bg_color": OWNED_HEAD_FILL, "bold": True},
    "label_owned": {**_LABEL, "bg_color": OWNED_HEAD_FILL},
    "value": {**_CELL, "align": "left"},
    "control": {**_CELL, "font_size": 9, "align": "center"},
    "control_label": {**_LABEL, "font_size": 9, "bg_color": LABEL_FILL},
    "big": {**_HEAVY, "font_size": 22, "bold": True, "align": "left", "valign": "vcenter"},
    "plain": {**_TEXT, "align": "left", "valign": "vcenter", "text_wrap": True},
    "link": {**_CELL, "align": "left", "font_color": "#1F5FA8", "underline": 1},
}

_NUMBERS: Mapping[str, Properties] = {
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "time": {"num_format": "hh:mm", "align": "center"},
    "money": {"num_format": "#,##0.00", "align": "right"},
    "integer": {"num_format": "0", "align": "center"},
    "number": {"align": "right"},
    "percent": {"num_format": "0.##%", "align": "right"},
    "score": {"num_format": "0.0", "align": "center"},
    "rating5": {"num_format": "0", "align": "center"},
    "year": {"num_format": "0", "align": "center"},
}
_TEXT_TYPES = ("code", "phone", "postcode", "credit_code", "quarter", "week")  # never to be turned into a number
_CENTRED = ("choice", "yes_no", "person", "region", "quarter", "week")


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, name: str, **more: Any) -> Format:
        """The format of that name, with further properties."""
        return self._format({**STYLES[name], **more})

    def value(self, field: Field, *, listed: bool = False) -> Format:
        """The format of a field's value: by its type, tinted if it is ours or, on a card, required."""
        properties = {**STYLES["value"], **_NUMBERS.get(field.type, {})}
        if field.type in _TEXT_TYPES or field.id == "account":
            properties["num_format"] = "@"
        if listed and field.type in _CENTRED:
            properties["align"] = "center"
        if not listed:
            properties["align"] = "left"
        if field.owned:
            properties["bg_color"] = OWNED_FILL
        elif field.required and not listed:
            properties["bg_color"] = REQUIRED_FILL
        if properties["align"] in ("left", "right"):
            properties["indent"] = 1
        return self._format(properties)

    def _format(self, properties: Properties) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(properties))
        return self._made[key]
