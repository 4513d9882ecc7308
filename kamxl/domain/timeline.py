"""A form's records by when they happened, so that those of any span are at hand: by a day, or by a quarter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from .periods import Period, Span
from .table import Rows


class Timeline:
    """Some records in the order of their days; those without a day are left out."""

    __slots__ = ("_days", "_numbers", "_table")

    def __init__(self, rows: Rows, field_id: str) -> None:
        self._table = rows.table
        numbers, days = rows.numbers, rows.days(field_id)
        if rows.table.kinds(field_id) != {date}:
            numbers = [number for number, day in zip(numbers, days, strict=True) if day is not None]
            days = [day for day in days if day is not None]
        in_order = sorted(days)  # type: ignore[type-var]  # no blank is left
        if in_order != days:  # most lists are kept by date
            column = rows.table.days(field_id)
            numbers = sorted(numbers, key=column.__getitem__)  # type: ignore[arg-type]
        self._days: Sequence[date] = in_order  # type: ignore[assignment]
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._days)

    def within(self, span: Span) -> Rows:
        """The records of the span's days, in reading order."""
        days, numbers = self._days, self._numbers
        if not days or span.end < days[0] or days[-1] < span.start:
            return Rows(self._table, ())
        found = numbers[bisect_left(days, span.start) : bisect_right(days, span.end)]
        return Rows(self._table, found if isinstance(found, range) else sorted(found))

    def latest(self, field_id: str, by: date) -> dict[str, date]:
        """For each text of a field the last day that is not after ``by``."""
        texts, days = self._table.texts(field_id), self._days
        if len(days) != len(texts) or not isinstance(self._numbers, range):
            texts = [texts[number] for number in self._numbers]
        return dict(zip(texts, days if days and days[-1] <= by else days[: bisect_right(days, by)], strict=False))


class Quarters:
    """Some records by the quarter (or what other period a field says) for which they are."""

    __slots__ = ("_found", "_table")

    def __init__(self, rows: Rows, periods: Sequence[Period | None]) -> None:
        """``periods``: of each record of the table, in reading order."""
        self._table = rows.table
        self._found = {period: (period.start, period.end, numbers) for period, numbers in _by_period(rows, periods)}

    def __iter__(self) -> Iterator[tuple[Period, Sequence[int]]]:
        """Each period with the numbers of its records, in reading order."""
        return ((period, numbers) for period, (_, _, numbers) in self._found.items())

    def of(self, period: Period) -> Rows:
        """The records of just that period, in reading order."""
        found = self._found.get(period)
        return Rows(self._table, () if found is None else found[2])

    def within(self, span: Span) -> Rows:
        """The records whose quarter lies wholly in the span, in reading order."""
        start, end = span.start, span.end
        covered = [numbers for first, last, numbers in self._found.values() if start <= first and last <= end]
        return Rows(self._table, covered[0] if len(covered) == 1 else sorted(chain.from_iterable(covered)))


def _by_period(rows: Rows, periods: Sequence[Period | None]) -> Iterable[tuple[Period, Sequence[int]]]:
    """Most quarters of a list are one and the same object, and periods take long to compare."""
    alike: dict[int, list[int]] = defaultdict(list)
    for number in rows.numbers:
        alike[id(periods[number])].append(number)
    found: dict[Period, list[int]] = {}
    for numbers in alike.values():
        period = periods[numbers[0]]
        if period is not None:
            known = found.setdefault(period, numbers)
            if known is not numbers:
                known += numbers
                known.sort()
    return found.items()
