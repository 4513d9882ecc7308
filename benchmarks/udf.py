"""What a KAM_* call costs, and recalculation without Excel against LibreOffice.

    python benchmarks/udf.py [--calls 10000] [--formulas 100000] [--no-office]

Calls: distinct and identical ones, in this process, as cells of a workbook in formualizer, and (where LibreOffice and the
extension are) as cells of a LibreOffice window; microseconds a call. Recalculation: a workbook of plain formulas (five a
row: a ratio, a look-up, a grade, a rounded amount, a SUMIFS over all rows), `kamxl recalc` as a process against
`soffice --headless` told to recalculate on load, start-up included for both. The limit that we hold ourselves to is 0.15.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from pathlib import Path

import xlsxwriter

from kamxl.books.closed import open_closed
from kamxl.commands.demo import lay_out
from kamxl.commands.department import Department
from kamxl.commands.refresh import refresh
from kamxl.domain.kpi import kpis
from kamxl.functions.calculator import Calculator
from kamxl.snapshot.store import SnapshotStore

DAY = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 9)
LIMIT = 0.15
_RECALC_ON_LOAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def sample(folder: Path) -> tuple[Calculator, list[tuple[str, str, str]]]:
    """The sample department's calculator, and more than ten thousand distinct calls over it."""
    place = folder / "部门"
    place.mkdir()
    lay_out(place)
    department = Department(place, open_closed, DAY)
    snapshot = refresh(department, SnapshotStore(folder / "cache.sqlite"), NOW)
    scopes = snapshot.facts.scopes
    names = ("", *scopes.regions, *scopes.specialists, *scopes.customers)
    periods = [f"{year}Q{number}" for year in range(2019, 2027) for number in range(1, 5)] + [
        str(year) for year in range(2019, 2027)
    ]
    return Calculator(snapshot), [(kpi.udf, *rest) for kpi, *rest in product(kpis().values(), periods, names)]


def report(what: str, spent: float, calls: int) -> None:
    print(f"{what:46}{spent / calls * 1e6:10.1f} µs a call   ({calls} calls, {spent:.2f} s)")


def in_process(calculator: Calculator, calls: list[tuple[str, str, str]]) -> None:
    report("in process, distinct", seconds(lambda: [calculator.call(*call) for call in calls]), len(calls))
    report("in process, identical", seconds(lambda: [calculator.call(*calls[0]) for _ in calls]), len(calls))


def in_formualizer(calculator: Calculator, calls: list[tuple[str, str, str]], folder: Path) -> None:
    if importlib.util.find_spec("formualizer") is None:
        print("formualizer: 没有安装 (pip install 'kamxl[recalc]')")
        return
    from kamxl.recalc.engine import Engine

    for what, chosen in (("distinct", calls), ("identical", [calls[0]] * len(calls))):
        path = folder / f"{what}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("指标")
            for row, (udf, period, scope) in enumerate(chosen):
                sheet.write_formula(row, 0, f'={udf}("{period}","{scope}")')
        engine = Engine(path, date1904=False, now=NOW)
        engine.register(Calculator(calculator.snapshot))
        report(f"in formualizer, {what}", seconds(lambda engine=engine: engine.evaluate([])), len(chosen))


def in_libreoffice(calls: list[tuple[str, str, str]]) -> None:
    """As cells of a LibreOffice of our own, without a window: an extension has to be installed into a profile first.

    The processor's time is the office's and the resident process's together, so other work on the machine counts less. The
    floor is what LibreOffice takes to call a Basic function that does nothing.
    """
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if shutil.which("soffice") is None or importlib.util.find_spec("tests.libreoffice.cells") is None:
        print("in LibreOffice: 跳过，缺少 LibreOffice 或测试")
        return
    from tests.libreoffice import cells as bench

    with bench.office_with_functions() as place:
        identical = [calls[0]] * len(calls)
        place.fill(["KAMXL_NOTHING()"] * len(calls))
        _told("in LibreOffice, Basic that does nothing", place.recalculate(), len(calls))
        for what, chosen in (("identical", identical), ("distinct", calls)):
            place.fill([f'{udf}("{period}";"{scope}")' for udf, period, scope in chosen])
            _told(f"in LibreOffice, {what}, recalculated", place.recalculate(), len(chosen))
            place.forget()
            _told(f"in LibreOffice, {what}, after 刷新KPI", place.recalculate(once=True), len(chosen))


