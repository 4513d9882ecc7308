"""Somebody acts on a request: whoever they stand in for is found, the event is judged, signed and written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain.clock import stamp
from ..domain.event import Event, Evidence
from ..domain.flow import Action
from ..domain.judge import judge
from ..domain.people import Staff
from ..domain.request import Request
from ..domain.seats import deputy
from ..errors import KamxlError
from ..ledger.place import may_hold_a_ledger, place_of
from .department import Department

if TYPE_CHECKING:
    from ..ledger.keys import KeyChain
    from ..ledger.ledger import Ledger


def open_ledger(department: Department) -> Ledger:
    """The department's ledger as it is now. Raises ``LedgerError`` when it is out of reach or not founded."""
    ledger = attach_ledger(department)
    ledger.refresh()
    _ = ledger.state
    return ledger


def ledger_if_founded(department: Department) -> Ledger | None:
    """The ledger as it is now, ``None`` where the department has none. Raises ``LedgerError`` when out of reach."""
    if not may_hold_a_ledger(place_of(department.own_folder)):
        return None
    ledger = attach_ledger(department)
    ledger.refresh()
    if ledger.law.now is not None or ledger.index.pending():
        return ledger
    ledger.close()
    return None


def attach_ledger(department: Department, keys: KeyChain | None = None) -> Ledger:
    """The same without looking whether anything is in it. ``keys`` are this machine's unless given."""
    from ..ledger.ledger import Ledger
    from ..ledger.places import index_of, keychain, store_at

    place = place_of(department.own_folder)
    return Ledger(store_at(place), index_of(place), keys or keychain(department.own_folder))


def act(
    ledger: Ledger,
    request: Request,
    action: Action,
    person: str,
    now: datetime,
    *,
    comment: str = "",
    to: str = "",
    target: str = "",
    evidence: Evidence | None = None,
) -> Request:
    """Writes what ``person`` does to ``request``, as themselves or for whom they stand in for that day.

    Raises ``FlowError`` with the reason when neither may be, ``InputError`` for an unknown person.
    """
    staff = ledger.staff
    plain = Event(
        request=request.no,
        flow=request.flow.id,
        action=action,
        actor=staff.find(person).name,
        at=stamp(now),
        comment=comment.strip(),
        to=to,
        person=staff.find(target).name if target else "",
        revision=request.revision,
        evidence=evidence,
    )
    return ledger.append(on_behalf(ledger, request, plain, staff))


def on_behalf(ledger: Ledger, request: Request | None, event: Event, staff: Staff) -> Event:
    """The event as the actor's own, or for somebody on leave if only so it may be. Raises the reason against their own."""
    event = ledger.placed(event)
    try:
        judge(request, event, ledger.law)
    except KamxlError as own_reason:
        for person in staff:
            if deputy(person.name, staff, event.day) != event.actor:
                continue
            standing_in = replace(event, behalf=person.name)
            try:
                judge(request, standing_in, ledger.law)
            except KamxlError:
                continue
            return standing_in
        raise own_reason from None
    return event
