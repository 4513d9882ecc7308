"""``KAM_*`` calls of an open workbook, answered from the department's snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ...commands.department import find_folder
from ...functions.ahead import ahead
from ...functions.calculator import Calculator
from ...functions.values import CellError
from .figures import functions


def values(path: Path | None, calls: Sequence[Sequence[Any]]) -> tuple[list[Any], str]:
    """The value of each call ``[name, argument, …]`` and the snapshot's stamp.

    A date argument comes as ``{"date": "2026-09-30"}``, an error as ``{"error": "NA"}``; answers are plain values, rows of
    them, or ``{"error": code}``. Raises ``DepartmentError`` where the workbook belongs to no department.
    """
    calculator = _calculator(path)
    answers = [_answer(calculator.call(str(name), *map(_argument, arguments))) for name, *arguments in calls]
    return answers, calculator.snapshot.stamp


def following(path: Path | None, call: Sequence[Any], count: int) -> list[list[Any]]:
    """``[name, arguments, value]`` of the calls that a sheet is likely to make after this one; see ``functions.ahead``."""
    name, *arguments = call
    found = ahead(_calculator(path), str(name), tuple(map(_argument, arguments)), count)
    return [[other, list(given), _answer(value)] for other, given, value in found]


def _calculator(path: Path | None) -> Calculator:
    return functions().calculator(find_folder(None, path.parent if path is not None else None).resolve())


def _argument(value: Any) -> Any:
    if isinstance(value, dict):
        return (
            date.fromisoformat(value["date"]) if "date" in value else _ERRORS.get(str(value.get("error")), CellError.NA)
        )
    if isinstance(value, list):
        return [_argument(one) for one in value]
    return value


_CODES = {CellError.NULL: "NULL", CellError.DIV0: "DIV0", CellError.VALUE: "VALUE", CellError.REF: "REF"}
_CODES |= {CellError.NAME: "NAME", CellError.NUM: "NUM", CellError.NA: "NA"}
_ERRORS = {code: error for error, code in _CODES.items()}


def _answer(value: Any) -> Any:
    if isinstance(value, CellError):
        return {"error": _CODES[value]}
    if isinstance(value, list):
        return [_answer(one) for one in value]
    return value
