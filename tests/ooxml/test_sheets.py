"""Sheets, names, data and notes of ours in somebody's workbook.

1. A grafted sheet brings styles, texts, formulas, charts, tables, rules, links, notes, print settings; other sheets of the
   same report that it refers to come under their new names.
2. Names, tabs, titles and ids stay consistent, wherever the sheet is put, replaced or removed.
3. Only our sheets are replaced or removed; not while others' formulas point to them.
4. Data and bindings are hidden names: they survive a save by LibreOffice, which drops custom XML parts.
5. Our notes come and go beside other people's, which stay.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kamxl.errors import RefusedEdit
from kamxl.ooxml import Formula, Look, Package, Styled, Workbook
from kamxl.ooxml.addresses import Position
from kamxl.ooxml.names import DefinedName
from kamxl.ooxml.notes import Note

from .conftest import MAIN, STRICT, handmade, made

Build = Callable[[xlsxwriter.Workbook], None]
BookAt = Callable[[Build], Path]


def person(book: xlsxwriter.Workbook) -> None:
    """Three tabs, the second one active; names of each; a table that has the report's table's name."""
    red = book.add_format({"font_color": "#FF0000", "num_format": "0.000"})
    for name in ("甲", "乙", "丙"):
        sheet = book.add_worksheet(name)
        sheet.write("A1", 1, red)
        sheet.print_area("A1:B2")
    book.get_worksheet_by_name("乙").activate()
    book.get_worksheet_by_name("甲").add_table("D1:E3", {"name": "Table1"})
    book.define_name("丙!本地", "=丙!$A$1")


def locals_of(book: Workbook) -> dict[tuple[str | None, str], str]:
    return {(name.sheet, name.name): name.refers_to for name in book.names if name.name != "_kamxl.sheet"}


@pytest.mark.parametrize("position", [None, 0, 1, 2])
def test_added_replaced_removed(book_at: BookAt, kpi_bytes: bytes, position: int | None) -> None:
    path = book_at(person)
    before = Workbook.open(path)
    names_before, active = locals_of(before), "乙"
    before.add_sheets(kpi_bytes, {"KPI": "季度 KPI", "明细": "明细"}, position=position)
    before.save()

    book = Workbook.open(path)
    at = 3 if position is None else position
    tabs = ["甲", "乙", "丙"]
    tabs[at:at] = ["季度 KPI", "明细"]
    assert [sheet.name for sheet in book.sheets] == tabs
    assert locals_of(book) == names_before | {("季度 KPI", "_xlnm.Print_Area"): "'季度 KPI'!$A$1:$H$20"}
    assert [sheet.name for sheet in book.sheets if book.is_ours(sheet.name)] == ["季度 KPI", "明细"]
    seen = openpyxl.load_workbook(path)
    assert (seen.sheetnames, seen.active.title) == (tabs, active)
    kpi, detail = seen["季度 KPI"], seen["明细"]
    assert (kpi["B2"].value, kpi["A3"].value, kpi["C1"].number_format) == ("=SUM(明细!B2:B4)", "一二", "0.0%")
    assert (kpi["A1"].font.b, kpi["A1"].fill.fgColor.rgb, kpi["B2"].comment.text) == (True, "FFFFC7CE", "合计")
    assert (kpi["A4"].hyperlink.location, kpi["A5"].hyperlink.target) == ("'明细'!A1", "https://example.com/a?b=1&c=2")
    assert kpi.data_validations.dataValidation[0].formula1 == "明细!$A$2:$A$4"
    rule = next(iter(kpi.conditional_formatting)).rules[0]
    assert (rule.dxf.fill.bgColor.rgb, kpi.freeze_panes, kpi.sheet_view.tabSelected) == ("FF00FF00", "A2", None)
    assert kpi._charts[0].series[0].val.numRef.f == "明细!$B$2:$B$4"
    assert list(detail.tables) == ["Table1_2"]
    assert seen["甲"]["A1"].number_format == "0.000"

    book.replace_sheet("季度 KPI", kpi_bytes)
    book.save()
    book = Workbook.open(path)
    assert [sheet.name for sheet in book.sheets] == tabs
    assert openpyxl.load_workbook(path)["季度 KPI"]["B2"].value == "=SUM(明细!B2:B4)"

    book.remove_sheet("季度 KPI")
    book.remove_sheet("明细")
    book.save()
    book = Workbook.open(path)
    assert ([sheet.name for sheet in book.sheets], locals_of(book)) == (["甲", "乙", "丙"], names_before)
    assert openpyxl.load_workbook(path).active.title == active
    titles = book.package.tree("docProps/app.xml").child("TitlesOfParts")
    assert [title.text for title in titles.children[0].children][:3] == ["甲", "乙", "丙"]  # type: ignore[union-attr]


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_grafted_into_a_bare_workbook(tmp_path: Path, kpi_bytes: bytes, namespace: str) -> None:
    """No styles, no views, no titles, another prefix for relationships, Strict."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(handmade('<worksheet xmlns="{ns}"><sheetData/></worksheet>', namespace))
    book = Workbook.open(path)
    book.add_sheets(kpi_bytes, {"KPI": "KPI", "明细": "明细"})
    book.save()
    again = Workbook.open(path)
    assert ([sheet.name for sheet in again.sheets], again.strict) == (["表", "KPI", "明细"], namespace == STRICT)
    assert again.cell("KPI", "A1").value == "指标"
    assert again.worksheet("KPI").frame.namespace == namespace
    charts = [part for part in again.package.names() if "charts/" in part]
    assert ("purl.oclc.org" in again.package.read(charts[0]).decode()) is (namespace == STRICT)


