"""总览: what the director reads first. Each KPI with target, result, light, changes, eight quarters and one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.kpi import DEPARTMENT, Kpi, Unit
from ...domain.targets import Light
from ..board import LIGHT_TRAITS, LIGHT_WORDS, Board, Claim, bounds, difference, say_target, say_value
from ..cells import Area, Cell, Column, Content
from ..charts import Series, column_chart, line_chart
from ..comment import comment
from ..look import RED
from ..page import Kit, Page
from ..sheet import Sheet

_WIDTHS = (6, 36, 13, 11, 12, 11, 11, 11, 11, 16, 52)
_COLUMNS = (
    Column("序号", "center"),
    Column("指标", "text"),
    Column("目标", "center"),
    Column("实际"),
    Column("状态", "center"),
    Column("上季度"),
    Column("环比增减"),
    Column("去年同期"),
    Column("同比增减"),
    Column("近八季走势", "center"),
    Column("点评", "text"),
)
_CHARTED = "plan_rate"
_COUNTED = ("churn", "complaints")


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    period = kit.edition.period
    page.title(f"{kit.edition.department}季度KPI总览（{period.zh}）", _subtitle(kit))
    _tiles(page, kit.board)
    table = page.table(_COLUMNS, [_row(kit.board, number, kpi) for number, kpi in enumerate(kit.board.kpis, 1)])
    page.line(
        "增减：比率为百分点，评分为分，次数为个（次）；绿色为向好，红色为变差。状态：达标；接近=与目标相差不超过一成；未达标；—=未设目标或无数据。"
        "标“年初至今”的定性指标按年考核，季度中为年初至本季末的累计。",
        "note",
    )
    page.new_page()
    page.section("近八季走势", keep=300)
    trend = _trend(page, kit.board)
    _sparklines(page, kit.board, table, trend)
    page.gap()
    page.charts(_charts(kit, trend), height=320)


def _subtitle(kit: Kit) -> str:
    edition = kit.edition
    read = len(edition.books) - len(edition.unread)
    return (
        f"期间：{edition.period.start:%Y-%m-%d} 至 {edition.period.end:%Y-%m-%d}    文件日期：{edition.dated:%Y-%m-%d}    "
        f"工作簿：已读取 {read} 个，共 {len(edition.books)} 个"
    )


def _tiles(page: Page, board: Board) -> None:
    """Five numbers over the table, each over two or three of the sheet's columns."""
    spans = ((0, 1), (2, 4), (5, 7), (8, 9), (10, 10))
    tiles = list(_tile_texts(board))
    for traits, part, height in ((("tile_name",), 0, 20), (("tile_value",), 1, 30), (("tile_note",), 2, 18)):
        page.spread(
            [(first, last, tile[part], traits) for (first, last), tile in zip(spans, tiles, strict=True)], height
        )
    page.gap(10)


def _tile_texts(board: Board) -> Iterator[tuple[str, str, str]]:
    lights = [board.light(kpi) for kpi in board.kpis]
    judged = [light for light in lights if light is not Light.NONE]
    met = lights.count(Light.GREEN)
    yield (
        "达标指标",
        f"{met} / {len(judged)}",
        f"接近 {lights.count(Light.YELLOW)} 项，未达标 {lights.count(Light.RED)} 项",
    )
    yield _tile(board, "plan_rate", "销售计划完成率")
    yield _customers_tile(board)
    yield _tile(board, "complaints", "有效投诉（次）")
    yield _tile(board, "cost_rate", "服务费用占预算")


def _tile(board: Board, kpi_id: str, name: str) -> tuple[str, str, str]:
    kpi = board.kpi(kpi_id)
    if kpi is None:
        return (name, "—", "")
    before = board.value(kpi, period=board.edition.period.previous)
    return (
        name,
        say_value(kpi, board.value(kpi)),
        f"目标 {say_target(kpi, board.target(kpi))}，上季度 {say_value(kpi, before)}",
    )


def _customers_tile(board: Board) -> tuple[str, str, str]:
    moved = board.movement()
    return ("期末合作客户（家）", str(moved.closing), f"期初 {moved.opening}，新增 {moved.won}，流失 {moved.lost}")


