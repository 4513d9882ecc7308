"""One order for the events of a request, the same on every machine, whatever came together in which sequence.

An event comes after every event that its author knew. Where two people acted without knowing of each other, the more
cautious act goes first (a payment wrongly returned can be resubmitted, one wrongly made cannot be taken back), then
the earlier, then the smaller id. What then no longer fits the table counts for nothing and is shown to both.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from .event import Event
from .flow import Action

_CAUTION = {Action.REJECT: 0, Action.RETURN: 1, Action.WITHDRAW: 2}
_ORDINARY = 3


def ordered(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """The events in their order, and those that wait for an event that is not there yet."""
    by_id = {event.id: event for event in events}
    lacking = {name: len(event.after) for name, event in by_id.items()}
    followers: dict[str, list[str]] = {}
    for name, event in by_id.items():
        for parent in event.after:
            followers.setdefault(parent, []).append(name)
    ready = [_rank(event) for name, event in by_id.items() if lacking[name] == 0]
    heapq.heapify(ready)
    found: list[Event] = []
    while ready:
        *_, name = heapq.heappop(ready)
        found.append(by_id[name])
        for follower in followers.get(name, ()):
            lacking[follower] -= 1
            if lacking[follower] == 0:
                heapq.heappush(ready, _rank(by_id[follower]))
    placed = {event.id for event in found}
    return found, [event for name, event in sorted(by_id.items()) if name not in placed]


def heads(events: Iterable[Event]) -> tuple[str, ...]:
    """The events that no other one builds on."""
    known = list(events)
    followed = {parent for event in known for parent in event.after}
    return tuple(sorted(event.id for event in known if event.id not in followed))


def past(event: Event, events: Iterable[Event]) -> list[Event]:
    """What its author knew: the event's ancestors."""
    by_id = {each.id: each for each in events}
    found: dict[str, Event] = {}
    todo = list(event.after)
    while todo:
        name = todo.pop()
        if name in by_id and name not in found:
            found[name] = by_id[name]
            todo.extend(by_id[name].after)
    return list(found.values())


def _rank(event: Event) -> tuple[int, float, str]:
    """Times are compared as moments, not as texts with different offsets."""
    return (_CAUTION.get(event.action, _ORDINARY), event.at.timestamp(), event.id)
