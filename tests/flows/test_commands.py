"""Submitting, deciding and pushing statuses on workbooks in memory and a ledger on disk.

1. A submission goes into the ledger with the fields, their cells and a seal of what each cell held.
2. It is refused while its record has errors, has no number, or has a number that stands twice.
3. Nothing to submit, an unknown person and an unknown number are clear errors.
4. The inbox shows what waits for a person, with deadline, and for whom they stand in.
5. A claim knows its request's approved budget and what other claims took of it.
6. Doing what is owed needs the form that it is owed with.
7. ``sync`` writes statuses and 审批 sheets, nothing the second time, names locked workbooks, restores a typed status,
   and keeps what was typed into a row that still waits.
8. Text that travels is text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kamxl.books.port import Change
from kamxl.commands.acting import open_ledger
from kamxl.commands.decide import decide, withdraw
from kamxl.commands.inbox import inbox
from kamxl.commands.submit import submit
from kamxl.commands.sync import Pushed, book_of, sync
from kamxl.domain.cleaning import travelling
from kamxl.domain.evidence import normal, seal
from kamxl.domain.findings import Finding, Severity
from kamxl.domain.flow import Action
from kamxl.domain.people import Person, Role
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.values import Value
from kamxl.errors import FlowError, InputError, say
from kamxl.sheets.inbox import SHEET

from .office import TODAY, OfficeInMemory, at, people, settings, visit

BOOK = "专员-华东-张伟.xlsx"
MANAGER = "经理-林晓峰.xlsx"
RECORD: dict[str, Value] = {
    "customer": "华东机电",
    "visited_on": date(2026, 9, 7),
    "visitor": "张伟",
    "visitee": "王总",
    "purpose": "续约",
    "success": True,
    "request_no": "BF-001",
}


@pytest.fixture
def office(tmp_path: Path) -> OfficeInMemory:
    made = OfficeInMemory(tmp_path, settings())
    made.add(BOOK, [("visit_request", visit()), ("visit_request", visit("BF-002", budget=Decimal(200)))])
    for name in (MANAGER, "总监-陈国栋.xlsx", "财务部-费用台账.xlsx", "客服部-服务台账.xlsx"):
        made.add(name, [])
    return made.found()


def approve(office: OfficeInMemory, no: str, *names: str) -> None:
    for name in names:
        decide(office, no, Action.APPROVE, name, at(), comment="同意")


def test_submission_carries_what_stood_on_the_sheet(office: OfficeInMemory) -> None:
    result = submit(office, office.folder / BOOK, "zhang", at())
    assert [(s.request.no, s.request.state, s.where) for s in result.submitted] == [
        ("BF-001", "经理审核", "拜访申请!A2"),
        ("BF-002", "经理审核", "拜访申请!A3"),
    ]
    evidence = open_ledger(office).request("BF-001").evidence
    assert dict(evidence.fields) == {
        "no": "BF-001", "customer": "华东机电", "visitee": "王总", "visit_on": "2026-09-07", "purpose": "续约",
        "budget": "800", "applicant": "张伟", "applied_on": "2026-09-01",
    }  # fmt: skip
    assert (evidence.book, evidence.sheet, evidence.cells["budget"]) == (BOOK, "拜访申请", "J2")
    assert evidence.seals["budget"] == seal(800.0)
    again = submit(office, office.folder / BOOK, "张伟", at())
    assert (again.submitted, [request.no for request in again.under_way]) == ((), ["BF-001", "BF-002"])


def test_one_record_or_one_sheet(office: OfficeInMemory) -> None:
    assert [s.request.no for s in submit(office, office.folder / BOOK, "张伟", at(), record="BF-002").submitted] == [
        "BF-002"
    ]
    result = submit(office, office.folder / BOOK, "张伟", at(), sheet="拜访申请")
    assert [s.request.no for s in result.submitted] == ["BF-001"]
    pending = submit(office, office.folder / BOOK, "张伟", at(), record="BF-002")
    assert [(r.no, r.reason.code) for r in pending.refused] == [("BF-002", "flows.pending")]
    foreign = submit(office, office.folder / BOOK, "李娜", at(), record="BF-001")
    assert [r.reason.code for r in foreign.refused] == ["flows.pending"]


def test_errors_keep_a_form_with_the_applicant(office: OfficeInMemory) -> None:
    fault = Finding("phone", BOOK, "拜访申请", "C3", Severity.ERROR, say("rules.required", field="拜访对象", value=""))
    other = replace(fault, cell="C9")
    mild = replace(fault, cell="C2", severity=Severity.WARNING)
    office.faults[BOOK] = (fault, other, mild)
    result = submit(office, office.folder / BOOK, "张伟", at())
    assert [s.request.no for s in result.submitted] == ["BF-001"]
    assert [(r.no, r.where, r.reason.code, r.findings) for r in result.refused] == [
        ("BF-002", "拜访申请!A3", "flows.findings", (fault,))
    ]


def test_numbers_must_be_there_and_unique(office: OfficeInMemory) -> None:
    office.add(BOOK, [("visit_request", visit()), ("visit_request", visit()), ("visit_request", visit(""))])
    result = submit(office, office.folder / BOOK, "张伟", at())
    assert result.submitted == ()
    assert [r.reason.code for r in result.refused] == ["flows.twice", "flows.twice", "flows.no_number"]


def test_nothing_to_submit_is_an_error(office: OfficeInMemory) -> None:
    with pytest.raises(FlowError) as caught:
        submit(office, office.folder / BOOK, "张伟", at(), record="BF-9")
    assert caught.value.text.what() == f"{BOOK} 里没有可以提交的“BF-9”。"
    assert "BF-001、BF-002" in caught.value.text.fix()
    with pytest.raises(InputError):
        submit(office, office.folder / BOOK, "无此人", at())
    with pytest.raises(FlowError) as unknown:
        decide(office, "BF-9", Action.APPROVE, "林晓峰", at())
    assert unknown.value.code == "flows.unknown_request"


def test_inbox(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    submit(office, office.folder / BOOK, "张伟", at(date(2026, 9, 2)), record="BF-002")
    items = inbox(office, "lin", at(date(2026, 9, 4)))
    assert [(i.request.no, i.due, i.overdue, i.behalf) for i in items] == [
        ("BF-001", date(2026, 9, 3), True, ""),
        ("BF-002", date(2026, 9, 4), False, ""),
    ]
    assert inbox(office, "张伟", at()) == ()


def test_a_deputy_acts_for_whom_they_stand_in(tmp_path: Path) -> None:
    staff = tuple(
        replace(p, delegate="李娜", delegate_from=TODAY, delegate_to=TODAY) if p.name == "林晓峰" else p
        for p in people()
    )
    office = OfficeInMemory(tmp_path, settings(staff))
    office.found()
    office.add(BOOK, [("visit_request", visit())])
    submit(office, office.folder / BOOK, "张伟", at())
    assert [item.behalf for item in inbox(office, "李娜", at())] == ["林晓峰"]
    request = decide(office, "BF-001", Action.APPROVE, "李娜", at())
    assert (request.last.actor, request.last.behalf) == ("李娜", "林晓峰")
    with pytest.raises(FlowError) as caught:
        decide(office, "BF-001", Action.APPROVE, "李娜", at())
    assert caught.value.code == "flows.not_your_turn"


def test_withdraw(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    assert withdraw(office, "BF-001", "张伟", at()).state == "已撤回"
    assert [
        s.request.revision for s in submit(office, office.folder / BOOK, "张伟", at(), record="BF-001").submitted
    ] == [2]


def test_a_claim_knows_its_budget(office: OfficeInMemory) -> None:
    def claim(no: str, amount: int) -> tuple[str, dict[str, Value]]:
        values: dict[str, Value] = {
            "no": no, "request_no": "BF-001", "category": "交通", "amount": Decimal(amount), "date": TODAY,
            "applicant": "张伟",
        }  # fmt: skip
        return ("expense_claim", values)

    office.add(BOOK, [("visit_request", visit()), claim("BX-1", 500)])
    early = submit(office, office.folder / BOOK, "张伟", at(), record="BX-1")
    assert [r.reason.code for r in early.refused] == ["flows.within_budget"]
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    approve(office, "BF-001", "林晓峰", "陈国栋", "吴婷")
    assert [s.request.no for s in submit(office, office.folder / BOOK, "张伟", at()).submitted] == ["BX-1"]
    office.add(BOOK, [("visit_request", visit()), claim("BX-2", 301)])  # BX-1 is no longer on the sheet, yet it counts
    result = submit(office, office.folder / BOOK, "张伟", at())
    assert [(r.no, r.reason.code) for r in result.refused] == [("BX-2", "flows.within_budget")]
    office.add(BOOK, [("visit_request", visit()), claim("BX-3", 300)])
    last = submit(office, office.folder / BOOK, "张伟", at())
    assert [s.request.no for s in last.submitted] == ["BX-3"]
    claimed = last.submitted[0].request.evidence.facts
    assert claimed == {"approved_budget": "800", "claimed_before": "500"}


def test_what_is_owed_is_done_with_its_form(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    approve(office, "BF-001", "林晓峰", "陈国栋", "吴婷")
    with pytest.raises(FlowError) as caught:
        decide(office, "BF-001", Action.DONE, "张伟", at())
    assert caught.value.code == "flows.visit_recorded"
    office.add(BOOK, [("visit_request", visit()), ("visit_record", RECORD)])
    fault = Finding("x", BOOK, "客户拜访记录表", "A2", Severity.ERROR, say("rules.required", field="x", value=""))
    office.faults[BOOK] = (fault,)
    with pytest.raises(FlowError) as faulty:
        decide(office, "BF-001", Action.DONE, "张伟", at())
    assert faulty.value.code == "flows.findings"
    office.faults.clear()
    request = decide(office, "BF-001", Action.DONE, "张伟", at())
    assert (request.state, request.shown["visit_record"].fields["success"]) == ("检查报告", "是")


def test_a_record_without_number_belongs_by_customer_and_day(office: OfficeInMemory) -> None:
    bare = {key: value for key, value in RECORD.items() if key != "request_no"}
    earlier = {**bare, "visited_on": date(2026, 8, 1)}
    office.add(BOOK, [("visit_request", visit()), ("visit_record", earlier)])
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    approve(office, "BF-001", "林晓峰", "陈国栋", "吴婷")
    with pytest.raises(FlowError):
        decide(office, "BF-001", Action.DONE, "张伟", at())
    office.add(BOOK, [("visit_request", visit()), ("visit_record", earlier), ("visit_record", bare)])
    assert decide(office, "BF-001", Action.DONE, "张伟", at()).state == "检查报告"


def status_row(office: OfficeInMemory, row: int = 2) -> list[object]:
    grid = office.books[BOOK].grid("拜访申请")
    return [grid.at(row - 1, column) for column in range(12, 17)]


def test_sync_pushes_and_is_idempotent(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    decide(office, "BF-001", Action.APPROVE, "林晓峰", at(), comment="同意")
    result = sync(office, at())
    assert result.written == (
        Pushed(BOOK, 5, ()),
        Pushed("总监-陈国栋.xlsx", 0, (SHEET,)),
        Pushed(MANAGER, 0, (SHEET,)),
        Pushed("财务部-费用台账.xlsx", 0, (SHEET,)),
    )
    assert status_row(office) == ["总监审批", "林晓峰", "同意", TODAY, "陈国栋 总监审批，2026-09-03 前"]
    own = office.books["总监-陈国栋.xlsx"].own[SHEET]
    assert [[cell.value for cell in row] for row in own.rows][3:] == [
        [
            "BF-001", "拜访申请", "张伟", "华东机电", date(2026, 9, 7), Decimal(800), "拜访对象：王总；拜访目的：续约",
            "总监审批", date(2026, 9, 3), "林晓峰 同意：同意", f"{BOOK} 拜访申请", 1, None, None,
        ]
    ]  # fmt: skip
    link = own.rows[3][10].link
    assert link.endswith("#'拜访申请'!A2")
    again = sync(office, at())
    assert (again.written, again.unchanged, again.waiting, again.overwritten) == ((), 5, (), ())


def test_sync_names_locked_workbooks_and_does_them_next_time(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    office.locked = {BOOK}
    first = sync(office, at())
    assert [(problem.book, problem.reason.code) for problem in first.waiting] == [(BOOK, "books.locked")]
    assert status_row(office) == [None] * 5
    office.locked = set()
    assert sync(office, at()).written == (Pushed(BOOK, 2, ()),)


def test_sync_restores_a_typed_status(office: OfficeInMemory) -> None:
    change = Change()
    change.set("拜访申请", "M3", "已批准")
    office.books[BOOK].apply(change)
    assert sync(office, at()).overwritten == (f"{BOOK} 拜访申请!M3：已批准",)
    assert status_row(office, 3) == ["草稿", None, None, None, None]
    assert sync(office, at()).written == ()


def test_sync_keeps_what_was_typed_but_not_yet_decided(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at())
    sync(office, at())
    change = Change()
    change.set(SHEET, "M5", "同意")
    change.set(SHEET, "N5", "好")
    office.books[MANAGER].apply(change)
    approve(office, "BF-001", "林晓峰")
    sync(office, at())
    grid = office.books[MANAGER].grid(SHEET)
    assert [(grid.at(row, 0), grid.at(row, 12), grid.at(row, 13)) for row in range(3, len(grid.rows))] == [
        ("BF-002", "同意", "好")
    ]
    withdraw(office, "BF-002", "张伟", at())
    sync(office, at())
    assert [cell.value for row in office.books[MANAGER].own[SHEET].rows for cell in row][:2] == [
        "待 林晓峰 处理：0 件", "当前没有待处理的申请。",
    ]  # fmt: skip


def test_another_s_form_with_the_same_number_gets_no_status(office: OfficeInMemory) -> None:
    submit(office, office.folder / BOOK, "张伟", at())
    office.add("专员-华南-李娜.xlsx", [("visit_request", visit(applicant="李娜"))])
    sync(office, at())
    assert office.books["专员-华南-李娜.xlsx"].grid("拜访申请").at(1, 12) is None


def test_whose_workbook() -> None:
    books = ["大客户部KPI.xlsx", "专员-华东-张伟.xlsx", "财务部-费用台账.xlsx", "旧/经理.xlsx"]
    assert book_of(Person("张伟", Role.SPECIALIST), books) == "专员-华东-张伟.xlsx"
    assert book_of(Person("吴婷", Role.FINANCE), books) == "财务部-费用台账.xlsx"
    assert book_of(Person("林晓峰", Role.MANAGER), books) == "旧/经理.xlsx"
    assert book_of(Person("李娜", Role.SPECIALIST), books) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("普通", "普通"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("＋1", "'＋1"),
        ("-1,800.5", "-1,800.5"),
        ("-1+1", "'-1+1"),
        ("a\x00\x07b\u202ec", "abc"),
        (" 两行\r\n文字 ", "两行\n文字"),
        ("字" * 600, "字" * 499 + "…"),
    ],
)
def test_travelling_text(text: str, expected: str) -> None:
    assert travelling(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("800.00"), "800"),
        (Decimal("8E2"), "800"),
        (Decimal("-0.0"), "0"),
        (Decimal("0.50"), "0.5"),
        (True, "是"),
        (False, "否"),
        (date(2026, 9, 1), "2026-09-01"),
        (at(), "2026-09-01T09:00:00+08:00"),
        (Period(2026, 3, PeriodKind.QUARTER), "2026Q3"),
        (("上市公司", "其他"), "上市公司、其他"),
        (7, "7"),
        ("华东", "华东"),
    ],
)
def test_normal_spelling(value: Value, expected: str) -> None:
    assert normal(value) == expected
