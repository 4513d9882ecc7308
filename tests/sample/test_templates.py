"""The office forms.

1. The committed templates equal a fresh build, byte for byte.
2. Every form has a document number of its own, and a place in somebody's workbook.
3. On a card no two boxes overlap, and every field has a label and a value.
4. No word of the document control is a label, or another name, of any field.
6. Every form is found on its own template when it is filled in, each field in its cell, and nothing is complained of.
7. A blank template is found clean: no record, no finding.
5. A card's labels are not cut: one line, or two beside a long text.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.books.measure import text_width
from kamxl.domain.form import Form, Layout, forms
from kamxl.domain.settings import Settings
from kamxl.sheets.read import read_book, read_settings_book
from kamxl.sheets.reading import Reading
from kamxl.templates import sample
from kamxl.templates.blank import templates
from kamxl.templates.book import FormBook, FormSheet, build
from kamxl.templates.plain import folder
from kamxl.templates.plan import Box, card_plan, label, list_plan
from kamxl.templates.roles import TEMPLATE_NAMES, forms_of
from kamxl.templates.sheet import Office

FORMS = list(forms().values())
CARDS = [form for form in FORMS if form.layout is Layout.CARD]
CONTROL_WORDS = ("文件编号", "编制", "审核", "批准", "修改标记", "修改处数", "修改日期")


def test_committed_templates_equal_a_fresh_build() -> None:  # 1
    committed = {path.name: path.read_bytes() for path in (folder() / "templates").glob("*.xlsx")}
    stale = [name for name, content in templates() if committed.pop(name, None) != content]
    assert (stale, sorted(committed)) == ([], []), "run: python -m kamxl.templates"


def test_every_form_has_its_own_document_number_and_a_keeper() -> None:  # 2
    numbers = Counter(form.doc_no for form in FORMS)
    kept = {form.id for keeper in TEMPLATE_NAMES for form in forms_of(keeper)}
    assert ([no for no, times in numbers.items() if times > 1 or not no], kept) == ([], {form.id for form in FORMS})


@pytest.mark.parametrize("form", CARDS, ids=lambda form: form.id)
def test_card_has_a_place_for_every_field_and_no_overlap(form: Form) -> None:  # 3
    plan = card_plan(form)
    boxes = [*chain.from_iterable((slot.label, slot.value) for slot in plan.slots), *(c.box for c in plan.captions)]
    cells = Counter(chain.from_iterable(_cells(box) for box in boxes))
    assert [slot.field.id for slot in plan.slots if slot.field.id != "flow_comment"] == [
        field.id for field in form.all_fields if field.id != "flow_comment"
    ]
    assert [cell for cell, times in cells.items() if times > 1] == []


def _cells(box: Box) -> list[tuple[int, int]]:
    return [(r, c) for r in range(box.row, box.last_row + 1) for c in range(box.column, box.last_column + 1)]


def test_document_control_clashes_with_no_label() -> None:  # 4
    labels = {name for form in FORMS for field in form.all_fields for name in (field.zh, field.group, *field.aliases)}
    assert sorted(labels & set(CONTROL_WORDS)) == []


@pytest.mark.parametrize("form", CARDS, ids=lambda form: form.id)
def test_card_labels_fit_their_column(form: Form) -> None:  # 5
    plan = card_plan(form)
    cut = [
        slot.field.id
        for slot in plan.slots
        if text_width(label(slot.field)) > plan.columns[slot.label.column] * (2 if slot.field.long else 1)
    ]
    assert cut == []


def test_templates_lie_where_a_wheel_and_a_checkout_find_them() -> None:
    assert (folder() / "templates" / "设置.xlsx").is_file()
    assert (folder() / "sample" / "books.csv").is_file()


SOUND = {sheet.form.id: sheet for book in sample.books() for sheet in book.sheets if sheet.records}


def test_the_sample_fills_every_form() -> None:
    assert set(SOUND) == set(forms())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_form_is_read_back_from_its_template(form: Form, tmp_path: Path) -> None:  # 6
    filled = FormSheet(form, "表", SOUND[form.id].records)
    reading = _read(tmp_path / "一.xlsx", build(FormBook("一", "", (filled,)), sample.office()), form)
    wanted = [
        {
            field.id: card_plan(form).cell(field.id)
            if form.layout is Layout.CARD
            else list_plan(form).cell(field.id, i)
            for field in form.all_fields
            if record.get(field.id) is not None
        }
        for i, record in enumerate(filled.records)
    ]
    found = [{name: record.source.cell(name) for name in record.values} for record in reading.records]
    assert (found, reading.findings) == (wanted, ())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_blank_template_is_clean(form: Form, tmp_path: Path) -> None:  # 7
    reading = _read(tmp_path / "空.xlsx", build(FormBook("空", "", (FormSheet(form, form.zh),)), Office()), form)
    assert (reading.records, reading.findings) == ((), ())


def _read(path: Path, content: bytes, form: Form) -> Reading:
    path.write_bytes(content)
    book = open_closed(path)
    return read_settings_book(book, path.name) if "settings" in form.kept_by else read_book(book, path.name, Settings())
