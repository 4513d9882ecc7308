"""Proves a store: reads everything anew and names whatever is not as it was signed. Trusts no index."""

from __future__ import annotations

from collections.abc import Iterator

from ..dataclass import dataclass
from ..domain.collecting import no_collecting
from ..domain.judge import settle
from ..domain.request import Case
from ..errors import Text, say
from .clock import AHEAD, is_ahead
from .envelope import Envelope, Kind, Unreadable, open_envelope
from .index import Index
from .law import Law
from .port import Blob, Store
from .verify import opened, sort_out

# What a synced folder does by itself and what harms nothing.
_HARMLESS = frozenset({"ledger.spare"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the record. ``harmless`` ones only tell; they change no decision."""

    text: Text
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What a full reading gave: the authentic envelopes by time, every request's case, and what is wrong."""

    authentic: tuple[Envelope, ...]
    law: Law
    cases: dict[str, Case]
    faults: tuple[Fault, ...]

    @property
    def events(self) -> int:
        """How many events of requests are authentic."""
        return sum(envelope.kind is Kind.EVENT for envelope in self.authentic)

    def in_order(self) -> list[Envelope]:
        """The authentic envelopes, each after those it builds on."""
        return list(_causal(self.authentic))

    @property
    def sound(self) -> bool:
        return all(fault.harmless for fault in self.faults)


def prove(store: Store, index: Index | None = None, *, every_signature: bool = False) -> Proof:
    """Verifies the whole store. ``index`` is only asked what was once seen here and which department this is."""
    with no_collecting():
        return _prove(store, index, every_signature)


def _prove(store: Store, index: Index | None, every_signature: bool) -> Proof:
    blobs = list(store.everything())
    found, unreadable = opened(blobs)
    law = Law((envelope for envelope, _ in found.values()), index.dept if index is not None else "")
    result = sort_out(found, law, every_signature=every_signature)
    cases, refusals = _cases(result.good, law)
    faults = [
        *(_described(row, found) for row in (*unreadable, *result.pending)),
        *_missing(result.good, found),
        *_misplaced(found),
        *_untimely(result.good, law, store),
        *(_vanished(index, found) if index is not None else ()),
        *refusals,
    ]
    if not law.states and blobs:
        faults.insert(0, Fault(say("ledger.no_founding")))
    return Proof(tuple(result.good), law, cases, tuple(faults))


def _described(row: tuple[str, str, bytes | None, str], found: dict[str, tuple[Envelope, Blob]]) -> Fault:
    name, place, _, code = row
    envelope = found[name][0] if name in found else None
    by, key = (envelope.author, envelope.key) if envelope is not None else ("?", "?")
    return Fault(say(code, place=place, by=by, key=key), code in _HARMLESS)


def _missing(good: list[Envelope], found: dict[str, tuple[Envelope, Blob]]) -> Iterator[Fault]:
    """Envelopes on which others build and that are not there, each named once."""
    named: set[str] = set()
    for envelope in good:
        for parent in envelope.parents:
            if parent not in found and parent not in named:
                named.add(parent)
                yield Fault(say("ledger.missing", event=parent[:12], by=envelope.author, at=envelope.at))


def _vanished(index: Index, found: dict[str, tuple[Envelope, Blob]]) -> Iterator[Fault]:
    """Envelopes that this machine has read before and that are gone, though nothing that is there builds on them."""
    followed = {parent for envelope, _ in found.values() for parent in envelope.parents}
    for name in index.names():
        if name in found or name in followed:
            continue
        content = index.content(name)
        if content is not None:
            envelope = open_envelope(content)
            yield Fault(say("ledger.vanished", event=name[:12], by=envelope.author, at=envelope.at))


def _misplaced(found: dict[str, tuple[Envelope, Blob]]) -> Iterator[Fault]:
    """Files that are not in the folder of their day, and rows of a database that stand before what they build on."""
    rows = {name: row for name, (_, blob) in found.items() if (row := _row(blob)) is not None}
    for name, (envelope, blob) in found.items():
        folder, _, file = blob.place.partition("/")
        if file and folder != envelope.day:
            yield Fault(say("ledger.misplaced", place=blob.place, where=envelope.day))
        elif rows and any(rows.get(parent, 0) > rows.get(name, 0) for parent in envelope.parents):
            yield Fault(say("ledger.misplaced", place=blob.place, where="seq"))


def _untimely(good: list[Envelope], law: Law, store: Store) -> Iterator[Fault]:
    """What was signed by a clock that ran ahead: dated on a day still to come, or long after what builds on it."""
    if law.now is None or law.now.simulated:
        return
    now = store.clock()
    slack = AHEAD.total_seconds()
    moments = {envelope.id: envelope.at.timestamp() for envelope in good}
    by_id = {envelope.id: envelope for envelope in good}
    told: set[str] = set()
    for envelope in good:
        moment = moments[envelope.id]
        for parent in envelope.parents:
            if moments.get(parent, moment) > moment + slack and parent not in told:
                told.add(parent)
                before = by_id[parent]
                text = say("ledger.clock_turned", event=parent[:12], by=before.author, at=before.at, later=envelope.at)
                yield Fault(text, harmless=True)
    for envelope in reversed(good):  # by time: the first that is not ahead ends it
        if not is_ahead(envelope.at, now):
            return
        there = now.astimezone(envelope.at.tzinfo).replace(microsecond=0)
        yield Fault(say("ledger.dated_ahead", event=envelope.id[:12], by=envelope.author, at=envelope.at, now=there))


def _row(blob: Blob) -> int | None:
    _, mark, number = blob.place.rpartition("#")
    return int(number) if mark and number.isdigit() else None


def _cases(good: list[Envelope], law: Law) -> tuple[dict[str, Case], list[Fault]]:
    """Every request's state, and the signed events that were never allowed or were overtaken."""
    by_request: dict[str, list[Envelope]] = {}
    for envelope in good:
        if envelope.kind is Kind.EVENT:
            by_request.setdefault(envelope.request, []).append(envelope)
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    for no, envelopes in sorted(by_request.items()):
        events = []
        for envelope in envelopes:
            try:
                events.append(envelope.event())
            except Unreadable:
                faults.append(Fault(say("ledger.broken", place=envelope.id[:12])))
        case = settle(events, law)
        cases[no] = case
        for refusal in case.refused:
            event = refusal.event
            code = "ledger.overtaken" if refusal.conflict else "ledger.not_allowed"
            text = say(code, by=event.signed_by, at=event.at, no=no, action=event.action.zh, reason=refusal.reason)
            faults.append(Fault(text, harmless=refusal.conflict))
    return cases, faults


def _causal(envelopes: tuple[Envelope, ...]) -> Iterator[Envelope]:
    """Each envelope after those it builds on; a child is never older than its parent but may be as old."""
    by_id = {envelope.id: envelope for envelope in envelopes}
    done: set[str] = set()
    for envelope in envelopes:
        stack = [envelope]
        while stack:
            current = stack[-1]
            missing = [by_id[p] for p in current.parents if p in by_id and p not in done]
            if missing and current.id not in done:
                stack.extend(missing)
                continue
            stack.pop()
            if current.id not in done:
                done.add(current.id)
                yield current
