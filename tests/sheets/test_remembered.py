"""What is remembered from sheet to sheet (plain values, headers, slips), and the quick looks before the exact ones.

1. A sheet read by a vocabulary that has seen it and others before is read as by a new one.
2. A text that is a total or a note passes the quick look.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamxl.domain.form import forms
from kamxl.sheets.asides import is_note, is_total, may_be_aside
from kamxl.sheets.labels import Vocabulary
from kamxl.sheets.locate import locate
from kamxl.sheets.view import View
from tests.layouts.generator import layout

PIECES = [
    *"注备说明填表制编审核批准负责经理签字合计小总累汇平均值本月季度一1：:。 \t\n\u3000備註審計總",
    "编制",
    "填表说明",
    "合计",
    "备注：",
]


def test_a_vocabulary_that_has_seen_much_reads_as_a_new_one() -> None:  # 1
    grids = [layout(seed).grid() for seed in range(12)]
    used = Vocabulary(forms().values())
    for grid in grids:
        locate(View(grid, used))
    for grid in grids:
        again, anew = View(grid, used), View(grid, Vocabulary(forms().values()))
        assert (again.hits, again.headlines, again.watched) == (anew.hits, anew.headlines, anew.watched)
        assert locate(again) == locate(anew)


@example("0编制")
@example("\u200b注：")
@example("（一）審核")
@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=6).map("".join))
@settings(max_examples=1000, deadline=None)
def test_no_total_or_note_fails_the_quick_look(text: str) -> None:  # 2
    if text.strip() and (is_total(text) or is_note(text)):
        assert may_be_aside(text)
