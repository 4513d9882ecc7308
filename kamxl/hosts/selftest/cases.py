"""What the KAM_ functions must give in cells: the sample department's figures as literal arithmetic, worked by hand.

Arguments stand as people give them: text in all its spellings, a date cell, a year, a blank, a range, an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from ...dataclass import dataclass
from ...domain.kpi import kpis
from ...functions.calculator import Calculator
from ...functions.values import CellError

INPUT_SHEET = "输入"
# Cells that the calls name, by address on the sheet 输入; a text with "=" is a formula.
INPUTS: dict[str, object] = {
    "A1": date(2026, 8, 15), "A2": "2026年三季度", "A3": "2026Q1", "A4": "2026Q2", "A5": "2026Q3", "A7": "=NA()",
    "A8": 2026, "A9": "华东", "A10": "=1/0", "A11": "２０２６年第３季度", "A12": "张伟",
}  # fmt: skip
NA, VALUE, DIV0 = "#N/A", "#VALUE!", "#DIV/0!"


@dataclass(frozen=True, slots=True)
class Case:
    """A call and what it must give: an expression of Excel (``2/17``, ``"A"``), an error, or rows of those."""

    formula: str
    expected: str | tuple[tuple[str, ...], ...]


def _cell(address: str) -> str:
    return f"{INPUT_SHEET}!{address}"


# By hand, as in tests/sample/test_quarter.py: the department's and 华东's third quarter of 2026.
_BY_HAND = (
    ("KAM_PLAN_RATE", "20155/21250", "7460/7600"),
    ("KAM_NEW_RATE", "2/17", "1/5"),
    ("KAM_CHURN", "2", "1"),
    ("KAM_CHURN_RATE", "2/17", "1/5"),
    ("KAM_DEV_RATE", "2/4", "1/2"),
    ("KAM_COMPLAINTS", "4", "2"),
    ("KAM_FEEDBACK_RATE", "8/11", "3/4"),
    ("KAM_REVISIT_RATE", "11/14", "4/5"),
    ("KAM_COST_RATE", "182/195", "66/60"),
    ("KAM_PROFILE_RATE", "13/17", "4/5"),
    ("KAM_SERVICE_SCORE", "342/4", "90"),
    ("KAM_SATISFACTION", "768/9", "261/3"),
    ("KAM_ANSWER_RATE", "11/14", "5/6"),
)

_ARGUMENTS = (
    Case(f"KAM_CHURN({_cell('A1')})", "2"),
    Case(f"KAM_CHURN({_cell('A2')})", "2"),
    Case(f"KAM_CHURN({_cell('A11')})", "2"),
    Case(f"KAM_CHURN({_cell('A8')})", "4"),
    Case("KAM_CHURN(2026)", "4"),
    Case('KAM_CHURN("2026-08")', "1"),
    Case('KAM_CHURN("2026年8月")', "1"),
    Case('KAM_CHURN("2026-Q3")', "2"),
    Case('KAM_CHURN("26Q3")', "2"),
    Case(f'KAM_CHURN("2026Q3",{_cell("A9")})', "1"),
    Case(f'KAM_CHURN("2026Q3",{_cell("A12")})', "1"),
    Case(f'KAM_CHURN("2026Q3",{_cell("A6")})', "2"),
    Case('KAM_CHURN("2026Q3","上海申华医疗器械有限公司")', "0"),
    Case(f"kam_churn({_cell('A5')})*2", "4"),
    Case(f"SUM(KAM_CHURN({_cell('A3')}),KAM_CHURN({_cell('A4')}),KAM_CHURN({_cell('A5')}))", "1+1+2"),
)

_ERRORS = (
    Case('KAM_PLAN_RATE("2027Q1")', NA),
    Case('KAM_NEW_RATE("2026-08")', NA),
    Case('KAM_CHURN("乱")', VALUE),
    Case('KAM_CHURN("2026Q3","没有这个客户")', VALUE),
    Case(f"KAM_CHURN({_cell('A6')})", VALUE),
    Case(f"KAM_CHURN({_cell('A7')})", NA),
    Case(f"KAM_CHURN({_cell('A10')})", DIV0),
    Case('IFERROR(KAM_PLAN_RATE("2027Q1"),"—")', '"—"'),
    Case('IF(ISNA(KAM_PLAN_RATE("2027Q1")),"没有数据","有")', '"没有数据"'),
    # An error in a sum must show: a text in its place would be skipped.
    Case('SUM(KAM_CHURN("2026Q3"),KAM_PLAN_RATE("2027Q1"))', NA),
)

_OTHERS = (
    Case('KAM_KPI("大客户流失数","2026Q3","华东")', "1"),
    Case('KAM_TARGET("plan_rate")', "1"),
    Case('KAM_SCORE("张伟","2026Q3")', "72.2"),
    Case('KAM_STATUS("没有这个申请")', NA),
    Case('LEFT(KAM_SOURCE(),2)', '"截至"'),
    Case(f"KAM_CHURN({_cell('A3:A5')})", (("1",), ("1",), ("2",))),
    Case('KAM_TREND("churn",4)', (('"2025Q4"', "1"), ('"2026Q1"', "1"), ('"2026Q2"', "1"), ('"2026Q3"', "2"))),
    Case(
        'KAM_TABLE("2026Q3","区域","plan_rate,dev_rate")',
        (
            ('"2026年第3季度"', '"大客户销售计划完成率"', '"大客户开发计划完成率"'),
            ('"华东"', "7460/7600", "1/2"),
            ('"华南"', "5050/5400", "1"),
            ('"华北"', "5455/5450", NA),
            ('"西南"', "2190/2800", "0"),
            ('"全部门"', "20155/21250", "2/4"),
        ),
    ),
)  # fmt: skip


def sample_cases() -> tuple[Case, ...]:
    """Every case of the sample department."""
    by_hand = (
        case
        for name, whole, east in _BY_HAND
        for case in (Case(f'{name}("2026Q3")', whole), Case(f'{name}("2026Q3","华东")', east))
    )
    return (*by_hand, *_ARGUMENTS, *_ERRORS, *_OTHERS)


def cases_of(calculator: Calculator) -> tuple[Case, ...]:
    """The cases of any department: each KPI of the last quarter and year, as Python says."""
    return tuple(_asked(calculator))


def _asked(calculator: Calculator) -> Iterator[Case]:
    scopes = calculator.snapshot.facts.scopes
    names = ("", *scopes.regions, *scopes.specialists)
    for kpi, period, scope in product(kpis().values(), ("上季度", "本季度"), names):
        value = calculator.call(kpi.udf, period, scope)
        if not isinstance(value, list):
            yield Case(f'{kpi.udf}("{period}","{_quoted(scope)}")', _expression(value))


def _expression(value: object) -> str:
    if isinstance(value, CellError):
        return value.value
    return f'"{_quoted(value)}"' if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
