"""What people do with the ledger every day besides deciding one request.

1. ``decide_sheet`` carries out what was typed into the 审批 sheet, on the revision that the row showed, and names the rest.
2. ``track`` shows who did what, also what was passed over and what did not take effect.
3. ``owed`` lists steps and weekly reports by deadline; its calendar file is well-formed.
4. A handover that is through makes the customer's open requests the taker's.
5. A ledger moves between a folder, SQLite and PostgreSQL and proves the same; what is not authentic stays behind.
6. Two who decide at the same time: the cautious one stands, the other is kept, marked and shown.
7. Requests under way keep their policy; new ones get the published one.
8. No private field of a profile enters the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kamxl.books.port import Change
from kamxl.commands.acting import open_ledger
from kamxl.commands.audit import audit
from kamxl.commands.decide import decide, withdraw
from kamxl.commands.decide_sheet import decide_sheet
from kamxl.commands.init import init
from kamxl.commands.ledger_copy import copy_ledger, restore
from kamxl.commands.owed import calendar, owed
from kamxl.commands.submit import submit
from kamxl.commands.sync import sync
from kamxl.commands.track import track
from kamxl.domain.event import Event
from kamxl.domain.evidence import evidence_of
from kamxl.domain.flow import Action
from kamxl.domain.owed import Debt
from kamxl.domain.people import Person, Role
from kamxl.domain.values import Value
from kamxl.errors import FlowError, InputError, LedgerError
from kamxl.ledger.envelope import seal_event
from kamxl.ledger.folder import FolderStore
from kamxl.sheets.inbox import SHEET

from .office import TODAY, OfficeInMemory, at, people, record, settings, visit

BOOK = "专员-华东-张伟.xlsx"
MANAGER = "经理-林晓峰.xlsx"
A = Action


@pytest.fixture
def office(tmp_path: Path) -> OfficeInMemory:
    (tmp_path / "部门").mkdir()
    made = OfficeInMemory(tmp_path / "部门", settings())
    made.add(BOOK, [("visit_request", visit()), ("visit_request", visit("BF-002")), ("visit_request", visit("BF-003"))])
    for name in (MANAGER, "总监-陈国栋.xlsx", "财务部-费用台账.xlsx"):
        made.add(name, [])
    return made.found()


def send(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at())


def type_in(office: OfficeInMemory, *cells: tuple[str, str]) -> None:
    change = Change()
    for cell, value in cells:
        change.set(SHEET, cell, value)
    office.books[MANAGER].apply(change)


def test_the_approval_sheet_is_carried_out(office: OfficeInMemory) -> None:
    with pytest.raises(FlowError) as none:
        decide_sheet(office, office.folder / MANAGER, "林晓峰", at())
    assert none.value.code == "flows.no_inbox"
    send(office)
    sync(office, at())
    type_in(office, ("M4", "同意"), ("N4", "好"), ("M5", "退回"), ("N6", "还在想"))
    result = decide_sheet(office, office.folder / MANAGER, "lin", at())
    assert [(request.no, request.state, request.last.comment) for request in result.decided] == [
        ("BF-001", "总监审批", "好")
    ]
    assert [(each.no, each.row, each.reason.code) for each in result.refused] == [("BF-002", 5, "flows.comment_needed")]
    type_in(office, ("M5", "随便"), ("M6", "同意"))
    decide(office, "BF-003", A.WITHDRAW, "张伟", at())
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-003")
    again = decide_sheet(office, office.folder / MANAGER, "林晓峰", at())
    assert [(each.no, each.reason.code) for each in again.refused] == [
        ("BF-001", "flows.not_your_turn"),
        ("BF-002", "flows.no_such_decision"),
        ("BF-003", "flows.stale"),
    ]
    sync(office, at())
    grid = office.books[MANAGER].grid(SHEET)
    assert [(grid.at(row, 0), grid.at(row, 12)) for row in (3, 4)] == [("BF-002", "随便"), ("BF-003", None)]


def test_the_timeline(office: OfficeInMemory) -> None:
    office.rows[BOOK][0] = ("visit_request", visit(budget=Decimal(0)))
    send(office)
    decide(office, "BF-001", A.APPROVE, "林晓峰", at(hour=10), comment="同意")
    decide(office, "BF-001", A.TRANSFER, "陈国栋", at(hour=11), target="孙丽", comment="请代审")
    decide(office, "BF-001", A.APPROVE, "孙丽", at(hour=12))
    result = track(office, "BF-001", at())
    assert [(m.who, m.what, m.after, m.comment, m.note.code if m.note else "") for m in result.moments] == [
        ("张伟", "提交", "经理审核", "", ""),
        ("林晓峰", "同意", "总监审批", "同意", ""),
        ("陈国栋", "转交 → 孙丽", "总监审批", "请代审", ""),
        ("孙丽", "同意", "款项支持", "", ""),
        ("", "拨付款项", "待拜访", "", "flows.passed_has_budget"),
    ]
    assert result.following == "张伟 填写拜访记录，2026-09-10 前"
    with pytest.raises(FlowError):
        track(office, "无", at())


def test_what_is_owed(office: OfficeInMemory) -> None:
    send(office)
    for name in ("林晓峰", "陈国栋", "吴婷"):
        decide(office, "BF-001", A.APPROVE, name, at())
    office.add("内勤-周敏.xlsx", [
        ("weekly_report", {"week": date(2026, 8, 24), "name": "张伟"}),
        *(("weekly_report", {"week": date(2026, 8, day), "name": name}) for day in (3, 10, 17) for name in ("张伟", "李娜")),
    ])  # fmt: skip
    found = owed(office, at(date(2026, 9, 4)))
    assert found == (
        Debt("李娜", "2026年第35周周报", "", date(2026, 8, 31), True),
        Debt("林晓峰", "华东机电 经理审核", "BF-002", date(2026, 9, 3), True),
        Debt("林晓峰", "华东机电 经理审核", "BF-003", date(2026, 9, 3), True),
        Debt("张伟", "华东机电 填写拜访记录", "BF-001", date(2026, 9, 10), False),
    )
    assert owed(office, at(date(2026, 9, 4)), "zhang") == found[3:]
    with pytest.raises(InputError):
        owed(office, at(), "无此人")


def test_the_calendar_file() -> None:
    long = Debt("张伟", "很长的名称" * 12, "BF-001", date(2026, 9, 10), False)
    made = calendar(
        [long, Debt("李娜", "周报;a,b\\c", "", date(2026, 9, 14), False), Debt("x", "y", "", None, False)], at()
    )
    lines = made.split("\r\n")
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kamxl//大客户部//ZH", "CALSCALE:GREGORIAN"]
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = made.replace("\r\n ", "")
    assert f"SUMMARY:BF-001 {'很长的名称' * 12}\r\n" in unfolded
    assert "SUMMARY:周报\\;a\\,b\\\\c\r\n" in unfolded
    assert made.count("BEGIN:VEVENT") == made.count("END:VEVENT") == 2
    assert "DTSTAMP:20260901T010000Z\r\n" in made
    assert calendar([long], at()) == calendar([long], at())


def test_a_handover_takes_the_open_requests_along(office: OfficeInMemory) -> None:
    send(office)
    decide(office, "BF-002", A.REJECT, "林晓峰", at(), comment="不")
    values: dict[str, Value] = {
        "no": "JJ-001", "customer": "华东机电", "giver": "张伟", "taker": "李娜", "date": TODAY, "confirmed": True,
    }  # fmt: skip
    office.rows[BOOK].append(("handover", values))
    office.books[BOOK].apply(Change(sheets=[]))
    rows = office.rows[BOOK]
    office.add(BOOK, rows)
    assert submit(office, office.folder / BOOK, "张伟", at(), record="JJ-001").refused == ()
    decide(office, "JJ-001", A.APPROVE, "李娜", at())
    decide(office, "JJ-001", A.APPROVE, "林晓峰", at())
    with open_ledger(office) as ledger:
        owners = {request.no: request.applicant for request in ledger.requests()}
    assert owners == {"BF-001": "李娜", "BF-002": "张伟", "BF-003": "李娜", "JJ-001": "张伟"}
    assert audit(office).sound


def test_a_ledger_moves_between_stores(
    office: OfficeInMemory, tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office)
    decide(office, "BF-001", A.APPROVE, "林晓峰", at())
    folder = str(office.own_folder / "ledger")
    sqlite = f"sqlite:///{(tmp_path / 'l.sqlite').as_posix()}"
    first = copy_ledger(folder, sqlite)
    assert (first.records, first.new, first.faults) == (6, 6, 0)
    assert copy_ledger(folder, sqlite).new == 0
    assert copy_ledger(sqlite, postgresql).new == 6
    back = str(tmp_path / "back")
    assert copy_ledger(postgresql, back).new == 6
    before = {path.name: path.read_bytes() for path in Path(folder).rglob("*.json")}
    after = {path.name: path.read_bytes() for path in Path(back).rglob("*.json")}
    assert before == after
    for place in (sqlite, postgresql, back):
        monkeypatch.setenv("KAMXL_LEDGER", place)
        assert audit(office).faults == ()
        decide(office, "BF-002", A.REMIND, "张伟", at()) if place == postgresql else None
    next(Path(folder).rglob("*.json")).with_name("0.json").write_text("{}", encoding="utf-8")
    assert copy_ledger(folder, str(tmp_path / "clean")).faults == 1
    with pytest.raises(LedgerError) as empty:
        copy_ledger(str(tmp_path / "nothing"), back)
    assert empty.value.code == "ledger.not_founded"
    engine = create_engine(postgresql.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE kamxl_events"))
    engine.dispose()


def test_two_decide_at_the_same_time(tmp_path: Path) -> None:
    staff = (*people(), Person("钱进", Role.FINANCE))
    office = OfficeInMemory(tmp_path, settings(staff))
    office.add(BOOK, [("visit_request", visit())])
    office.found()
    send(office)
    decide(office, "BF-001", A.APPROVE, "林晓峰", at())
    decide(office, "BF-001", A.APPROVE, "陈国栋", at())
    with open_ledger(office) as ledger:
        both = []
        for name, action, hour in (("吴婷", A.APPROVE, 10), ("钱进", A.RETURN, 11)):
            event = Event(request="BF-001", flow="visit", action=action, actor=name, at=at(hour=hour), comment="看过")
            seq, prev = ledger.index.heads(name)
            placed = ledger.placed(event)
            both.append(seal_event(placed, ledger.key_of(name), dept=ledger.law.dept, seq=seq + 1, prev=prev))
        for envelope in both:
            ledger.store.put(envelope.id, envelope.day, envelope.content)
        ledger.refresh()
        case = ledger.case("BF-001")
    assert case.request is not None
    assert case.request.state == "已退回"
    assert [(r.event.actor, r.conflict) for r in case.refused] == [("吴婷", True)]
    assert [(m.who, m.counts) for m in track(office, "BF-001", at()).moments][-2:] == [("吴婷", False), ("钱进", True)]
    result = sync(office, at())
    assert [refusal.event.actor for refusal in result.overtaken] == ["吴婷"]
    assert office.books[BOOK].grid("拜访申请").at(1, 14) == "看过；（同时：吴婷 同意，未生效）"
    proof = audit(office)
    assert ([fault.text.code for fault in proof.faults], proof.sound) == (["ledger.overtaken"], True)


def test_who_is_overtaken_while_writing_is_told(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and writing a colleague's refusal arrives that knew as little of ours: it stands."""
    send(office)
    real = FolderStore.put
    with open_ledger(office) as ledger:
        event = Event(request="BF-001", flow="visit", action=A.REJECT, actor="林晓峰", at=at(), comment="不必")
        seq, prev = ledger.index.heads("林晓峰")
        theirs = seal_event(ledger.placed(event), ledger.key_of("林晓峰"), dept=ledger.law.dept, seq=seq + 1, prev=prev)

    def put(store: FolderStore, name: str, day: str, content: bytes) -> None:
        real(store, theirs.id, theirs.day, theirs.content)
        real(store, name, day, content)

    monkeypatch.setattr(FolderStore, "put", put)
    with pytest.raises(FlowError, match="BF-001") as caught:
        withdraw(office, "BF-001", "张伟", at())
    assert caught.value.code == "flows.overtaken"
    with open_ledger(office) as ledger:
        case = ledger.case("BF-001")
        assert case.request is not None
        assert (case.request.state, [r.event.action for r in case.refused]) == ("已拒绝", [A.WITHDRAW])


