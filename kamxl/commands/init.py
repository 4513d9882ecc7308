"""Founds a department's ledger, publishes its settings, and lets people join with their keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..dataclass import dataclass
from ..domain.clock import stamp
from ..domain.findings import Finding, Severity
from ..domain.form import forms
from ..domain.people import Staff
from ..domain.policy import Policy
from ..errors import DepartmentError, InputError, LedgerError
from .acting import attach_ledger
from .department import Department

if TYPE_CHECKING:
    from ..ledger.keys import KeyChain, PrivateKey
    from ..ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class InitResult:
    """``department`` is the id that every event carries. ``enrolled`` may sign from now on; ``missing`` people have no
    key yet (``kamxl join``); ``asking`` have asked to join, each with their key's fingerprint; ``changed`` says whether
    anything was published, ``simulated`` whether this department's days are the calendar's."""

    department: str
    admin: str
    enrolled: tuple[str, ...]
    missing: tuple[str, ...]
    asking: tuple[tuple[str, str], ...]
    changed: bool
    simulated: bool = False


def init(
    department: Department,
    person: str,
    now: datetime,
    *,
    everyone: bool = False,
    simulated: bool = False,
    grant: Iterable[str] = (),
    retire: Iterable[str] = (),
    keys: KeyChain | None = None,
) -> InitResult:
    """Founds the ledger with ``person`` as administrator; later publishes what has changed in 设置.xlsx.

    ``grant`` names people (or fingerprints) whose wish to join is granted, ``retire`` people whose keys are no longer
    good, ``everyone`` makes keys on this machine for all who have none: for one machine that all use, and for the demo
    (which gives its own ``keys``). ``simulated`` founds a department whose days are not the calendar's: clocks are not
    compared there, for good.
    A number in the settings that cannot be read leaves its default in force; a fault among the people is refused.
    Raises ``DepartmentError`` then, ``LedgerError`` when ``person`` is not the administrator.
    """
    faults = [finding for finding in department.setting_findings if _of_people(finding)]
    if faults:
        where = f"{faults[0].where} {faults[0].message.what()}"
        raise DepartmentError("ledger.bad_settings", count=len(faults), first=where)
    staff = department.settings.staff
    name = staff.find(person).name
    ledger = attach_ledger(department, keys)
    ledger.start_over_if_empty()
    ledger.refresh()
    founded = ledger.law.now is not None
    key = _admin_key(ledger, name)
    wanted = _publication(ledger, department, name, key, simulated)
    enrol = _granted(ledger, staff, grant)
    if not founded:
        enrol.append((name, key.public))
    elif everyone:
        enrol.extend(_for_everyone(ledger, staff, name))
    if enrol:
        wanted["enrol"] = [[who, public.hex()] for who, public in enrol]
    gone = _retired(ledger, staff, retire)
    if gone:
        wanted["retire"] = gone
    if wanted:
        publication = ledger.publication(wanted, key, name, stamp(now))
        if not founded:  # the key is safe before anything depends on it
            ledger.keys.save(publication.id, name, key)
        ledger.write(publication)
    if everyone and not founded:
        return init(department, name, now, everyone=True, simulated=simulated, keys=keys)
    return _result(ledger, staff, bool(wanted))


def join(department: Department, person: str, now: datetime) -> str:
    """Makes ``person``'s key on this machine and asks the administrator to enrol it; gives its fingerprint."""
    from ..ledger.keys import PrivateKey, fingerprint

    name = department.settings.staff.find(person).name
    ledger = attach_ledger(department)
    ledger.refresh()
    _ = ledger.state
    key = ledger.keys.load(ledger.law.dept, name)
    if key is None:
        key = PrivateKey.new()
        ledger.keys.save(ledger.law.dept, name, key)
    if ledger.state.key(name, key.id) is None and (name, key.public) not in _wishes(ledger):
        ledger.ask_to_join(name, key, stamp(now))
    return fingerprint(key.public)


def _of_people(finding: Finding) -> bool:
    """Whether a finding is about who works here: half a list of people must not become law."""
    return finding.severity is Severity.ERROR and finding.sheet == forms()["setting_person"].zh


