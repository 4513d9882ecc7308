"""The department's clock, for whoever starts a command: the day and the moment, or those of ``KAMXL_TODAY``.

It is Beijing's, wherever the computer stands (domain/clock.py): what is signed from a hotel abroad is neither early nor
late, and belongs to the same day as what colleagues at home do.
"""

from __future__ import annotations

import os
from datetime import date, datetime, time

from ..domain.clock import BEIJING
from ..errors import InputError


def is_dated() -> bool:
    """Whether ``KAMXL_TODAY`` names the day, for a dated run again."""
    return bool(os.environ.get("KAMXL_TODAY"))


def today() -> date:
    """The day that counts as today. Raises ``InputError`` when ``KAMXL_TODAY`` is no date."""
    if not is_dated():
        return now().date()
    given = os.environ["KAMXL_TODAY"]
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError("cli.bad_today", value=given) from error


def now() -> datetime:
    """This moment, without an offset; nine o'clock of ``KAMXL_TODAY`` where that is set."""
    if is_dated():
        return datetime.combine(today(), time(9))
    return datetime.now(BEIJING).replace(tzinfo=None)
