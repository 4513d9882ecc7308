"""The KPIs on small hand-worked departments (domain.md, section 2).

1. Each KPI gives the value worked out by hand, for the department, a region, a specialist and a customer.
2. A zero denominator has no value and a reason; a period for which the KPI is not defined, or that has not begun, too.
3. A yearly KPI asked for a quarter gives the year to the end of that quarter.
4. Each figure's parts are the sums of its evidence.
5. A fiscal year that does not begin in January moves quarters and years.
6. Every KPI's docstring gives the UDF's help, its source and a right and a wrong example.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamxl.domain.kpi import Part, Unit, find_kpi, kpis
from kamxl.domain.kpi import ask as ask_plainly
from kamxl.domain.periods import parse_period
from kamxl.domain.records import Tables
from kamxl.domain.scope import DEPARTMENT
from kamxl.errors import InputError

from .department import TODAY, ask, facts, profiles, record, rows, settings, value

PLANS = """
    | quarter | customer | plan | actual |
    | 2026Q3  | 甲机电   | 100  | 90     |
    | 2026Q3  | 丁食品   | 300  |        |
    | 2026Q2  | 甲机电   | 50   | 60     |
    | 2026Q3  | 陌生客户 | 100  | 10     |
    | 2026Q3  | 乙化工   | 不详 | 5      |
"""
SERVICE = """
    | date       | customer | category | valid | limit_days | answered_on |
    | 2026-07-01 | 甲机电   | 投诉     | 是    |            |             |
    | 2026-07-02 | 丁食品   | 投诉     | 否    |            |             |
    | 2026-09-30 | 丁食品   | 投诉     |       |            |             |
    | 2026-07-03 | 甲机电   | 意见     |       | 5          | 2026-07-08  |
    | 2026-07-03 | 丁食品   | 意见     |       | 5          | 2026-07-09  |
    | 2026-07-04 | 丁食品   | 意见     |       |            | 2026-07-07  |
    | 2026-07-05 | 丁食品   | 意见     |       |            |             |
    | 2026-07-06 | 甲机电   | 回访     |       |            | 2026-07-06  |
    | 2026-08-06 | 甲机电   | 回访     |       |            | 2026-08-06  |
    | 2026-08-07 | 丁食品   | 回访     |       |            |             |
    | 2026-08-07 | 丁食品   | 回访     |       |            |             |
    | 2026-03-01 | 甲机电   | 咨询     |       | 1          | 2026-03-02  |
    | 2026-08-01 | 丁食品   | 咨询     |       | 1          | 2026-08-03  |
    | 2026-10-01 | 丁食品   | 咨询     |       | 1          | 2026-10-01  |
    | 2026-07-09 | 丁食品   | 意见     |       | 5          | 2026-07-01  |
"""
COSTS = """
    | quarter | budget | spent | region | specialist | customer |
    | 2026Q3  | 1000   | 800   | 华东   |            |          |
    | 2026Q3  | 500    | 600   |        | 李娜       |          |
    | 2026Q3  | 100    | 50    | 华南   |            | 甲机电   |
    | 2026Q3  | 200    | 20    |        |            |          |
"""
RATINGS = """
    | year | item       | score | rater | customer | person |
    | 2026 | 客户满意度 | 90    | 客户  | 甲机电   |        |
    | 2026 | 客户满意度 | 71    | 客户  | 丁食品   |        |
    | 2025 | 客户满意度 | 10    | 客户  | 丁食品   |        |
    | 2026 | 服务规范   | 80    | 林晓峰 |         | 张伟   |
    | 2026 | 服务规范   | 61    | 林晓峰 | 甲机电   | 李娜   |
    | 2026 | 服务规范   | 70    | 林晓峰 | 甲机电   |        |
"""
DEVELOPMENT = """
    | no    | applied_on | customer | applicant | sign_expected |
    | KF-01 | 2026-05-01 | 丙电子   | 李娜      | 2026-07-31    |
    | KF-02 | 2026-05-02 | 己物流   | 张伟      | 2026-08-31    |
    | KF-03 | 2026-07-20 | 丙电子   | 李娜      | 2026-09-30    |
    | KF-04 | 2026-05-02 | 己物流   | 张伟      | 2026-11-30    |
    | KF-05 | 2026-05-02 | 新客户   | 张伟      | 2026-09-01    |
