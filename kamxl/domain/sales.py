"""What customers were to buy and what they bought in a quarter: added up once, for grades, figures and early signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from .facts import Facts
from .periods import Period
from .table import Rows


class Sales:
    """One quarter's rows of 销售计划与实绩."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._names = rows.texts("customer")

    @cached_property
    def customers(self) -> Mapping[str, None]:
        """Everybody with a row ("": a row that names nobody)."""
        return dict.fromkeys(self._names)

    @cached_property
    def planned(self) -> Mapping[str, Decimal]:
        """In 元, of each customer with a readable 计划额 in any row."""
        return _by_name(self._names, self._rows.amounts("plan"))

    @cached_property
    def actual(self) -> Mapping[str, Decimal]:
        """The same of 实际额."""
        return _by_name(self._names, self._rows.amounts("actual"))


def sales(facts: Facts, quarter: Period) -> Sales:
    """The quarter's sales by customer."""
    return facts.once(("sales", quarter), lambda: Sales(facts.quarters("sales_plan", "quarter").of(quarter)))


def _by_name(names: Sequence[str], amounts: Sequence[Decimal | None]) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, amount in zip(names, amounts, strict=True):
        if amount is not None:
            found[name] = found[name] + amount if name in found else amount
    return found
