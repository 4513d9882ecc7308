"""Recalculation without Excel.

1. A workbook with structured references, Chinese names, LET, XLOOKUP, dynamic arrays and 1,000 KAM cells gets the results
   that Excel gives; nothing but results changes: other parts byte for byte, formulas to the letter.
2. A second run changes nothing; ``check`` writes nothing and tells the differences; a changed input moves what depends on it.
3. What the engine cannot do keeps its result, is used as such by others, and is reported with its reason.
4. An array formula that would fill another area keeps its results.
5. Without a department KAM cells keep their results.
6. ``strict`` writes only what formulon says too.
7. Bad files: a clear error, the file untouched; one does not stop the others.
"""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")

from kamxl.commands.recalc import recalc
from kamxl.domain.kpi import kpis
from kamxl.errors import BookError
from kamxl.ooxml import Workbook
from kamxl.ooxml.addresses import Position, parse_area
from kamxl.ooxml.results import formulas
from kamxl.ooxml.values import CellError
from kamxl.recalc.cells import positions
from kamxl.recalc.compare import same, shown
from kamxl.recalc.recalculate import recalculate
from kamxl.recalc.result import Difference

from . import own

NOW = datetime(2026, 10, 8, 9, 30)


@pytest.fixture
def book(tmp_path) -> Path:
    own.write(tmp_path / "公式.xlsx")
    return tmp_path / "公式.xlsx"


def results(path: Path) -> dict[str, object]:
    """Every value of the sheet 结果, as the file holds it."""
    opened = Workbook.open(path)
    cells = opened.read_cells("结果", positions(parse_area("A1:O30")))
    plain = {str(at): cell.value for at, cell in cells.items()}
    return {at: value.code if isinstance(value, CellError) else value for at, value in plain.items()}


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def texts(path: Path) -> list[tuple[str, str, str]]:
    opened = Workbook.open(path)
    return [
        (sheet.name, str(formula.position), formula.text)
        for sheet in opened.sheets
        for formula in formulas(opened.worksheet(sheet.name), opened.strings)
    ]


def expected() -> dict[str, object]:
    wanted: dict[str, object] = {cell: value for cell, (_, value) in own.FORMULAS.items()}
    for area, (_, rows) in own.ARRAYS.items():
        cells = [str(position) for position in positions(parse_area(area))]
        wanted |= dict(zip(cells, [value for row in rows for value in row], strict=True))
    return wanted


def test_a_workbook_gets_excels_results_and_nothing_else_changes(book) -> None:
    before, formulas_before = parts(book), texts(book)
    found = recalculate(book, own.calculator(), NOW)
    after = results(book)
    assert {cell: (after[cell], value) for cell, value in expected().items() if not same(after[cell], value)} == {}
    assert (found.kept, found.written) == ((), True)
    changed = {name for name, digest in parts(book).items() if before.get(name) != digest}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet1.xml"}
    assert parts(book).keys() == before.keys()
    assert texts(book) == formulas_before


def test_a_thousand_kam_cells_equal_the_calculator(book) -> None:
    recalculate(book, own.calculator(), NOW)
    answers, opened = own.calculator(), Workbook.open(book)
    cells = opened.read_cells("千格", positions(parse_area(f"A1:E{own.KAM_CELLS // 4}")))
    for position, cell in cells.items():
        if position.column == 1:
            continue
        period = cells[type(position)(position.row, 1)].value
        name, *rest = [("KAM_CHURN",), ("KAM_COMPLAINTS", "华东"), ("KAM_COST_RATE",), ("KAM_PLAN_RATE", "张伟")][
            position.column - 2
        ]
        wanted = answers.call(name, period, *rest)
        got = cell.value.code if isinstance(cell.value, CellError) else cell.value
        assert got == (-1 if wanted == "#N/A" and name == "KAM_PLAN_RATE" else wanted), (position, name)


def test_a_second_run_changes_nothing(book) -> None:
    recalculate(book, own.calculator(), NOW)
    data = book.read_bytes()
    again = recalculate(book, own.calculator(), NOW)
    assert (again.different, again.written, again.share) == ((), False, 1.0)
    assert book.read_bytes() == data


def test_check_writes_nothing_and_tells(book) -> None:
    data = book.read_bytes()
    found = recalculate(book, own.calculator(), NOW, check=True)
    assert (found.written, book.read_bytes() == data) == (False, True)
    assert Difference("结果", Position(1, 1), 0.0, 150.0) in found.different
    assert found.cells == found.equal + len(found.different)


