"""考核: lights, scores, totals, levels, warnings, grades.

1. A light follows the written rule: met, missed by at most a tenth (a count: by 1), missed by more.
2. Each scoring rule gives 0 to 100 with the written corners.
3. A total is Σ weight × score ÷ Σ weight over what could be scored, to a tenth; yearly KPIs count in the fourth quarter.
4. Under the threshold there is 口头警告; until somebody sets the threshold it is 60 and says 未设置.
5. A target row is chosen by scope and role.
6. A, B, C and VIP follow the written rule, ties by name.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamxl.domain.grades import grade_customers
from kamxl.domain.kpi import kpis
from kamxl.domain.people import Role
from kamxl.domain.periods import parse_period
from kamxl.domain.scope import DEPARTMENT, Scope, ScopeKind
from kamxl.domain.scoring import appraise, score
from kamxl.domain.settings import Target
from kamxl.domain.targets import Light, light, target_for, target_of_role

from .department import STAFF, TODAY, facts, profiles, record, rows, settings

PLAN, CHURN, COST = kpis()["plan_rate"], kpis()["churn"], kpis()["cost_rate"]
Q3 = parse_period("2026Q3", today=TODAY)
Q2 = parse_period("2026Q2", today=TODAY)


def target(kpi: str = "plan_rate", value: str | None = "1", **more: object) -> Target:
    numbers = {name: Decimal(str(given)) if name in ("floor", "low", "high", "weight") else given
               for name, given in more.items()}  # fmt: skip
    return Target(kpi, None if value is None else Decimal(value), **numbers)


@pytest.mark.parametrize(
    ("kpi", "wanted", "values"),
    [
        (PLAN, target(), {"1": "green", "1.2": "green", "0.9": "yellow", "0.8999": "red"}),
        (COST, target(value="1"), {"1": "green", "0.2": "green", "1.1": "yellow", "1.1001": "red"}),
        (CHURN, target(value="0"), {"0": "green", "1": "yellow", "2": "red"}),
        (COST, target(value="0"), {"0": "green", "0.001": "red"}),
        (COST, target(rule="区间", low="0.8", high="1"),
         {"0.8": "green", "1": "green", "0.72": "yellow", "0.71": "red", "1.1": "yellow", "1.2": "red"}),
        (COST, target(rule="越高越好"), {"1.5": "green", "0.5": "red"}),
        (PLAN, target(value=None), {"1": ""}),
        (PLAN, target(rule="区间", low="0.8"), {"1": ""}),
        (PLAN, None, {"1": ""}),
    ],
)  # fmt: skip
def test_light(kpi, wanted, values) -> None:
    assert {value: light(kpi, Decimal(value), wanted).value for value in values} == values


def test_no_value_has_no_light() -> None:
    assert light(PLAN, None, target()) is Light.NONE
    assert [found.zh for found in Light] == ["绿", "黄", "红", "—"]


@pytest.mark.parametrize(
    ("kpi", "wanted", "values"),
    [
        (PLAN, target(), {"1": 100, "1.3": 100, "0.5": 50, "0": 0, "-1": 0}),
        (PLAN, target(floor="0.5"), {"0.75": 50, "0.5": 0, "0.4": 0}),
        (COST, target(value="1"), {"1": 100, "0.3": 100, "1.5": 50, "2": 0, "3": 0}),
        (COST, target(value="1", floor="1.2"), {"1.1": 50, "1.2": 0}),
        (CHURN, target(value="0"), {"0": 100, "1": 0}),
        (CHURN, target(value="0", floor="4"), {"1": 75}),
        (
            COST,
            target(rule="区间", low="0.8", high="1"),
            {"0.8": 100, "1": 100, "0.7": 50, "0.6": 0, "1.1": 50, "9": 0},
        ),
        (COST, target(rule="区间", low="1", high="1"), {"1": 100, "0.99": 0}),
        (PLAN, target(value=None), {"1": None}),
        (COST, target(value=None), {"1": None}),
        (COST, target(rule="区间", high="1"), {"1": None}),
    ],
)
def test_score(kpi, wanted, values) -> None:
    assert {value: score(kpi, wanted, Decimal(value)) for value in values} == values


TARGETS = (
    target(weight="0.4", role="区域大客户专员"),
    target("churn", "0", weight="0.2", floor="4"),
    target("大客户满意程度", "100", weight="0.4"),
    target("KAM_COST_RATE", "1", weight="0.1"),
    target("cost_rate", "0.9", weight="0.1", role="部门"),
    target("plan_rate", "0.9", weight="1", role="大客户部经理"),
    target("complaints", None, weight="0.1"),
    target("dev_rate", "1"),
)
PLANS = """
    | quarter | customer | plan | actual |
    | 2026Q2  | 甲机电   | 100  | 40     |
    | 2026Q3  | 甲机电   | 100  | 80     |
    | 2026Q4  | 甲机电   | 100  | 80     |
    | 2026Q3  | 丁食品   | 100  | 10     |
