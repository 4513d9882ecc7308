"""Tables.

1. Columns and records are read.
2. Appended records take the format of the one above, fill calculated columns, and the table's area, filter, validations,
   conditional formats and print area grow with it.
3. A totals row moves down and goes on summing everything.
4. The blank record of a new table is filled first.
5. Nothing below the table is overwritten: refused. Formulas that point at single moving rows: refused.
6. A record is found by its key and changed; none, or two of them, is refused.
7. Deleted records leave no gap; formulas of the records that move stay in step.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kamxl.errors import BookError, RefusedEdit
from kamxl.ooxml import Workbook

Build = Callable[[xlsxwriter.Workbook], None]
BookAt = Callable[[Build], Path]


def ledger(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("台账")
    money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.add_table(
        "B2:E5",
        {
            "name": "tbl",
            "columns": [
                {"header": "编号"},
                {"header": "日期", "format": day},
                {"header": "金额", "format": money},
                {"header": "含税", "formula": "=tbl[[#This Row],[金额]]*1.06", "format": money},
            ],
            "data": [["A1", 45000, 100], ["A2", 45001, 200], ["A3", 45002, 300]],
        },
    )
    sheet.data_validation("D3:D5", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.conditional_format("D3:D5", {"type": "data_bar", "multi_range": "D3:D5 H1"})
    sheet.print_area("A1:E5")
    sheet.write("A9", "备注")


def with_totals(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("台账")
    sheet.add_table(
        "A1:B4",
        {
            "name": "tbl",
            "total_row": True,
            "columns": [{"header": "编号", "total_string": "合计"}, {"header": "金额", "total_function": "sum"}],
            "data": [["A1", 1], ["A2", 2]],
        },
    )


def values(path: Path, area: str) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path)["台账"]
    return [[cell.value for cell in row] for row in sheet[area]]


def test_reading(book_at: BookAt) -> None:
    book = Workbook.open(book_at(ledger))
    table = book.table("TBL")
    assert (table.name, table.sheet, str(table.area), str(table.body)) == ("tbl", "台账", "B2:E5", "B3:E5")
    assert [(column.name, column.formula) for column in table.columns] == [
        ("编号", None), ("日期", None), ("金额", None), ("含税", "tbl[[#This Row],[金额]]*1.06"),
    ]  # fmt: skip
    assert [{name: cell.value for name, cell in row.items()} for row in book.table_rows("tbl")][1] == {
        "编号": "A2", "日期": 45001.0, "金额": 200.0, "含税": 0.0,
    }  # fmt: skip


def test_append(book_at: BookAt) -> None:
    path = book_at(ledger)
    book = Workbook.open(path)
    styles = [book.cell("台账", f"{column}5").style for column in "BCDE"]
    assert book.append_rows("tbl", [{"编号": "A4", "日期": date(2024, 3, 5), "金额": 400}, {"编号": "=A5"}]) == 6
    book.save()
    again = Workbook.open(path)
    assert [again.cell("台账", f"{column}7").style for column in "BCDE"] == styles
    assert values(path, "B6:E7") == [
        ["A4", openpyxl.utils.datetime.from_excel(45356), 400, "=tbl[[#This Row],[金额]]*1.06"],
        ["=A5", None, None, "=tbl[[#This Row],[金额]]*1.06"],
    ]
    assert again.cell("台账", "B7").formula is None
    sheet = openpyxl.load_workbook(path)["台账"]
    table = sheet.tables["tbl"]
    assert (table.ref, table.autoFilter.ref) == ("B2:E7", "B2:E7")
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["D3:D7"]
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == ["D3:D7 H1"]
    assert sheet.print_area == "'台账'!$A$1:$E$7"


def test_totals_row_moves_down(book_at: BookAt) -> None:
    path = book_at(with_totals)
    book = Workbook.open(path)
    book.append_rows("tbl", [{"编号": "A3", "金额": 3}])
    book.save()
    assert values(path, "A3:B5") == [["A2", 2], ["A3", 3], ["合计", "=SUBTOTAL(109,[金额])"]]
    assert openpyxl.load_workbook(path)["台账"].tables["tbl"].ref == "A1:B5"
    assert [str(table.body) for table in Workbook.open(path).tables] == ["A2:B4"]


def test_totals_in_cell_addresses_take_in_the_new_record(book_at: BookAt) -> None:
    path = book_at(with_totals)
    book = Workbook.open(path)
    book.set_cells("台账", {"B4": xl_formula("SUM($B$2:$B$3)+B1*0")})
    book.append_rows("tbl", [{"编号": "A3", "金额": 3}])
    book.save()
    assert values(path, "B5:B5") == [["=SUM($B$2:$B$4)+B1*0"]]


def xl_formula(text: str) -> object:
    from kamxl.ooxml import Formula

    return Formula(text)


def test_totals_row_that_others_use_stays(book_at: BookAt) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        with_totals(book)
        book.get_worksheet_by_name("台账").write_formula("F1", "=B4*2")

    book = Workbook.open(book_at(build))
    with pytest.raises(RefusedEdit) as caught:
        book.append_rows("tbl", [{"编号": "A3"}])
    assert (caught.value.code, caught.value.text.params["where"]) == ("ooxml.rows_in_use", "台账!F1")


def test_blank_first_record_is_filled(book_at: BookAt) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("台账").add_table(
            "A1:B2", {"name": "tbl", "columns": [{"header": "编号"}, {"header": "金额"}]}
        )

    path = book_at(build)
    book = Workbook.open(path)
    assert book.append_rows("tbl", [{"编号": "A1"}, {"编号": "A2"}]) == 2
    book.save()
    assert openpyxl.load_workbook(path)["台账"].tables["tbl"].ref == "A1:B3"


@pytest.mark.parametrize("count", [4, 5])
def test_only_free_cells_are_taken(book_at: BookAt, count: int) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        ledger(book)
        book.get_worksheet_by_name("台账").write("C10", "别动")

    path = book_at(build)
    book = Workbook.open(path)
    rows = [{"编号": f"B{number}"} for number in range(count)]
    if count == 4:
        assert book.append_rows("tbl", rows) == 6
        return
    with pytest.raises(RefusedEdit) as caught:
        book.append_rows("tbl", rows)
    assert (caught.value.code, str(caught.value.text.params["area"]), book.package.changed) == (
        "ooxml.no_room",
        "B6:E10",
        {},
    )


def test_unknown_names(book_at: BookAt) -> None:
    book = Workbook.open(book_at(ledger))
    with pytest.raises(BookError) as no_table:
        book.append_rows("无", [])
    with pytest.raises(BookError) as no_column:
        book.append_rows("tbl", [{"电话": 1}])
    assert (no_table.value.code, no_column.value.code) == ("ooxml.no_table", "ooxml.no_column")


def test_update_by_key(book_at: BookAt) -> None:
    path = book_at(ledger)
    book = Workbook.open(path)
    book.update_row("tbl", "编号", "A2", {"金额": 250})
    book.update_row("tbl", "金额", 300, {"编号": "A2"})
    book.save()
    assert values(path, "B3:D5") == [
        ["A1", openpyxl.utils.datetime.from_excel(45000), 100],
        ["A2", openpyxl.utils.datetime.from_excel(45001), 250],
        ["A2", openpyxl.utils.datetime.from_excel(45002), 300],
    ]
    for key, code in (("A2", "ooxml.two_rows"), ("A9", "ooxml.no_row")):
        with pytest.raises(RefusedEdit) as caught:
            Workbook.open(path).update_row("tbl", "编号", key, {"金额": 1})
        assert caught.value.code == code


def test_headers_stay(book_at: BookAt) -> None:
    book = Workbook.open(book_at(ledger))
    book.set_cells("台账", {"B2": "编号"})
    for value in ("别的", None, 5):
        with pytest.raises(RefusedEdit) as caught:
            book.set_cells("台账", {"B2": value})
        assert (caught.value.code, caught.value.text.params["column"]) == ("ooxml.table_header", "编号")


def test_delete(book_at: BookAt) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        with_totals(book)
        sheet = book.get_worksheet_by_name("台账")
        sheet.write_formula("B3", "=ROW(A3)+LEN($A3)")
        sheet.write_formula("F1", "=SUM(B2:B3)")

    path = book_at(build)
    book = Workbook.open(path)
    book.delete_rows("tbl", "编号", ["A1"])
    book.save()
    assert values(path, "A1:B4") == [
        ["编号", "金额"], ["A2", "=ROW(A2)+LEN($A2)"], ["合计", "=SUBTOTAL(109,[金额])"], [None, None],
    ]  # fmt: skip
    assert openpyxl.load_workbook(path)["台账"].tables["tbl"].ref == "A1:B3"
    book = Workbook.open(path)
    book.delete_rows("tbl", "编号", ["A2"])
    book.save()
    assert values(path, "A1:B3") == [["编号", "金额"], [None, None], ["合计", "=SUBTOTAL(109,[金额])"]]


def test_delete_refuses_what_would_break(book_at: BookAt) -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        ledger(book)
        book.add_worksheet("汇总").write_formula("A1", "=台账!D4+1")

    book = Workbook.open(book_at(build))
    with pytest.raises(RefusedEdit) as caught:
        book.delete_rows("tbl", "编号", ["A2"])
    assert (caught.value.code, caught.value.text.params["where"]) == ("ooxml.rows_in_use", "汇总!A1")


def test_saved_tables_open_elsewhere(book_at: BookAt) -> None:
    path = book_at(ledger)
    book = Workbook.open(path)
    book.append_rows("tbl", [{"编号": "A4", "金额": 4}])
    book.delete_rows("tbl", "编号", ["A1", "A3"])
    book.save()
    assert [row[0] for row in values(path, "B3:B5")] == ["A2", "A4", None]
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["台账"].tables["tbl"].ref == "B2:E4"