def test_only_ours(book_at: BookAt, kpi_bytes: bytes) -> None:
    path = book_at(person)
    book = Workbook.open(path)
    book.add_sheets(kpi_bytes, {"KPI": "KPI", "明细": "明细"})
    book.set_cells("甲", {"C1": Formula("KPI!B2*2")})
    cases: list[tuple[Callable[[], None], str]] = [
        (lambda: book.remove_sheet("甲"), "ooxml.not_ours"),
        (lambda: book.replace_sheet("乙", kpi_bytes), "ooxml.not_ours"),
        (lambda: book.remove_sheet("KPI"), "ooxml.sheet_in_use"),
        (lambda: book.remove_sheet("明细"), "ooxml.sheet_in_use"),
        (lambda: book.add_sheet("kpi", kpi_bytes, sheet="明细"), "ooxml.sheet_exists"),
        (lambda: book.add_sheet("新", kpi_bytes, sheet="KPI"), ""),
        *((lambda name=name: book.add_sheet(name, kpi_bytes, sheet="明细"), "ooxml.bad_sheet_name") for name in  # type: ignore[misc]
          ("", "a/b", "a:b", "'a", "a'", "长" * 32)),
    ]  # fmt: skip
    for act, code in cases:
        if not code:
            act()
            continue
        with pytest.raises(RefusedEdit) as caught:
            act()
        assert caught.value.code == code
        if code == "ooxml.sheet_in_use":
            assert caught.value.text.params["where"] in ("甲!C1", "KPI!B2")


def test_a_sheet_that_needs_another_is_refused(book_at: BookAt, kpi_bytes: bytes) -> None:
    book = Workbook.open(book_at(person))
    with pytest.raises(RefusedEdit) as caught:
        book.add_sheet("KPI", kpi_bytes)
    assert (caught.value.code, caught.value.text.params["detail"]) == ("ooxml.cannot_graft", "→ 明细")


def test_renamed_and_moved_by_a_person_it_stays_ours(book_at: BookAt, kpi_bytes: bytes, tmp_path: Path) -> None:
    path = book_at(person)
    book = Workbook.open(path)
    book.add_sheet("明细", kpi_bytes, sheet="明细")
    book.save()
    theirs = openpyxl.load_workbook(path)  # stands in for a person: no engine of ours
    theirs["明细"].title = "改过名"
    theirs.move_sheet("改过名", -3)
    theirs.save(path)
    assert [sheet.name for sheet in Workbook.open(path).sheets if Workbook.open(path).is_ours(sheet.name)] == ["改过名"]


# ── names and data ──


def test_names(book_at: BookAt) -> None:
    path = book_at(person)
    book = Workbook.open(path)
    book.set_name("_kamxl.bind.状态", "=甲!$F$12", hidden=True)
    book.set_name("_kamxl.bind.状态", "乙!$F$13", hidden=True)
    book.set_name("本地", "甲!$A$1", sheet="甲")
    book.save()
    book = Workbook.open(path)
    ours = [name for name in book.names if name.name in ("_kamxl.bind.状态", "本地")]
    assert ours == [
        DefinedName("本地", "丙!$A$1", "丙", False),
        DefinedName("_kamxl.bind.状态", "乙!$F$13", None, True),
        DefinedName("本地", "甲!$A$1", "甲", False),
    ]
    assert (book.remove_name("本地", sheet="甲"), book.remove_name("本地", sheet="甲")) == (True, False)
    for bad in ("", "1a", "a b", "a-b", "x" * 256):
        with pytest.raises(RefusedEdit) as caught:
            book.set_name(bad, "1")
        assert caught.value.code == "ooxml.bad_name"


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=600))
def test_data_round_trip(text: str) -> None:
    book = Workbook(Package(handmade('<worksheet xmlns="{ns}"><sheetData/></worksheet>'), Path("x.xlsx")))
    book.set_data("k", text)
    assert book.data("K") == text
    assert all(len(piece) <= 257 for piece in book.names[0].refers_to.split('"&"'))
    book.set_data("k", None)
    assert (book.data("k"), book.package.changed) == (None, {})


def test_data_has_an_end() -> None:
    book = Workbook(Package(handmade('<worksheet xmlns="{ns}"><sheetData/></worksheet>'), Path("x.xlsx")))
    with pytest.raises(RefusedEdit) as caught:
        book.set_data("k", "x" * 8000)
    assert caught.value.code == "ooxml.data_too_long"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="这台机器上没有 LibreOffice (LibreOffice is not installed)")
