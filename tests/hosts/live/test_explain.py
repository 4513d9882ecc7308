"""What 溯源 says.

1. Amounts as people write them, in both languages; a figure that nothing counted for has no lines.
2. A figure with many records names the first ones and says how many there are.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.commands.explain import explain
from kamxl.hosts.live.explain import _text


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Department:
    folder = tmp_path_factory.mktemp("explain") / "大客户部"
    lay_out(folder)
    return Department(folder, open_closed, LAST_DAY)


def test_amounts(department: Department) -> None:  # 1
    found = explain(department, "KAM_PLAN_RATE", "2026Q3", "华东机电股份有限公司")
    assert _text(found, "zh") == (
        "大客户销售计划完成率 2026年第3季度 华东机电股份有限公司：108.0%\n"
        "分子 3240000，分母 3000000\n"
        "分子 3240000：专员-华东-张伟.xlsx 销售计划与实绩!A7 B7 D7\n"
        "分母 3000000：专员-华东-张伟.xlsx 销售计划与实绩!A7 B7 C7\n"
        "每行末尾是出处的单元格。"
    )
    assert _text(found, "en") == (
        "Sales plan achieved 2026Q3 华东机电股份有限公司: 108.0%\n"
        "numerator 3240000, denominator 3000000\n"
        "numerator 3240000: 专员-华东-张伟.xlsx 销售计划与实绩!A7 B7 D7\n"
        "denominator 3000000: 专员-华东-张伟.xlsx 销售计划与实绩!A7 B7 C7\n"
        "Each line ends with the cells that it comes from."
    )
    nothing = explain(department, "KAM_CHURN", "2025Q3")
    assert _text(nothing, "zh") == "大客户流失数 2025年第3季度 全部门：0\n分子 0\n每行末尾是出处的单元格。"


def test_many_records(department: Department) -> None:  # 2
    found = explain(department, "KAM_PLAN_RATE", "2026Q3")
    many = replace(found, traces=found.traces * 2)
    lines = _text(many, "zh").splitlines()
    assert lines[-1] == f"……共 {len(many.traces)} 条，其余见季度 KPI 表的“明细”。"
    assert len(lines) == 2 + 40 + 1
