"""The sample department's third quarter of 2026, worked by hand.

1. Every KPI's value for the department and for 华东 is the hand-worked one, numerator and denominator too.
2. Worked again from the cells that ``explain`` lists, as another reader finds them in the files, it is the same.
3. Every KPI moves: between two quarters, and between two regions.

The planted faults are in the files: three required fields of active customers are empty and one telephone number is no
number (杭州云川, 南宁桂盛, 内蒙蒙原, 贵阳黔能), which only 档案完整性 feels.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from kamxl.commands.department import Department
from kamxl.domain.explain import explain, plain
from kamxl.domain.facts import Facts
from kamxl.domain.kpi import answer, kpis
from kamxl.domain.periods import parse_period
from tests.kpis.recompute import recompute

from .conftest import LAST_DAY

REGIONS = ("华东", "华南", "华北", "西南")

# (numerator, denominator) by hand. Amounts in 元; the denominator of a count is None.
BY_HAND: dict[tuple[str, str], tuple[object, object]] = {
    # 实际 ÷ 计划, in thousands. 华东: 机电 3240/3000, 精工 1080/1200, 云川 860/800, 海晟 210/500, 智联 1650/1500, 申华 420/600
    ("plan_rate", "华东"): (
        Decimal(3240 + 1080 + 860 + 210 + 1650 + 420) * 1000,
        Decimal(3000 + 1200 + 800 + 500 + 1500 + 600) * 1000,
    ),
    # 华南: 粤通 2150/200万元, 鹏程 1530/1800, 美嘉 990/900, 桂盛 380/400, 鹭岛 (blank: 0)/300; 华北: 恒业 1760/1600,
    # 滨海 1980/2200, 晋泰 700/700, 鲁信 610/500, 蒙原 405/450; 西南: 天府 1170/1300, 渝江 360/900, 黔能 660/600
    ("plan_rate", ""): (
        Decimal(7460 + (2150 + 1530 + 990 + 380 + 0) + (1760 + 1980 + 700 + 610 + 405) + (1170 + 360 + 660)) * 1000,
        Decimal(7600 + (2000 + 1800 + 900 + 400 + 300) + (1600 + 2200 + 700 + 500 + 450) + (1300 + 900 + 600)) * 1000,
    ),
    # began 07-15 (申华) and 08-08 (鹭岛) ÷ active on 07-01. 华东: 机电 精工 云川 海晟 智联; 华南: 粤通 鹏程 美嘉 桂盛;
    # 华北: 恒业 滨海 晋泰 鲁信 蒙原; 西南: 天府 渝江 黔能 (宏达, 华药, 云药 and 恒通 were lost before)
    ("new_rate", "华东"): (1, 5),
    ("new_rate", ""): (1 + 1, 5 + 4 + 5 + 3),
    ("churn", "华东"): (1, None),  # 海晟 08-20
    ("churn", ""): (1 + 1, None),  # and 渝江 09-10
    ("churn_rate", "华东"): (1, 5),
    ("churn_rate", ""): (2, 17),
    # expected to sign in Q3: 申华 07-31 (signed 07-15), 锡能 09-20 (not); 鹭岛 08-31 (signed 08-08), 科创 09-25 (not)
    ("dev_rate", "华东"): (1, 2),
    ("dev_rate", ""): (1 + 1, 2 + 1 + 1),
    # valid: 海晟 07-07, 智联 07-20; 鹏程 08-12; 渝江 09-08. Not valid: 机电 08-06, 蒙原 09-02
    ("complaints", "华东"): (2, None),
    ("complaints", ""): (2 + 1 + 0 + 1, None),
    # 华东: 机电, 精工, 云川 in time, 智联 after 14 of 5 days; 华南: 粤通, 美嘉 in time, 桂盛 after 13 of 3;
    # 华北: 滨海, 晋泰 in time; 西南: 天府 in time, 黔能 not answered
    ("feedback_rate", "华东"): (3, 4),
    ("feedback_rate", ""): (3 + 2 + 2 + 1, 4 + 3 + 2 + 2),
    # customers: 华东 机电 (twice, counts once), 精工, 云川, 智联 of these and 海晟; 华南 粤通, 鹏程 of these and 桂盛;
    # 华北 恒业, 滨海, 晋泰, 鲁信; 西南 天府 of it and 黔能
    ("revisit_rate", "华东"): (4, 5),
    ("revisit_rate", ""): (4 + 2 + 4 + 1, 5 + 3 + 4 + 2),
    ("cost_rate", "华东"): (66000, 60000),
    ("cost_rate", ""): (66000 + 41000 + 45000 + 30000, 60000 + 50000 + 45000 + 40000),
    # active on 09-30: 华东 5 (云川 lacks 电话), 华南 5 (桂盛 lacks 联系人), 华北 5 (蒙原: 地址), 西南 2 (黔能: 电话)
    ("profile_rate", "华东"): (5 - 1, 5),
    ("profile_rate", ""): ((5 - 1) + (5 - 1) + (5 - 1) + (2 - 1), 5 + 5 + 5 + 2),
    ("service_score", "华东"): (90, 1),
    ("service_score", ""): (90 + 85 + 88 + 79, 4),
    # 华东: 机电 92, 智联 81, 精工 88; 华南: 86, 78; 华北: 90, 85; 西南: 91, 77
    ("satisfaction", "华东"): (92 + 81 + 88, 3),
    ("satisfaction", ""): (92 + 81 + 88 + 86 + 78 + 90 + 85 + 91 + 77, 9),
    # of the year to date. 华东: 精工, 智联, 机电, 海晟, 申华 in time, 云川 after 7 of 2 days; 华南: 鹏程, 美嘉, 桂盛 late;
    # 华北: 滨海, 恒业, 蒙原 not answered; 西南: 天府, 黔能
    ("answer_rate", "华东"): (5, 6),
    ("answer_rate", ""): (5 + 2 + 2 + 2, 6 + 3 + 3 + 2),
}


@pytest.fixture(scope="module")
def facts(department: Department) -> Facts:
    return Facts(department.tables(), department.settings)


def _ask(facts: Facts, kpi: str, scope: str = "", quarter: str = "2026Q3") -> Any:
    return answer(kpis()[kpi], parse_period(quarter, today=LAST_DAY), facts.scopes.parse(scope), facts)


def test_every_kpi_was_worked_by_hand() -> None:
    assert {kpi for kpi, _ in BY_HAND} == set(kpis())


@pytest.mark.parametrize(("kpi", "scope"), BY_HAND, ids=lambda part: part or "全部门")
def test_kpi_is_the_hand_worked_one(facts: Facts, kpi: str, scope: str) -> None:  # 1
    figure = _ask(facts, kpi, scope).figure
    assert (figure.numerator, figure.denominator) == BY_HAND[kpi, scope]


@pytest.fixture(scope="module")
def files(department: Department) -> dict[str, Workbook]:
    return {path.name: openpyxl.load_workbook(path) for path in department.workbooks()}


@pytest.mark.parametrize("scope", ["", "华东"], ids=["全部门", "华东"])
@pytest.mark.parametrize("kpi", kpis())
def test_the_listed_cells_give_the_value(facts: Facts, files: dict[str, Workbook], kpi: str, scope: str) -> None:  # 2
    asked = _ask(facts, kpi, scope)
    explained: dict[str, Any] = explain(asked).to_json()
    for record in explained["records"]:
        sheet = files[record["book"]][record["sheet"]]
        for address, cell in record["cells"].items():
            cell["content"] = plain(_content(sheet[address].value))
    start = asked.period.fiscal_year.start if asked.kpi.yearly else asked.period.start
    assert recompute(explained, start, asked.period.end) == asked.value


def _content(value: Any) -> Any:
    return value.date() if hasattr(value, "date") and callable(value.date) else value


@pytest.mark.parametrize("kpi", kpis())
def test_every_kpi_moves_between_quarters_and_regions(facts: Facts, kpi: str) -> None:  # 3
    quarters = {_ask(facts, kpi, "", quarter).value for quarter in ("2025Q4", "2026Q1", "2026Q2", "2026Q3")}
    regions = {_ask(facts, kpi, region).value for region in REGIONS}
    assert (len(quarters) > 1, len(regions) > 1) == (True, True)
