"""大客户部KPI.xlsx: the places for every KPI, as ``KAM_*`` formulas that any host with kamxl fills.

One cell names the quarter; the quarters before it follow by formula. Sheet 季度KPI has the department and each region,
sheet 趋势 the last four quarters with a chart. A KPI without a value shows — (``IFNA``); a missing add-in shows #NAME?.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..domain.kpi import Kpi, Unit, kpis
from .book import start
from .look import Look
from .plan import Box, a1
from .sheet import put

KPI_BOOK = "大客户部KPI.xlsx"
_QUARTER = "$C$3"
_HEAD, _FIRST = 4, 5  # 0-based rows: of the heads, of the first KPI
_UNITS = {Unit.RATE: "%", Unit.COUNT: "个", Unit.SCORE: "分"}
_FORMATS = {Unit.RATE: "0.0%", Unit.COUNT: "0", Unit.SCORE: "0.0"}
_TREND_QUARTERS = 4
_TABLE_PIXELS = 694  # as wide as the table above the chart
_CHARTED = ("plan_rate", "feedback_rate", "revisit_rate", "cost_rate")


def build_kpi_book(quarter: str, regions: Sequence[str]) -> bytes:
    """The workbook as .xlsx with ``quarter`` (2026Q3) in its one input cell; the same input gives the same bytes."""
    buffer = BytesIO()
    workbook = start(buffer, "大客户部 KPI")
    look = Look(workbook)
    _quarter_sheet(workbook.add_worksheet("季度KPI"), look, quarter, regions)
    _trend_sheet(workbook, workbook.add_worksheet("趋势"), look)
    workbook.close()
    return buffer.getvalue()


def _quarter_sheet(page: Worksheet, look: Look, quarter: str, regions: Sequence[str]) -> None:
    last = 6 + len(regions)
    _frame(page, look, "大客户部季度 KPI", last)
    put(page, Box(2, 0, 2, 1), "考核季度", look.style("label"))
    put(page, Box(2, 2, 2, 2), quarter, look.style("value", bg_color="#FFFBE6", bold=True, align="center"))
    page.write_comment(2, 2, "在此改季度，例如 2026Q3；下面的数字随之更新。", {"author": "kamxl"})
    for column, text in enumerate(("序号", "KPI", "单位", "目标")):
        put(page, Box(_HEAD, column, _HEAD, column), text, look.style("head"))
    page.write_formula(_HEAD, 4, f"={_QUARTER}", look.style("head"), quarter)
    page.write_formula(_HEAD, 5, _before("E5"), look.style("head"), "")
    page.write_formula(_HEAD, 6, '=(LEFT(E5,4)-1)&"Q"&RIGHT(E5,1)', look.style("head"), "")
    for offset, region in enumerate(regions):
        put(page, Box(_HEAD, 7 + offset, _HEAD, 7 + offset), region, look.style("head"))
    for row, kpi in enumerate(kpis().values(), start=_FIRST):
        _name(page, look, row, kpi)
        page.write_formula(row, 3, f'=_xlfn.IFNA(KAM_TARGET("{kpi.id}"),"—")', _figure(look, kpi), "")
        for column in (4, 5, 6):
            _kpi_cell(page, look, row, column, kpi, f"{a1(_HEAD, column)}")
        for column in range(7, last + 1):
            _kpi_cell(page, look, row, column, kpi, f"$E$5,{a1(_HEAD, column)}")
        page.set_row(row, 22)


def _trend_sheet(workbook: Workbook, page: Worksheet, look: Look) -> None:
    last = 2 + _TREND_QUARTERS
    _frame(page, look, "四季度走势", last)
    for column, text in enumerate(("序号", "KPI", "单位")):
        put(page, Box(_HEAD, column, _HEAD, column), text, look.style("head"))
    page.write_formula(_HEAD, last, f"='季度KPI'!{_QUARTER}", look.style("head"), "")
    for column in range(last - 1, 2, -1):
        page.write_formula(_HEAD, column, _before(a1(_HEAD, column + 1)), look.style("head"), "")
    shown = list(kpis().values())
    for row, kpi in enumerate(shown, start=_FIRST):
        _name(page, look, row, kpi)
        for column in range(3, last + 1):
            _kpi_cell(page, look, row, column, kpi, a1(_HEAD, column))
        page.set_row(row, 22)
    chart = workbook.add_chart({"type": "line"})
    for row, kpi in enumerate(shown, start=_FIRST):
        if kpi.id in _CHARTED:
            values = ["趋势", row, 3, row, last]
            series = {"name": kpi.zh, "categories": ["趋势", _HEAD, 3, _HEAD, last], "values": values}
            chart.add_series({**series, "marker": {"type": "circle", "size": 5}, "line": {"width": 2}})
    chart.set_title({"name": "主要比率走势", "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": _TABLE_PIXELS, "height": 300})
    page.insert_chart(_FIRST + len(shown) + 1, 0, chart)


def _frame(page: Worksheet, look: Look, title: str, last: int) -> None:
    put(page, Box(0, 0, 0, last), title, look.style("title"))
    page.set_row(0, 40)
    page.hide_gridlines(2)
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 28)
    page.set_column(2, last, 12)
    page.set_row(_HEAD, 26)
    page.freeze_panes(_FIRST, 2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 1)
    page.center_horizontally()
    page.set_footer("&C&8第 &P 页，共 &N 页&R&8大客户部")


def _name(page: Worksheet, look: Look, row: int, kpi: Kpi) -> None:
    put(page, Box(row, 0, row, 0), kpi.number, look.style("control"))
    put(page, Box(row, 1, row, 1), kpi.zh, look.style("value", indent=1))
    put(page, Box(row, 2, row, 2), _UNITS[kpi.unit], look.style("control"))


def _kpi_cell(page: Worksheet, look: Look, row: int, column: int, kpi: Kpi, arguments: str) -> None:
    page.write_formula(row, column, f'=_xlfn.IFNA({kpi.udf}({arguments}),"—")', _figure(look, kpi), "")


def _figure(look: Look, kpi: Kpi) -> object:
    return look.style("value", align="right", indent=1, num_format=_FORMATS[kpi.unit])


def _before(cell: str) -> str:
    """The formula for the quarter before the one that stands in ``cell`` as text."""
    return f'=IF(RIGHT({cell},1)="1",(LEFT({cell},4)-1)&"Q4",LEFT({cell},4)&"Q"&(RIGHT({cell},1)-1))'
