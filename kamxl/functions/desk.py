"""What a function may ask: the snapshot's facts, with arguments as people and hosts give them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import cast

from ..domain.facts import Facts
from ..domain.grades import Grade, grade_customers
from ..domain.kpi import Answer, Kpi, answer, find_kpi
from ..domain.people import Person
from ..domain.periods import Period, PeriodKind, containing, parse_period
from ..domain.scope import DEPARTMENT, Scope
from ..errors import Text
from ..snapshot.snapshot import Snapshot
from .values import DateSystem, Plain, as_date, is_blank, missing, number, refuse, single


def _none_changed() -> int:
    return 0


class Desk:
    """One snapshot with the readings of its arguments. ``changed`` counts the workbooks that changed since."""

    def __init__(self, snapshot: Snapshot, changed: Callable[[], int] = _none_changed) -> None:
        self.snapshot = snapshot
        self.changed = changed
        self.dates = DateSystem()
        self._periods: dict[str, Period] = {}
        self._scopes: dict[str, Scope] = {}
        self._grades: dict[Period, dict[str, Grade]] = {}

    @property
    def facts(self) -> Facts:
        return self.snapshot.facts

    @property
    def today(self) -> date:
        return self.snapshot.settings.today

    @cached_property
    def this_quarter(self) -> Period:
        return containing(self.today, PeriodKind.QUARTER, self.snapshot.settings.rules.fiscal_first_month)

    def kpi(self, given: object) -> Kpi:
        """Raises ``InputError`` for a KPI that nobody knows, ``NoResult`` for none."""
        name = single(given)
        if is_blank(name):
            raise refuse("no_argument", argument="指标")
        return find_kpi(name)

    def period(self, given: object) -> Period:
        """A period from text, a year, a date or a date cell's serial number. A text is read once."""
        if isinstance(given, str):
            if given not in self._periods:
                self._periods[given] = self._period(given)
            return self._periods[given]
        return self._period(given)

    def _period(self, given: object) -> Period:
        value = as_date(single(given), self.dates)
        if is_blank(value):
            raise refuse("no_argument", argument="期间")
        return parse_period(value, today=self.today, first_month=self.snapshot.settings.rules.fiscal_first_month)

    def scope(self, given: object) -> Scope:
        """Blank means the department; so does 0, which is how some hosts hand over an omitted argument."""
        if isinstance(given, str):
            if given not in self._scopes:
                self._scopes[given] = self._scope(given)
            return self._scopes[given]
        return self._scope(given)

    def _scope(self, given: object) -> Scope:
        value = single(given)
        if is_blank(value) or (value == 0 and not isinstance(value, bool)):
            return DEPARTMENT
        return self.facts.scopes.parse(value)

    def person(self, given: object) -> Person:
        value = single(given)
        if is_blank(value):
            raise refuse("no_argument", argument="人员")
        return self.snapshot.settings.staff.find(str(value))

    def count(self, given: object, argument: str, most: int) -> int:
        """A whole number from 1 to ``most``."""
        value = single(given)
        if is_blank(value):
            raise refuse("no_argument", argument=argument)
        whole = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            whole = int(value)
        if whole is None or whole != int(whole) or not 1 <= whole <= most:
            raise refuse("no_count", argument=argument, value=value, most=most)
        return int(whole)

    def answer(self, kpi: Kpi, period: object, scope: object) -> Answer:
        return answer(kpi, self.period(period), self.scope(scope), self.facts)

    def value(self, kpi: Kpi, period: object, scope: object) -> Plain:
        """The KPI's number, or ``NoResult`` #N/A with the reason."""
        found = self.answer(kpi, period, scope)
        if found.value is None:
            raise missing(cast(Text, found.reason))  # an answer without a value always has its reason
        return number(found.value)

    def grades(self, period: Period) -> dict[str, Grade]:
        """Each customer's grade, worked out once a period."""
        if period not in self._grades:
            self._grades[period] = {grade.customer: grade for grade in grade_customers(self.facts, period)}
        return self._grades[period]
