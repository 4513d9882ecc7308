"""Every KPI's sums in a row of quarters, worked out together: what each quarter by itself would give.

A KPI whose records count by their day alone (``Kpi.dated_by``) is measured once for all the days, and what each record adds
is dealt out to the quarters. The others are measured quarter by quarter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from operator import add

from .counted import Amount, Counted, Part, Sums
from .facts import Facts
from .kpi import Kpi, Unit, has_begun, kpis
from .periods import Period, Span
from .question import Question
from .table import Rows


def trend(quarters: tuple[Period, ...], facts: Facts) -> Mapping[str, Sequence[Sums | None]]:
    """The department's sums by KPI in each of the quarters, ``None`` where there can be no figure (yet)."""
    kept = facts.tables.forms
    found: dict[str, Sequence[Sums | None]] = {}
    for parts, asked in _asked(quarters):
        begun = [has_begun(span, facts) for span in parts.spans]
        questions = [Question(facts, *both) for both in zip(quarters, parts.spans, strict=True)]
        for kpi in asked:
            if kpi.sources[0] not in kept:
                sums: Sequence[Sums] = [kpi.of_nothing.sums] * len(begun)
            elif kpi.dated_by:
                sums = _dealt_out(kpi, Question(facts, quarters[-1], parts.whole), parts)
            else:
                sums = [kpi.measure(question).sums for question in questions]
            found[kpi.id] = sums if all(begun) else [one if has else None for one, has in zip(sums, begun, strict=True)]
    return found


class _Parts(dict[date, int]):
    """The least runs of days of which all the spans are made: of a day the number of its run, and of each span its runs."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        super().__init__()
        self.spans = spans
        self._edges = sorted({day for span in spans for day in (span.start, span.end + timedelta(days=1))})
        self.whole = Span(self._edges[0], self._edges[-1] - timedelta(days=1))
        self._count = len(self._edges) - 1
        self._runs = [slice(self[span.start], self[span.end] + 1) for span in spans]

    def added(self, runs: Sequence[int], amounts: Sequence[Amount] | None) -> Iterable[Decimal | int]:
        """Of each span the sum of its amounts (``None``: each is 1). ``runs`` says where each belongs."""
        sums: list[Decimal | int] = [0] * self._count
        for run, amount in Counter(runs).items() if amounts is None else zip(runs, amounts, strict=True):
            if amount is not None:
                sums[run] += amount
        return [sums[runs.start] if runs.stop == runs.start + 1 else sum(sums[runs]) for runs in self._runs]

    def distinct(self, runs: Sequence[int], keys: Iterable[str], amounts: Sequence[Amount]) -> Iterable[int]:
        """Of each span how many keys there are of what counts at all."""
        met: list[set[str]] = [set() for _ in range(self._count)]
        for run, key, amount in zip(runs, keys, amounts, strict=False):
            if amount is not None:
                met[run].add(key)
        return (len(set[str]().union(*met[runs])) for runs in self._runs)

    def __missing__(self, day: date) -> int:
        found = self[day] = bisect_right(self._edges, day) - 1
        return found


@cache
def _asked(quarters: tuple[Period, ...]) -> tuple[tuple[_Parts, tuple[Kpi, ...]], ...]:
    """The KPIs that are defined for a quarter, by the days that they measure for each."""
    found: dict[tuple[Span, ...], tuple[Kpi, ...]] = {}
    for kpi in kpis().values():
        spans = tuple([span for quarter in quarters if (span := kpi.span(quarter)) is not None])
        if spans:
            found[spans] = (*found.get(spans, ()), kpi)
    return tuple([(_Parts(spans), asked) for spans, asked in found.items()])


def _dealt_out(kpi: Kpi, question: Question, parts: _Parts) -> list[Sums]:
    """Each record's amounts go to the run of its day; a span has the sums of its runs."""
    days = question.facts.first_days(kpi.sources[0], kpi.dated_by)
    numerators: list[Decimal | int] = [0] * len(parts.spans)
    denominators = numerators.copy()
    for counted in kpi.measure(question).counted:
        if isinstance(counted, Counted) and isinstance(counted.of, Rows):
            runs = [parts[days[number]] for number in counted.of.numbers]  # type: ignore[index]  # found by its day
            for adds, amounts in zip(counted.adds, counted.amounts, strict=True):
                into = numerators if adds.part is Part.NUMERATOR else denominators
                found = parts.distinct(runs, counted.keys, amounts or ()) if adds.once else parts.added(runs, amounts)
                into[:] = map(add, into, found)
    return (
        [(one, None) for one in numerators]
        if kpi.unit is Unit.COUNT
        else list(zip(numerators, denominators, strict=True))
    )
