"""``DataValidation`` of a range: dropdowns and comparisons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .addresses import quoted
from .formulas import to_calc, to_excel
from .gaps import implements
from .units import shared

if TYPE_CHECKING:
    from .range import Range

_TYPES = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
_OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
_FILE_KINDS = {
    "WHOLE": "whole",
    "DECIMAL": "decimal",
    "DATE": "date",
    "TIME": "time",
    "TEXT_LEN": "textLength",
    "LIST": "list",
    "CUSTOM": "custom",
}
_FILE_OPERATORS = {
    "BETWEEN": "between",
    "NOT_BETWEEN": "notBetween",
    "EQUAL": "equal",
    "NOT_EQUAL": "notEqual",
    "GREATER": "greaterThan",
    "LESS": "lessThan",
    "GREATER_EQUAL": "greaterThanOrEqual",
    "LESS_EQUAL": "lessThanOrEqual",
}
_ITEMS = re.compile(r'"(?:[^"]|"")*"(?:;"(?:[^"]|"")*")*')
_ITEM = re.compile(r'"((?:[^"]|"")*)"')
_ALERTS = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}


def _name_of(table: dict[str, str], uno_name: str) -> str | None:
    return next((name for name, value in table.items() if value == uno_name), None)


def as_in_a_file(kind: str, operator: str, first: str, second: str) -> tuple[str, str, str, str]:
    """A rule of UNO's in the words of an .xlsx: kind, operator, both formulas in Excel's notation; a list of given values is
    one text, ``"a,b"``."""
    if kind == "LIST" and _ITEMS.fullmatch(first):
        items: list[str] = _ITEM.findall(first)
        # An item with a comma cannot be written in a file: rather no list than another one.
        text = "" if any("," in item for item in items) else f'"{",".join(items)}"'
        return "list", "between", text, ""
    operator = _FILE_OPERATORS.get(operator, "between")
    return _FILE_KINDS.get(kind, "none"), operator, to_excel(f"={first}")[1:], to_excel(f"={second}")[1:]


@implements(base_classes.DataValidation)
class DataValidation:
    """The rule that the cells of a range share. A mixed range has type ``inconsistent``."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        return shared(self._cells.api, "Validation")

    def _store(self, kind: str, operator: str | None, formula1: str, formula2: str, dropdown: bool = True) -> None:
        bridge = self._cells.sheet.bridge
        rule = self._cells.api.Validation
        rule.Type = bridge.enum("sheet.ValidationType", _TYPES[kind])
        rule.setOperator(bridge.enum("sheet.ConditionOperator", _OPERATORS[operator] if operator else "NONE"))
        rule.setFormula1(formula1)
        rule.setFormula2(formula2)
        rule.ShowList = 1 if dropdown else 0
        rule.ShowErrorMessage = kind != "none"
        self._cells.api.Validation = rule

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        if isinstance(source, list):
            text = ";".join('"' + item.replace('"', '""') + '"' for item in source)
        elif hasattr(source, "area"):
            text = to_calc(f"{quoted(source.sheet.name)}!{source.area.a1()}")
        else:
            text = source.name
        self._store("list", None, text, "", in_cell_dropdown)

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        first = to_calc(formula1).removeprefix("=")
        second = to_calc(formula2).removeprefix("=") if formula2 else ""
        self._store(rule_type, operator, first, second)

    def delete(self) -> None:
        self._store("none", None, "", "")

    @property
    def type(self) -> str:
        rule = self.api
        return "inconsistent" if rule is None else _name_of(_TYPES, rule.Type.value) or "unknown"

    @property
    def operator(self) -> str | None:
        return _name_of(_OPERATORS, self.api.getOperator().value) if self.type not in ("none", "list") else None

    @property
    def formula1(self) -> str | None:
        if self.type == "none":
            return None
        text = str(self.api.getFormula1())
        return text if self.type == "list" and text.startswith('"') else to_excel("=" + text)

    @property
    def formula2(self) -> str | None:
        text = str(self.api.getFormula2())
        return to_excel("=" + text) if text and self.type != "none" else None

    @property
    def formula(self) -> str | None:
        return self.formula1 if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        """``a,b`` for literal values, ``=Sheet1!$A$1:$A$3`` for cells."""
        if self.type != "list":
            return None
        text = str(self.api.getFormula1())
        if text.startswith('"'):
            return ",".join(item.strip().strip('"') for item in text.split(";"))
        return to_excel("=" + text)

    @property
    def in_cell_dropdown(self) -> bool | None:
        return self.api.ShowList != 0 if self.type == "list" else None

    @property
    def ignore_blank(self) -> bool | None:
        return bool(self.api.IgnoreBlankCells)

    @property
    def show_input(self) -> bool | None:
        return bool(self.api.ShowInputMessage)

    @property
    def input_title(self) -> str | None:
        return str(self.api.InputTitle)

    @property
    def input_message(self) -> str | None:
        return str(self.api.InputMessage)

    @property
    def show_error(self) -> bool | None:
        return bool(self.api.ShowErrorMessage)

    @property
    def error_title(self) -> str | None:
        return str(self.api.ErrorTitle)

    @property
    def error_message(self) -> str | None:
        return str(self.api.ErrorMessage)

    @property
    def alert_style(self) -> str | None:
        return _name_of(_ALERTS, self.api.ErrorAlertStyle.value)
