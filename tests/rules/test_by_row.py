"""Rules look at whole columns.

1. In a list they find what they find in each of its rows alone.
2. Each cell is ruled by the first of the sheet's validations that covers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.findings import Finding
from kamxl.domain.form import Field, forms
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.records import Block, Tables
from kamxl.domain.rule import Context, rules, run
from kamxl.domain.settings import Settings
from kamxl.domain.sheetfacts import Ruling, SheetFacts, Validation, place
from kamxl.errors import Text
from kamxl.sheets.meanings import Meanings

FORMS = ("profile", "contract", "service_log", "sales_plan", "handover", "expense_claim", "weekly_report")
LISTS = ("text_number", "overwritten_formula")  # which compare rows with each other
LOCAL = [rule.id for rule in rules().values() if not rule.wide and rule.id not in LISTS]
STAFF = Staff([Person("张伟", Role.SPECIALIST, "华东"), Person("李娜", Role.CLERK)])
FITTING: dict[str, Sequence[Any]] = {
    "date": [date(2026, 3, 5), date(2026, 3, 6), date(1890, 1, 1), date(2062, 1, 1), date(2020, 1, 1), "2026.3.7"],
    "money": [12.5, 12.0, -3.0, "1,200", "x"],
    "integer": [3.0, -1.0, 640.0, 700.0, "3人"],
    "choice": ["合作", "流失", "潜在", "A"],
    "person": ["张伟", "李娜", "王五", " 张 伟"],
    "region": ["华东", "华东区", "华南"],
}
ANYTHING = st.sampled_from([None, None, "", "#N/A", "#REF!", "无", "甲", 1e16, 6.2e18, True, "KH-01", "2026Q3"])


@st.composite
def lists(draw: st.DrawFn) -> Block:
    form = forms()[draw(st.sampled_from(FORMS))]
    count = draw(st.integers(1, 24))
    fields = [field for field in form.all_fields if field.required or draw(st.booleans())]
    raw = {field.id: draw(contents(field, count)) for field in fields}
    columns = {field.id: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26] * (1 + at // 26) for at, field in enumerate(fields)}
    values: dict[str, Any] = {}
    block = Block(form.id, "甲.xlsx", "表", columns, range(4, 4 + count), values, raw)
    for field in fields:
        meant = Meanings(1).of_column(block, field)
        refused = any(isinstance(one, Text) for one in meant)
        values[field.id] = [None if isinstance(one, Text) else one for one in meant] if refused else meant
    return block


@st.composite
def contents(draw: st.DrawFn, field: Field, count: int) -> list[Any]:
    """What a column holds: the same throughout, what fits, or anything."""
    fitting = st.sampled_from(FITTING.get(field.type, ["甲", "乙"]))
    if draw(st.booleans()):
        return [draw(fitting | ANYTHING)] * count
    odd = draw(st.booleans())
    return draw(st.lists(fitting | ANYTHING if odd else fitting, min_size=count, max_size=count))


NUMBERS = st.none() | st.sampled_from([Decimal(n) for n in (-1, 0, 3, 12, 40_000, 46_086)])
KINDS = st.sampled_from(["list", "whole", "decimal", "date", "time", "textLength"])


@st.composite
def validations(draw: st.DrawFn) -> Validation:
    """Of part of the first columns, of rows that a list may have."""
    top, left = draw(st.integers(0, 20)), draw(st.integers(0, 12))
    area = (top, left, top + draw(st.integers(0, 30)), left + draw(st.integers(0, 6)))
    areas = (area, (5, 0, 5, 3)) if draw(st.booleans()) else (area,)
    operator = draw(st.sampled_from(["between", "notBetween", "equal", "notEqual", "greaterThan", "lessThanOrEqual"]))
    choices = draw(st.sampled_from([(), ("甲", "合作", "流失", "2026-03-05", "12")]))
    return Validation(areas, draw(KINDS), operator, draw(NUMBERS), draw(NUMBERS), choices)


FACTS = st.builds(
    SheetFacts, validations=st.lists(validations(), max_size=5).map(tuple),
    errors=st.dictionaries(st.sampled_from(["A4", "B5", "C9"]), st.just("#N/A"), max_size=2),
)  # fmt: skip


@given(lists(), st.booleans(), FACTS)
@settings(max_examples=400, deadline=None)
def test_a_list_is_judged_as_its_rows_are(block: Block, dated: bool, facts: SheetFacts) -> None:  # 1
    known = Settings(staff=STAFF, today=date(2026, 9, 30)) if dated else Settings(staff=STAFF)
    alone = [finding for index in range(len(block)) for finding in found(alone_of(block, index), known, facts)]
    assert found(block, known, facts) == sorted(alone, key=lambda finding: finding.order)


@given(lists(), st.lists(validations(), max_size=5))
@settings(deadline=None)
def test_a_cell_is_ruled_by_the_first_that_covers_it(block: Block, given_: list[Validation]) -> None:  # 2
    card = Block(block.form, block.book, block.sheet, {"a": "C6", "b": "A40"}, (), {}, {})
    for ruled, names in ((block, block.columns), (card, card.columns)):
        for name in names:
            over = {at: ruling for ruling, indices in Ruling(given_, ruled).over(name) for at in indices}
            for at in range(len(ruled)):
                cell = place(ruled.cell(name, at))
                assert over.get(at) is next((one for one in given_ if one.covers(*cell)), None)


def alone_of(block: Block, index: int) -> Block:
    """One row, with nothing known of its columns."""
    values = {name: [column[index]] for name, column in block.values.items()}
    raw = {name: [column[index]] for name, column in block.raw.items()}
    return Block(block.form, block.book, block.sheet, block.columns, [block.rows[index]], values, raw)


def found(block: Block, known: Settings, facts: SheetFacts) -> list[Finding]:
    return run(Context([block], Tables(), known, {("甲.xlsx", "表"): facts}), only=LOCAL)