"""


@pytest.fixture(scope="module")
def department():
    return facts(
        profiles(),
        rows("sales_plan", PLANS),
        rows("service_log", SERVICE),
        rows("service_cost", COSTS),
        rows("rating", RATINGS),
        rows("development", DEVELOPMENT),
    )


HAND_WORKED = [
    # Q3: (90 + 0 + 10 + 5) of (100 + 300 + 100); the unreadable plan adds its actual only.
    ("plan_rate", "2026Q3", "", Decimal(105) / 500),
    ("plan_rate", "2026", "", Decimal(165) / 550),
    ("plan_rate", "2026Q3", "华东", Decimal(95) / 100),
    ("plan_rate", "2026Q3", "李娜", Decimal(0)),
    ("plan_rate", "2026Q3", "KH-001", Decimal(90) / 100),
    # Opening on 1 July: 甲, 乙, 丁 and 戊 (status 流失 without a day: still counted). New: 丙.
    ("new_rate", "2026Q3", "", Decimal(1) / 4),
    ("new_rate", "2026Q3", "华东", Decimal(0)),
    ("churn", "2026Q3", "", Decimal(1)),
    ("churn", "2026-08", "", Decimal(1)),
    ("churn", "2026-09", "", Decimal(0)),
    ("churn", "2026", "张伟", Decimal(1)),
    ("churn", "2026Q3", "华南", Decimal(0)),
    ("churn_rate", "2026Q3", "", Decimal(1) / 4),
    ("churn_rate", "2026Q3", "华东大区", Decimal(1) / 2),
    # Planned: KF-01, 02, 03, 05. 丙 began on 10 July: after KF-01's application, before KF-03's.
    ("dev_rate", "2026Q3", "", Decimal(1) / 4),
    ("dev_rate", "2026Q3", "李娜", Decimal(1) / 2),
    ("complaints", "2026Q3", "", Decimal(1)),
    ("complaints", "2026Q3", "丁食品", Decimal(0)),
    # In time: 甲 (5 of 5 days), 丁 once (3 days, the setting's 3); late: 6 days; open; answered before it was asked.
    ("feedback_rate", "2026Q3", "", Decimal(2) / 5),
    ("feedback_rate", "2026Q3", "华东", Decimal(1)),
    ("revisit_rate", "2026Q3", "", Decimal(1) / 2),
    ("revisit_rate", "2026Q3", "丁食品", Decimal(0)),
    ("cost_rate", "2026Q3", "", Decimal(1470) / 1800),
    # 华东: its own row and the row of 甲机电, whose profile outweighs the 华南 that the row says.
    ("cost_rate", "2026Q3", "华东", Decimal(850) / 1100),
    ("cost_rate", "2026Q3", "华南", Decimal(600) / 500),
    ("satisfaction", "2026", "", Decimal(161) / 2),
    ("satisfaction", "2026Q2", "华东", Decimal(90)),
    ("service_score", "2026", "", Decimal(211) / 3),
    ("service_score", "2026", "张伟", Decimal(75)),
    ("service_score", "2026", "李娜", Decimal(61)),
    ("answer_rate", "2026", "", Decimal(2) / 3),
    ("answer_rate", "2026Q3", "", Decimal(1) / 2),
    ("answer_rate", "2026Q1", "", Decimal(1)),
]


@pytest.mark.parametrize(("kpi", "period", "scope", "expected"), HAND_WORKED)
def test_value_worked_by_hand(department, kpi, period, scope, expected) -> None:
    assert value(department, kpi, period, scope) == expected


@pytest.mark.parametrize(("kpi", "period", "scope", "_"), HAND_WORKED)
def test_parts_are_the_sums_of_their_evidence(department, kpi, period, scope, _) -> None:
    figure = ask(department, kpi, period, scope).figure
    sums = {part: sum(e.amount for e in figure.evidence if e.part is part) for part in Part}
    assert (figure.numerator, figure.denominator or 0) == (sums[Part.NUMERATOR], sums[Part.DENOMINATOR])


def test_profile_rate_counts_complete_profiles_of_customers_active_at_the_end() -> None:
    complete = {
        "file_no": "KH-1", "filed_on": "2025-01-01", "customer": "甲机电", "address": "上海", "phone": "021-55667788",
        "contact_name": "王工", "region": "华东", "specialist": "张伟", "grade": "A", "status": "合作",
        "since": "2025-01-01",
    }  # fmt: skip
    wrong_phone = {**complete, "file_no": "KH-2", "customer": "乙化工", "phone": "12"}
    gone = {**complete, "file_no": "KH-3", "customer": "丙电子", "status": "流失", "lost_on": "2026-09-30", "phone": ""}
    table = [record("profile", complete, 1), record("profile", wrong_phone, 2), record("profile", gone, 3)]
    assert value(facts(table), "profile_rate", "2026Q3") == Decimal(1) / 2
    assert value(facts(table), "profile_rate", "2026-08") == Decimal(1) / 3
    by_field = facts(table, use=settings(profile_by_field=True))
    assert value(by_field, "profile_rate", "2026Q3") == Decimal(19) / 20


def test_churn_rate_may_count_new_customers_in_its_denominator() -> None:
    with_new = facts(profiles(), use=settings(churn_rate_with_new=True))
    assert value(with_new, "churn_rate", "2026Q3") == Decimal(1) / 5


NO_VALUE = [
    ("plan_rate", "2026-07", "", "kpis.not_for_period"),
    ("answer_rate", "2026-07", "", "kpis.not_for_period"),
    ("plan_rate", "2026Q1", "", "kpis.no_denominator"),
    ("satisfaction", "2024", "", "kpis.no_denominator"),
    ("new_rate", "2026Q3", "己物流", "kpis.no_denominator"),
    ("churn", "2027Q1", "", "kpis.not_begun"),
]


@pytest.mark.parametrize(("kpi", "period", "scope", "code"), NO_VALUE)
def test_no_value_has_its_reason(department, kpi, period, scope, code) -> None:
    found = ask(department, kpi, period, scope)
    assert (found.value, found.shown, found.reason.code) == (None, "—", code)
    assert "{" not in found.reason.full() + found.reason.full("en")


def test_without_a_known_day_nothing_is_in_the_future() -> None:
    timeless = facts(profiles(), use=settings(today=date.min))
    assert value(timeless, "churn", "2027Q1") == 0


def test_a_yearly_kpi_of_a_quarter_says_that_it_is_the_year_so_far(department) -> None:
    assert ask(department, "answer_rate", "2026Q3").label == "2026年第3季度（年初至今）"
    assert ask(department, "answer_rate", "2026Q1").label == "2026年第1季度"
    assert ask(department, "answer_rate", "2026").label == "2026年"


def test_a_fiscal_year_from_april() -> None:
    plans = rows("sales_plan", "| quarter | customer | plan | actual |\n| 2026Q1 | 甲机电 | 100 | 40 |")
    plans.append(record("sales_plan", {"quarter": date(2026, 5, 2), "customer": "甲机电", "plan": 100, "actual": 60}))
    ratings = [
        record("rating", {"year": date(2026, 3, 31), "item": "客户满意度", "score": 70}),
        record("rating", {"year": 2026, "item": "客户满意度", "score": 90}),
    ]
    april = facts(profiles(), plans, ratings, use=settings(fiscal_first_month=4))
    assert value(april, "plan_rate", "2026Q1") == Decimal(1) / 2
    assert value(april, "churn", "2026Q2") == 1
    assert (value(april, "satisfaction", "2025"), value(april, "satisfaction", "2026")) == (70, 90)
    assert ask(april, "answer_rate", "2026Q2").span.start == date(2026, 4, 1)


def test_plain_tables_can_be_asked() -> None:
    tables = Tables.of(profiles())
    period = parse_period("2026Q3", today=TODAY)
    assert ask_plainly("大客户流失数", period, DEPARTMENT, tables, settings()).value == 1


@pytest.mark.parametrize("name", ["churn", "KAM_CHURN", "kam_churn", "大客户流失数", " 大客户 流失数 "])
def test_a_kpi_is_found_by_each_of_its_names(name) -> None:
    assert find_kpi(name) is kpis()["churn"]


def test_an_unknown_kpi_names_those_that_exist() -> None:
    with pytest.raises(InputError) as caught:
        find_kpi("利润率")
    assert caught.value.code == "kpis.unknown"
    assert all(kpi.zh in str(caught.value) for kpi in kpis().values())


def test_units_show_numbers_as_people_read_them() -> None:
    shown = [unit.show(Decimal("0.9349")) for unit in (Unit.RATE, Unit.COUNT, Unit.SCORE)]
    assert shown == ["93.5%", "1", "0.9"]


@pytest.mark.parametrize("kpi", kpis().values(), ids=lambda kpi: kpi.id)
def test_the_docstring_is_the_product(kpi) -> None:
    assert kpi.zh in kpi.help
    assert 0 < len(kpi.help) <= 255
    assert all(word in kpi.doc for word in ("Unit:", "Right:", "Wrong:", kpi.udf))
    assert "manual" in kpi.doc
    assert kpi.measure.__module__.endswith(f".{kpi.id}")


def test_the_thirteen_are_in_the_manuals_order() -> None:
    assert list(kpis()) == [
        "plan_rate", "new_rate", "churn", "churn_rate", "dev_rate", "complaints", "feedback_rate", "revisit_rate",
        "cost_rate", "profile_rate", "service_score", "satisfaction", "answer_rate",
    ]  # fmt: skip
