"""Whose clock is believed.

1. A clock that is behind what was signed, or half a day ahead of the ledger's place, signs nothing: the message says so.
2. Nobody is kept from work by a colleague's fast clock, nor by a server whose own clock is wrong.
3. What was signed by a fast clock all the same is named by audit, and only until it harms nobody any more.
4. Where days are simulated (the demo), dates may be any.
5. What is signed abroad has the department's time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kamxl.commands.acting import act, attach_ledger, open_ledger
from kamxl.commands.audit import audit
from kamxl.commands.init import init, join
from kamxl.commands.submit import submit
from kamxl.domain.clock import BEIJING, stamp
from kamxl.domain.flow import Action
from kamxl.errors import LedgerError
from kamxl.hosts import clock as hosts
from kamxl.ledger.folder import FolderStore
from kamxl.ledger.sql import SqlStore

from .office import OfficeInMemory, settings, visit

BOOK = "专员-华东-张伟.xlsx"
REAL = datetime.now(BEIJING).replace(microsecond=0)


@pytest.fixture
def office(tmp_path: Path) -> OfficeInMemory:
    """A department of the calendar's days, founded yesterday."""
    made = OfficeInMemory(tmp_path, replace(settings(), today=REAL.date()))
    made.add(BOOK, [("visit_request", visit(visit_on=REAL.date() + timedelta(days=6), applied_on=REAL.date()))])
    init(made, "周敏", REAL - timedelta(days=1), everyone=True)
    return made


@pytest.fixture
def server_clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the server's clock shows: the last one set."""
    shown: list[datetime] = []
    monkeypatch.setattr(FolderStore, "clock", lambda self: shown[-1])
    return shown


def send(office: OfficeInMemory, now: datetime) -> object:
    return submit(office, office.folder / BOOK, "张伟", now, record="BF-001")


def approve(office: OfficeInMemory, now: datetime, person: str = "林晓峰") -> object:
    with open_ledger(office) as ledger:
        return act(ledger, ledger.request("BF-001"), Action.APPROVE, person, now, comment="同意").state


def files(office: OfficeInMemory) -> set[Path]:
    return set((office.folder / ".kamxl" / "ledger").rglob("*"))


@pytest.mark.parametrize(
    ("days", "code"), [(2, "ledger.clock_ahead"), (365, "ledger.clock_ahead"), (-40, "ledger.clock")]
)
def test_a_wrong_clock_signs_nothing(office, days, code) -> None:
    before = files(office)
    with pytest.raises(LedgerError) as caught:
        send(office, REAL + timedelta(days=days))
    assert (caught.value.code, files(office)) == (code, before)


def test_the_message_names_both_clocks(office, server_clock) -> None:
    server_clock.append(REAL)
    with pytest.raises(LedgerError) as caught:
        send(office, REAL + timedelta(days=2))
    text = caught.value.text.full()
    assert str(REAL) in text
    assert str(REAL + timedelta(days=2)) in text


def test_founding_publishing_and_joining_ask_the_clock_too(tmp_path, server_clock) -> None:
    office = OfficeInMemory(tmp_path, settings())
    server_clock.append(datetime(2026, 9, 1, 1, tzinfo=UTC))
    for founding in (datetime(2026, 9, 2, 9), datetime(2030, 1, 1)):
        with pytest.raises(LedgerError, match="快了半天以上") as caught:
            init(office, "周敏", founding)
        assert caught.value.code == "ledger.clock_ahead"
    init(office, "周敏", datetime(2026, 9, 1, 9))
    for command in (lambda now: init(office, "周敏", now, retire=["周敏"]), lambda now: join(office, "张伟", now)):
        with pytest.raises(LedgerError) as caught:
            command(datetime(2026, 9, 2, 9))
        assert caught.value.code == "ledger.clock_ahead"


def test_a_server_of_another_time_zone_bars_nobody(office, server_clock) -> None:
    server_clock.append(REAL - timedelta(hours=8))
    send(office, REAL)
    assert approve(office, REAL) == "总监审批"


def test_a_server_that_started_in_1970_is_no_witness(office, server_clock) -> None:
    server_clock.append(datetime(1970, 1, 1, tzinfo=UTC))
    send(office, REAL)
    assert approve(office, REAL) == "总监审批"


