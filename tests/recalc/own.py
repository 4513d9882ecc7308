"""A formula workbook of our own: Chinese sheet names, structured references, LET, XLOOKUP, dynamic arrays, KAM cells.

``EXPECTED`` are the results that Excel gives, worked by hand.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from kamxl.domain.records import Tables
from kamxl.functions.calculator import Calculator
from kamxl.snapshot.snapshot import Snapshot

from ..kpis.department import profiles, rows, settings
from ..kpis.test_kpis import COSTS, PLANS, RATINGS, SERVICE

ROWS = [["华东", "甲机电", 100, 90], ["华南", "丁食品", 300, 0], ["华东", "乙化工", 50, 60]]
FORMULAS = {
    "A1": ("=SUM(销售表[实际额])", 150.0),
    "A2": ('=SUMIFS(销售表[实际额],销售表[区域],"华东")', 150.0),
    "A3": ("=LET(计划,SUM(销售表[计划额]),实际,A1,实际/计划)", 150 / 450),
    "A4": ('=XLOOKUP("丁食品",销售表[客户],销售表[计划额],0)', 300.0),
    "A5": ("=COUNTA('客户 销售'!A2:A4)&\"行\"", "3行"),
    "A6": ("=SUM(销售表[[#All],[计划额]:[实际额]])", 750.0),
    "A7": ("=总额+1", 151.0),
    "A8": ('=KAM_CHURN("2026Q3")', 1.0),
    "A9": ('=KAM_PLAN_RATE("2026Q3","华东")*100', 95.0),
    "A10": ('=IFERROR(KAM_PLAN_RATE("2026Q1"),"—")', "—"),
    "A11": ('=KAM_PLAN_RATE("2026Q1")', "#N/A"),
    "A12": ('=KAM_CHURN("火星季度")', "#VALUE!"),
    "A13": ("=SUM(A8:A9)", 96.0),
    "A14": ("=KAM_CHURN(DATE(2026,8,20))", 1.0),
    "A15": ("=KAM_CHURN(C1,D1)", 1.0),
    "A16": ("=TODAY()", 46303.0),
    "A17": ('=TEXT(A3,"0.0%")', "33.3%"),
    "A18": ('=_xludf.KAM_CHURN("2026Q3")+[1]!KAM_CHURN("2026-08")', 2.0),
    "A19": ("=销售表[[#Totals],[实际额]]", 150.0),
    "A20": ("=KAM_CHURN(1/0)", "#DIV/0!"),
    "A21": ("=ROUND(销售表[[#Headers],[计划额]]=\"计划额\",0)+SUMPRODUCT(销售表[计划额]*销售表[实际额])", 12001.0),
    "A22": ('=KAM_STATUS("BF-1")', "待经理审核"),
}  # fmt: skip
ARRAYS = {
    "F1:F2": ("=UNIQUE(销售表[区域])", [["华东"], ["华南"]]),
    "H1:H3": ("=SORT(销售表[计划额],1,-1)", [[300.0], [100.0], [50.0]]),
    "J1:L4": ('=KAM_TABLE("2026Q3","区域","plan_rate,churn")', [
        ["2026年第3季度", "大客户销售计划完成率", "大客户流失数"],
        ["华东", 0.95, 1.0], ["华南", 0.0, 0.0], ["全部门", 0.21, 1.0]]),
    "N1:O2": ('=KAM_TREND("churn",2)', [["2026Q3", 1.0], ["2026Q4", 0.0]]),
}  # fmt: skip
KAM_CELLS = 1000


def calculator() -> Calculator:
    tables = (profiles(), rows("sales_plan", PLANS), rows("service_log", SERVICE), rows("service_cost", COSTS))
    return Calculator(
        Snapshot(
            tables=Tables.of(record for table in (*tables, rows("rating", RATINGS)) for record in table),
            settings=settings(),
            taken_at=datetime(2026, 10, 8, 9, 30),
            stamp="一",
            requests={"BF-1": "待经理审核"},
        )
    )


def write(path: Path) -> None:
    """The workbook, every result still 0."""
    with xlsxwriter.Workbook(path) as book:
        data, results, many = (book.add_worksheet(name) for name in ("客户 销售", "结果", "千格"))
        columns = [{"header": name} for name in ("区域", "客户", "计划额")]
        columns.append({"header": "实际额", "total_function": "sum"})
        data.add_table("A1:D5", {"name": "销售表", "data": ROWS, "columns": columns, "total_row": True})
        book.define_name("总额", "=结果!$A$1")
        results.write_row("C1", ["2026年三季度", "华东"])
        for cell, (formula, _) in FORMULAS.items():
            results.write_formula(cell, formula)
        for area, (formula, _) in ARRAYS.items():
            writer = results.write_array_formula if "KAM_" in formula else results.write_dynamic_array_formula
            writer(area, formula)
        for row in range(KAM_CELLS // 4):
            many.write(row, 0, f"{2024 + row % 3}Q{row % 4 + 1}")
            for column, formula in enumerate(
                (f"KAM_CHURN(A{row + 1})", f'KAM_COMPLAINTS(A{row + 1},"华东")', f'KAM_KPI("cost_rate",A{row + 1})',
                 f'IFERROR(KAM_PLAN_RATE(A{row + 1},"张伟"),-1)'), 1
            ):  # fmt: skip
                many.write_formula(row, column, f"={formula}")
