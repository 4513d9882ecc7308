"""Forgery: whatever is done to the record or to a form, ``audit`` names it, and it changes no request.

1. A sound ledger is sound, also read by a machine that has never seen it.
2. Event files: edited, emptied, dropped in the middle, dropped at the end, renamed, swapped, moved to another day,
   copied from another department; rows of a database edited, dropped, reordered.
3. Signatures: another's key, a key of nobody, a retired key, a borrowed name, a signature that is not one.
4. Powers: a role raised by somebody who is no administrator, a second founding, a publication that is dated back,
   a policy of one's own, a decision on one's own request, a decision by the wrong role.
5. Sheets: a status typed into a cell, a cell changed after approval, a form taken away, a record changed after it was
   shown, claims beyond the budget.
6. What a sync tool leaves is told but harms nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from kamxl.books.port import Change
from kamxl.commands.acting import attach_ledger, open_ledger
from kamxl.commands.audit import AuditResult, audit
from kamxl.commands.decide import decide
from kamxl.commands.init import init, join
from kamxl.commands.submit import submit
from kamxl.commands.sync import sync
from kamxl.domain.event import Event
from kamxl.domain.flow import Action
from kamxl.domain.values import Value
from kamxl.errors import FlowError, KamxlError, LedgerError
from kamxl.ledger.codec import canonical, digest
from kamxl.ledger.envelope import Envelope, Kind, seal, seal_event
from kamxl.ledger.keys import PrivateKey, keychain
from kamxl.ledger.law_json import person_json
from kamxl.ledger.proof import prove
from kamxl.ledger.sql import SqlStore

from .office import TODAY, OfficeInMemory, at, settings, visit

BOOK = "专员-华东-张伟.xlsx"
A = Action


@contextmanager
def raising(code: str) -> Iterator[None]:
    with pytest.raises(KamxlError) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture
def office(tmp_path: Path) -> OfficeInMemory:
    """One visit request that is approved and awaits the visit, statuses pushed."""
    (tmp_path / "部门").mkdir()
    made = OfficeInMemory(tmp_path / "部门", settings()).found()
    made.add(BOOK, [("visit_request", visit(visit_on=date(2026, 9, 2)))])
    for name in ("经理-林晓峰.xlsx", "总监-陈国栋.xlsx", "财务部-费用台账.xlsx"):
        made.add(name, [])
    submit(made, made.folder / BOOK, "张伟", at())
    for name in ("林晓峰", "陈国栋", "吴婷"):
        decide(made, "BF-001", A.APPROVE, name, at(), comment="同意")
    sync(made, at())
    return made


def files(office: OfficeInMemory) -> list[Path]:
    """The event files, oldest first."""
    with open_ledger(office) as ledger:
        order = {e.id: n for n, e in enumerate(_chain(ledger.index.of_request("BF-001")))}
    found = [path for path in (office.own_folder / "ledger").rglob("*.json") if path.stem in order]
    return sorted(found, key=lambda path: order[path.stem])


def _chain(envelopes: list[Envelope]) -> list[Envelope]:
    order: list[Envelope] = []
    while len(order) < len(envelopes):
        known = {e.id for e in order}
        order.append(next(e for e in envelopes if e.id not in known and set(e.after) <= known))
    return order


def laws(office: OfficeInMemory) -> list[Path]:
    with open_ledger(office) as ledger:
        names = [state.id for state in ledger.law.states]
    return [next((office.own_folder / "ledger").rglob(f"{name}.json")) for name in names]


def codes(result: AuditResult) -> list[str]:
    return sorted({fault.text.code for fault in result.faults})


def state(office: OfficeInMemory) -> str:
    with open_ledger(office) as ledger:
        return ledger.request("BF-001").state


def put(office: OfficeInMemory, envelope: Envelope) -> None:
    with attach_ledger(office) as ledger:
        ledger.store.put(envelope.id, envelope.day, envelope.content)


def new_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From here on nothing is remembered of what was read before."""
    monkeypatch.setenv("KAMXL_HOME", str(tmp_path / "another machine"))


