"""Early signs about visits and orders, and what a person owes.

1. 拜访逾期: the agreed day has passed and nobody called since. Not for lost customers.
2. 拜访不足: last week's visits under the day's and the week's minimum; a customer on a day counts once.
3. 久无订单: no order for three months, or for the department's own number.
4. ``KAM_OWED`` gives debts, then signs; ``signs`` the same for everybody or one person.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from kamxl.commands.signs import signs
from kamxl.domain.owed import Debt
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Tables
from kamxl.errors import InputError
from kamxl.functions.calculator import Calculator
from kamxl.report.risk import Watch, risks
from kamxl.snapshot.snapshot import Snapshot

from ..kpis.department import facts, profiles, rows, settings

TODAY = date(2026, 10, 14)  # a Wednesday; the week before begins on 5 October
Q3 = Period(2026, 3, PeriodKind.QUARTER)
KINDS = {risk.id: risk for risk in risks()}

VISITS = """
    | customer | visited_on | visitor | next_visit |
    | 甲机电   | 2026-08-01 | 张伟    | 2026-09-01 |
    | 甲机电   | 2026-09-05 | 张伟    | 2026-10-01 |
    | 丁食品   | 2026-09-05 | 李娜    | 2026-10-01 |
    | 乙化工   | 2026-08-05 | 张伟    | 2026-08-10 |
    | 丙电子   | 2026-09-05 | 李娜    | 2026-11-01 |
"""


def found(kind: str, *tables, day: date = TODAY, **rules: object):
    watch = Watch(facts(profiles(), *tables, use=settings(today=day, **rules)), Q3, day)
    return [(sign.customer or sign.specialist, sign.level.zh, sign.seen) for sign in KINDS[kind].signs(watch)]


def test_a_visit_that_was_agreed_and_not_made() -> None:
    contacts = rows(
        "contact_log", "| date | customer | way |\n| 2026-10-02 | 丁食品 | 拜访 |\n| 2026-10-03 | 甲机电 | 电话 |"
    )
    assert found("visit_due", rows("visit_record", VISITS), contacts) == [
        ("甲机电", "中", "约定 2026-10-01 再访，已过 13 天，此后没有拜访记录")
    ]


def test_few_visits_in_the_last_week() -> None:
    day_after_day = "\n".join(f"| 2026-10-{day:02} | 甲机电 | 拜访 |" for day in range(5, 10))
    more = "\n".join(f"| 2026-10-{day:02} | {name} | 拜访 |" for day in range(5, 10) for name in ("己物流", "乙化工"))
    contacts = rows(
        "contact_log", f"| date | customer | way |\n{day_after_day}\n{more}\n| 2026-10-09 | 丁食品 | 拜访 |"
    )
    records = rows("visit_record", "| customer | visited_on | visitor |\n| 甲机电 | 2026-10-05 | 张伟 |")
    assert found("few_visits", contacts, records) == [
        ("李娜", "中", "10-05 至 10-09 拜访共 1 次（每周至少 12 次），5 个工作日不足 3 次")
    ]
    assert found("few_visits", contacts, records, calls_per_day=4, visits_per_week=1) == [
        ("张伟", "低", "10-05 至 10-09 拜访5 个工作日不足 4 次"),
        ("李娜", "低", "10-05 至 10-09 拜访5 个工作日不足 4 次"),
    ]
    assert found("few_visits") == []


ORDERS = "| quarter | customer | actual |\n| 2026Q2 | 甲机电 | 5 |\n| 2026Q3 | 丁食品 | 5 |\n| 2026Q1 | 乙化工 | 5 |"


def test_no_order_for_months() -> None:
    assert found("no_order", rows("sales_plan", ORDERS)) == [
        ("甲机电", "高", "最近一次订单 2026-06-30，已超过 3 个月"),
        ("丙电子", "中", "开始合作以来没有订单，已超过 3 个月"),
        ("戊纺织", "中", "开始合作以来没有订单，已超过 3 个月"),
    ]
    assert [name for name, *_ in found("no_order", rows("sales_plan", ORDERS), churn_idle_months=12)] == []
    assert found("no_order") == []


def test_what_a_person_owes() -> None:
    debts = (
        Debt("张伟", "甲机电 拜访记录", "BF-1", date(2026, 10, 12), True),
        Debt("张伟", "无期限的事", "BF-2", None, False),
        Debt("李娜", "周报", "", date(2026, 10, 19), False),
    )
    snapshot = Snapshot(
        tables=Tables.of([*profiles(), *rows("visit_record", VISITS)]),
        settings=settings(today=TODAY),
        taken_at=datetime(2026, 10, 14),
        stamp="一",
        debts=debts,
    )
    calculator = Calculator(snapshot)
    assert calculator.call("KAM_OWED", "张伟") == [
        ["事项", "客户/编号", "期限", "状态"],
        ["甲机电 拜访记录", "BF-1", "2026-10-12", "逾期"],
        ["无期限的事", "BF-2", "", "待办"],
        ["拜访逾期：约定 2026-10-01 再访，已过 13 天，此后没有拜访记录", "甲机电", "", "预警（中）"],
    ]
    assert calculator.call("KAM_OWED", "周敏") == [["事项", "客户/编号", "期限", "状态"], ["无", "", "", ""]]


def test_signs_of_one_person_or_of_everybody() -> None:
    department = SimpleNamespace(
        settings=settings(today=TODAY),
        today=TODAY,
        tables=lambda progress=None: Tables.of([*profiles(), *rows("visit_record", VISITS)]),
    )
    everybody = signs(department)
    assert {sign.specialist for sign in everybody} == {"张伟", "李娜"}
    assert [sign for sign in everybody if sign.specialist == "李娜"] == list(signs(department, "lina"))
    with pytest.raises(InputError):
        signs(department, "某某")
