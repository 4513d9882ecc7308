"""The department's law: who works here in which role, with which keys, and under which policy requests run.

It is a chain of publications, each signed by the administrator of the one before; the first, the founding, is signed
by the key that it names and gives the department its id. Nothing else makes a role: not 设置.xlsx alone, not a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from functools import cached_property

from ..dataclass import dataclass
from ..domain.event import Event
from ..domain.people import Staff
from ..domain.policy import Policy
from .codec import Json, canonical, digest
from .envelope import Envelope, Kind
from .keys import key_id
from .law_json import person_from, policy_from

# Who was offline may not have heard of a publication yet; after that it holds for them too.
GRACE = timedelta(days=1)
# What a founding carries where days are simulated, and clocks therefore are not compared.
SIMULATED = {"days": "simulated"}


@dataclass(frozen=True, slots=True)
class Rejected:
    """An envelope that the law does not accept, with the reason as the code of a message."""

    envelope: Envelope
    code: str


@dataclass(frozen=True)
class State:
    """The law after one publication. ``keys`` are the valid public keys by person and key id; ``simulated`` says that the
    department was founded to play through days that are not the calendar's (the demo, a dated run)."""

    id: str
    at: datetime
    admin: str
    admin_key: bytes
    people: Json
    policy_json: Json
    policy_digest: str
    keys: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    simulated: bool = False

    @cached_property
    def staff(self) -> Staff:
        return Staff(person_from(person) for person in self.people.get("list", ()))

    @cached_property
    def policy(self) -> Policy:
        return policy_from(self.policy_json)

    def key(self, name: str, wanted: str) -> bytes | None:
        return self.keys.get(name, {}).get(wanted)


class Law:
    """The chain of publications, read from their envelopes. A ``domain.policy.Rulebook``."""

    def __init__(self, envelopes: Iterable[Envelope], founding: str = "") -> None:
        """``founding`` is the department's id where this machine knows it; else the only founding there is."""
        self.states: list[State] = []
        self.rejected: list[Rejected] = []
        self._read([each for each in envelopes if each.kind is Kind.LAW and each.canonical], founding)
        self._position = {state.id: position for position, state in enumerate(self.states)}

    @property
    def dept(self) -> str:
        """The department's id, "" before it is founded."""
        return self.states[0].id if self.states else ""

    @property
    def now(self) -> State | None:
        """The latest publication."""
        return self.states[-1] if self.states else None

    def _read(self, envelopes: list[Envelope], founding: str) -> None:
        waiting = sorted(envelopes, key=lambda envelope: (envelope.at.timestamp(), envelope.id))
        first = next((e for e in waiting if _is_founding(e) and founding in ("", e.id)), None)
        if first is None:
            self.rejected.extend(Rejected(envelope, "ledger.no_founding") for envelope in waiting)
            return
        self.states.append(_after(first, None))
        waiting.remove(first)
        while found := next((e for e in waiting if any(e.law == state.id for state in self.states)), None):
            waiting.remove(found)
            self._accept(found)
        known = {state.id for state in self.states} | {r.envelope.id for r in self.rejected}
        for envelope in waiting:
            code = "ledger.second_founding" if not envelope.law else "ledger.missing_parent"
            if envelope.id not in known:
                self.rejected.append(Rejected(envelope, code))

    def _accept(self, envelope: Envelope) -> None:
        """A publication counts when the administrator at the time of the one it builds on has signed it."""
        before = next(state for state in self.states if state.id == envelope.law)
        if envelope.dept != self.dept:
            self.rejected.append(Rejected(envelope, "ledger.foreign"))
        elif envelope.author != before.admin or not envelope.signed_with(before.admin_key):
            self.rejected.append(Rejected(envelope, "ledger.not_admin"))
        elif envelope.at < before.at:
            self.rejected.append(Rejected(envelope, "ledger.backdated"))
        else:
            self.states.append(_after(envelope, self.states[-1]))

    # -- what an event may rely on -------------------------------------------------------------------------------

    def knows(self, law: str) -> bool:
        return law in self._position

    def effective(self, law: str, at: datetime) -> State | None:
        """The law for something written at ``at`` by somebody who knew ``law``: that, or a later one whose grace is
        over. ``None`` for an unknown law."""
        position = self._position.get(law)
        if position is None:
            return None
        while position + 1 < len(self.states) and self.states[position + 1].at + GRACE <= at:
            position += 1
        return self.states[position]

    def staff(self, event: Event) -> Staff:
        state = self.effective(event.law, event.at) if event.law else self.now
        return state.staff if state is not None else Staff(())

    def policy(self, event: Event) -> Policy | None:
        position = self._position.get(event.law)
        state = self.states[position] if position is not None else None
        return state.policy if state is not None and state.policy_digest == event.policy else None


def _is_founding(envelope: Envelope) -> bool:
    try:
        public = bytes.fromhex(envelope.data["found"]["public"])
    except (KeyError, TypeError, ValueError):
        return False
    named = envelope.author == envelope.data["found"].get("admin")
    return named and not envelope.law and not envelope.dept and envelope.signed_with(public)


def is_simulated(data: Json) -> bool:
    """Whether a publication founds a department whose days are simulated."""
    return SIMULATED.items() <= dict(data.get("found") or {}).items()


def _after(envelope: Envelope, before: State | None) -> State:
    """The law as a publication leaves it: it gives anew what it names, the rest stays."""
    data = envelope.data
    found: Json = data.get("found") or data.get("admin") or {}
    admin = str(found["admin"]) if found else before.admin if before else ""
    admin_key = bytes.fromhex(found["public"]) if found else before.admin_key if before else b""
    keys = {name: dict(known) for name, known in (before.keys if before else {}).items()}
    for name, public in data.get("retire", ()):
        keys.get(str(name), {}).pop(str(public), None)
    for name, public in data.get("enrol", ()):
        raw = bytes.fromhex(public)
        keys.setdefault(str(name), {})[key_id(raw)] = raw
    people: Json = {"list": data["people"]} if "people" in data else before.people if before else {}
    policy: Json = data.get("policy", before.policy_json if before else {})
    return State(
        id=envelope.id,
        at=envelope.at,
        admin=admin,
        admin_key=admin_key,
        people=people,
        policy_json=policy,
        policy_digest=policy_digest(policy),
        keys=keys,
        simulated=before.simulated if before is not None else is_simulated(data),
    )


def policy_digest(policy: Json) -> str:
    """What a submission names its policy by."""
    return digest(canonical(policy))