def _row(board: Board, number: int, kpi: Kpi) -> list[Content]:
    period = board.edition.period
    now, before, year_before = (board.value(kpi, period=p) for p in (period, period.previous, period.year_before))
    light = board.light(kpi)
    return [
        Cell(number, ("center",)),
        f"{kpi.zh}（年初至今）" if kpi.yearly else kpi.zh,
        say_target(kpi, board.target(kpi)),
        Claim(kpi, DEPARTMENT, period),
        Cell(LIGHT_WORDS[light], (LIGHT_TRAITS[light],)),
        Claim(kpi, DEPARTMENT, period.previous),
        _change(kpi, now, before),
        Claim(kpi, DEPARTMENT, period.year_before),
        _change(kpi, now, year_before),
        "",
        comment(board, kpi),
    ]


def _change(kpi: Kpi, now: Decimal | None, before: Decimal | None) -> Cell:
    change = difference(kpi, now, before)
    if change is None:
        return Cell(None)
    style = "steps" if kpi.unit is Unit.COUNT else "points"
    if round(change, 1) == 0:
        return Cell(Decimal(0), (style,))
    return Cell(change, (style, "good" if (change > 0) is kpi.higher_is_better else "bad"))


def _trend(page: Page, board: Board) -> Area:
    """The eight quarters of every KPI, then the target of the charted one. Blank where there is no value."""
    periods = board.trend()
    heads = [Column(period.label) for period in periods]
    columns = [Column("序号", "center"), Column("指标", "text"), *heads, Column("八季范围与平均", "text")]
    rows: list[list[Content]] = [
        [
            Cell(number, ("center",)),
            kpi.zh,
            *(Claim(kpi, DEPARTMENT, period, blank=True) for period in periods),
            _range(board, kpi),
        ]
        for number, kpi in enumerate(board.kpis, 1)
    ]
    if (goal := _goal(board)) is not None:
        line = [Cell(goal, ("rate", "none", "right")) for _ in periods]
        rows.append(
            ["", Cell("目标线：大客户销售计划完成率", ("none", "left")), *line, Cell("按现行目标", ("none", "left"))]
        )
    return page.table(columns, rows)


def _goal(board: Board) -> Decimal | None:
    kpi = board.kpi(_CHARTED)
    target = board.target(kpi) if kpi else None
    return None if kpi is None or target is None else bounds(kpi, target)[0]


def _range(board: Board, kpi: Kpi) -> str:
    """From the lowest to the highest of the eight quarters, and their mean."""
    values = [value for period in board.trend() if (value := board.value(kpi, period=period)) is not None]
    if not values:
        return "无数据"
    total = sum(values, Decimal(0))
    low, high, mean = (say_value(kpi, value) for value in (min(values), max(values), total / len(values)))
    return f"{low} 至 {high}，" + (f"合计 {total:f}" if kpi.unit is Unit.COUNT else f"平均 {mean}")


def _sparklines(page: Page, board: Board, table: Area, trend: Area) -> None:
    for index, kpi in enumerate(board.kpis):
        values = [value for period in board.trend() if (value := board.value(kpi, period=period)) is not None]
        if values:
            page.sparkline(table.first + index, table.starts[9], trend.cells(index, 2, 9), values)


def _charts(kit: Kit, trend: Area) -> list[object]:
    board, heads = kit.board, trend.head(2, 9)
    order = [kpi.id for kpi in board.kpis]

    def series(kpi_id: str, form: str) -> Series:
        index = order.index(kpi_id)
        return Series(board.kpis[index].zh, trend.cells(index, 2, 9), form)

    charts: list[object] = []
    if _CHARTED in order:
        lines = [series(_CHARTED, "0.0%")]
        if _goal(board) is not None:
            lines.append(Series("目标", trend.cells(len(order), 2, 9), "0%", RED, labels=False, dashed=True))
        charts.append(line_chart(kit, "销售计划完成率近八季走势", ("季度", "完成率"), heads, lines))
    if counts := [series(kpi_id, "0") for kpi_id in _COUNTED if kpi_id in order]:
        charts.append(column_chart(kit, "流失客户与有效投诉近八季走势", ("季度", "个（次）"), heads, counts))
    return charts


SHEET = Sheet(number="01", zh="总览", draw=draw)
