"""客户: every customer by annual value: grade, VIP, plan and result, with the Pareto chart of the largest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.grades import Grade, Ranking
from ...domain.kpi import Scope, ScopeKind
from ..board import Claim
from ..cells import Area, Cell, Column, Content
from ..charts import Series, pareto_chart, waterfall_chart
from ..look import GREEN, NAVY, RED
from ..page import Kit, Page
from ..sheet import Sheet

_WIDTHS = (7, 36, 9, 11, 9, 10, 10, 8, 13, 11, 13, 13, 12, 11, 13)
_COLUMNS = (
    Column("名次", "count"),
    Column("客户", "text"),
    Column("区域", "center"),
    Column("负责专员", "center"),
    Column("状态", "center"),
    Column("档案等级", "center"),
    Column("价值等级", "center"),
    Column("VIP", "center"),
    Column("年度价值（万元）", "wan"),
    Column("累计占比", "rate"),
    Column("本季计划（万元）", "wan"),
    Column("本季实际（万元）", "wan"),
    Column("计划完成率"),
    Column("有效投诉（次）", "count"),
    Column("流失日期", "date"),
)
_CHARTED = 20
_CHART_HEIGHT = 420
_WAN = Decimal(10_000)


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    rules = kit.edition.settings.rules
    ranked = kit.board.ranking()
    page.title(
        f"客户价值与等级（{kit.edition.period.zh}）",
        f"年度价值=截至本季末四个季度的实际销售额；累计占比到 {rules.grade_a_share:.0%} 为 A 级，"
        f"到 {rules.grade_b_share:.0%} 为 B 级，其余为 C 级；前 {rules.vip_count} 名为 VIP",
    )
    moves = _moves(page, kit)
    _grades(page, ranked)
    slot = page.reserve(_CHART_HEIGHT)
    page.section("客户明细")
    area = page.table(_COLUMNS, _rows(kit, ranked), repeat=True, filters=True)
    most = kit.edition.most.customers
    if len(ranked.letters) > most:
        page.line(f"共 {len(ranked.letters)} 个有价值或在合作的客户，此处列出价值最高的 {most} 个。", "note")
    pareto = _pareto(kit, area, sum(1 for one in ranked.grades if one.value > 0))
    page.place(slot, [pareto, _waterfall(kit, moves)], (5, 2))


def _moves(page: Page, kit: Kit) -> Area:
    """From the opening to the closing number of customers; 起点 is where the waterfall's column begins."""
    moved = kit.board.movement()
    columns = (
        Column("客户增减", "center", 2),
        Column("家数", "count", 2),
        Column("起点", "count", 2),
        Column("说明", "text", 4),
    )
    opening, won, lost, closing = moved.opening, moved.won, moved.lost, moved.closing
    rows: list[list[Content]] = [
        ["期初", opening, 0, f"{kit.edition.period.start:%Y-%m-%d} 前已合作的客户"],
        ["新增", won, opening, "本季开始合作"],
        ["流失", lost, max(opening + won - lost, 0), "本季流失"],
        ["期末", closing, 0, f"{kit.edition.period.end:%Y-%m-%d} 仍在合作"],
    ]
    area = page.table(columns, rows)
    page.gap()
    return area


def _waterfall(kit: Kit, moves: Area) -> object:
    steps = Series("家数", moves.column(1), "0")
    title, axes = "客户增减瀑布图", ("", "客户数（家）")
    return waterfall_chart(kit, title, axes, moves.column(0), moves.column(2), steps, (NAVY, GREEN, RED, NAVY))


def _grades(page: Page, ranked: Ranking) -> None:
    """How many customers make how much of the value, by grade."""
    whole = sum(ranked.totals.values())
    columns = (
        Column("价值等级", "center", 2),
        Column("客户数（家）", "count", 2),
        Column("年度价值（万元）", "wan", 3),
        Column("占比", "rate", 2),
    )
    rows: list[list[Content]] = []
    for grade in "ABC":
        value = ranked.totals[grade]
        rows.append([f"{grade} 级", ranked.counts[grade], value / _WAN, value / whole if whole else None])
    page.table(columns, rows)
    page.gap()


def _rows(kit: Kit, ranked: Ranking) -> Iterator[list[Content]]:
    """The graded customers in order of value, then the others (prospects, lost ones) by name."""
    total = ranked.value
    for one in ranked.grades:
        share = one.before + one.value / total if one.value > 0 else None
        yield _row(kit, one.customer, one, share)
    if len(ranked.letters) > kit.edition.most.customers:
        return
    for name in sorted({customer.name for customer in kit.board.customers} - ranked.letters.keys()):
        yield _row(kit, name, None, None)


def _row(kit: Kit, name: str, one: Grade | None, share: Decimal | None) -> list[Content]:
    board, period, customer = kit.board, kit.edition.period, kit.board.customers.get(name)
    scope = Scope(ScopeKind.CUSTOMER, name)
    plan, complaints = board.kpi("plan_rate"), board.kpi("complaints")
    figure = board.figure(plan, scope) if plan else None
    on_file = customer.grade if customer else ""
    lost = customer.lost_on if customer else None
    stale = one is not None and one.value > 0 and on_file not in ("", one.grade)
    return [
        one.rank if one else None,
        name,
        (customer.region if customer else "") or None,
        (customer.specialist if customer else "") or None,
        Cell((customer.status if customer else "") or None, ("bad",) if lost else ()),
        Cell(on_file or None, ("near",) if stale else ()),
        Cell(one.grade if one else None, ("bold",)),
        Cell("VIP" if one and one.vip else "", ("good", "bold")),
        one.value / _WAN if one else None,
        share,
        figure.denominator / _WAN if figure and figure.denominator else None,
        figure.numerator / _WAN if figure and figure.denominator else None,
        Claim(plan, scope, period) if plan else None,
        Claim(complaints, scope, period) if complaints else None,
        Cell(lost, ("bad",)) if lost else "",
    ]


def _pareto(kit: Kit, area: Area, valued: int) -> object:
    shown = min(_CHARTED, max(valued, 1))
    top = Area(area.sheet, area.first, area.first + shown - 1, area.starts)
    return pareto_chart(
        kit,
        f"客户价值帕累托图（前 {shown} 名）",
        ("客户", "年度价值（万元）", "累计占比"),
        top.column(1),
        Series("年度价值", top.column(8), "#,##0"),
        Series("累计占比", top.column(9), "0%"),
    )


SHEET = Sheet(number="04", zh="客户", draw=draw)
