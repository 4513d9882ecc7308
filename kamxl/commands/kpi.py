"""One KPI for a period and scope, with its target and light."""

from __future__ import annotations

from ..dataclass import dataclass
from ..domain.explain import answer_json, plain
from ..domain.facts import Facts
from ..domain.kpi import Answer, answer, find_kpi
from ..domain.periods import parse_period
from ..domain.settings import Target
from ..domain.targets import Light, light, target_for
from .department import Department


@dataclass(frozen=True, slots=True)
class KpiResult:
    """The answer, the target that holds for its scope (if any), and its light."""

    answer: Answer
    target: Target | None
    light: Light

    def to_json(self) -> dict[str, object]:
        wanted = self.target.target if self.target else None
        return {**answer_json(self.answer), "target": plain(wanted), "light": self.light.value}


def kpi(department: Department, name: str, period: str, scope: str = "") -> KpiResult:
    """``name`` is the KPI's id, Chinese name or function; ``scope`` a region, specialist or customer, "" for all.

    Raises ``InputError`` for a KPI, period or scope that nobody knows.
    """
    found = ask(department, name, period, scope)
    target = target_for(found.kpi, found.scope, department.settings)
    return KpiResult(found, target, light(found.kpi, found.value, target))


def ask(department: Department, name: str, period: str, scope: str) -> Answer:
    """The answer alone. What can be refused without reading a workbook is refused first."""
    wanted = find_kpi(name)
    settings = department.settings
    when = parse_period(period, today=department.today, first_month=settings.rules.fiscal_first_month)
    facts = Facts(department.tables(), settings)
    return answer(wanted, when, facts.scopes.parse(scope), facts)
