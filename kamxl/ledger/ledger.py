"""The ledger: events are appended and read; the state of a request is a fold over its events."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..domain.event import Event
from ..domain.judge import fold, judge
from ..domain.policy import Rulebook
from ..domain.request import Case, Request
from ..errors import FlowError, LedgerError
from .codec import canonical, digest, event_from, event_json
from .port import Store


class Ledger:
    """The events of a store under a rulebook."""

    def __init__(self, store: Store, book: Rulebook) -> None:
        self._store = store
        self.book = book
        self._events: dict[str, list[Event]] | None = None

    def events(self) -> Mapping[str, list[Event]]:
        """Every event by request, each list in the order of the ledger."""
        if self._events is None:
            self._events = {}
            for name, content in self._store.items():
                event = _decoded(name, content)
                self._events.setdefault(event.request, []).append(event)
        return self._events

    def case(self, no: str) -> Case:
        """The request of that number and what was refused; without a request when nobody submitted it."""
        return fold(self.events().get(no, ()), self.book)

    def request(self, no: str) -> Request:
        """The request of that number. Raises ``FlowError`` when nobody submitted it."""
        found = self.case(no).request
        if found is None:
            raise FlowError("flows.unknown_request", no=no)
        return found

    def requests(self) -> list[Request]:
        """Every request, by number."""
        cases = (self.case(no) for no in sorted(self.events()))
        return [case.request for case in cases if case.request is not None]

    def append(self, event: Event) -> Request:
        """Writes an event that may be, and gives the request after it. Raises ``FlowError`` for one that may not."""
        made = judge(self.case(event.request).request, event, self.book)
        content = canonical(event_json(event))
        self._store.put(digest(content), content)
        self._events = None
        return made


def _decoded(name: str, content: bytes) -> Event:
    if digest(content) != name:
        raise LedgerError("ledger.damaged", event=name[:12], reason="内容与编号不符 (digest mismatch)")
    try:
        return event_from(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError("ledger.damaged", event=name[:12], reason=error) from error
