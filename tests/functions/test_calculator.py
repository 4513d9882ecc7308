"""The ``KAM_*`` functions over a snapshot.

1. Every KPI is a function and gives the KPI's value, with arguments as people and hosts give them.
2. A range of periods, scopes or both gives an array; array functions give rows.
3. Bad input gives true errors: #VALUE! for an argument that cannot be used, #N/A for no value; the reason is told.
4. An answer is remembered; what may change without a refresh is not.
5. Every function has its help (at most 255 characters), its arguments' help, and ASCII names for VBA.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kamxl.domain.kpi import kpis
from kamxl.domain.records import Tables
from kamxl.errors import say
from kamxl.functions.calculator import Calculator, rows_of, unknown_function
from kamxl.functions.function import functions, help_of
from kamxl.functions.values import CellError, DateSystem
from kamxl.snapshot.snapshot import Snapshot

from ..kpis.department import profiles, rows, settings, value
from ..kpis.test_kpis import COSTS, DEVELOPMENT, HAND_WORKED, PLANS, RATINGS, SERVICE
from ..kpis.test_scoring import TARGETS

NA, VALUE = CellError.NA, CellError.VALUE


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    tables = (
        profiles(),
        rows("sales_plan", PLANS, "销售.xlsx"),
        rows("service_log", SERVICE, "服务.xlsx"),
        rows("service_cost", COSTS, "费用.xlsx"),
        rows("rating", RATINGS, "评分.xlsx"),
        rows("development", DEVELOPMENT, "开发.xlsx"),
    )
    return Snapshot(
        tables=Tables.of(record for table in tables for record in table),
        settings=settings(TARGETS),
        taken_at=datetime(2026, 10, 8, 9, 30),
        stamp="一",
        books=("销售.xlsx", "服务.xlsx"),
        problems={"坏.xlsx": say("books.not_a_workbook", path="坏.xlsx")},
        requests={"BF-1": "待经理审核", "7": "已批准"},
    )


@pytest.fixture
def calculator(snapshot) -> Calculator:
    return Calculator(snapshot)


@pytest.mark.parametrize(("kpi", "period", "scope", "expected"), HAND_WORKED)
def test_every_kpi_is_a_function(calculator, kpi, period, scope, expected) -> None:
    assert calculator.call(kpis()[kpi].udf, period, scope) == float(expected)
    assert calculator.call("KAM_KPI", kpi, period, scope) == float(expected)


PERIODS_AS_GIVEN = [
    "2026Q3", "2026-Q3", "2026年第3季度", "2026年三季度", "26Q3", "上季度", " 2026 q3 ", "２０２６Ｑ３",
    date(2026, 8, 20), datetime(2026, 7, 1, 8, 0), 46254, 46254.0, 46254.5, [["2026Q3"]], ("2026Q3",),
]  # fmt: skip


@pytest.mark.parametrize("period", PERIODS_AS_GIVEN)
def test_periods_as_people_and_hosts_give_them(calculator, period) -> None:
    assert calculator.call("KAM_PLAN_RATE", period, "华东") == 0.95


@pytest.mark.parametrize(
    ("period", "expected"),
    [(2026, 1), (2026.0, 1), ("2026", 1), ("2026-08", 1), ("2026年9月", 0), ("本年", 1), (2025, 0)],
)
def test_years_and_months(calculator, period, expected) -> None:
    assert calculator.call("KAM_CHURN", period) == expected


@pytest.mark.parametrize("scope", ["", None, 0.0, 0, "全部门", "林晓峰", [[None]]])
def test_blank_scope_is_the_department(calculator, scope) -> None:
    assert calculator.call("KAM_CHURN", "2026Q3", scope) == 1


def test_a_workbook_that_counts_days_from_1904(calculator) -> None:
    serial = (date(2026, 8, 20) - date(1904, 1, 1)).days
    assert calculator.using(DateSystem(from_1904=True)).call("KAM_CHURN", serial) == 1
    assert calculator.call("KAM_CHURN", serial) == 0


def test_ranges_give_arrays(calculator) -> None:
    assert calculator.call("KAM_CHURN", [["2026-08"], ["2026-09"], ["火星"], [None]]) == [[1], [0], [VALUE], [VALUE]]
    assert calculator.call("KAM_CHURN", ("2026-08", "2026-09")) == [[1, 0]]
    assert calculator.call("KAM_CHURN", "2026Q3", [["华东", "华南"]]) == [[1, 0]]
    assert calculator.call("KAM_CHURN", [["2026-08"], ["2026-09"]], [["华东", "华南"]]) == [[1, 0], [0, 0]]
    assert calculator.call("KAM_PLAN_RATE", [["2026Q3", "2026Q1"]], "华东") == [[0.95, NA]]
    assert calculator.call("KAM_CHURN", [["2026-08"], ["2026-09"]], [["华东"], ["华南"], ["华东"]]) == VALUE
    assert calculator.call("KAM_GRADE", [["KH-001"], ["丁食品"]], "2026Q3") == [["A"], ["C"]]


def test_table(calculator) -> None:
    assert calculator.call("KAM_TABLE", "2026Q3", "", "plan_rate、大客户流失数") == [
        ["2026年第3季度", "大客户销售计划完成率", "大客户流失数"],
        ["华东", 0.95, 1],
        ["华南", 0, 0],
        ["全部门", 0.21, 1],
    ]
    assert calculator.call("KAM_TABLE", "2026Q1", "专员", [["plan_rate"], [None], ["churn"]])[1:] == [
        ["张伟", NA, 0],
        ["李娜", NA, 0],
        ["全部门", NA, 0],
    ]
    whole = calculator.call("KAM_TABLE", "2026Q3", "部门", None)
    assert (len(whole), whole[0][1:], whole[1][0]) == (2, [kpi.zh for kpi in kpis().values()], "全部门")
    by_customer = calculator.call("KAM_TABLE", "2026Q3", "customer", "churn")
    assert [row[0] for row in by_customer[1:]] == ["甲机电", "乙化工", "丙电子", "丁食品", "戊纺织", "己物流", "全部门"]
    assert calculator.call("KAM_TABLE", "2026Q3", 0.0, 0.0)[1][0] == "华东"


def test_trend(calculator) -> None:
    assert calculator.call("KAM_TREND", "plan_rate", 3, "华东") == [["2026Q2", 1.2], ["2026Q3", 0.95], ["2026Q4", NA]]
    assert calculator.call("KAM_TREND", "churn", "2") == [["2026Q3", 1], ["2026Q4", 0]]


def test_target_score_grade_and_status(calculator) -> None:
    assert calculator.call("KAM_TARGET", "cost_rate") == 0.9
    assert calculator.call("KAM_TARGET", "cost_rate", "张伟") == 1
    assert calculator.call("KAM_SCORE", "zhangwei", "2026Q3") == 90
    assert calculator.call("KAM_SCORE", [["张伟"], ["陈国栋"]], "2026Q3") == [[90], [NA]]
    assert calculator.call("KAM_GRADE", "甲机电") == "A"
    assert [calculator.call("KAM_STATUS", no) for no in ("BF-1", 7, 7.0, "8")] == ["待经理审核", "已批准", "已批准", NA]


def test_explain_gives_rows(calculator) -> None:
    assert calculator.call("KAM_EXPLAIN", "churn", "2026Q3") == [
        ["指标", "大客户流失数", "", "", "", "", "", ""],
        ["期间", "2026年第3季度", "", "", "", "", "", ""],
        ["范围", "全部门", "", "", "", "", "", ""],
        ["数值", 1, "", "", "", "", "", ""],
        ["分子", 1, "", "", "", "", "", ""],
        ["分母", "—", "", "", "", "", "", ""],
        ["说明", "期内流失的大客户个数", "", "", "", "", "", ""],
        ["作用", "表单", "工作簿", "工作表", "行", "单元格", "内容", "计入"],
        ["分子", "客户档案表", "客户档案.xlsx", "客户档案表", 3, "D3、F3", "状态=流失；流失日期=2026-08-20", 1],
    ]
    without = calculator.call("KAM_EXPLAIN", "plan_rate", "2026Q1")
    assert [row[1] for row in without[3:6]] == ["—", 0, 0]
    assert without[6][1].startswith("全部门在2026年第1季度没有可作分母的记录")


def test_source_says_how_fresh(snapshot) -> None:
    changed = [0]
    calculator = Calculator(snapshot, lambda: changed[0])
    fresh = "截至 2026-10-08 09:30:00；读取 2 个工作簿；1 个读取失败（坏.xlsx）"
    assert calculator.call("KAM_SOURCE") == fresh
    changed[0] = 3
    assert calculator.call("KAM_SOURCE") == fresh + "；其后有 3 个工作簿改过，请点“刷新KPI”"


GOOD = {"id": "churn", "period": "2026Q3", "scope": "华东", "person": "张伟", "customer": "甲机电", "request": "BF-1",
        "n": 4, "by": "区域", "kpis": "churn"}  # fmt: skip
WRONG_TYPE = {
    "id": 3.5,
    "period": 3.5,
    "scope": True,
    "person": 3.5,
    "customer": 3.5,
    "n": "四",
    "by": 3.5,
    "kpis": 3.5,
}
UNKNOWN = {"id": "利润", "period": "第三季度", "scope": "火星", "person": "某某", "customer": "火星公司", "n": 41,
           "by": "星球", "kpis": "churn,利润"}  # fmt: skip
CASES = [(function, index) for function in functions().values() for index in range(len(function.args))]
EACH_ARGUMENT = pytest.mark.parametrize(
    ("function", "index"), CASES, ids=[f"{function.name}-{function.args[index].name}" for function, index in CASES]
)


def call_with(calculator, function, index, given):
    args = [GOOD[argument.name] for argument in function.args]
    args[index] = given
    return calculator.call(function.name, *args), calculator.why(function.name, *args)


@EACH_ARGUMENT
@pytest.mark.parametrize("table", [WRONG_TYPE, UNKNOWN], ids=["wrong type", "unknown"])
def test_an_argument_that_cannot_be_used(calculator, function, index, table) -> None:
    name = function.args[index].name
    if name == "request":  # any text may be a request's number
        result, why = call_with(calculator, function, index, 3.5)
        assert (result, why.code) == (NA, "functions.no_request")
        return
    result, why = call_with(calculator, function, index, table[name])
    if function.name == "KAM_EXPLAIN":  # tells the reason instead
        assert (len(result), len(result[0]), why) == (1, 1, None)
        assert "。" in result[0][0]
    else:
        assert (result, why.code.split(".")[0] in {"functions", "kpis", "periods", "people"}) == (VALUE, True)


@EACH_ARGUMENT
def test_an_empty_argument(calculator, function, index) -> None:
    argument = function.args[index]
    result, why = call_with(calculator, function, index, "  ")
    if function.name == "KAM_EXPLAIN":
        assert len(result) > 1 if argument.optional else "是空的" in result[0][0]
    elif argument.optional:
        assert (isinstance(result, CellError), why) == (False, None)
    else:
        wanted = "functions.customer_wanted" if argument.name == "customer" else "functions.no_argument"
        assert (result, why.code) == (VALUE, wanted)


@EACH_ARGUMENT
def test_an_error_value_is_passed_on(calculator, function, index) -> None:
    result, why = call_with(calculator, function, index, CellError.DIV0)
    if function.name == "KAM_EXPLAIN":
        assert result == [["参数里有错误值 #DIV/0!。请先改正被引用的单元格。"]]
    else:
        assert (result, why.code) == (CellError.DIV0, "functions.error_argument")


@EACH_ARGUMENT
def test_an_array_where_one_value_is_wanted(calculator, function, index) -> None:
    argument = function.args[index]
    given = [[GOOD[argument.name]], [GOOD[argument.name]]]
    result, why = call_with(calculator, function, index, given)
    if argument.name == "kpis":
        assert result[0] == ["2026年第3季度", "大客户流失数", "大客户流失数"]
    elif function.name == "KAM_EXPLAIN":
        assert "只能给一个值" in result[0][0]
    elif function.array:
        assert (result, why.code) == (VALUE, "functions.one_value")
    else:
        one = calculator.call(function.name, *(GOOD[each.name] for each in function.args))
        assert result == [[one], [one]]


@pytest.mark.parametrize("function", functions().values(), ids=functions())
def test_a_period_in_the_future(calculator, function) -> None:
    index = next((i for i, argument in enumerate(function.args) if argument.name == "period"), None)
    if index is None:
        assert "period" not in function.signature
        return
    result, why = call_with(calculator, function, index, "2031Q1")
    match function.name:
        case "KAM_TABLE":
            assert result[1:] == [["华东", NA], ["华南", NA], ["全部门", NA]]
        case "KAM_EXPLAIN":
            assert result[3][1] == "—"
            assert "还没有开始" in result[6][1]
        case "KAM_SCORE" | "KAM_GRADE":
            assert result in (NA, "C")
        case _:
            assert (result, why.code) == (NA, "kpis.not_begun")


@pytest.mark.parametrize("function", functions().values(), ids=functions())
def test_too_few_and_too_many_arguments(calculator, function) -> None:
    good = [GOOD[argument.name] for argument in function.args]
    assert calculator.call(function.name, *good, "多") == VALUE
    assert calculator.why(function.name, *good, "多").code == "functions.argument_count"
    if function.needed:
        assert calculator.call(function.name) == VALUE
    shortest = calculator.call(function.name, *good[: function.needed])
    assert not isinstance(shortest, CellError)
    omitted = [None] * (len(good) - function.needed)
    assert calculator.call(function.name, *good[: function.needed], *omitted) == shortest


def test_score_wants_a_quarter(calculator) -> None:
    assert calculator.call("KAM_SCORE", "张伟", "2026") == VALUE
    assert calculator.why("KAM_SCORE", "张伟", "2026").code == "functions.quarter_wanted"


def test_no_target_no_grade(calculator) -> None:
    assert calculator.call("KAM_TARGET", "new_rate") == NA
    assert calculator.call("KAM_GRADE", "己物流") == NA
    assert calculator.why("KAM_GRADE", "己物流").code == "functions.no_grade"


def test_an_answer_is_remembered(snapshot) -> None:
    calculator = Calculator(snapshot)
    first = calculator.call("KAM_TABLE", "2026Q3", "区域", [["churn"]])
    assert calculator.call("KAM_TABLE", "2026Q3", "区域", [["churn"]]) is first
    assert calculator.call("KAM_CHURN", True) == VALUE
    assert calculator.call("KAM_CHURN", 1) == VALUE


def test_an_unknown_function(calculator) -> None:
    with pytest.raises(KeyError):
        calculator.call("KAM_PROFIT")
    assert "KAM_CHURN" in unknown_function("KAM_PROFIT").full()


def test_rows_of() -> None:
    assert [rows_of(result) for result in (1, [[1, 2]])] == [[[1]], [[1, 2]]]


def test_department_helper_agrees(snapshot) -> None:
    assert value(snapshot.facts, "churn", "2026Q3") == Decimal(1)


@pytest.mark.parametrize("function", functions().values(), ids=functions())
def test_a_function_is_documented(function) -> None:
    assert 0 < len(function.help) <= 255
    assert function.name.startswith("KAM_")
    assert function.example.startswith(f"={function.name}(")
    assert function.signature.isascii()
    for argument in function.args:
        assert argument.name.isidentifier()
        assert 0 < len(argument.help) <= 255
        assert argument.zh
    optional = [argument.optional for argument in function.args]
    assert optional == sorted(optional)


def test_help_is_the_docstring() -> None:
    assert help_of(functions()["KAM_KPI"].call) == functions()["KAM_KPI"].help
