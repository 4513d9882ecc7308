"""考核: from KPI values to a person's score, level and warning.

Score = Σ weight × score ÷ Σ weight, over the KPIs that could be scored: a KPI without a value and, outside the fourth
quarter, the yearly (定性) KPIs leave their weight to the others. Each KPI scores 0 to 100:

- 越高越好: 100 at the target and above, 0 at 零分值 (default 0) and below, straight between.
- 越低越好: 100 at the target and below, 0 at 零分值 (default twice the target; the target 0 allows nothing) and above.
- 区间: 100 from 区间下限 to 区间上限, falling to 0 one band's width outside of either edge.

Totals are rounded to a tenth (half up) before they are compared with the threshold: what is shown is what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from ..dataclass import dataclass
from ..errors import Text, say
from .facts import Facts
from .kpi import Answer, Kpi, answer, kpis
from .people import Person, Role
from .periods import Period
from .scope import DEPARTMENT, Scope, ScopeKind
from .settings import Settings, Target
from .targets import Scoring, scoring_of, target_of_role

Ask: TypeAlias = Callable[[Kpi, Scope, Period], Answer]
DEFAULT_THRESHOLD = Decimal(60)
SKILLS = ("专业技能", "调查能力", "问题解决能力", "创新能力")
_TENTH = Decimal("0.1")
_LEVELS = ((Decimal(90), "优秀"), (Decimal(80), "良好"))
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an appraisal. ``score`` is 0–100, or ``None`` with the ``note`` that says why it does not count."""

    name: str
    weight: Decimal
    score: Decimal | None
    answer: Answer | None = None
    target: Target | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A person's quarter. ``total`` is 0–100 with one decimal, ``None`` when nothing could be scored.

    ``threshold_set`` is false while nobody has filled in 警告分数线: the default of 60 holds and the sheet says 未设置.
    """

    person: Person
    quarter: Period
    lines: tuple[Line, ...]
    total: Decimal | None
    threshold: Decimal
    threshold_set: bool
    appraisers: str

    @property
    def level(self) -> str:
        """优秀 from 90, 良好 from 80, 合格 from the threshold, 不合格 below; "" without a total."""
        if self.total is None:
            return ""
        named = next((name for floor, name in _LEVELS if self.total >= floor >= self.threshold), None)
        return named or ("合格" if self.total >= self.threshold else "不合格")

    @property
    def warning(self) -> str:
        """口头警告 for a total under the threshold, else ""."""
        return "口头警告" if self.total is not None and self.total < self.threshold else ""

    @property
    def threshold_zh(self) -> str:
        return f"{self.threshold.normalize():f}分" if self.threshold_set else f"未设置（按{self.threshold:f}分）"


def score(kpi: Kpi, target: Target, value: Decimal) -> Decimal | None:
    """The score of a value by the module's rules, 0–100; ``None`` when the row lacks the target or the band."""
    match scoring_of(kpi, target):
        case Scoring.HIGHER:
            return None if target.target is None else _rising(value, target.floor or Decimal(0), target.target)
        case Scoring.LOWER:
            if target.target is None:
                return None
            worst = target.target * 2 if target.floor is None else target.floor
            return _rising(-value, -worst, -target.target)
        case Scoring.BAND:
            return None if target.low is None or target.high is None else _band(value, target.low, target.high)


def _rising(value: Decimal, zero: Decimal, full: Decimal) -> Decimal:
    """100 from ``full`` up, 0 from ``zero`` down, straight between."""
    if value >= full:
        return _FULL
    if value <= zero:
        return Decimal(0)
    return (value - zero) / (full - zero) * _FULL


def _band(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    width = high - low
    if value < low:
        return _rising(value, low - width, low)
    return _rising(-value, -high - width, -high)


def weighted(lines: tuple[Line, ...]) -> Decimal | None:
    """Σ weight × score ÷ Σ weight over the lines that have a score, to a tenth; ``None`` without any weight."""
    counted = [(line.weight, line.score) for line in lines if line.score is not None]
    total = sum((weight for weight, _ in counted), Decimal(0))
    if total == 0:
        return None
    mean = sum((weight * points for weight, points in counted), Decimal(0)) / total
    return mean.quantize(_TENTH, ROUND_HALF_UP)


def appraise(person: Person, quarter: Period, facts: Facts, ask: Ask | None = None) -> Appraisal | None:
    """The person's appraisal for a quarter; ``None`` for roles that the department does not appraise.

    Specialists are appraised on their own figures and the manager on the department's, by the rows of 设置·指标; the
    clerk on the year's ratings 1–5 of 专业技能、调查能力、问题解决能力、创新能力 (each a quarter of the score).
    ``ask`` answers for whoever has the figures already; else they are measured from the facts.
    """
    if person.role not in _APPRAISERS:
        return None
    lines = tuple(_skills(person, quarter, facts) if person.role is Role.CLERK else _lines(person, quarter, facts, ask))
    limit = facts.settings.rules.warning_score
    return Appraisal(
        person=person,
        quarter=quarter,
        lines=lines,
        total=weighted(lines),
        threshold=DEFAULT_THRESHOLD if limit is None else limit,
        threshold_set=limit is not None,
        appraisers=_APPRAISERS[person.role],
    )


_APPRAISERS = {
    Role.MANAGER: "营销总监、人力资源部",
    Role.SPECIALIST: "大客户部经理、人力资源部",
    Role.CLERK: "大客户部经理、人力资源部",
}


def scope_of(person: Person) -> Scope:
    """Whose figures a person answers for."""
    return Scope(ScopeKind.SPECIALIST, person.name) if person.role is Role.SPECIALIST else DEPARTMENT


def _lines(person: Person, quarter: Period, facts: Facts, ask: Ask | None) -> Iterator[Line]:
    for kpi in kpis().values():
        target = target_of_role(kpi, person.role, facts.settings)
        if target is None or target.weight == 0:
            continue
        found = ask(kpi, scope_of(person), quarter) if ask else answer(kpi, quarter, scope_of(person), facts)
        points, note = _points(kpi, target, found, facts.settings)
        yield Line(kpi.zh, target.weight, points, found, target, note)


def _points(kpi: Kpi, target: Target, found: Answer, settings: Settings) -> tuple[Decimal | None, Text | None]:
    if kpi.yearly and found.period.number != 4:
        return None, say("kpis.scored_in_q4", kpi=kpi.zh)
    if found.value is None:
        return None, found.reason
    points = score(kpi, target, found.value)
    return points, say("kpis.no_target", kpi=kpi.zh) if points is None else None


def _skills(person: Person, quarter: Period, facts: Facts) -> Iterator[Line]:
    """The clerk's four lines: the mean of the year's ratings, of which 1–5 are points of twenty."""
    year = quarter.fiscal_year.year
    for skill in SKILLS:
        ratings = [
            points
            for record in facts.rows("rating")
            if record.text("person") == person.name and record.text("item") == skill
            if facts.year(record, "year") == year
            if (points := record.amount("score")) is not None
        ]
        points = sum((_of_hundred(r) for r in ratings), Decimal(0)) / len(ratings) if ratings else None
        note = None if ratings else say("kpis.not_rated", person=person.name, item=skill, year=year)
        yield Line(skill, Decimal("0.25"), points, note=note)


def _of_hundred(rating: Decimal) -> Decimal:
    return rating * 20 if rating <= 5 else rating
