"""A second engine's opinion (formulon), for ``--strict``: only what both say is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..errors import BookError
from ..ooxml.addresses import Position
from ..ooxml.reading import Value
from ..ooxml.values import CellError, Error

_ERRORS: tuple[Error, ...] = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
Place = tuple[str, Position]


def second_opinion(
    data: bytes, fixed: Mapping[Place, Value], wanted: Iterable[Place], now: datetime
) -> dict[Place, Value]:
    """What formulon makes of the wanted cells, given the values of cells that are not to be computed.

    A cell of which it makes nothing that can be written is left out. Raises ``BookError`` when it is not installed.
    """
    try:
        import formulon
    except ImportError as error:
        raise BookError("recalc.no_second", reason=error) from error
    found: dict[Place, Value] = {}
    with formulon.Workbook.load(data) as book:
        sheets = {book.sheet_name(index): index for index in range(book.sheet_count())}
        for (sheet, position), value in fixed.items():
            _set(book, sheets[sheet], position, value)
        book.set_pinned_now(now.year, now.month, now.day, now.hour, now.minute, now.second)
        book.recalc()
        for sheet, position in wanted:
            cell = book.get_value(sheets[sheet], position.row - 1, position.column - 1)
            match int(cell.kind):
                case 0:
                    found[(sheet, position)] = None
                case 1:
                    found[(sheet, position)] = cell.number
                case 2:
                    found[(sheet, position)] = cell.boolean
                case 3:
                    found[(sheet, position)] = cell.text
                case 4 if (cell.error_code or 0) < len(_ERRORS):
                    found[(sheet, position)] = CellError(_ERRORS[cell.error_code or 0])
    return found


def _set(book: Any, sheet: int, position: Position, value: Value) -> None:
    row, column = position.row - 1, position.column - 1
    if value is None:
        book.set_blank(sheet, row, column)
    elif isinstance(value, bool):
        book.set_bool(sheet, row, column, value)
    elif isinstance(value, float):
        book.set_number(sheet, row, column, value)
    elif isinstance(value, CellError):
        book.set_error(sheet, row, column, _ERRORS.index(value.code) if value.code in _ERRORS else 2)
    else:
        book.set_text(sheet, row, column, value)