def test_a_copy_that_lost_something_is_not_passed_off_as_one(
    office: OfficeInMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office)
    real, lost = FolderStore.put, []

    def put(store: FolderStore, name: str, day: str, content: bytes) -> None:
        lost.append(name)
        if len(lost) != 3:  # a disk that says yes and keeps nothing
            real(store, name, day, content)

    source = office.own_folder / "ledger"
    before = {path: path.read_bytes() for path in source.rglob("*.json")}
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "put", put)
        with pytest.raises(LedgerError) as caught:
            copy_ledger(str(source), str(tmp_path / "copy"))
    assert caught.value.code == "ledger.copy_differs"
    assert {path: path.read_bytes() for path in source.rglob("*.json")} == before
    assert copy_ledger(str(source), str(tmp_path / "copy")).new == 1


def test_what_a_newer_kamxl_published_is_said_to_be_newer(office: OfficeInMemory) -> None:
    send(office)
    with open_ledger(office) as ledger:
        key = ledger.key_of("周敏")
        policy = {**ledger.state.policy_json, "flows": {"visit": {"zh": "拜访", "graph": "v9"}}}
        ledger.write(ledger.publication({"policy": policy}, key, "周敏", at()))
    office.rows[BOOK].append(("visit_request", visit("BF-009")))
    before = set(office.own_folder.rglob("*.json"))
    with pytest.raises(LedgerError) as caught:
        submit(office, office.folder / BOOK, "张伟", at(), record="BF-009")
    assert caught.value.code == "ledger.newer"
    assert set(office.own_folder.rglob("*.json")) == before
    assert decide(office, "BF-001", A.APPROVE, "林晓峰", at()).state == "总监审批"  # under way: its own policy