"""


def staff_facts(**rules: object):
    ratings = [
        record("rating", {"year": 2026, "item": "客户满意度", "score": 70, "customer": "甲机电"}),
        record("rating", {"year": 2026, "item": "专业技能", "score": 4, "person": "周敏"}),
        record("rating", {"year": 2026, "item": "专业技能", "score": 80, "person": "周敏"}),
        record("rating", {"year": 2026, "item": "创新能力", "score": 1, "person": "周敏"}),
        record("rating", {"year": 2025, "item": "创新能力", "score": 5, "person": "周敏"}),
    ]
    today = parse_period("2026Q4", today=TODAY).end
    return facts(profiles(), rows("sales_plan", PLANS), ratings, use=settings(TARGETS, today=today, **rules))


def test_a_quarter_leaves_out_what_has_no_value_and_what_is_yearly() -> None:
    found = appraise(STAFF.find("张伟"), Q3, staff_facts())
    assert [(line.name, line.weight, line.score, line.note.code if line.note else "") for line in found.lines] == [
        ("大客户销售计划完成率", Decimal("0.4"), 80, ""),
        ("大客户流失数", Decimal("0.2"), 75, ""),
        ("大客户有效投诉次数", Decimal("0.1"), None, "kpis.no_target"),
        ("服务费用控制", Decimal("0.1"), None, "kpis.no_denominator"),
        ("大客户满意程度", Decimal("0.4"), None, "kpis.scored_in_q4"),
    ]
    # (0.4 × 80 + 0.2 × 75) ÷ 0.6 = 78.33
    assert (found.total, found.level, found.warning) == (Decimal("78.3"), "合格", "")
    assert (found.threshold, found.threshold_zh, found.appraisers) == (
        60,
        "未设置（按60分）",
        "大客户部经理、人力资源部",
    )


def test_the_fourth_quarter_scores_the_yearly_kpis() -> None:
    found = appraise(STAFF.find("张伟"), parse_period("2026Q4", today=TODAY), staff_facts())
    # (0.4 × 80 + 0.2 × 100 + 0.4 × 70) ÷ 1
    assert (found.total, found.level) == (Decimal("80.0"), "良好")


def test_under_the_threshold_there_is_a_warning() -> None:
    # 甲: 40 of 100; nobody lost: (0.4 × 40 + 0.2 × 100) ÷ 0.6 = 60.0
    assert appraise(STAFF.find("张伟"), Q2, staff_facts()).warning == ""
    strict = appraise(STAFF.find("张伟"), Q2, staff_facts(warning_score=Decimal("60.1")))
    assert (strict.total, strict.level, strict.warning) == (Decimal("60.0"), "不合格", "口头警告")
    assert strict.threshold_zh == "60.1分"
    lenient = appraise(STAFF.find("张伟"), Q3, staff_facts(warning_score=95))
    assert (lenient.level, lenient.warning, lenient.threshold_zh) == ("不合格", "口头警告", "95分")


def test_the_manager_answers_for_the_department() -> None:
    found = appraise(STAFF.find("林晓峰"), Q3, staff_facts())
    # plan 90 of 200 = 45 % of the wanted 90 % → 50 points, weight 1; churn 1 of floor 4 → 75, weight 0.2
    assert [(line.answer.scope, line.score) for line in found.lines if line.score is not None] == [
        (DEPARTMENT, 50),
        (DEPARTMENT, 75),
    ]
    assert (found.total, found.appraisers) == (Decimal("54.2"), "营销总监、人力资源部")


def test_the_clerk_is_rated_in_four_skills() -> None:
    found = appraise(STAFF.find("周敏"), Q3, staff_facts())
    assert [(line.name, line.score) for line in found.lines] == [
        ("专业技能", 80),
        ("调查能力", None),
        ("问题解决能力", None),
        ("创新能力", 20),
    ]
    assert (found.total, found.lines[1].note.code) == (Decimal("50.0"), "kpis.not_rated")


def test_who_is_not_appraised_and_who_has_nothing_to_score() -> None:
    assert appraise(STAFF.find("陈国栋"), Q3, staff_facts()) is None
    empty = appraise(STAFF.find("李娜"), Q3, facts(profiles()))
    assert (empty.lines, empty.total, empty.level, empty.warning) == ((), None, "", "")


def test_the_target_row_follows_scope_and_role() -> None:
    use = settings(TARGETS)
    assert target_for(COST, DEPARTMENT, use) is TARGETS[4]
    assert target_for(CHURN, DEPARTMENT, use) is TARGETS[1]
    assert target_for(PLAN, DEPARTMENT, use) is TARGETS[5]
    for kind in (ScopeKind.REGION, ScopeKind.SPECIALIST, ScopeKind.CUSTOMER):
        assert target_for(PLAN, Scope(kind, "甲"), use) is TARGETS[0]
        assert target_for(COST, Scope(kind, "甲"), use) is TARGETS[3]
    assert target_for(CHURN, Scope(ScopeKind.CUSTOMER, "甲"), use) is None
    assert target_for(kpis()["new_rate"], DEPARTMENT, use) is None
    assert target_of_role(COST, Role.MANAGER, use) is TARGETS[4]


def graded(sales: dict[str, int], period: str = "2026Q3", **rules: object) -> list[tuple[str, str, bool]]:
    table = [record("sales_plan", {"quarter": "2026Q3", "customer": n, "actual": v}) for n, v in sales.items()]
    when = parse_period(period, today=TODAY)
    return [(g.customer, g.grade, g.vip) for g in grade_customers(facts(table, use=settings(**rules)), when)]


def test_grades_by_shares_of_annual_value() -> None:
    assert graded({"丙": 10, "甲": 79, "乙": 6, "丁": 5, "戊": 0}, vip_count=2) == [
        ("甲", "A", True),
        ("丙", "A", True),  # crosses the edge of 80 %: the better grade
        ("乙", "B", False),
        ("丁", "C", False),  # 95 % are made before it
        ("戊", "C", False),
    ]


def test_equal_values_go_by_name() -> None:
    assert graded({"b": 50, "a": 50, "c": 25}, vip_count=1) == [("a", "A", True), ("b", "A", False), ("c", "B", False)]


def test_four_quarters_to_the_periods_end() -> None:
    sales = rows("sales_plan", "| quarter | customer | actual |\n| 2025Q3 | 甲 | 9 |\n| 2025Q4 | 乙 | 8 |")
    found = facts(profiles(), sales)
    values = {
        period: {g.customer: int(g.value) for g in grade_customers(found, parse_period(period, today=TODAY)) if g.value}
        for period in ("2026Q2", "2026Q3", "2026-08", "2026-09", "2025")
    }
    assert values == {
        "2026Q2": {"甲": 9, "乙": 8},
        "2026Q3": {"乙": 8},
        "2026-08": {"甲": 9, "乙": 8},
        "2026-09": {"乙": 8},
        "2025": {"甲": 9, "乙": 8},
    }


def test_an_active_customer_without_sales_is_c() -> None:
    grades = {g.customer: (g.grade, g.vip, g.before) for g in grade_customers(facts(profiles()), Q3)}
    assert grades == dict.fromkeys(("甲机电", "丙电子", "丁食品", "戊纺织"), ("C", False, 1))
