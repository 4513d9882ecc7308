"""Every figure that a report asks for, each measured once, and what a reader makes of it: light, change, comment."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ..dataclass import dataclass
from ..domain.customers import Customers
from ..domain.facts import Facts
from ..domain.grades import Ranking, annual_values, ranking
from ..domain.kpi import DEPARTMENT, Answer, Figure, Kpi, Scope, Unit, answer, kpis
from ..domain.periods import Period
from ..domain.scoring import Appraisal, appraise
from ..domain.settings import Target
from ..domain.targets import Light, Scoring, light, scoring_of, target_for
from ..errors import InputError
from .edition import Edition
from .part import Asked
from .risk import Sign, Tally, Watch, signs
from .weekly import Missing, missing_reports


@dataclass(frozen=True, slots=True)
class Claim:
    """A cell that claims to be a KPI's figure. A test asks the KPI again and compares.

    Where there is no value the cell shows —, or nothing (``blank``) where a chart reads it.
    """

    kpi: Kpi
    scope: Scope
    period: Period
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """Customers of a scope in the period: active at its start, won, lost, active on its last day."""

    opening: int
    won: int
    lost: int
    closing: int

    def __add__(self, other: Movement) -> Movement:
        return Movement(
            self.opening + other.opening, self.won + other.won, self.lost + other.lost, self.closing + other.closing
        )


class Board:
    """The figures of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kpis = tuple(kpis().values())
        self.facts = Facts(edition.tables, edition.settings)
        self._answers: dict[tuple[str, Scope, Period], Answer] = {}
        self._signs: list[Sign] | None = None

    @property
    def customers(self) -> Customers:
        return self.facts.customers

    def answer(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Answer:
        """The KPI's answer for a scope and period (the report's quarter unless told)."""
        asked = period or self.edition.period
        key = (kpi.id, scope, asked)
        if key not in self._answers:
            self._answers[key] = answer(kpi, asked, scope, self.facts)
        return self._answers[key]

    def figure(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Figure:
        return self.answer(kpi, scope, period).figure

    def value(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Decimal | None:
        return self.answer(kpi, scope, period).value

    def formula(self, claim: Claim) -> str:
        """The claim as a formula that shows — where there is no value; newer functions bear the prefix that Excel stores."""
        name = claim.scope.name
        if name and self._names(name) != claim.scope:
            name = f"{claim.scope.kind.zh}:{name}"
        scope = f',"{name.replace(chr(34), chr(34) * 2)}"' if name else ""
        return f'=_xlfn.IFNA({claim.kpi.udf}("{claim.period.label}"{scope}),"—")'

    def _names(self, name: str) -> Scope | None:
        """Whom that name means on its own."""
        try:
            return self.facts.scopes.parse(name)
        except InputError:
            return None

    def kpi(self, kpi_id: str) -> Kpi | None:
        return next((kpi for kpi in self.kpis if kpi.id == kpi_id), None)

    def records_behind(self, kpi: Kpi) -> int:
        """How many records the department's figure rests on, also where not all of them are listed."""
        return self.figure(kpi).records

    def movement(self, scope: Scope = DEPARTMENT, period: Period | None = None) -> Movement:
        """How the scope's customers came and went in the period."""
        asked = period or self.edition.period
        return Movement(*self.facts.customers_in(scope).movement(asked.span))

    def trend(self) -> tuple[Period, ...]:
        """The eight quarters that end with the report's."""
        return Asked(self.edition.period, self.edition.dated).trend()

    def ranking(self) -> Ranking:
        """The customers by annual value; the report lists the first of them."""
        values = annual_values(self.facts, self.edition.period)
        return ranking(values, self.edition.settings.rules, self.edition.most.customers)

    def appraisals(self) -> list[Appraisal]:
        """Everybody who is appraised and works here on the quarter's last day, in the order of 设置."""
        period = self.edition.period
        people = [person for person in self.edition.settings.staff if person.works_on(period.end)]
        found = (appraise(person, period, self.facts, self.answer) for person in people)
        return [one for one in found if one is not None]

    def signs(self) -> list[Sign]:
        """The early signs as of the document's date."""
        if self._signs is None:
            self._signs = signs(Watch(self.facts, self.edition.period, self.edition.dated))
        return self._signs

    def tally(self) -> Tally:
        """How many signs of each kind and of each person, also where not all of them are listed."""
        return Tally.of(self.signs())

    def missing_reports(self) -> list[Missing]:
        return missing_reports(self.facts, self.edition.period, self.edition.dated)

    def regions(self) -> tuple[str, ...]:
        """Every region that has a customer or a specialist, in the order of 设置."""
        return self.facts.scopes.regions

    def specialists(self) -> tuple[tuple[str, str], ...]:
        """(name, region) of everybody who is a specialist or keeps a customer, in the order of 设置."""
        regions = {c.specialist: c.region for c in self.customers if c.specialist}
        regions |= {person.name: person.region for person in self.edition.settings.staff}
        return tuple((name, regions.get(name, "")) for name in self.facts.scopes.specialists)

    def target(self, kpi: Kpi, scope: Scope = DEPARTMENT) -> Target | None:
        return target_for(kpi, scope, self.edition.settings)

    def light(self, kpi: Kpi, scope: Scope = DEPARTMENT, period: Period | None = None) -> Light:
        return light(kpi, self.value(kpi, scope, period), self.target(kpi, scope))


LIGHT_WORDS = {Light.GREEN: "● 达标", Light.YELLOW: "▲ 接近", Light.RED: "■ 未达标", Light.NONE: "—"}
LIGHT_TRAITS = {Light.GREEN: "good_fill", Light.YELLOW: "near_fill", Light.RED: "bad_fill", Light.NONE: "none"}


def bounds(kpi: Kpi, target: Target) -> tuple[Decimal | None, Decimal | None]:
    """(at least, at most): what the target asks for; ``None`` where it asks for nothing."""
    match scoring_of(kpi, target):
        case Scoring.HIGHER:
            return target.target, None
        case Scoring.LOWER:
            return None, target.target
        case Scoring.BAND:
            return target.low, target.high


def say_value(kpi: Kpi, value: Decimal | None) -> str:
    """A figure in words: 92.5%, 3个, 88.0分, — where there is none."""
    if value is None:
        return "—"
    if kpi.unit is Unit.RATE:
        return f"{_rounded(value * 100)}%"
    if kpi.unit is Unit.SCORE:
        return f"{_rounded(value)}分"
    return f"{value.normalize():f}"


def say_target(kpi: Kpi, target: Target | None) -> str:
    """A target in words: ≥90%, ≤2, 60%～110%."""
    if target is None:
        return "—"
    low, high = (None if edge is None else say_value(kpi, edge).replace(".0", "") for edge in bounds(kpi, target))
    if low is not None and high is not None:
        return f"{low}～{high}"
    if low is not None:
        return f"≥{low}"
    return "—" if high is None else f"≤{high}"


def difference(kpi: Kpi, now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The change in the unit that people compare in: percentage points for rates, else the KPI's own unit."""
    if now is None or before is None:
        return None
    return (now - before) * (100 if kpi.unit is Unit.RATE else 1)


def say_difference(kpi: Kpi, change: Decimal) -> str:
    """The size of a change in words: 3.2个百分点, 1, 2.5分."""
    size = abs(change)
    if kpi.unit is Unit.RATE:
        return f"{_rounded(size)}个百分点"
    return f"{_rounded(size)}分" if kpi.unit is Unit.SCORE else f"{size.normalize():f}"


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