def test_requests_under_way_keep_their_policy(office: OfficeInMemory) -> None:
    send(office)
    office._known = settings(director_budget="5000")
    assert init(office, "周敏", at()).changed
    assert decide(office, "BF-001", A.APPROVE, "林晓峰", at()).state == "总监审批"
    office.rows[BOOK].append(("visit_request", visit("BF-009")))
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-009")
    assert decide(office, "BF-009", A.APPROVE, "林晓峰", at()).state == "款项支持"
    assert not init(office, "周敏", at()).changed


def test_settings_that_are_not_published_change_nothing(office: OfficeInMemory) -> None:
    send(office)
    raised = tuple(replace(p, role=Role.MANAGER) if p.name == "李娜" else p for p in people())
    office._known = settings(raised)
    with pytest.raises(FlowError) as caught:
        decide(office, "BF-001", A.APPROVE, "李娜", at())
    assert caught.value.code == "flows.not_your_turn"
    init(office, "周敏", at())
    assert decide(office, "BF-001", A.APPROVE, "李娜", at()).state == "总监审批"


def test_private_fields_stay_out(office: OfficeInMemory) -> None:
    profile = {
        "file_no": "DA-1",
        "customer": "华东机电",
        "account": "6222-0001",
        "legal_family": "一子",
        "phone": "021",
    }
    taken = evidence_of(record("profile", BOOK, "客户档案", 2, profile, {"account": "6222-0001"}))
    assert dict(taken.fields) == {"file_no": "DA-1", "customer": "华东机电", "phone": "021"}
    assert not {"account", "legal_family", "contact_born"} & {*taken.cells, *taken.seals}


