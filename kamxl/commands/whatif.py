"""Who would fall under the warning threshold if a weight, a target or the churn definition were another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..dataclass import dataclass
from ..domain.explain import plain
from ..domain.facts import Facts
from ..domain.periods import Period, PeriodKind, parse_period
from ..domain.scoring import Appraisal, appraise
from ..domain.whatif import Change, with_changes
from ..errors import InputError
from .department import Department
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person's appraisal as it is and as it would be."""

    now: Appraisal
    then: Appraisal

    @property
    def falls(self) -> bool:
        """Whether the change brings a warning that was not there."""
        return bool(self.then.warning) and not self.now.warning

    @property
    def rises(self) -> bool:
        return bool(self.now.warning) and not self.then.warning

    def to_json(self) -> dict[str, object]:
        return {
            "person": self.now.person.name,
            "role": self.now.person.role.value,
            "now": plain(self.now.total),
            "then": plain(self.then.total),
            "level_now": self.now.level,
            "level_then": self.then.level,
            "falls": self.falls,
            "rises": self.rises,
        }


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The changes as they were understood, the quarter, and everybody who is appraised."""

    quarter: Period
    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    threshold: Decimal | None

    def to_json(self) -> dict[str, object]:
        return {
            "quarter": self.quarter.label,
            "changes": [{"what": change.what, "old": change.old, "new": change.new} for change in self.changes],
            "people": [outcome.to_json() for outcome in self.outcomes],
        }


def whatif(department: Department, quarter: str, changes: Sequence[str], progress: Progress | None = None) -> WhatIf:
    """Appraises everybody twice over the same records. Raises ``InputError`` for a quarter or change not understood."""
    settings = department.settings
    period = parse_period(quarter, today=department.today, first_month=settings.rules.fiscal_first_month)
    if period.kind is not PeriodKind.QUARTER:
        raise InputError("functions.quarter_wanted", period=period.zh)
    changed, understood = with_changes(settings, changes)
    tables = department.tables(progress)
    now, then = Facts(tables, settings), Facts(tables, changed)
    outcomes = []
    for person in settings.staff:
        before, after = appraise(person, period, now), appraise(person, period, then)
        if before is not None and after is not None:
            outcomes.append(Outcome(before, after))
    return WhatIf(period, understood, tuple(outcomes), changed.rules.warning_score)
