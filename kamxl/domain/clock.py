"""The department's clock: Beijing's, wherever a computer stands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

# Where a host gives none: China has one time zone and no summer time.
BEIJING = timezone(timedelta(hours=8))


def stamp(now: datetime) -> datetime:
    """The time as it is recorded: the department's clock (which is meant where ``now`` has no offset), to the second.

    Whoever travels acts on the department's day, not on that of the place where they are.
    """
    there = now.astimezone(BEIJING) if now.tzinfo is not None else now.replace(tzinfo=BEIJING)
    return there.replace(microsecond=0)
