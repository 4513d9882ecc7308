"""Where a figure came from.

1. Every KPI's explanation lists cells from which the same value can be worked out, by the test's own arithmetic.
2. A trace names workbook, sheet, row, cells and their contents, and is JSON data.
3. The numerator comes first, then the denominator, then what they rest on.
"""

from __future__ import annotations

import json
from datetime import time
from decimal import Decimal

import pytest

from kamxl.domain.explain import explain, plain
from kamxl.domain.kpi import Part, kpis

from .department import ask, facts, profiles, rows
from .recompute import recompute
from .test_kpis import COSTS, DEVELOPMENT, PLANS, RATINGS, SERVICE


@pytest.fixture(scope="module")
def department():
    return facts(
        profiles(),
        rows("sales_plan", PLANS, "销售.xlsx"),
        rows("service_log", SERVICE, "服务.xlsx"),
        rows("service_cost", COSTS, "费用.xlsx"),
        rows("rating", RATINGS, "评分.xlsx"),
        rows("development", DEVELOPMENT, "开发.xlsx"),
    )


@pytest.mark.parametrize("scope", ["", "华东", "李娜", "丁食品"])
@pytest.mark.parametrize("period", ["2026Q1", "2026Q3", "2026"])
@pytest.mark.parametrize("kpi", kpis())
def test_the_listed_cells_alone_give_the_value(department, kpi, period, scope) -> None:
    found = ask(department, kpi, period, scope)
    explained = json.loads(json.dumps(explain(found).to_json(), ensure_ascii=False))
    assert recompute(explained, found.span.start, found.span.end) == found.value


def test_a_trace_names_its_cells(department) -> None:
    assert explain(ask(department, "churn", "2026Q3", "华东")).to_json() == {
        "kpi": "churn",
        "name": "大客户流失数",
        "unit": "count",
        "period": "2026Q3",
        "period_zh": "2026年第3季度",
        "scope": {"kind": "region", "name": "华东"},
        "value": 1,
        "shown": "1",
        "numerator": 1,
        "denominator": None,
        "reason": None,
        "records": [
            {
                "part": "numerator",
                "form": "客户档案表",
                "book": "客户档案.xlsx",
                "sheet": "客户档案表",
                "row": 3,
                "cells": {
                    "D3": {"field": "状态", "content": "流失"},
                    "F3": {"field": "流失日期", "content": "2026-08-20"},
                },
                "amount": 1,
                "key": "乙化工",
            }
        ],
    }


def test_no_value_is_null_with_its_reason(department) -> None:
    explained = explain(ask(department, "plan_rate", "2026Q1")).to_json()
    assert (explained["value"], explained["shown"], explained["records"]) == (None, "—", [])
    assert explained["reason"].startswith("全部门在2026年第1季度没有可作分母的记录")


def test_the_parts_are_in_order(department) -> None:
    found = explain(ask(department, "dev_rate", "2026Q3"))
    assert [trace.part for trace in found.traces] == [Part.NUMERATOR, *[Part.DENOMINATOR] * 4, Part.BASIS]
    assert [(t.book, t.row) for t in found.of(Part.BASIS)] == [("客户档案.xlsx", 4)]
    assert [part.zh for part in Part] == ["分子", "分母", "依据"]


def test_contents_become_json() -> None:
    contents = (Decimal("2"), Decimal("0.5"), time(9, 30), "甲", None, True)
    assert [plain(value) for value in contents] == [2, 0.5, "09:30:00", "甲", None, True]
