"""What is remembered from sheet to sheet (headers, slips), and the quick looks before the exact ones.

1. A sheet read by a vocabulary that has seen it and others before is read as by a new one.
2. A text that is a total or a note passes the quick look.
3. A column means what its contents mean one by one, whatever was remembered of it before.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamxl.books.memory import MemoryBook
from kamxl.domain.fieldtype import FieldType, field_types
from kamxl.domain.form import Field, forms
from kamxl.domain.records import Block
from kamxl.domain.settings import Settings
from kamxl.domain.values import Raw
from kamxl.sheets.asides import is_note, is_total
from kamxl.sheets.foreign import may_be_aside
from kamxl.sheets.labels import Vocabulary
from kamxl.sheets.locate import locate
from kamxl.sheets.meanings import Meanings, meanings
from kamxl.sheets.read import read_book
from kamxl.sheets.view import View
from tests.layouts.generator import layout

PIECES = [
    *"注备说明填表制编审核批准负责经理签字合计小总累汇平均值本月季度一1：:。 \t\n\u3000備註審計總",
    "编制",
    "填表说明",
    "合计",
    "备注：",
]
WORDS = [
    "AB-01",
    "某公司",
    "张伟",
    "华东区",
    "A",
    "是",
    "无",
    "-",
    "a1",
    "（北京）",
    "",
    " ",
    "两 字",
    "甲\n乙",
    "#N/A",
    "2026Q3",
    "5万",
]
CONTENTS = (
    st.sampled_from([*WORDS, 12.5, -0.0, 1e22, 3, date(2026, 3, 5), None])
    | st.text(max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False)
)
NEW = Vocabulary(forms().values())


def test_a_vocabulary_that_has_seen_much_reads_as_a_new_one() -> None:  # 1
    grids = [layout(seed).grid() for seed in range(12)]
    used = Vocabulary(forms().values())
    for grid in grids:
        locate(View(grid, used))
    for grid in grids:
        again, anew = View(grid, used), View(grid, Vocabulary(forms().values()))
        assert (again.hits, again.headlines, again.told.telling) == (anew.hits, anew.headlines, anew.told.telling)
        assert locate(again) == locate(anew)


@example("0编制")
@example("\u200b注：")
@example("（一）審核")
@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=6).map("".join))
@settings(max_examples=1000, deadline=None)
def test_no_total_or_note_fails_the_quick_look(text: str) -> None:  # 2
    if text.strip() and (is_total(text) or is_note(text)):
        assert may_be_aside(text)
        assert text in NEW.tell(["某", text]).asides


@example("text", 20 * ["甲"] + [""], "")
@example("customer", 20 * ["甲"] + ["甲\n乙"], "")
@example("person", [*WORDS[:3], None] * 6, "")
@example("money", [1.5, None, 2.25, "x"], "万元")
@example("date", 20 * [date(2026, 3, 5)] + ["x", None, date(2026, 3, 6)], "")
@example("phone", [f"1380013800{n}" for n in range(10)] * 2 + ["021-62345678", "#N/A"], "")
@example("code", [f"KH-{n}" for n in range(40)], "")
@example("number", [1.0, 1, True, -0.0, 0.0], "")
@given(
    st.sampled_from(sorted(field_types())), st.lists(CONTENTS, min_size=1, max_size=40), st.sampled_from(["", "万元"])
)
@settings(max_examples=1000, deadline=None)
def test_a_column_means_what_its_contents_mean(kind: str, held: list[Raw], unit: str) -> None:  # 3
    memory = Meanings(4)
    for required in (False, True):
        field = Field(
            id=f"{required}", zh="项目", en="Item", type=kind, choices=("A", "B"), unit=unit, required=required
        )
        for column in (held[::2], held, held):
            alone = [Meanings(4).of_cell(field, content) for content in column]
            assert exact(memory.of_column(block(field, column), field)) == exact(alone)


@pytest.mark.parametrize("kind", [kind for kind in field_types().values() if kind.plain], ids=lambda kind: kind.id)
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_plain_texts_are_their_own_meanings(kind: FieldType, data: st.DataObject) -> None:  # 3
    lines = data.draw(st.from_regex(kind.plain.replace("*+", "*"), fullmatch=True))  # no generator knows *+
    field = Field(id="x", zh="项目", en="Item", type=kind.id, required=True)
    for text in filter(None, lines.split("\n")):
        assert Meanings(4).of_cell(field, text) == text


def block(field: Field, held: list[Raw]) -> Block:
    return Block("x", "a.xlsx", "x", {field.id: "A"}, range(1, len(held) + 1), {}, {field.id: held})


def exact(meant):
    return [(type(one), one, repr(one) if isinstance(one, Decimal) else "") for one in meant]


@pytest.mark.parametrize("first", [30, 30.0])
def test_a_total_is_told_alike_whatever_was_read_before(first: float) -> None:  # 3
    """One workbook holds 30 and the next one 30.0, which are the same to the memory of contents."""
    meanings.cache_clear()
    other = 30 if isinstance(first, float) else 30.0
    told = [_message(_plan(amount, stated)) for amount, stated in ((first, 20.0), (other, 20.0))]
    assert told[0] == told[1]
    assert "30.0" not in told[0]


def _plan(amount: float, stated: float) -> MemoryBook:
    rows: list[list[Raw]] = [["季度", "客户", "计划额", "实际额"], ["2026Q3", "华东机电", amount, None]]
    return MemoryBook("a.xlsx", {"销售计划": [*rows, ["合计", None, stated, None]]})


def _message(book: MemoryBook) -> str:
    wrong = read_book(book, book.name, Settings()).findings
    return next(finding.message.what() for finding in wrong if finding.rule == "totals_agree")
