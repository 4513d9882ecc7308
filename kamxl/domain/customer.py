"""One customer, as its profile says, and when it was lost."""

from __future__ import annotations

from datetime import date

from ..dataclass import dataclass
from .records import Record


@dataclass(frozen=True, slots=True)
class Loss:
    """A day on which a customer was lost, until the day on which it came back (``None``: still lost).

    ``record`` and its ``fields`` are what says so: the profile, or the last order before a silence that is too long.
    """

    day: date
    back: date | None
    record: Record
    fields: tuple[str, ...]

    def lasts_on(self, day: date) -> bool:
        return self.day <= day and (self.back is None or day < self.back)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer, from its profile. ``losses`` are in order of their days."""

    name: str
    region: str
    specialist: str
    grade: str
    since: date | None
    profile: Record
    losses: tuple[Loss, ...] = ()
    status: str = ""

    @property
    def lost_on(self) -> date | None:
        """The day since which the customer is lost, ``None`` while it is not."""
        return next((loss.day for loss in self.losses if loss.back is None), None)

    def active_on(self, day: date) -> bool:
        """Active when ``day`` ends. A customer without 合作开始日期 never is."""
        if self.since is None or day < self.since:
            return False
        return not self.losses or not any(loss.lasts_on(day) for loss in self.losses)
