"""Whether the time of what somebody is about to sign can be believed.

A machine has one clock of its own, and two witnesses: the clock of wherever the ledger is kept (a file server's stamp on
a new file, a database's ``now``) and what has been signed already. A clock that is behind would date a decision before
what it decides on; one that runs ahead would date it on a day that nobody else has reached, and bar them until then.

Neither witness is infallible, and nobody may be kept from work by another's wrong clock. So a colleague's event that lies
in the future of the store's clock does not make mine late, and a store whose clock is behind what has been signed (a disk
box that started in 1970) is no witness against mine. Half a day is allowed for servers in a wrong time zone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..errors import LedgerError

BEHIND = timedelta(minutes=10)
AHEAD = timedelta(hours=12)


def check(at: datetime, store: datetime | None, signed: datetime | None) -> None:
    """Raises ``LedgerError`` for a time ``at`` that is behind or ahead. ``store`` is the time at the store (``None`` in a
    department of simulated days), ``signed`` that of the latest thing known to be signed on the matter."""
    if signed is not None and at + BEHIND < (signed if store is None else min(signed, store)):
        raise LedgerError("ledger.clock", now=at, latest=signed)
    if store is not None and is_ahead(at, store) and not (signed is not None and is_ahead(signed, store)):
        raise LedgerError("ledger.clock_ahead", now=at, store=store.astimezone(at.tzinfo).replace(microsecond=0))


def is_ahead(at: datetime, store: datetime) -> bool:
    """Whether ``at`` is on a day that the store has not reached, with what is allowed for wrong time zones."""
    return at > store + AHEAD