def test_a_changed_input_moves_what_depends_on_it(book) -> None:
    recalculate(book, own.calculator(), NOW)
    opened = Workbook.open(book)
    opened.set_cells("客户 销售", {"D2": 190})
    opened.save()
    found = recalculate(book, own.calculator(), NOW, strict=True)
    moved = {(one.sheet, one.cell): (one.old, one.new) for one in found.different}
    assert moved == {
        ("结果", "A1"): (150.0, 250.0),
        ("结果", "A2"): (150.0, 250.0),
        ("结果", "A3"): (150 / 450, 250 / 450),
        ("结果", "A6"): (750.0, 950.0),
        ("结果", "A7"): (151.0, 251.0),
        ("结果", "A17"): ("33.3%", "55.6%"),
        ("结果", "A19"): (150.0, 250.0),
        ("结果", "A21"): (12001.0, 22001.0),
        ("客户 销售", "D5"): (150.0, 250.0),
    }
    assert found.kept == ()


def simple(path: Path, cells: dict[str, tuple[str, object]], inputs: dict[str, object] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        for cell, value in (inputs or {}).items():
            sheet.write(cell, value)
        for cell, (formula, cached) in cells.items():
            sheet.write_formula(cell, formula, None, cached)
    return path


def test_what_the_engine_cannot_do_is_kept_and_used_as_it_is(tmp_path) -> None:
    path = simple(
        tmp_path / "表.xlsx",
        {
            "A1": ("=UNKNOWNFUNCTION(1)", 7),
            "A2": ("=A1*2", 0),
            "A3": ("=IFERROR(A1,99)", 0),
            "A4": ("=RAND()", 0.25),
            "A5": ("=A4*4", 0),
            "A6": ("=NONSENSE", "#NAME?"),
            "A7": ("=[1]其他!A1", 12),
            "A8": ("=A7+1", 0),
            "A9": ('=TEXT(A7,"[$-804]aaaa")', "星期四"),
            "A10": ("=C:C*2", 3),
            "A11": ("=B11", 5),
            "B11": ("=A11", 5),
            "A12": ("=A11+1", 0),
            "A13": ("=C1:C2", 8),
        },
        {"C1": 4, "C2": 5},
    )
    found = recalculate(path, None, NOW)
    assert {kept.cell: kept.reason.code for kept in found.kept} == {
        "A1": "recalc.unable",
        "A4": "recalc.left_alone",
        "A6": "recalc.unknown_name",
        "A7": "recalc.elsewhere",
        "A9": "recalc.unsure",
        "A10": "recalc.intersection",
        "A11": "recalc.unable",  # a circle: one of it keeps its result, B11 follows from that
        "A13": "recalc.intersection",
    }
    assert {one.cell: one.new for one in found.different} == {
        "A2": 14.0, "A3": 7.0, "A5": 1.0, "A8": 13.0, "A12": 6.0,
    }  # fmt: skip
    assert all(kept.reason.full() and kept.reason.full("en") for kept in found.kept)


def test_an_array_of_another_size_is_kept(tmp_path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_dynamic_array_formula("C1:C2", "=SORT(A1:A3)", None, 9)
        sheet.write_formula("D1", "=SUM(C1:C2)")
        sheet.write_array_formula("F1:F3", "{=A1:A3*2}", None, 0)
    found = recalculate(path, None, NOW)
    assert [(kept.cell, kept.reason.code, kept.reason.params["new"]) for kept in found.kept] == [
        ("C1", "recalc.other_size", parse_area("C1:C3")),
        ("C2", "recalc.other_size", parse_area("C1:C3")),
    ]
    assert {one.cell: one.new for one in found.different} == {"D1": 9.0, "F1": 2.0, "F2": 4.0, "F3": 6.0}


def test_hidden_rows_leave_subtotals_alone(tmp_path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("表")
        sheet.write_column("A1", [1, 2])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.write_formula("B1", "=SUBTOTAL(109,A1:A2)", None, 1)
    assert [kept.reason.params["function"] for kept in recalculate(path, None, NOW).kept] == ["SUBTOTAL"]


def test_without_a_department_kam_cells_are_kept(book) -> None:
    found = recalculate(book, None, NOW, check=True)
    reasons = {kept.reason.code for kept in found.kept}
    arrays = 4 * 3 + 2 * 2
    assert reasons == {"recalc.no_department"}
    assert len(found.kept) == own.KAM_CELLS + arrays + sum("KAM_" in text for text, _ in own.FORMULAS.values())


def test_strict_keeps_what_the_second_engine_says_otherwise(tmp_path) -> None:
    pytest.importorskip("formulon", reason="第二个引擎 formulon 没有安装 (pip install 'kamxl[strict]')")
    # The engine takes TRUE for no number of characters; Excel and formulon take it for 1.
    path = simple(tmp_path / "表.xlsx", {"A1": ("=LEFT(C1,D1)", "no"), "A2": ("=1+1", 0)}, {"C1": "north", "D1": True})
    lenient = recalculate(path, None, NOW, check=True)
    strict = recalculate(path, None, NOW, strict=True)
    assert [one.cell for one in strict.different] == [
        one.cell for one in lenient.different if one.cell not in {kept.cell for kept in strict.kept}
    ]
    assert {one.cell: one.new for one in strict.different}["A2"] == 2.0
    assert {kept.reason.code for kept in strict.kept} <= {"recalc.disagree"}


def test_1904_dates(tmp_path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        sheet = made.add_worksheet("表")
        sheet.write_datetime("A1", datetime(2026, 8, 20), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula("B1", "=KAM_CHURN(A1)")
        sheet.write_formula("B2", "=YEAR(A1)")
    found = recalculate(path, own.calculator(), NOW)
    assert {one.cell: one.new for one in found.different} == {"B1": 1.0, "B2": 2026.0}


def test_a_workbook_without_formulas(tmp_path) -> None:
    path = simple(tmp_path / "表.xlsx", {}, {"A1": 1})
    assert recalculate(path, None, NOW).share == 1.0


def test_bad_files_do_not_stop_the_others(tmp_path, book) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"no workbook")
    confusing = tmp_path / "大小写.xlsx"
    with xlsxwriter.Workbook(confusing) as made:
        made.add_worksheet("sheet1").write_formula("A1", "=1+1")
    before = confusing.read_bytes()
    told: list[tuple[str, int, int]] = []
    found = recalc([bad, confusing, tmp_path / "没有.xlsx", book], lambda _: own.calculator(), NOW,
                   progress=lambda text, *step: told.append((text.what(), *step)))  # fmt: skip
    assert [(problem.book, problem.reason.code) for problem in found.failed] == [
        ("坏.xlsx", "books.not_a_workbook"),
        ("大小写.xlsx", "recalc.sheet_names"),
        ("没有.xlsx", "books.not_found"),
    ]
    assert (found.clean, [one.book for one in found.done], told[-1]) == (False, ["公式.xlsx"], ("计算完毕", 4, 4))
    assert (bad.read_bytes(), confusing.read_bytes()) == (b"no workbook", before)
    data = found.to_json()
    assert [data["books"][0]["written"], len(data["failed"])] == [True, 3]
    clean = recalc([book], lambda _: own.calculator(), NOW)
    assert (clean.clean, clean.to_json()["books"][0]["share"]) == (True, 1.0)


def test_marks_and_missing_results_of_formulas_stay(tmp_path) -> None:
    path = simple(tmp_path / "表.xlsx", {"A1": ("=TODAY()", 1), "A2": ('=IF(A1>0,"是","")', "否"), "A3": ('=""', "")})
    opened = Workbook.open(path)
    part = opened.sheet("表").part
    data = opened.package.read(part).replace(b"<f>TODAY", b'<f ca="1">TODAY')
    opened.package.write(part, data.replace(b'<f>""</f><v></v>', b'<f>""</f>'))
    opened.save()
    found = recalculate(path, None, NOW)
    assert ({one.cell: one.new for one in found.different}, found.written) == ({"A1": 46303.0, "A2": "是"}, True)
    assert b'<f ca="1">TODAY()</f><v>46303</v>' in Workbook.open(path).package.read(part)


def test_a_write_that_does_not_read_back_is_refused(book, monkeypatch) -> None:
    before = book.read_bytes()
    monkeypatch.setattr("kamxl.recalc.recalculate.replace_results", lambda sheet, *_: sheet.data)
    with pytest.raises(BookError) as caught:
        recalculate(book, own.calculator(), NOW)
    assert (caught.value.code, book.read_bytes() == before) == ("recalc.not_verified", True)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (1.0, 1.0 + 1e-12, True),
        (1.0, 1.000001, False),
        (0.0, 1e-15, True),
        (1.0, True, False),
        (True, True, True),
        ("", None, True),
        ("a\r\nb", "a\nb", True),
        ("a", "A", False),
        (CellError("#N/A"), CellError("#N/A"), True),
        (CellError("#N/A"), "#N/A", False),
        (None, 0.0, False),
    ],
)
def test_same(one, two, expected) -> None:
    assert (same(one, two), same(two, one)) == (expected, expected)


def test_results_are_shown() -> None:
    assert [shown(v) for v in (None, True, False, CellError("#N/A"), 0.1, "文")] == [
        "（空）", "TRUE", "FALSE", "#N/A", "0.1", "文",
    ]  # fmt: skip


def test_every_kpi_is_calculated_in_a_file_as_in_python(tmp_path) -> None:
    periods, scopes = ("2026Q3", "2026Q2", "2026", "2026-08"), ("", "华东", "李娜", "丁食品")
    cases = [(kpi.udf, period, scope) for kpi in kpis().values() for period in periods for scope in scopes]
    path = simple(
        tmp_path / "表.xlsx",
        {f"A{row}": (f'={udf}("{period}","{scope}")', -1) for row, (udf, period, scope) in enumerate(cases, 1)},
    )
    calculator = own.calculator()
    recalculate(path, calculator, NOW)
    opened = Workbook.open(path)
    cells = opened.read_cells("表", positions(parse_area(f"A1:A{len(cases)}")))
    got = [cell.value.code if isinstance(cell.value, CellError) else cell.value for _, cell in sorted(cells.items())]
    assert got == [calculator.call(*case) for case in cases]