# -- 1 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("thorough", [False, True])
def test_a_sound_ledger(
    office: OfficeInMemory, thorough: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = audit(office, every_signature=thorough)
    assert (result.faults, result.events, result.requests, result.sound) == ((), 4, 1, True)
    new_machine(monkeypatch, tmp_path)
    assert audit(office, every_signature=thorough) == result


# -- 2 -------------------------------------------------------------------------------------------------------------


def _edit(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_bytes(content.replace(old, new).encode())


@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_an_edited_event(
    office: OfficeInMemory, position: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = ('"budget":"800"', '"budget":"8000"') if position == 0 else ("同意", "退回")
    _edit(files(office)[position], old, new)
    assert "ledger.misnamed" in codes(audit(office))
    new_machine(monkeypatch, tmp_path)
    result = audit(office)
    assert "ledger.misnamed" in codes(result)
    assert not result.sound


def test_an_edited_event_under_its_new_digest(office: OfficeInMemory) -> None:
    path = files(office)[0]
    content = path.read_bytes().replace(b'"budget":"800"', b'"budget":"8000"')
    (path.parent / f"{digest(content)}.json").write_bytes(content)
    path.unlink()
    assert {"ledger.bad_signature", "ledger.missing"} <= set(codes(audit(office)))


def test_an_event_written_in_another_way(office: OfficeInMemory) -> None:
    path = files(office)[0]
    path.write_bytes(json.dumps(json.loads(path.read_bytes()), indent=1).encode())
    assert "ledger.broken" in codes(audit(office))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"body":{"v":9}}', b"\xff\xfe", b"[" * 50_000])
def test_an_emptied_or_broken_event(office: OfficeInMemory, content: bytes) -> None:
    files(office)[1].write_bytes(content)
    result = audit(office)
    assert {"ledger.broken", "ledger.missing"} <= set(codes(result))


@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_event_dropped_in_the_middle(
    office: OfficeInMemory, position: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    new_machine(monkeypatch, tmp_path)
    path = files(office)[position]
    new_machine(monkeypatch, tmp_path / "third")
    path.unlink()
    result = audit(office)
    assert "ledger.missing" in codes(result)
    named = [fault.text.params["event"] for fault in result.faults if fault.text.code == "ledger.missing"]
    assert named == [path.stem[:12]]


def test_the_last_event_dropped_is_missed_by_whoever_read_it(office: OfficeInMemory) -> None:
    path = files(office)[3]
    path.unlink()
    result = audit(office)
    assert codes(result) == ["ledger.forged_status", "ledger.vanished"]
    assert state(office) == "待拜访"  # this machine still knows it


def test_the_last_event_dropped_shows_in_the_status_to_anybody(
    office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = files(office)[3]
    path.unlink()
    new_machine(monkeypatch, tmp_path)
    result = audit(office)
    assert codes(result) == ["ledger.forged_status"]
    assert not result.sound


def test_a_law_dropped(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    last = laws(office)[-1]
    new_machine(monkeypatch, tmp_path)
    last.unlink()
    assert "ledger.missing_parent" in codes(audit(office))


def test_the_founding_dropped(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = laws(office)[0]
    new_machine(monkeypatch, tmp_path)
    first.unlink()
    assert "ledger.no_founding" in codes(audit(office))
    with pytest.raises(LedgerError):
        open_ledger(office)


def test_events_swapped(office: OfficeInMemory) -> None:
    first, second = files(office)[1:3]
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    result = audit(office)
    assert "ledger.misnamed" in codes(result)
    assert state(office) == "待拜访"


def test_an_event_moved_to_another_day(office: OfficeInMemory) -> None:
    path = files(office)[1]
    earlier = path.parents[1] / "2026-08-01"
    earlier.mkdir()
    path.rename(earlier / path.name)
    assert codes(audit(office)) == ["ledger.misplaced"]


def test_an_event_copied_from_another_department(office: OfficeInMemory, tmp_path: Path) -> None:
    (tmp_path / "别的部门").mkdir()
    other = OfficeInMemory(tmp_path / "别的部门", settings()).found()
    other.add(BOOK, [("visit_request", visit())])
    submit(other, other.folder / BOOK, "张伟", at())
    source = next(path for path in (other.own_folder / "ledger" / TODAY.isoformat()).iterdir())
    target = office.own_folder / "ledger" / TODAY.isoformat() / source.name
    target.write_bytes(source.read_bytes())
    assert codes(audit(office)) == ["ledger.foreign"]
    assert state(office) == "待拜访"


def _in_sqlite(office: OfficeInMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    place = f"sqlite:///{(tmp_path / 'ledger.sqlite').as_posix()}"
    store = SqlStore(place)
    with open_ledger(office) as ledger:
        done: set[str] = set()
        blobs = {blob.name: blob for blob in ledger.store.everything()}
        while len(done) < len(blobs):
            for name, blob in blobs.items():
                body = json.loads(blob.content or b"")["body"]
                parents = {*body["prev"], *body["after"], *([body["law"]] if body["law"] else [])}
                if name not in done and parents <= done:
                    store.put(name, body["at"][:10], blob.content or b"")
                    done.add(name)
    store.close()
    monkeypatch.setenv("KAMXL_LEDGER", place)
    new_machine(monkeypatch, tmp_path)
    return place


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE kamxl_events SET content = replace(CAST(content AS TEXT), '800', '900') WHERE seq IN (3, 4)",
            "ledger.misnamed",
        ),
        ("DELETE FROM kamxl_events WHERE seq = 4", "ledger.missing"),
        ("UPDATE kamxl_events SET seq = 2 - seq + 4 + 100 WHERE seq IN (4, 5)", "ledger.misplaced"),
        ("UPDATE kamxl_events SET name = 'x' || substr(name, 2) WHERE seq = 4", "ledger.misnamed"),
    ],
)
def test_rows_of_a_database(
    office: OfficeInMemory, statement: str, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = _in_sqlite(office, tmp_path, monkeypatch)
    assert audit(office).faults == ()
    new_machine(monkeypatch, tmp_path / "fourth")
    engine = create_engine(place)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert code in codes(audit(office))


# -- 3 and 4 -------------------------------------------------------------------------------------------------------


def forged(office: OfficeInMemory, key: PrivateKey, change: Callable[[Event], Event] = lambda event: event) -> Envelope:
    """An approval of BF-002, which 张伟 has just submitted, in the manager's name with some key."""
    rows: list[tuple[str, dict[str, Value]]] = [
        ("visit_request", visit(visit_on=date(2026, 9, 2))),
        ("visit_request", visit("BF-002", visit_on=date(2026, 9, 2))),
    ]
    office.add(BOOK, rows)
    submit(office, office.folder / BOOK, "张伟", at(), record="BF-002")
    sync(office, at())
    with open_ledger(office) as ledger:
        event = Event(request="BF-002", flow="visit", action=A.APPROVE, actor="林晓峰", at=at(), comment="同意")
        placed = change(ledger.placed(event))
        seq, prev = ledger.index.heads(placed.actor)
        return seal_event(placed, key, dept=ledger.law.dept, seq=seq + 1, prev=prev)


def key_of(office: OfficeInMemory, name: str) -> PrivateKey:
    with open_ledger(office) as ledger:
        return ledger.key_of(name)


def still_waits(office: OfficeInMemory) -> bool:
    with open_ledger(office) as ledger:
        return ledger.request("BF-002").state == "经理审核"


def test_signed_with_another_s_key(office: OfficeInMemory) -> None:
    put(office, forged(office, key_of(office, "张伟")))
    assert codes(audit(office)) == ["ledger.not_their_key"]
    assert still_waits(office)


def test_signed_with_nobody_s_key(office: OfficeInMemory) -> None:
    put(office, forged(office, PrivateKey.new()))
    assert codes(audit(office)) == ["ledger.not_their_key"]
    assert still_waits(office)


def test_a_signature_that_is_not_one(office: OfficeInMemory) -> None:
    envelope = forged(office, key_of(office, "林晓峰"))
    outer = json.loads(envelope.content)
    outer["sig"] = "00" * 64
    content = canonical(outer)
    put(office, replace(envelope, content=content, id=digest(content)))
    assert codes(audit(office)) == ["ledger.bad_signature"]
    assert still_waits(office)


def test_a_forged_pair_that_vouches_for_itself(office: OfficeInMemory) -> None:
    """The second names the first as its predecessor: neither is signed, so neither is believed."""
    honest = forged(office, key_of(office, "林晓峰"))
    outer = json.loads(honest.content)
    outer["sig"] = "11" * 64
    first = canonical(outer)
    outer["body"]["prev"] = [digest(first)]
    outer["body"]["seq"] += 1
    second = canonical(outer)
    for content in (first, second):
        put(office, replace(honest, content=content, id=digest(content)))
    result = audit(office)
    assert [fault.text.code for fault in result.faults] == ["ledger.bad_signature"] * 2
    assert still_waits(office)


def test_a_retired_key(office: OfficeInMemory) -> None:
    key = key_of(office, "林晓峰")
    init(office, "周敏", at(), retire=["林晓峰"])
    put(office, forged(office, key))
    assert codes(audit(office)) == ["ledger.not_their_key"]
    assert still_waits(office)
    with raising("ledger.key_unknown"):
        decide(office, "BF-002", A.APPROVE, "林晓峰", at())


def _law(office: OfficeInMemory, data: dict[str, Any], name: str, key: PrivateKey, **more: Any) -> Envelope:
    with open_ledger(office) as ledger:
        seq, prev = ledger.index.heads(name)
        settled = {"dept": ledger.law.dept, "law": ledger.state.id, "at": at(), **more}
        return seal(Kind.LAW, data, key, author=name, seq=seq + 1, prev=prev, **settled)


def test_a_role_raised_by_somebody_who_is_no_administrator(office: OfficeInMemory) -> None:
    people = [person_json(person) for person in office.settings.staff]
    raised = [{**person, "role": "director"} if person["name"] == "张伟" else person for person in people]
    put(office, _law(office, {"people": raised}, "张伟", key_of(office, "张伟")))
    put(office, _law(office, {"people": raised}, "周敏", key_of(office, "张伟")))
    assert [fault.text.code for fault in audit(office).faults] == ["ledger.not_admin"] * 2
    with open_ledger(office) as ledger:
        assert ledger.staff.find("张伟").role.value == "specialist"


def test_a_second_founding(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = PrivateKey.new()
    data = {"found": {"admin": "张伟", "public": key.public.hex(), "name": "x"}, "people": [], "policy": {}}
    put(office, _law(office, data, "张伟", key, dept="", law="", at=at(date(2026, 9, 3))))
    assert codes(audit(office)) == ["ledger.second_founding"]
    earlier = _law(office, data, "张伟", key, dept="", law="", at=at(date(2020, 1, 1)))
    put(office, earlier)
    assert codes(audit(office)) == ["ledger.second_founding"]
    assert state(office) == "待拜访"


def test_a_publication_dated_back(office: OfficeInMemory) -> None:
    put(office, _law(office, {"people": []}, "周敏", key_of(office, "周敏"), at=at(TODAY - timedelta(days=40))))
    assert codes(audit(office)) == ["ledger.backdated"]


def test_a_policy_of_one_s_own(office: OfficeInMemory) -> None:
    office.add(BOOK, [("visit_request", visit(visit_on=date(2026, 9, 2)))])
    with open_ledger(office) as ledger:
        evidence = ledger.request("BF-001").evidence
        event = Event(
            request="BF-007", flow="visit", action=A.SUBMIT, actor="张伟", at=at(), evidence=evidence, policy="f" * 64
        )
        placed = replace(ledger.placed(event), policy="f" * 64)
        seq, prev = ledger.index.heads("张伟")
        envelope = seal_event(placed, ledger.key_of("张伟"), dept=ledger.law.dept, seq=seq + 1, prev=prev)
    put(office, envelope)
    result = audit(office)
    assert [fault.text.params["reason"].code for fault in result.faults] == ["flows.unknown_policy"]


def test_decisions_that_were_never_allowed(office: OfficeInMemory) -> None:
    own = forged(office, key_of(office, "张伟"), lambda event: replace(event, actor="张伟"))
    put(office, own)
    result = audit(office)
    assert [(f.text.code, f.text.params["reason"].code) for f in result.faults] == [
        ("ledger.not_allowed", "flows.own_request")
    ]
    assert still_waits(office)


def test_what_is_signed_but_no_event(office: OfficeInMemory) -> None:
    with open_ledger(office) as ledger:
        seq, prev = ledger.index.heads("张伟")
        key = ledger.key_of("张伟")
        envelope = seal(
            Kind.EVENT, {"request": "BF-001", "action": "fly"}, key, author="张伟", at=at(), dept=ledger.law.dept,
            seq=seq + 1, prev=prev, law=ledger.state.id,
        )  # fmt: skip
    put(office, envelope)
    assert codes(audit(office)) == ["ledger.broken"]
    assert state(office) == "待拜访"


def test_a_wish_to_join_in_another_s_name_gives_nothing(office: OfficeInMemory) -> None:
    with open_ledger(office) as ledger:
        key = PrivateKey.new()
        ledger.ask_to_join("陈国栋", key, at())
        bad = seal(Kind.JOIN, {"name": "x", "public": key.public.hex()}, PrivateKey.new(), author="x", at=at(),
                   dept=ledger.law.dept, seq=0)  # fmt: skip
        odd = seal(Kind.JOIN, {"public": 7}, key, author="x", at=at(), dept=ledger.law.dept, seq=0)
    put(office, forged(office, key, lambda event: replace(event, actor="陈国栋")))
    put(office, bad)
    put(office, odd)
    assert codes(audit(office)) == ["ledger.bad_signature", "ledger.broken", "ledger.not_their_key"]


# -- 5 -------------------------------------------------------------------------------------------------------------


def test_a_status_typed_into_a_cell(office: OfficeInMemory) -> None:
    change = Change()
    change.set("拜访申请", "M2", "结束")
    office.books[BOOK].apply(change)
    result = audit(office)
    assert [fault.text.what() for fault in result.faults] == [f"{BOOK} 拜访申请!M2 写着“结束”，但审批记录是“待拜访”。"]
    assert not result.sound


def test_a_status_on_a_form_that_nobody_submitted(office: OfficeInMemory) -> None:
    office.add(BOOK, [("visit_request", visit(visit_on=date(2026, 9, 2))), ("visit_request", visit("BF-003"))])
    sync(office, at())
    change = Change()
    change.set("拜访申请", "M3", "已批准")
    office.books[BOOK].apply(change)
    assert [fault.text.params["shown"] for fault in audit(office).faults] == ["已批准"]


def test_a_cell_changed_after_approval(office: OfficeInMemory) -> None:
    office.rows[BOOK] = [("visit_request", visit(visit_on=date(2026, 9, 2), budget=Decimal(8000)))]
    result = audit(office)
    assert [fault.text.what() for fault in result.faults] == [f"审批后被修改：{BOOK} 拜访申请!J2 800 → 8000。"]
    with pytest.raises(FlowError) as caught:
        decide(office, "BF-001", A.DONE, "张伟", at())
    assert caught.value.code == "flows.changed"
    pushed = sync(office, at())
    assert [change.after for change in pushed.changed] == ["8000"]
    grid = office.books[BOOK].grid("拜访申请")
    assert (grid.at(1, 12), grid.at(1, 16)) == ("审批后被修改", "拜访申请!J2 800 → 8000；请改回或重新提交")
    again = submit(office, office.folder / BOOK, "张伟", at(), record="BF-001")
    assert [(s.request.state, s.request.revision) for s in again.submitted] == [("经理审核", 2)]
    sync(office, at())
    assert audit(office).faults == ()


def test_a_form_taken_away(office: OfficeInMemory) -> None:
    office.rows[BOOK] = []
    assert codes(audit(office)) == ["ledger.record_gone"]


def test_a_record_changed_after_it_was_shown(office: OfficeInMemory) -> None:
    record: dict[str, Value] = {
        "customer": "华东机电", "visited_on": date(2026, 9, 2), "visitor": "张伟", "visitee": "王总", "purpose": "续约",
        "success": True, "request_no": "BF-001",
    }  # fmt: skip
    rows: list[tuple[str, dict[str, Value]]] = [("visit_request", visit(visit_on=date(2026, 9, 2)))]
    office.add(BOOK, [*rows, ("visit_record", record)])
    decide(office, "BF-001", A.DONE, "张伟", at())
    sync(office, at())
    assert audit(office).faults == ()
    office.rows[BOOK] = [*rows, ("visit_record", {**record, "success": False})]
    assert [f.text.what() for f in audit(office).faults] == [f"审批后被修改：{BOOK} 客户拜访记录表!I2 是 → 否。"]
    office.rows[BOOK] = rows
    assert codes(audit(office)) == ["ledger.record_gone"]


# -- 6 -------------------------------------------------------------------------------------------------------------


def test_what_a_sync_tool_leaves(office: OfficeInMemory) -> None:
    path = files(office)[1]
    (path.parent / f"{path.stem}-DESKTOP-7.json").write_bytes(path.read_bytes())
    (path.parent / f"{path.stem} (1).json").write_bytes(b"half")
    result = audit(office)
    assert (codes(result), result.sound) == (["ledger.spare"], True)
    path.rename(path.with_name(f"{path.stem} 冲突副本.json"))
    (path.parent / f"{path.stem}-DESKTOP-7.json").unlink()
    (path.parent / f"{path.stem} (1).json").unlink()
    assert codes(audit(office)) == []


# -- keys and founding ---------------------------------------------------------------------------------------------


def test_join_grant_and_sign(office: OfficeInMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAMXL_KEYS", str(tmp_path / "laptop"))
    office.rows[BOOK].append(("visit_request", visit("BF-004", visit_on=date(2026, 9, 2))))
    with raising("ledger.no_key"):
        submit(office, office.folder / BOOK, "张伟", at(), record="BF-004")
    mark = join(office, "张伟", at())
    assert join(office, "张伟", at()) == mark
    with raising("ledger.key_unknown"):
        submit(office, office.folder / BOOK, "张伟", at(), record="BF-004")
    with monkeypatch.context() as desk:
        desk.setenv("KAMXL_KEYS", str(tmp_path / "nowhere"))
        with raising("ledger.no_key"):
            init(office, "周敏", at(), grant=["张伟"])


def test_only_the_administrator_publishes(office: OfficeInMemory) -> None:
    with raising("ledger.only_admin"):
        init(office, "林晓峰", at())
    again = init(office, "周敏", at())
    assert (again.changed, again.missing, again.asking) == (False, (), ())
    with raising("ledger.no_wish"):
        init(office, "周敏", at(), grant=["张伟"])


def test_a_wish_is_granted_by_name_or_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    office = OfficeInMemory(tmp_path / "b", settings())
    founded = init(office, "周敏", at(), simulated=True)
    assert (founded.enrolled, len(founded.missing)) == (("周敏",), 7)
    mark = join(office, "张伟", at())
    assert init(office, "周敏", at()).asking == (("张伟", mark),)
    granted = init(office, "周敏", at(), grant=[mark])
    assert (granted.enrolled, granted.asking, granted.changed) == (("周敏", "张伟"), (), True)
    with open_ledger(office) as ledger:
        for _ in range(2):
            ledger.ask_to_join("李娜", PrivateKey.new(), at())
    with raising("ledger.many_wishes"):
        init(office, "周敏", at(), grant=["李娜"])


def test_before_the_founding(tmp_path: Path) -> None:
    office = OfficeInMemory(tmp_path, settings())
    for command in (lambda: audit(office), lambda: open_ledger(office), lambda: join(office, "张伟", at())):
        with raising("ledger.not_founded"):
            command()


def test_a_clock_that_is_behind(office: OfficeInMemory) -> None:
    office.rows[BOOK].append(("visit_request", visit("BF-004", visit_on=date(2026, 9, 2))))
    with raising("ledger.clock"):
        submit(office, office.folder / BOOK, "张伟", at(date(2026, 8, 1)), record="BF-004")


def test_keys_are_private_files(office: OfficeInMemory, tmp_path: Path) -> None:
    chain = keychain()
    with open_ledger(office) as ledger:
        dept = ledger.law.dept
    key = chain.load(dept, "张伟")
    assert key is not None
    assert key.secret.hex() not in repr(key)
    path = next(Path(str(chain.root)).rglob("张伟.key"))  # type: ignore[attr-defined]
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("nonsense", encoding="ascii")
    with raising("ledger.bad_key"):
        chain.load(dept, "张伟")
    assert chain.load(dept, "无人") is None


def test_everything_that_is_read_is_verified_without_an_index(office: OfficeInMemory) -> None:
    with open_ledger(office) as ledger:
        proof = prove(ledger.store)
    assert (proof.sound, proof.events, proof.cases["BF-001"].request is not None) == (True, 4, True)
