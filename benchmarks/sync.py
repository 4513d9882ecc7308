"""How long a sync, a look at one request and a full proof take in a large department.

    python benchmarks/sync.py [--events 100000] [--open 1000] [--books 60] [--folder DIR]

Lays out workbooks with requests under way and a ledger full of ended ones, then measures, each in a process of its own:
a sync with nothing new, with 10 changes, with every request changed; the state of one request with a warm index; a
proof of every event. Prints a table with the issue's limits and the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import xlsxwriter  # noqa: E402 - run as a script from a clone

from kamxl.books.closed import open_closed  # noqa: E402
from kamxl.commands.acting import act, attach_ledger, open_ledger  # noqa: E402
from kamxl.commands.department import Department  # noqa: E402
from kamxl.commands.init import init  # noqa: E402
from kamxl.commands.sync import sync  # noqa: E402
from kamxl.domain.event import Event, Evidence, stamp  # noqa: E402
from kamxl.domain.flow import Action  # noqa: E402
from kamxl.domain.form import forms  # noqa: E402
from kamxl.ledger.envelope import Envelope, seal_event  # noqa: E402
from kamxl.ledger.proof import prove  # noqa: E402

TODAY = date(2026, 9, 1)
DECIDERS = (("林晓峰", "大客户部经理"), ("陈国栋", "营销总监"), ("吴婷", "财务部"), ("周敏", "内勤"))
HISTORY = ((Action.REMIND, ""), (Action.APPROVE, "林晓峰"), (Action.REMIND, ""), (Action.REJECT, "陈国栋"))


def specialist(position: int) -> str:
    return f"专员{position:02d}"


def department(folder: Path) -> Department:
    return Department(folder, open_closed, TODAY)


def lay_out(folder: Path, books: int, rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    settings = xlsxwriter.Workbook(folder / "设置.xlsx")
    sheet = settings.add_worksheet("人员")
    people = [*DECIDERS, *((specialist(position), "区域大客户专员") for position in range(books))]
    sheet.write_row(0, 0, ("姓名", "角色"))
    for row, person in enumerate(people, 1):
        sheet.write_row(row, 0, person)
    settings.close()
    for name in ("经理-林晓峰", "总监-陈国栋", "财务部-吴婷"):
        workbook = xlsxwriter.Workbook(folder / f"{name}.xlsx")
        workbook.add_worksheet("首页")
        workbook.close()
    fields = forms()["visit_request"].all_fields
    for position in range(books):
        workbook = xlsxwriter.Workbook(folder / f"{specialist(position)}.xlsx")
        sheet = workbook.add_worksheet("拜访申请")
        sheet.write_row(0, 0, [field.zh for field in fields])
        for row in range(rows):
            values = request_fields(position, row)
            sheet.write_row(row + 1, 0, [values.get(field.id, "") for field in fields])
        workbook.close()


def request_fields(position: int, row: int) -> dict[str, str]:
    return {
        "no": f"BF-{position:02d}-{row:04d}", "customer": "华东机电", "visitee": "王总", "visit_on": "2026-09-07",
        "purpose": "续约", "budget": "800", "applicant": specialist(position), "applied_on": "2026-08-31",
    }  # fmt: skip


class Writer:
    """Writes signed events as their people would have, without judging each anew: only for filling a store."""

    def __init__(self, folder: Path) -> None:
        self.ledger = attach_ledger(department(folder))
        self.ledger.refresh()
        self.root = folder / ".kamxl" / "ledger"
        self.ends: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.keys = {name: self.ledger.key_of(name) for name in self.ledger.state.keys}

    def write(self, event: Event, after: tuple[str, ...]) -> str:
        seq, prev = self.ends.get(event.actor, (0, ()))
        placed = Event(
            **{slot: getattr(event, slot) for slot in event.__slots__} | {"after": after, "law": self.ledger.state.id}
        )
        made: Envelope = seal_event(placed, self.keys[event.actor], dept=self.ledger.law.dept, seq=seq + 1, prev=prev)
        target = self.root / made.day
        target.mkdir(exist_ok=True)
        (target / f"{made.id}.json").write_bytes(made.content)
        self.ends[event.actor] = (seq + 1, (made.id,))
        return made.id

    def request(self, fields: dict[str, str], first: datetime, history: int, cells: dict[str, str]) -> None:
        no, applicant = fields["no"], fields["applicant"]
        shown = Evidence(form="visit_request", book=f"{applicant}.xlsx", sheet="拜访申请", fields=fields, cells=cells)
        head = self.write(
            Event(
                request=no, flow="visit", action=Action.SUBMIT, actor=applicant, at=stamp(first), evidence=shown,
                policy=self.ledger.state.policy_digest,
            ), ()
        )  # fmt: skip
        for number, (action, name) in enumerate(HISTORY[:history], 1):
            event = Event(
                request=no, flow="visit", action=action, actor=name or applicant, comment="同意",
                at=stamp(first + timedelta(minutes=number)),
            )  # fmt: skip
            head = self.write(event, (head,))


def fill(folder: Path, events: int, open_requests: int, books: int) -> None:
    init(department(folder), "周敏", datetime(2025, 1, 1, 9), everyone=True, simulated=True)
    writer = Writer(folder)
    rows = open_requests // books + (open_requests % books > 0)
    columns = [field.id for field in forms()["visit_request"].all_fields]
    placed = 0
    for position in range(books):
        for row in range(rows):
            if placed < open_requests:
                fields = request_fields(position, row)
                cells = {name: f"{chr(65 + columns.index(name))}{row + 2}" for name in fields}
                writer.request(fields, datetime(2026, 8, 31, 9) + timedelta(seconds=placed), 0, cells)
                placed += 1
    per_request = len(HISTORY) + 1
    for number in range((events - placed) // per_request):
        fields = {**request_fields(number % books, 0), "no": f"旧-{number:06d}"}
        day = datetime(2025, 1, 2, 9) + timedelta(days=number % 550, seconds=number)
        writer.request(fields, day, len(HISTORY), {})
    writer.ledger.close()


def decide(folder: Path, count: int) -> None:
    with open_ledger(department(folder)) as ledger:
        waiting = [request for request in ledger.open_requests() if request.state == "经理审核"][:count]
        for request in waiting:
            act(ledger, request, Action.APPROVE, "林晓峰", datetime(2026, 9, 1, 9), comment="同意")


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def spent(work: Callable[[], object]) -> str:
    """Seconds by the clock and of the processor: others may be at work on the machine."""
    before = time.process_time()
    seconds = timed(work)
    return f"{seconds:.2f} s ({time.process_time() - before:.2f} s of processor)"


def measure(step: str, folder: Path) -> str:
    """Runs in a fresh process; prints one figure."""
    now = datetime(2026, 9, 1, 10)
    if step == "sync":
        return spent(lambda: sync(department(folder), now))
    if step == "index":
        return spent(lambda: open_ledger(department(folder)).close())
    if step == "request":
        ledger = open_ledger(department(folder))
        ledger.request("旧-000001")
        return f"{timed(lambda: ledger.request('旧-000777')) * 1000:.2f}"
    if step == "command":

        def look() -> None:
            with open_ledger(department(folder)) as ledger:
                ledger.request("旧-000778")

        return f"{timed(look) * 1000:.2f}"
    with attach_ledger(department(folder)) as ledger:
        counted = []
        figure = spent(lambda: counted.append(prove(ledger.store, every_signature=step == "signatures").events))
        return f"proof of {counted[0]} events: {figure}"


def apart(step: str, folder: Path) -> str:
    command = [sys.executable, __file__, "--measure", step, "--folder", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=1_000)
    parser.add_argument("--books", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure")
    given = parser.parse_args()
    if given.measure:
        print(measure(given.measure, given.folder))
        return
    with tempfile.TemporaryDirectory(prefix="kamxl-bench-") as scratch:
        os.environ.setdefault("KAMXL_HOME", str(Path(scratch) / "home"))
        os.environ.setdefault("KAMXL_KEYS", str(Path(scratch) / "keys"))
        folder = given.folder or Path(scratch) / "department"
        lay_out(folder, given.books, -(-given.open // given.books))
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        print(
            f"writing {given.events} events: {timed(lambda: fill(folder, given.events, given.open, given.books)):.1f} s"
        )
        print(f"first index of {given.events} events: {apart('index', folder)}")
        print(f"sync, first ({given.open} open requests in {given.books} workbooks): {apart('sync', folder)}")
        print(f"sync, nothing new: {apart('sync', folder)}")
        decide(folder, 10)
        print(f"sync, 10 changes: {apart('sync', folder)}")
        decide(folder, given.open)
        print(f"sync, {given.open - 10} changes: {apart('sync', folder)}")
        print(f"one request, warm index, ledger open: {apart('request', folder)} ms (at most 20 ms)")
        print(f"one request, warm index, with opening the ledger: {apart('command', folder)} ms")
        print(f"{apart('proof', folder)} (at most 15 s)")
        print(f"{apart('signatures', folder)}, every signature")


if __name__ == "__main__":
    main()
