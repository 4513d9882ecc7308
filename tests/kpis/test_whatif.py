"""Settings with some numbers changed, and who would then be warned.

1. Targets, weights, zero points and bands of a KPI change in every row of it; where there is none, one is made.
2. Rules change by their name on the sheet or their id, and are validated as the sheet is.
3. What is not understood is an error that names what can be changed.
4. Everybody is appraised twice over the same records; who falls under the threshold, or rises above it, is said.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamxl.commands.whatif import whatif
from kamxl.domain.records import Tables
from kamxl.domain.settings import Target
from kamxl.domain.whatif import Change, with_changes
from kamxl.errors import InputError

from .department import TODAY, profiles, rows, settings
from .test_scoring import PLANS, TARGETS


def test_every_row_of_a_kpi_changes() -> None:
    changed, understood = with_changes(settings(TARGETS), ["目标 大客户销售计划完成率=80%", "权重 churn=0.3"])
    assert [row.target for row in changed.targets if row.kpi == "plan_rate"] == [Decimal("0.8")] * 2
    assert [row.weight for row in changed.targets if row.kpi == "churn"] == [Decimal("0.3")]
    assert understood == (
        Change("目标 大客户销售计划完成率", "1、0.9", "0.8"),
        Change("权重 大客户流失数", "0.2", "0.3"),
    )


def test_a_kpi_without_a_row_gets_one() -> None:
    changed, understood = with_changes(settings(), ["区间上限 KAM_COST_RATE = 1.05", "零分值 cost_rate=2"])
    assert changed.targets == (Target("cost_rate", high=Decimal("1.05"), floor=Decimal(2)),)
    assert understood[0] == Change("区间上限 服务费用控制", "—", "1.05")


@pytest.mark.parametrize(
    ("text", "field", "value", "change"),
    [
        ("无订单视为流失（月）=6", "churn_idle_months", 6, Change("无订单视为流失（月）", "0", "6")),
        ("无订单视为流失(月)=6", "churn_idle_months", 6, Change("无订单视为流失（月）", "0", "6")),
        ("warning_score=70", "warning_score", 70, Change("警告分数线", "—", "70")),
        ("流失率分母含新客户=是", "churn_rate_with_new", True, Change("流失率分母含新客户", "否", "是")),
    ],
)
def test_a_rule_changes(text, field, value, change) -> None:
    changed, understood = with_changes(settings(), [text])
    assert (getattr(changed.rules, field), understood) == (value, (change,))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("目标 利润=1", "kpis.unknown"),
        ("目标 churn=很多", "whatif.bad_value"),
        ("每周面对面拜访次数=-3", "whatif.bad_value"),
        ("天气=晴", "whatif.unknown"),
        ("目标 churn", "whatif.unknown"),
        ("目标 churn=", "whatif.unknown"),
    ],
)
def test_what_is_not_understood(text, code) -> None:
    with pytest.raises(InputError) as caught:
        with_changes(settings(), [text])
    assert caught.value.code == code
    assert caught.value.text.full("en")


class Department:
    """What the command asks of a department."""

    today = TODAY
    settings = settings(TARGETS, warning_score=75)

    def tables(self, progress: object = None) -> Tables:
        return Tables.of([*profiles(), *rows("sales_plan", PLANS)])


def test_who_would_fall_and_who_would_rise() -> None:
    # 张伟: plan 80 of 100 (weight 0.4), churn 1 of floor 4 → 75 (0.2): 78.3. With a target of 120 %: 66.7 → 69.4.
    found = whatif(Department(), "2026Q3", ["目标 plan_rate=1.2"])
    zhang = next(one for one in found.outcomes if one.now.person.name == "张伟")
    assert (zhang.now.total, zhang.then.total, zhang.falls, zhang.rises) == (
        Decimal("78.3"),
        Decimal("69.4"),
        True,
        False,
    )
    back = whatif(Department(), "2026Q3", ["警告分数线=50"])
    manager = next(one for one in back.outcomes if one.now.person.name == "林晓峰")
    assert (manager.now.total, manager.falls, manager.rises) == (Decimal("54.2"), False, True)
    assert [one.now.person.name for one in found.outcomes] == ["林晓峰", "周敏", "张伟", "李娜"]
    data = found.to_json()
    assert data["changes"] == [{"what": "目标 大客户销售计划完成率", "old": "1、0.9", "new": "1.2"}]
    assert data["people"][2]["falls"] is True


def test_a_churn_definition_moves_the_score() -> None:
    found = whatif(Department(), "2026Q3", ["无订单视为流失（月）=12"])
    zhang = next(one for one in found.outcomes if one.now.person.name == "张伟")
    assert zhang.then.total != zhang.now.total or zhang.then.lines != zhang.now.lines


def test_only_quarters() -> None:
    with pytest.raises(InputError) as caught:
        whatif(Department(), "2026", ["警告分数线=50"])
    assert caught.value.code == "functions.quarter_wanted"
