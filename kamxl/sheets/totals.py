"""Subtotal and total rows of a list, checked against the rows above them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..books.address import address
from ..domain.findings import Finding, Severity
from ..domain.records import Block
from ..domain.values import Raw, Value, show
from ..errors import say
from .found import Found, Place
from .view import View

_KINDS = {"money", "number", "integer"}
_ROUNDING = Decimal("0.01")


def wrong_totals(view: View, found: Found, block: Block | None, book: str) -> Iterator[Finding]:
    """The totals that fit neither the rows since the last total nor all rows above. ``block`` are the list's rows."""
    for place in found.places.values() if found.totals else ():
        if place.field.type in _KINDS:
            yield from _column(view, found, place, block, book)


def _column(view: View, found: Found, place: Place, block: Block | None, book: str) -> Iterator[Finding]:
    column, name = place.value[1], place.field.id
    shown = {row: view.raw((row, column)) for row in found.totals}
    stated = {row: number for row, raw in shown.items() if (number := _number(raw)) is not None}
    if not stated or (block is not None and _unread(block, name)):
        return
    values = () if block is None else block.column(name)
    amounts = dict(zip(found.rows, map(_amount, values), strict=True))
    last = found.outline.header
    for row in found.totals:
        if row in stated:
            since = sum((amount for r, amount in amounts.items() if last < r < row), Decimal(0))
            above = sum((amount for r, amount in amounts.items() if r < row), Decimal(0))
            if all(abs(_in_unit(total, place) - stated[row]) > _ROUNDING for total in (since, above)):
                total = f"{_in_unit(above, place).normalize():,f}"
                value = show(shown[row])
                yield Finding(
                    "totals_agree",
                    book,
                    found.sheet,
                    address(row, column),
                    Severity.ERROR,
                    say("rules.totals_agree", field=place.field.label, value=value, total=total),
                    place.field.label,
                    value,
                )
        last = row


def _unread(block: Block, name: str) -> bool:
    """Whether a cell of the column holds something that means no amount."""
    pairs = zip(block.held(name), block.column(name), strict=True)
    return any(raw is not None and value is None for raw, value in pairs)


def _amount(value: Value | None) -> Decimal:
    return Decimal(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else Decimal(0)


def _number(raw: Raw) -> Decimal | None:
    """A true number; a total typed as text is left to the person who typed it."""
    return Decimal(repr(raw)) if isinstance(raw, int | float) and not isinstance(raw, bool) else None


def _in_unit(total: Decimal, place: Place) -> Decimal:
    """Yuan as the column's bare numbers are meant: in 万元 under （万元）."""
    if place.field.type != "money":
        return total
    scale = {"万元": 10_000, "千元": 1_000, "百万元": 10**6, "亿元": 10**8}.get(place.field.unit, 1)
    return total / scale
