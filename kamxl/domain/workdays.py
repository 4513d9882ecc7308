"""The working-day calendar: Monday to Friday, less the holidays, plus the weekends on which people work (调休)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..dataclass import dataclass


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``off`` are working days that are free, ``on`` weekend days that are worked."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        if day in self.on:
            return True
        return day.weekday() < 5 and day not in self.off

    def after(self, day: date, workdays: int) -> date:
        """The day that is ``workdays`` working days after ``day``; ``day`` itself does not count. 0 gives ``day``."""
        current = day
        remaining = workdays
        while remaining > 0:
            current += timedelta(days=1)
            if self.is_workday(current):
                remaining -= 1
        return current

    def between(self, first: date, last: date) -> Iterator[date]:
        """The working days from ``first`` to ``last``, both included."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if self.is_workday(day):
                yield day