def test_a_colleagues_fast_clock_bars_nobody(office, server_clock) -> None:
    noon = REAL.replace(hour=12, minute=0)
    server_clock.append(noon)
    send(office, noon + timedelta(hours=5))
    assert approve(office, noon + timedelta(minutes=1)) == "总监审批"


def signed_ahead(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written by a program that asks no server."""
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "clock", lambda self: REAL + timedelta(days=30))
        send(office, REAL + timedelta(days=30))


def test_audit_names_what_is_dated_ahead(office, monkeypatch) -> None:
    signed_ahead(office, monkeypatch)
    found = audit(office)
    assert [fault.text.code for fault in found.faults] == ["ledger.dated_ahead"]
    assert (found.sound, "张伟" in found.faults[0].text.full()) == (False, True)
    monkeypatch.setattr(FolderStore, "clock", lambda self: REAL + timedelta(days=30))
    assert audit(office).sound


def test_audit_names_whose_later_records_are_earlier(office, monkeypatch) -> None:
    signed_ahead(office, monkeypatch)
    office.rows[BOOK].append(
        ("visit_request", visit("BF-002", visit_on=REAL.date() + timedelta(days=6), applied_on=REAL.date()))
    )
    submit(office, office.folder / BOOK, "张伟", REAL, record="BF-002")
    monkeypatch.setattr(FolderStore, "clock", lambda self: REAL + timedelta(days=60))
    found = audit(office)
    assert [(fault.text.code, fault.harmless) for fault in found.faults] == [("ledger.clock_turned", True)]


def test_simulated_days_may_be_any(tmp_path) -> None:
    office = OfficeInMemory(tmp_path, replace(settings(), today=date(2031, 1, 2)))
    office.add(BOOK, [("visit_request", visit(visit_on=date(2031, 1, 9), applied_on=date(2031, 1, 2)))])
    assert init(office, "周敏", datetime(2031, 1, 1, 9), everyone=True, simulated=True).simulated
    send(office, datetime(2031, 1, 2, 9))
    found = audit(office)
    assert (found.sound, found.simulated, found.faults) == (True, True, ())
    assert init(office, "周敏", datetime(2031, 1, 2, 9)).simulated  # for good: the founding says so


def test_what_is_signed_abroad_has_the_departments_time() -> None:
    newyork, tokyo = timezone(timedelta(hours=-4)), timezone(timedelta(hours=9))
    home = datetime(2026, 9, 2, 8, 30, tzinfo=BEIJING)
    assert stamp(datetime(2026, 9, 1, 20, 30, 0, 5, tzinfo=newyork)) == home
    assert stamp(datetime(2026, 9, 1, 20, 30, tzinfo=newyork)).isoformat() == "2026-09-02T08:30:00+08:00"
    assert stamp(datetime(2026, 9, 2, 9, 30, tzinfo=tokyo)).date() == date(2026, 9, 2)
    assert stamp(datetime(2026, 9, 2, 8, 30)).isoformat() == "2026-09-02T08:30:00+08:00"


def test_the_hosts_clock_is_beijings(monkeypatch) -> None:
    monkeypatch.delenv("KAMXL_TODAY", raising=False)
    assert abs(stamp(hosts.now()) - datetime.now(UTC)) < timedelta(minutes=1)
    monkeypatch.setenv("KAMXL_TODAY", "2026-09-30")
    assert (hosts.now(), hosts.today(), hosts.is_dated()) == (datetime(2026, 9, 30, 9), date(2026, 9, 30), True)


def test_stores_tell_the_time(tmp_path, postgresql) -> None:
    stores = [
        FolderStore(tmp_path / "ledger"),
        SqlStore.in_file(tmp_path / "ledger.sqlite"),
        SqlStore(postgresql.replace("postgresql://", "postgresql+psycopg://")),
    ]
    for store in stores:
        assert abs(store.clock() - datetime.now(UTC)) < timedelta(minutes=1), store.place
        store.close()
    assert list((tmp_path / "ledger").iterdir()) == []


def test_a_folder_that_cannot_be_written_has_the_machines_time(tmp_path) -> None:
    (tmp_path / "file").touch()
    assert abs(FolderStore(tmp_path / "file" / "ledger").clock() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_simulated_founding_is_not_taken_back(office) -> None:
    init(office, "周敏", REAL, simulated=True, retire=["林晓峰"])
    with attach_ledger(office) as ledger:
        ledger.refresh()
        assert not ledger.state.simulated
