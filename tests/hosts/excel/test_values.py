"""The KAM_ functions in cells: the real wrappers and cache in VBA, asking a real server.

1. Each generated wrapper, called by a cell, notes the cell, shows #GETTING_DATA, and after the calculation asks once; the
   next calculation has the answer without asking. So with good and missing arguments.
2. An error argument comes back as that error and asks nobody; an error inside a range goes along as an error.
3. Arguments arrive as what they are: text, number, yes/no, date, blank, range, one-row array constant.
4. Every kind of answer becomes its Excel value: number, text, yes/no, date, each error, an array that spills.
5. Many cells cross to Python once, and equal calls count once; a second calculation does not cross at all. (10,000 cells:
   test_bulk.py.)
6. Another stamp forgets every answer and calculates all again; so does refreshing.
7. Python unreachable: the cells become #N/A, the person is told once, and nothing is asked again until the refresh. An
   error reply is #N/A with its text in the status bar.
8. Called by a macro instead of a cell, a function answers at once.
9. A live function is asked at every call and never remembered.
10. The function wizard gets the help of each function and argument.
11. The cache keeps apart keys that differ in case, width or length, and grows.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.interpreter import EMPTY, MISSING, VBAArray, VBADate, VBAErrorValue
from pyopenvba.interpreter._runtime import Slot

from kamxl.errors import DepartmentError, say
from kamxl.functions.function import CATEGORY, Function, functions

from .conftest import Answering
from .vba import AddIn, Cell

GETTING_DATA, NOT_AVAILABLE = VBAErrorValue(2043), VBAErrorValue(2042)
CACHED = [function for function in functions().values() if not function.live]


def _asked_texts(addin: AddIn) -> list[Any]:
    return [json.loads(body)["calls"] for path, body in addin.world.requests if path == "/values"]


def _in_cell(addin: AddIn, name: str, *arguments: object) -> object:
    addin.world.caller = Cell()
    return addin.run(name, *arguments)


@pytest.mark.parametrize("function", CACHED, ids=lambda one: one.name)
def test_each_wrapper(addin: AddIn, service: Answering, function: Function) -> None:
    service.value = lambda call: 0.25 * len(call)
    given_ = [f"值{number}" for number in range(len(function.args))]
    first = _in_cell(addin, function.name, *given_)
    cell = addin.world.caller
    missing = _in_cell(addin, function.name)
    assert (first, missing) == (GETTING_DATA, GETTING_DATA)
    addin.run("KamExcel.AfterCalculation")
    assert service.asked == [[[function.name, *given_], [function.name]]]
    assert addin.world.statuses == [say("excel.fetching").full(), False]
    assert isinstance(cell, Cell)
    assert (cell.dirtied, addin.world.calculations) == (1, ["dirty"])
    assert _in_cell(addin, function.name, *given_) == 0.25 * (1 + len(given_))
    assert _in_cell(addin, function.name, *[MISSING] * len(given_)) == 0.25
    addin.run("KamExcel.AfterCalculation")
    assert len(service.asked) == 1
    assert addin.messages == []


@pytest.mark.parametrize("function", [one for one in CACHED if one.args], ids=lambda one: one.name)
def test_error_argument_comes_back(addin: AddIn, service: Answering, function: Function) -> None:
    assert _in_cell(addin, function.name, VBAErrorValue(2007)) == VBAErrorValue(2007)
    assert _in_cell(addin, function.name, Cell(VBAErrorValue(2023))) == VBAErrorValue(2023)
    addin.run("KamExcel.AfterCalculation")
    assert service.asked == []


def _grid(rows: list[list[object]]) -> VBAArray:
    # The first dimension runs fastest, as in VBA's memory.
    return VBAArray([(1, len(rows)), (1, len(rows[0]))], items=[row[at] for at in range(len(rows[0])) for row in rows])


@pytest.mark.parametrize(
    ("argument", "sent"),
    [
        ('华"东\\', '华"东\\'),
        (2026.0, 2026),
        (0.5, 0.5),
        (-0.25, -0.25),
        (True, True),
        (VBADate.from_datetime(datetime(2026, 9, 30)), {"date": "2026-09-30"}),
        (Cell("2026Q3"), "2026Q3"),
        (Cell(EMPTY), None),
        (Cell(_grid([["a", 1.0], [EMPTY, VBAErrorValue(2007)]])), [["a", 1], [None, {"error": "DIV0"}]]),
        (_grid([["a"], ["b"]]), [["a"], ["b"]]),
        (VBAArray([(1, 2)], items=["a", 2.0]), [["a", 2]]),
    ],
)
def test_arguments_arrive_as_what_they_are(addin: AddIn, service: Answering, argument: object, sent: object) -> None:
    _in_cell(addin, "KAM_CHURN", argument, "x")
    addin.run("KamExcel.AfterCalculation")
    assert service.asked == [[["KAM_CHURN", sent, "x"]]]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (3, 3.0),
        (0.1, 0.1),
        ("A 级\n第二行", "A 级\n第二行"),
        (True, True),
        (False, False),
        (None, NOT_AVAILABLE),
        *[({"error": code}, VBAErrorValue(number)) for code, number in
          {"NULL": 2000, "DIV0": 2007, "VALUE": 2015, "REF": 2023, "NAME": 2029, "NUM": 2036, "NA": 2042}.items()],
    ],
)  # fmt: skip
def test_answers_become_excels_values(addin: AddIn, service: Answering, answer: object, shown: object) -> None:
    service.value = lambda call: answer
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    assert _in_cell(addin, "KAM_CHURN", "2026Q3") == shown


def test_date_answer(addin: AddIn, service: Answering) -> None:
    service.value = lambda call: date(2026, 9, 30)
    _in_cell(addin, "KAM_KPI", "x")
    addin.run("KamExcel.AfterCalculation")
    assert addin.interpreter._intrinsics["year"](addin.interpreter, [_in_cell(addin, "KAM_KPI", "x")], {}) == 2026


def test_array_answer_spills(addin: AddIn, service: Answering) -> None:
    service.value = lambda call: [["区域", "流失数"], ["华东", 2], ["华南", None]] if call[0] == "KAM_TABLE" else 1
    _in_cell(addin, "KAM_TABLE", "2026Q3")
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    table = _in_cell(addin, "KAM_TABLE", "2026Q3")
    assert isinstance(table, VBAArray)
    assert [[table.get([row, column]) for column in (1, 2)] for row in (1, 2, 3)] == [
        ["区域", "流失数"],
        ["华东", 2.0],
        ["华南", NOT_AVAILABLE],
    ]
    assert _in_cell(addin, "KAM_CHURN", "2026Q3") == 1.0


# This interpreter takes milliseconds for a call that takes Excel microseconds.
CELLS = 200


def test_thousands_of_cells_cross_once(addin: AddIn, service: Answering) -> None:
    service.value = lambda call: int(call[2].removeprefix("客户"))
    customers = [f"客户{number}" for number in range(CELLS // 2)]
    for _ in range(2):
        for customer in customers:
            assert _in_cell(addin, "KAM_CHURN", "2026Q3", customer) == GETTING_DATA
    addin.run("KamExcel.AfterCalculation")
    assert [len(calls) for calls in service.asked] == [CELLS // 2]
    assert [_in_cell(addin, "KAM_CHURN", "2026Q3", c) for c in customers] == [float(n) for n in range(CELLS // 2)]
    addin.run("KamExcel.AfterCalculation")
    assert len(service.asked) == 1


def test_another_stamp_forgets_every_answer(addin: AddIn, service: Answering) -> None:
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    service.stamp = "s2"
    _in_cell(addin, "KAM_CHURN", "2026Q2")
    addin.run("KamExcel.AfterCalculation")
    assert addin.world.calculations == ["dirty", "full"]
    assert _in_cell(addin, "KAM_CHURN", "2026Q2") == 2.0
    assert _in_cell(addin, "KAM_CHURN", "2026Q3") == GETTING_DATA


def test_refresh_forgets_every_answer(addin: AddIn, service: Answering) -> None:
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    addin.run("KamValues.Refresh")
    assert addin.world.calculations == ["dirty", "full"]
    assert _in_cell(addin, "KAM_CHURN", "2026Q3") == GETTING_DATA


def test_python_unreachable_is_told_once(addin: AddIn) -> None:
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    for _ in range(3):
        assert _in_cell(addin, "KAM_CHURN", "2026Q3") == NOT_AVAILABLE
        addin.run("KamExcel.AfterCalculation")
    assert len(addin.messages) == 1


def test_error_reply_is_not_available(addin: AddIn, service: Answering) -> None:
    def fail(call: list[Any]) -> Any:
        raise DepartmentError("department.no_folder", path="部门")

    service.value = fail
    _in_cell(addin, "KAM_CHURN", "2026Q3")
    addin.run("KamExcel.AfterCalculation")
    assert _in_cell(addin, "KAM_CHURN", "2026Q3") == NOT_AVAILABLE
    assert addin.world.statuses == [
        say("excel.fetching").full(),
        DepartmentError("department.no_folder", path="部门").text.full(),
    ]
    assert addin.messages == []


def test_called_by_a_macro_it_answers_at_once(addin: AddIn, service: Answering) -> None:
    service.value = lambda call: 7
    assert addin.run("KAM_CHURN", "2026Q3") == 7.0
    assert addin.run("KAM_CHURN", "2026Q3") == 7.0
    assert len(service.asked) == 1


def test_live_function_is_never_remembered(addin: AddIn, service: Answering) -> None:
    answers = iter(["10:00", "10:05"])
    service.value = lambda call: next(answers)
    assert [_in_cell(addin, "KAM_SOURCE") for _ in range(2)] == ["10:00", "10:05"]
    assert service.asked == [[["KAM_SOURCE"]], [["KAM_SOURCE"]]]


def test_function_wizard_help(addin: AddIn) -> None:
    addin.run("KamFunctions.Describe")
    assert addin.world.macro_options == [
        {
            "macro": one.name,
            "help": one.help,
            "category": CATEGORY,
            "arguments": [f"{argument.zh}:{argument.help}" for argument in one.args],
        }
        for one in functions().values()
    ]


@settings(max_examples=15, deadline=None)
@given(keys=st.lists(st.text(alphabet="aAbBab0甲", max_size=4), max_size=12))
def test_cache_is_a_dictionary_with_exact_keys(loaded: AddIn, keys: list[str]) -> None:
    loaded.run("KamCache.Clear")
    expected: dict[str, int] = {}
    for number, key in enumerate(keys):
        loaded.run("KamCache.Keep", key, number)
        expected[key] = number
    found = {}
    for key in {*keys, "没有"}:
        value = Slot(EMPTY, "Variant")
        if loaded.run("KamCache.Found", key, value):
            found[key] = value.get()
    assert found == expected
    assert loaded.run("KamCache.Count") == len(expected)


def test_cache_grows(loaded: AddIn) -> None:
    loaded.run("KamCache.Clear")
    for number in range(600):
        loaded.run("KamCache.Keep", f"k{number}", number)
    value = Slot(EMPTY, "Variant")
    assert [loaded.run("KamCache.Found", f"k{n}", value) and value.get() for n in range(0, 600, 50)] == list(
        range(0, 600, 50)
    )
