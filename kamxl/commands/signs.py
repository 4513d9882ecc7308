"""Early signs: customers and specialists that need attention now, the most urgent first."""

from __future__ import annotations

from ..domain.facts import Facts
from ..domain.periods import PeriodKind, containing
from ..report.risk import Sign, Watch
from ..report.risk import signs as found
from .department import Department
from .progress import Progress


def signs(department: Department, person: str = "", progress: Progress | None = None) -> tuple[Sign, ...]:
    """Every sign as of today, or one specialist's. Raises ``InputError`` for a person whom nobody knows."""
    settings = department.settings
    name = settings.staff.find(person).name if person else ""
    quarter = containing(department.today, PeriodKind.QUARTER, settings.rules.fiscal_first_month)
    watch = Watch(Facts(department.tables(progress), settings), quarter, department.today)
    return tuple(sign for sign in found(watch) if not name or sign.specialist == name)
