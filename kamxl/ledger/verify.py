"""Which blobs of a store are authentic: whole, of this department, by a key that the law gave to their author.

A signature covers the author's previous envelopes by their digests. So in bulk only the ends of each author's chain
are checked with the (slow) signature, and everything they name is endorsed with them; a digest that does not fit, a
key that is not the author's, or an end that is not signed is found all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field
from typing import TypeAlias

from ..dataclass import dataclass
from .envelope import Envelope, Kind, Unreadable, open_envelope
from .law import Law
from .port import Blob

Pending: TypeAlias = tuple[str, str, "bytes | None", str]


@dataclass(slots=True)
class Sorted:
    """What came of a heap of blobs: authentic envelopes, and what is not accepted with the reason's code."""

    good: list[Envelope] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)


def opened(blobs: Iterable[Blob]) -> tuple[dict[str, tuple[Envelope, Blob]], list[Pending]]:
    """The envelopes in the blobs by id, once each, and the blobs that are no envelope or not under their own name."""
    found: dict[str, tuple[Envelope, Blob]] = {}
    pending: list[Pending] = []
    for blob in blobs:
        if blob.content is None:
            pending.append((blob.place, blob.place, None, "ledger.not_readable_now"))
            continue
        try:
            envelope = open_envelope(blob.content)
        except Unreadable:
            pending.append((blob.place, blob.place, blob.content, "ledger.spare" if blob.spare else "ledger.broken"))
            continue
        if envelope.id != blob.name:
            # Under a foreign name it is still what its author signed: it counts, but somebody has been at the store.
            pending.append((blob.place, blob.place, blob.content, "ledger.spare" if blob.spare else "ledger.misnamed"))
            if blob.spare or not blob.name:
                continue
        elif blob.spare:
            pending.append((blob.place, blob.place, blob.content, "ledger.spare"))
        found.setdefault(envelope.id, (envelope, blob))
    return found, pending


def sort_out(
    found: dict[str, tuple[Envelope, Blob]], law: Law, *, trusted: Collection[str] = (), every_signature: bool = False
) -> Sorted:
    """Tells authentic envelopes from others. ``trusted`` are ids that verified envelopes of the same author name."""
    result = Sorted()
    lawful = {state.id for state in law.states}
    refused = {rejected.envelope.id: rejected.code for rejected in law.rejected}
    endorsed: set[tuple[str, str]] = set()
    known = set(trusted)
    for envelope, blob in sorted(found.values(), key=lambda pair: pair[0].seq, reverse=True):
        if envelope.kind is Kind.LAW:
            code = "" if envelope.id in lawful else refused.get(envelope.id, "ledger.not_admin")
        else:
            vouched = not every_signature and (envelope.id in known or (envelope.id, envelope.key) in endorsed)
            code = _fault(envelope, law, vouched)
        if code:
            result.pending.append((envelope.id, blob.place, envelope.content, code))
            continue
        endorsed.update((parent, envelope.key) for parent in envelope.prev)
        result.good.append(envelope)
    result.good.sort(key=lambda envelope: (envelope.at.timestamp(), envelope.id))
    return result


def _fault(envelope: Envelope, law: Law, vouched: bool) -> str:
    """Why an envelope is not authentic, as the code of a message; "" when it is."""
    if not vouched and not envelope.canonical:
        return "ledger.broken"
    if envelope.dept != law.dept:
        return "ledger.foreign"
    if envelope.kind is Kind.JOIN:
        return _join_fault(envelope)
    state = law.effective(envelope.law, envelope.at)
    if state is None:
        return "ledger.missing_parent"
    public = state.key(envelope.author, envelope.key)
    if public is None:
        return "ledger.not_their_key"
    if not vouched and not envelope.signed_with(public):
        return "ledger.bad_signature"
    return ""


def _join_fault(envelope: Envelope) -> str:
    """Somebody who wants to join signs with the very key that they ask to be known by."""
    try:
        public = bytes.fromhex(envelope.data["public"])
    except (KeyError, TypeError, ValueError):
        return "ledger.broken"
    return "" if envelope.signed_with(public) else "ledger.bad_signature"