def test_why_hidden_names(book_at: BookAt, tmp_path: Path) -> None:
    """LibreOffice keeps the names (though it forgets that they are hidden) and drops a custom XML part."""
    path = book_at(person)
    book = Workbook.open(path)
    book.set_name("_kamxl.bind.x", "甲!$F$12", hidden=True)
    book.set_data("k", '"引号" & ' * 60)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    book.package.add("customXml/item1.xml", b"<kamxl/>", "application/xml")
    book.package.relate(book.part, office, "customXml/item1.xml")
    book.save()
    profile, out = (tmp_path / "profile").as_uri(), tmp_path / "out"
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    again = Workbook.open(out / path.name)
    assert again.data("k") == '"引号" & ' * 60
    bound = next(name for name in again.names if name.name == "_kamxl.bind.x")
    assert bound.refers_to == "甲!$F$12"
    assert [part for part in again.package.names() if "customXml" in part] == []


# ── notes ──


def with_notes(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("表")
    sheet.write_comment("B2", "王的批注", {"author": "王"})
    sheet.write_comment("C3", "李的批注", {"author": "李"})
    sheet.insert_button("E5", {"caption": "按"})


def test_notes_beside_others(book_at: BookAt) -> None:
    path = book_at(with_notes)
    original = path.read_bytes()
    book = Workbook.open(path)
    book.set_note("表", "A1", "第一")
    book.set_note("表", "D4", "第二\n行")
    book.set_note("表", "A1", "改了 <&>")
    book.save()
    others = [Note(Position(2, 2), "王", "王的批注"), Note(Position(3, 3), "李", "李的批注")]
    ours = [Note(Position(4, 4), "kamxl", "第二\n行"), Note(Position(1, 1), "kamxl", "改了 <&>")]
    assert Workbook.open(path).notes("表") == [*others, *ours]
    sheet = openpyxl.load_workbook(path)["表"]
    assert {cell: sheet[cell].comment.text for cell in ("A1", "B2", "C3", "D4")} == {
        "A1": "改了 <&>", "B2": "王的批注", "C3": "李的批注", "D4": "第二\n行",
    }  # fmt: skip
    book = Workbook.open(path)
    vml = next(part for part in book.package.names() if part.endswith(".vml"))
    text = book.package.read(vml).decode()
    numbers = [piece.split('"')[0] for piece in text.split('id="_x0000_s')[1:]]
    assert (len(numbers), len(set(numbers)), text.count('ObjectType="Note"')) == (5, 5, 4)
    with pytest.raises(RefusedEdit) as caught:
        book.set_note("表", "B2", "盖住")
    assert (caught.value.code, caught.value.text.params["author"]) == ("ooxml.note_of_another", "王")
    assert [book.remove_note("表", cell) for cell in ("A1", "D4", "B2", "Z9")] == [True, True, False, False]
    book.save()
    left = Workbook.open(path)
    assert left.notes("表") == others
    assert left.package.read(vml) == Workbook(Package(original, path)).package.read(vml)


def test_the_last_note_takes_its_parts_along(book_at: BookAt) -> None:
    path = book_at(person)
    before = set(Workbook.open(path).package.names())
    book = Workbook.open(path)
    book.set_note("乙", "B2", "注")
    book.save()
    book = Workbook.open(path)
    book.remove_note("乙", "B2")
    book.save()
    after = Workbook.open(path)
    assert (set(after.package.names()), after.notes("乙")) == (before, [])
    assert after.worksheet("乙").child("legacyDrawing") is None


def test_mixed_edits_in_one_save(book_at: BookAt, kpi_bytes: bytes) -> None:
    path = book_at(person)
    book = Workbook.open(path)
    book.set_cells("甲", {"A1": Styled(5, Look(fill="FFC7CE"))})
    book.set_note("甲", "A1", "注")
    book.append_rows("Table1", [{"Column1": "x"}])
    book.add_sheet("明细", kpi_bytes, sheet="明细")
    book.set_data("k", "v")
    book.save()
    seen = openpyxl.load_workbook(path)
    assert (seen["甲"]["A1"].value, seen["甲"]["A1"].fill.fgColor.rgb, seen["甲"]["A1"].number_format) == (
        5,
        "FFFFC7CE",
        "0.000",
    )
    assert (seen["甲"]["A1"].comment.text, seen["甲"].tables["Table1"].ref) == ("注", "D1:E4")


def test_report_without_default_table_name_clash(book_at: BookAt) -> None:
    """Formulas of the grafted sheet follow the table's new name."""

    def report(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("R")
        sheet.add_table("A1:A3", {"name": "Table1", "columns": [{"header": "额"}]})
        sheet.write_formula("C1", "=SUM(Table1[额])")

    path = book_at(person)
    book = Workbook.open(path)
    book.add_sheet("R", made(report))
    book.save()
    assert Workbook.open(path).cell("R", "C1").formula == "SUM(Table1_2[额])"