def _admin_key(ledger: Ledger, name: str) -> PrivateKey:
    """The administrator's key, or a new one where nothing is founded yet."""
    from ..ledger.keys import PrivateKey

    state = ledger.law.now
    if state is None:
        if any(reason == "ledger.broken" for *_, reason in ledger.index.pending()):
            raise LedgerError("ledger.no_founding")
        return PrivateKey.new()
    if state.admin != name:
        raise LedgerError("ledger.only_admin", name=name, admin=state.admin)
    key = ledger.keys.load(ledger.law.dept, name)
    if key is None or key.public != state.admin_key:
        raise LedgerError("ledger.no_key", name=name)
    return key


def _publication(ledger: Ledger, department: Department, name: str, key: PrivateKey, simulated: bool) -> dict[str, Any]:
    """What of the settings is not law yet; all of it before the founding."""
    from ..ledger.law import SIMULATED

    wanted = unpublished(ledger, department)
    if ledger.law.now is None:
        days = SIMULATED if simulated else {}
        wanted["found"] = {"admin": name, "public": key.public.hex(), "name": department.folder.name, **days}
    return wanted


def unpublished(ledger: Ledger, department: Department) -> dict[str, Any]:
    """What 设置.xlsx says otherwise than the law: ``people``, ``policy``, both or neither."""
    from ..ledger.law import policy_digest
    from ..ledger.law_json import person_json, policy_json

    people = [person_json(person) for person in department.settings.staff]
    policy = policy_json(Policy.of(department.settings))
    state = ledger.law.now
    wanted: dict[str, Any] = {}
    if state is None or state.people.get("list") != people:
        wanted["people"] = people
    if state is None or state.policy_digest != policy_digest(policy):
        wanted["policy"] = policy
    return wanted


def _wishes(ledger: Ledger) -> list[tuple[str, bytes]]:
    """Who asked to be known by which key, and is not."""
    from ..ledger.envelope import Kind
    from ..ledger.keys import key_id

    found = [(envelope.author, bytes.fromhex(envelope.data["public"])) for envelope in ledger.index.of_kind(Kind.JOIN)]
    return [(name, public) for name, public in found if ledger.state.key(name, key_id(public)) is None]


def _granted(ledger: Ledger, staff: Staff, grant: Iterable[str]) -> list[tuple[str, bytes]]:
    from ..ledger.keys import fingerprint

    granted: list[tuple[str, bytes]] = []
    for wanted in grant:
        wishes = _wishes(ledger)
        found = [(name, public) for name, public in wishes if wanted in (fingerprint(public), name)]
        if not found:
            staff.find(wanted)
            raise InputError("ledger.no_wish", name=wanted)
        if len(found) > 1:
            choices = "、".join(fingerprint(public) for _, public in found)
            raise InputError("ledger.many_wishes", name=wanted, choices=choices)
        granted.append((staff.find(found[0][0]).name, found[0][1]))
    return granted


def _for_everyone(ledger: Ledger, staff: Staff, admin: str) -> list[tuple[str, bytes]]:
    """Keys on this machine for all who have none."""
    from ..ledger.keys import PrivateKey

    made = []
    for person in staff:
        if person.name == admin or ledger.state.keys.get(person.name):
            continue
        key = ledger.keys.load(ledger.law.dept, person.name) or PrivateKey.new()
        ledger.keys.save(ledger.law.dept, person.name, key)
        made.append((person.name, key.public))
    return made


def _retired(ledger: Ledger, staff: Staff, retire: Iterable[str]) -> list[list[str]]:
    names = [staff.find(wanted).name for wanted in retire]
    return [[name, key] for name in names for key in sorted(ledger.state.keys.get(name, {}))]


def _result(ledger: Ledger, staff: Staff, changed: bool) -> InitResult:
    from ..ledger.keys import fingerprint

    state = ledger.state
    enrolled = tuple(person.name for person in staff if state.keys.get(person.name))
    asking = tuple((name, fingerprint(public)) for name, public in _wishes(ledger))
    missing = tuple(person.name for person in staff if person.name not in enrolled)
    return InitResult(ledger.law.dept, state.admin, enrolled, missing, asking, changed, state.simulated)