def _told(what: str, spent: tuple[float, float], calls: int) -> None:
    wall, processor = (one / calls * 1e6 for one in spent)
    print(f"{what:46}{wall:10.1f} µs a call   {processor:.1f} of processor   ({calls} calls)")


def formula_book(path: Path, formulas: int) -> None:
    """Five formulas a row over a sheet of customers and amounts."""
    rows, customers = formulas // 5, 400
    with xlsxwriter.Workbook(path) as book:
        data, names = book.add_worksheet("明细"), book.add_worksheet("客户")
        for number in range(customers):
            names.write_row(number, 0, (f"客户{number:03}", ("华东", "华南", "华北", "西南")[number % 4]))
        for row in range(rows):
            k = row + 1
            data.write_row(
                row, 0, (f"客户{row * 7 % customers:03}", f"2026Q{row % 4 + 1}", row * 37 % 5000, row * 31 % 5000)
            )
            data.write_formula(row, 4, f"=IF(C{k}=0,0,D{k}/C{k})")
            data.write_formula(row, 5, f"=VLOOKUP(A{k},客户!$A$1:$B${customers},2,FALSE)")
            data.write_formula(row, 6, f'=IF(E{k}>=1,"达标",IF(E{k}>=0.9,"接近","未达标"))')
            data.write_formula(row, 7, f"=ROUND(D{k}*1.13,2)-C{k}")
            data.write_formula(row, 8, f"=SUMIFS($D$1:$D${rows},$A$1:$A${rows},A{k},$B$1:$B${rows},B{k})")


def recalculation(folder: Path, formulas: int) -> bool:
    """Both as whole processes, one after the other; whether the ratio is within the limit."""
    path = folder / "公式.xlsx"
    formula_book(path, formulas)
    if shutil.which("soffice") is None:
        print("recalculation: 这台电脑上没有 LibreOffice")
        return True
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_RECALC_ON_LOAD, encoding="utf-8")
    out = folder / "office"
    home = f"-env:UserInstallation={profile.parent.as_uri()}"
    office, office_cpu = measured(
        ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    )
    ours, our_cpu = measured([sys.executable, "-m", "kamxl", "recalc", str(path)])
    agree = same_values(path, out / path.name)
    print(f"{'kamxl recalc, all results new':46}{ours:10.2f} s   {our_cpu:.2f} s of processor")
    print(f"{'soffice --headless, recalculating':46}{office:10.2f} s   {office_cpu:.2f} s of processor")
    ratio = our_cpu / office_cpu if office_cpu else ours / office
    print(
        f"{'ratio':46}{ours / office:10.3f}   {ratio:.3f} of processor   (limit {LIMIT}; {agree:.2%} of the cells agree)"
    )
    return min(ratio, ours / office) <= LIMIT and agree == 1.0


def measured(command: list[str]) -> tuple[float, float]:
    """A process' seconds by the clock and of the processor (0 where the system does not say): others may be at work."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = _processor()
    spent = seconds(lambda: subprocess.run(command, check=True, capture_output=True, env=environment))
    return spent, _processor() - before


def _processor() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def same_values(one: Path, two: Path) -> float:
    """The share of equal cells of the sheet 明细 in both files."""
    from python_calamine import CalamineWorkbook

    grids = [CalamineWorkbook.from_path(path).get_sheet_by_name("明细").to_python() for path in (one, two)]
    pairs = [(a, b) for left, right in zip(*grids, strict=True) for a, b in zip(left, right, strict=True)]
    equal = sum(a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) < 1e-9) for a, b in pairs)
    return equal / len(pairs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--formulas", type=int, default=100_000)
    parser.add_argument("--no-office", action="store_true", help="leave LibreOffice's cells out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kamxl-bench-") as made:
        folder = Path(made)
        calculator, known = sample(folder)
        calls = known[: given.calls]
        in_process(calculator, calls)
        in_formualizer(calculator, calls, folder)
        if not given.no_office:
            in_libreoffice(calls)
        fast = recalculation(folder, given.formulas)
    return 0 if fast else 1


if __name__ == "__main__":
    raise SystemExit(main())
