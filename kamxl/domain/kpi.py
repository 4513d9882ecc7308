"""What a KPI is: one file in ``kpis/`` that measures typed records and says which of them gave the figure.

    KPI = Kpi(id="churn", ..., measure=measure)

    def measure(question: Question) -> Figure: ...

``ask`` puts a question and answers with the figure or the reason why there is none. The docstring's first line (at
most 255 characters) is the UDF's help, the command's help and the row in the docs.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache

from ..dataclass import dataclass
from ..errors import InputError, Text, say
from . import registry
from .counted import NONE, NOTHING, Adds, Counted, Evidence, Figure, Part
from .facts import Facts
from .periods import Period, PeriodKind, Span
from .question import Question
from .records import Tables
from .scope import DEPARTMENT, Scope, ScopeKind
from .settings import Settings

__all__ = [
    "DEPARTMENT",
    "Adds",
    "Answer",
    "Counted",
    "Evidence",
    "Figure",
    "Kpi",
    "Part",
    "Question",
    "Scope",
    "ScopeKind",
    "Unit",
    "answer",
    "ask",
    "figures",
    "find_kpi",
    "kpis",
]


class Unit(StrEnum):
    """What a KPI's number is: a fraction shown as a percentage, a count, or a score from 0 to 100."""

    RATE = "rate"
    COUNT = "count"
    SCORE = "score"

    def show(self, value: Decimal | None) -> str:
        """The number as people read it: 93.5%, 3, 86.7; — for no value."""
        if value is None:
            return "—"
        match self:
            case Unit.RATE:
                return f"{value * 100:.1f}%"
            case Unit.COUNT:
                return f"{value:.0f}"
            case Unit.SCORE:
                return f"{value:.1f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One KPI of domain.md's table.

    ``higher_is_better`` gives the light's direction; ``periods`` are those for which it is defined; ``sources`` are
    the forms that it reads, first that whose records count. ``yearly`` KPIs (定性) are scored in the fourth quarter; asked
    for a quarter for which they are not defined they give the year to the end of that quarter. ``dated_by`` is the field of
    the first source that says when a record counts, where that alone decides it: what a record adds (but for ``Adds.once``)
    is the same whatever days are asked for.
    """

    id: str
    number: str
    zh: str
    en: str
    unit: Unit
    periods: tuple[PeriodKind, ...]
    higher_is_better: bool
    sources: tuple[str, ...]
    definition: str
    source_zh: str
    measure: Callable[[Question], Figure]
    yearly: bool = False
    dated_by: str = ""

    @property
    def of_nothing(self) -> Figure:
        """The figure where there is no record that could count."""
        return NONE if self.unit is Unit.COUNT else NOTHING

    @property
    def udf(self) -> str:
        """The spreadsheet function's name."""
        return f"KAM_{self.id.upper()}"

    @property
    def doc(self) -> str:
        """The docstring of the KPI's file."""
        return (sys.modules[self.measure.__module__].__doc__ or "").strip()

    @property
    def help(self) -> str:
        """The first paragraph of the docstring as one line."""
        return " ".join(self.doc.split("\n\n", 1)[0].split())

    def span(self, period: Period) -> Span | None:
        """The days to measure, ``None`` when the KPI is not defined for such a period."""
        if period.kind in self.periods:
            return period.span
        if self.yearly and period.kind is PeriodKind.QUARTER:
            return period.to_date
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """A KPI's figure for a period and scope; ``reason`` says why ``value`` is ``None``."""

    kpi: Kpi
    period: Period
    scope: Scope
    span: Span | None
    figure: Figure
    reason: Text | None = None

    @property
    def value(self) -> Decimal | None:
        return None if self.reason is not None else self.figure.value

    @property
    def shown(self) -> str:
        return self.kpi.unit.show(self.value)

    @property
    def to_date(self) -> bool:
        """Whether a quarter was asked and the year to its end is given (年初至今)."""
        return self.span is not None and self.span.start != self.period.start

    @property
    def label(self) -> str:
        """The period as it was measured: ``2026年第3季度（年初至今）``."""
        return self.period.zh + ("（年初至今）" if self.to_date else "")


@cache
def kpis() -> Mapping[str, Kpi]:
    """Every KPI by id, in the order of the manual's table."""
    from . import kpis as package

    found = registry.discover(package, "KPI", Kpi)
    return dict(sorted(found.items(), key=lambda item: item[1].number))


def find_kpi(name: object) -> Kpi:
    """The KPI of that id, Chinese name or function name. Raises ``InputError("kpis.unknown")`` naming all of them."""
    wanted = "".join(unicodedata.normalize("NFKC", str(name)).split()).upper()
    for kpi in kpis().values():
        if wanted in (kpi.id.upper(), kpi.udf, kpi.zh):
            return kpi
    raise InputError("kpis.unknown", text=name, known="、".join(f"{kpi.id}（{kpi.zh}）" for kpi in kpis().values()))


def ask(kpi_id: str, period: Period, scope: Scope, tables: Tables, settings: Settings) -> Answer:
    """One KPI from plain tables. Whoever asks often makes ``Facts`` once and calls ``answer``."""
    return answer(find_kpi(kpi_id), period, scope, Facts(tables, settings))


def answer(kpi: Kpi, period: Period, scope: Scope, facts: Facts) -> Answer:
    """The figure, or why there is none: not defined for such a period, not begun yet, nothing to divide by."""
    span = kpi.span(period)
    if span is None:
        kinds = "、".join(kind.zh for kind in kpi.periods)
        return _without(kpi, period, scope, span, "not_for_period", kinds=kinds, kind=period.kind.zh)
    if not has_begun(span, facts):
        return _without(kpi, period, scope, span, "not_begun", today=facts.settings.today)
    figure = kpi.measure(Question(facts, period, span, scope))
    reason = None if figure.value is not None else _reason(kpi, period, scope, "no_denominator")
    return Answer(kpi, period, scope, span, figure, reason)


def figures(period: Period, scope: Scope, facts: Facts) -> dict[str, Figure]:
    """Every KPI's figure by id; none where ``answer`` would say that there cannot be one (yet)."""
    found = {}
    kept = facts.tables.forms
    for span, asked in _by_span(period):
        if has_begun(span, facts):
            question = Question(facts, period, span, scope)
            for kpi in asked:
                found[kpi.id] = kpi.measure(question) if kpi.sources[0] in kept else kpi.of_nothing
    return found


@cache
def _by_span(period: Period) -> tuple[tuple[Span, tuple[Kpi, ...]], ...]:
    """The KPIs by the days that they measure for the period."""
    found: dict[Span, tuple[Kpi, ...]] = {}
    for kpi in kpis().values():
        if (span := kpi.span(period)) is not None:
            found[span] = (*found.get(span, ()), kpi)
    return tuple(found.items())


def has_begun(span: Span, facts: Facts) -> bool:
    """Whether the span's first day has come."""
    return not facts.settings.has_today or span.start <= facts.settings.today


def _without(kpi: Kpi, period: Period, scope: Scope, span: Span | None, code: str, **more: object) -> Answer:
    return Answer(kpi, period, scope, span, Figure((0, None)), _reason(kpi, period, scope, code, **more))


def _reason(kpi: Kpi, period: Period, scope: Scope, code: str, **more: object) -> Text:
    return say(f"kpis.{code}", kpi=kpi.zh, period=period.zh, scope=scope.zh, definition=kpi.definition, **more)
