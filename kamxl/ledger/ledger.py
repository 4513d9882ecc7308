"""The ledger: signed events in a store, verified once and looked up in a local index; a request's state is their fold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from ..dataclass import dataclass
from ..domain.event import Event
from ..domain.flow import Action
from ..domain.judge import judge, settle
from ..domain.people import Staff
from ..domain.request import Case, Request
from ..errors import FlowError, LedgerError
from . import clock
from .codec import Json
from .envelope import Envelope, Kind, Unreadable, seal, seal_event
from .index import Index
from .keys import KeyChain, PrivateKey
from .law import Law, State, is_simulated
from .port import Blob, Store
from .verify import opened, sort_out

# Reasons that may pass by themselves, when what an envelope builds on arrives.
_RETRIED = frozenset({"ledger.missing_parent", "ledger.no_founding"})


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking at the store brought: how many new envelopes, and how many are there but do not count."""

    new: int
    pending: int


class Ledger:
    """The department's ledger on this machine."""

    def __init__(self, store: Store, index: Index, keys: KeyChain) -> None:
        self.store = store
        self.index = index
        self.keys = keys
        self._law: Law | None = None
        self._cases: dict[str, Case] = {}
        self._version = index.version()

    @property
    def law(self) -> Law:
        """Who may do what. Also the rulebook under which events are judged."""
        if self._law is None:
            self._law = Law(self.index.of_kind(Kind.LAW), self.index.dept)
        return self._law

    @property
    def state(self) -> State:
        """The latest law. Raises ``LedgerError`` before the department is founded."""
        now = self.law.now
        if now is None:
            raise LedgerError("ledger.not_founded", place=self.store.place)
        return now

    # -- reading -------------------------------------------------------------------------------------------------

    def refresh(self) -> Refreshed:
        """Takes in what others have written since the last time."""
        self._follow_others()
        mark = self.index.mark
        blobs, moved = self.store.since(mark, self.index.knows)
        before = self.index.pending()
        retried = [row for row in before if row[3] in _RETRIED and row[2] is not None]
        if not blobs and not retried:
            if moved != mark:
                self.index.move_mark(moved)
            return Refreshed(0, len(before))
        found, unreadable = opened([*blobs, *(Blob(name, place, content) for name, place, content, _ in retried)])
        fresh = {name: pair for name, pair in found.items() if not self.index.knows(name)}
        laws = [envelope for envelope, _ in fresh.values() if envelope.kind is Kind.LAW]
        if laws:
            self._law = Law([*self.index.of_kind(Kind.LAW), *laws], self.index.dept)
        result = sort_out(fresh, self.law)
        kept = [row for row in before if row[3] not in _RETRIED]
        pending = [*kept, *unreadable, *result.pending]
        # What could not be read now is looked for again from the start: its folder may not change again.
        self.index.keep(result.good, pending, "" if any(row[2] is None for row in unreadable) else moved)
        if self.law.dept:
            self.index.pin(self.law.dept)
        self._forget(result.good)
        return Refreshed(len(result.good), len(pending))

    def _follow_others(self) -> None:
        """Another process of this user may have filled the same index."""
        version = self.index.version()
        if version != self._version:
            self._version = version
            self._law = None
            self._cases.clear()

    def _forget(self, new: list[Envelope]) -> None:
        if any(envelope.kind is Kind.LAW for envelope in new):
            self._cases.clear()
        for envelope in new:
            self._cases.pop(envelope.request, None)

    def case(self, no: str) -> Case:
        """The request of that number and what was refused; without a request when nobody submitted it."""
        if no not in self._cases:
            self._cases[no] = settle(self._events(no), self.law)
        return self._cases[no]

    def _events(self, no: str) -> Iterator[Event]:
        for envelope in self.index.of_request(no):
            try:
                yield envelope.event()
            except Unreadable:
                continue  # signed, but by a program that is not kamxl: audit names it

    def request(self, no: str) -> Request:
        """The request of that number. Raises ``FlowError`` when nobody submitted it."""
        found = self.case(no).request
        if found is None:
            raise FlowError("flows.unknown_request", no=no)
        return found

    def requests(self) -> list[Request]:
        """Every request, by number."""
        return [request for no in self.index.requests() if (request := self.case(no).request) is not None]

    def requests_on(self, day: date) -> list[Request]:
        """Every request as it stood on the evening of ``day``, by number."""
        found = []
        for no in self.index.requests():
            case = settle((event for event in self._events(no) if event.day <= day), self.law)
            if case.request is not None:
                found.append(case.request)
        return found

    def open_requests(self) -> list[Request]:
        """Every request that has not ended, by number. Those that have are not even looked at."""
        law = self.law.now.id if self.law.now else ""
        standing: list[tuple[str, bool, str]] = []
        found: list[Request] = []
        for no in self.index.unsettled(law):
            request = self.case(no).request
            ended = request is None or request.ended
            standing.append((no, ended, law))
            if request is not None and not request.ended:
                found.append(request)
        self.index.set_standing(row for row in standing if row[1])
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def placed(self, event: Event) -> Event:
        """The event as it would be written now: after what is known of its request, under the law of today."""
        state = self.state
        policy = state.policy_digest if event.action is Action.SUBMIT else ""
        return replace(event, after=self.case(event.request).heads, law=state.id, policy=policy)

    def append(self, event: Event) -> Request:
        """Signs and writes an event that may be, and gives the request after it.

        Raises ``FlowError`` for one that may not, ``LedgerError`` without a key or a store. Nothing is half-written.
        """
        self.refresh()
        case = self.case(event.request)
        asked = self.placed(event)
        made = judge(case.request, asked, self.law)
        self._check_clock(event.at, *([case.request.last.at] if case.request else []))
        key = self.key_of(event.actor)
        seq, prev = self.index.heads(event.actor)
        envelope = seal_event(asked, key, dept=self.law.dept, seq=seq + 1, prev=prev)
        self.write(envelope)
        now = self.case(event.request)
        overtaken = next((each for each in now.refused if each.event.id == envelope.id), None)
        if overtaken is not None:
            raise FlowError("flows.overtaken", no=event.request, reason=overtaken.reason)
        return now.request or made

    def key_of(self, name: str) -> PrivateKey:
        """The person's key on this machine, if the law knows it. Raises ``LedgerError``."""
        key = self.keys.load(self.law.dept, name)
        if key is None:
            raise LedgerError("ledger.no_key", name=name)
        if self.state.key(name, key.id) is None:
            raise LedgerError("ledger.key_unknown", name=name, key=key.id)
        return key

    def start_over_if_empty(self) -> None:
        """Forgets what this machine knew when the store holds nothing at all: somebody founds it anew on purpose."""
        if self.index.count() and next(iter(self.store.everything()), None) is None:
            self.index.clear()
            self._law = None
            self._cases.clear()

    def publication(self, data: Json, key: PrivateKey, author: str, at: datetime) -> Envelope:
        """Signs a publication of the law, or its founding when there is none; ``write`` makes it known.

        Raises ``LedgerError`` for a clock that cannot be right.
        """
        before = self.law.now
        self._check_clock(at, simulated=is_simulated(data))
        seq, prev = self.index.heads(author)
        return seal(
            Kind.LAW, data, key, author=author, at=at, dept=self.law.dept, seq=seq + 1, prev=prev,
            law=before.id if before else "",
        )  # fmt: skip

    def ask_to_join(self, name: str, key: PrivateKey, at: datetime) -> Envelope:
        """Writes somebody's wish to be known by a key."""
        self._check_clock(at)
        data: Json = {"name": name, "public": key.public.hex()}
        envelope = seal(Kind.JOIN, data, key, author=name, at=at, dept=self.law.dept, seq=0, law=self.state.id)
        self.write(envelope)
        return envelope

    def write(self, envelope: Envelope) -> None:
        """Puts an envelope into the store and takes it in, with whatever else has come. Raises ``LedgerError``."""
        self.store.put(envelope.id, envelope.day, envelope.content)
        self.refresh()

    def _check_clock(self, at: datetime, *signed: datetime, simulated: bool = False) -> None:
        """Refuses to write by a clock that is behind what was signed or ahead of the store's; simulated days may be any."""
        state = self.law.now
        known = [*signed, *([state.at] if state is not None else [])]
        free = state.simulated if state is not None else simulated
        clock.check(at, None if free else self.store.clock(), max(known, default=None))

    @property
    def staff(self) -> Staff:
        """The people of the latest law."""
        return self.state.staff

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()
        self.index.close()