def test_joint_signing_and_deadlines_come_from_the_settings(tmp_path: Path) -> None:
    staff = (*people(), Person("钱进", Role.FINANCE))
    office = OfficeInMemory(tmp_path, settings(staff, finance_all=True, decision_days=5))
    office.add(BOOK, [("visit_request", visit())])
    office.found()
    send(office)
    with open_ledger(office) as ledger:
        assert ledger.request("BF-001").due_on == date(2026, 9, 8)
    for name in ("林晓峰", "陈国栋", "吴婷"):
        decide(office, "BF-001", A.APPROVE, name, at())
    with pytest.raises(FlowError) as twice:
        decide(office, "BF-001", A.APPROVE, "吴婷", at())
    assert twice.value.code == "flows.voted"
    assert decide(office, "BF-001", A.APPROVE, "钱进", at()).state == "待拜访"


def test_withdrawn_meanwhile_and_decided_twice(office: OfficeInMemory) -> None:
    send(office)
    decide(office, "BF-001", A.WITHDRAW, "张伟", at())
    decide(office, "BF-002", A.APPROVE, "林晓峰", at())
    for no, code in (("BF-001", "flows.not_in_table"), ("BF-002", "flows.not_your_turn")):
        with pytest.raises(FlowError) as caught:
            decide(office, no, A.APPROVE, "林晓峰", at())
        assert caught.value.code == code
        assert no in caught.value.text.what()


def test_a_full_disk_leaves_the_request_as_it_was(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    send(office)
    before = sorted(path.name for path in office.own_folder.rglob("*"))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(LedgerError) as caught:
            decide(office, "BF-001", A.APPROVE, "林晓峰", at())
    assert caught.value.code == "ledger.unreachable"
    assert sorted(path.name for path in office.own_folder.rglob("*")) == before
    assert decide(office, "BF-001", A.APPROVE, "林晓峰", at()).state == "总监审批"


def test_what_was_lost_is_put_back_from_what_this_machine_has_read(office: OfficeInMemory) -> None:
    send(office)
    decide(office, "BF-001", A.APPROVE, "林晓峰", at())
    sync(office, at())
    folder = office.own_folder / "ledger"
    before = {path.name: path.read_bytes() for path in folder.rglob("*.json")}
    for path in sorted(folder.rglob("*.json"))[-2:]:
        path.unlink()
    assert not audit(office).sound
    assert restore(office) == 2
    assert audit(office).faults == ()
    assert {path.name: path.read_bytes() for path in folder.rglob("*.json")} == before


def test_sync_says_that_settings_are_not_published(office: OfficeInMemory) -> None:
    assert not sync(office, at()).unpublished
    office._known = settings(director_budget="5000")
    assert sync(office, at()).unpublished
    init(office, "周敏", at())
    assert not sync(office, at()).unpublished
