"""Moves a ledger from one store to another: a folder to a database, or back; everything is verified on both sides."""

from __future__ import annotations

from ..dataclass import dataclass
from ..errors import LedgerError, say
from .acting import attach_ledger
from .department import Department
from .progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Copied:
    """How many records were there, how many of them were new at the goal, and how many faults the source has: what is
    not authentic was left there."""

    records: int
    new: int
    faults: int


def copy_ledger(source: str, target: str, progress: Progress | None = None) -> Copied:
    """Copies every authentic record from one place to another (a folder or a database's address), byte for byte.

    Raises ``LedgerError``: when a place is out of reach, when the source has no founding, or when the goal afterwards
    does not prove to hold the same. What is at the source is not touched, and copying again does no harm.
    """
    from ..ledger.places import store_at
    from ..ledger.proof import prove

    told = progress or silent
    origin, goal = store_at(source), store_at(target)
    try:
        proof = prove(origin)
        if not proof.law.states:
            raise LedgerError("ledger.not_founded", place=origin.place)
        present = {blob.name for blob in goal.everything()}
        sound = proof.in_order()
        for done, envelope in enumerate(sound):
            told(say("progress.copying_ledger"), done, len(sound))
            goal.put(envelope.id, envelope.day, envelope.content)
        told(say("progress.checking_copy"), len(sound), len(sound))
        names = {envelope.id for envelope in sound}
        copied = {envelope.id for envelope in prove(goal).authentic} & names
        if copied != names:
            raise LedgerError("ledger.copy_differs", from_count=len(names), to_count=len(copied))
    finally:
        origin.close()
        goal.close()
    return Copied(len(names), len(names - present), sum(not fault.harmless for fault in proof.faults))


def restore(department: Department) -> int:
    """Puts back what this machine has verified before and the store has lost since; gives how many records.

    Raises ``LedgerError`` when the store is out of reach.
    """
    from ..ledger.envelope import open_envelope

    with attach_ledger(department) as ledger:
        present = {blob.name for blob in ledger.store.everything() if not blob.spare}
        back = 0
        for name in ledger.index.names():
            content = ledger.index.content(name)
            if name in present or content is None:
                continue
            ledger.store.put(name, open_envelope(content, known_as=name).day, content)
            back += 1
    return back
