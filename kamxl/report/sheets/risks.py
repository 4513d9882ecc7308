"""风险: early signs, customer by customer: what was seen, how urgent it is, and what to do next."""

from __future__ import annotations

from ...domain.form import forms
from ..cells import Area, Cell, Column, Content
from ..charts import Series, bar_chart, column_chart
from ..links import cell_link
from ..page import Kit, Page
from ..risk import Level, Sign, Tally, risks
from ..sheet import Sheet

_WIDTHS = (7, 12, 18, 36, 11, 13, 12, 12, 34, 46, 32)
_KINDS = (
    Column("序号", "center"),
    Column("类别", "center", 2),
    Column("判断标准"),
    Column("高", "count"),
    Column("中", "count"),
    Column("低", "count"),
    Column("合计", "count"),
)
_PEOPLE = (
    Column("序号", "center"),
    Column("负责专员", "center", 2),
    Column("区域", "center"),
    Column("高", "count"),
    Column("中", "count"),
    Column("低", "count"),
)
_SIGNS = (
    Column("序号", "center"),
    Column("程度", "center"),
    Column("类别", "center"),
    Column("客户"),
    Column("区域", "center"),
    Column("负责专员", "center"),
    Column("现象", span=3),
    Column("建议"),
    Column("依据（工作簿·单元格）", "link"),
)
_TRAITS = {Level.HIGH: "bad_fill", Level.MIDDLE: "near_fill", Level.LOW: "none"}


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    edition = kit.edition
    found, tally = kit.board.signs(), kit.board.tally()
    high = sum(count for (_, level), count in tally.by_kind.items() if level is Level.HIGH)
    total = tally.by_kind.total()
    page.title(
        f"风险提示（{edition.period.zh}）",
        f"截至 {edition.dated:%Y-%m-%d}，共 {total} 条，其中高 {high} 条。由登记的数据自动提示，供经理与专员核实。",
    )
    if not found:
        page.line("没有发现风险迹象。", "calm")
        return
    kinds = page.table(_KINDS, _by_kind(tally))
    page.gap()
    slot = page.reserve(page.room(least=260, most=360))
    persons = _by_person(tally)
    page.keep_rows(len(persons))
    people = page.table(_PEOPLE, persons)
    page.place(slot, [_kind_chart(kit, kinds), _person_chart(kit, people)])
    page.gap()
    page.section("风险清单")
    most = edition.most.signs
    rows = [_row(kit, number, sign) for number, sign in enumerate(found[:most], 1)]
    page.table(_SIGNS, rows, repeat=True, filters=True)
    if total > most:
        page.line(f"共 {total} 条，此处列出最紧急的 {most} 条。", "note")


def _by_kind(tally: Tally) -> list[list[Content]]:
    counted = tally.by_kind
    rows: list[list[Content]] = []
    for number, risk in enumerate(risks(), 1):
        levels = [counted[risk.id, level] for level in Level]
        rows.append([number, risk.zh, risk.meaning, *levels, Cell(sum(levels), ("bold",))])
    return rows


def _by_person(tally: Tally) -> list[list[Content]]:
    """Those with most high signs first; at most as many as a chart can show."""
    counted, regions = tally.by_person, tally.regions
    order = sorted(regions, key=lambda name: ([-counted[name, level] for level in Level], name))
    return [
        [number, name or "（未分配）", regions[name] or "—", *(counted[name, level] for level in Level)]
        for number, name in enumerate(order[:15], 1)
    ]


def _row(kit: Kit, number: int, sign: Sign) -> list[Content]:
    names = {risk.id: risk.zh for risk in risks()}
    return [
        number,
        Cell(sign.level.zh, (_TRAITS[sign.level], "bold")),
        names[sign.risk],
        sign.customer,
        sign.region or None,
        sign.specialist or None,
        sign.seen,
        sign.advice,
        _evidence(kit, sign),
    ]


def _evidence(kit: Kit, sign: Sign) -> Cell:
    if sign.record is None:
        return Cell("见“客户”“明细”", ("none", "left"))
    source = sign.record.source
    cell = source.cell(sign.field) or next(iter(source.cells.values()), "")
    label = forms()[sign.record.form].zh
    return Cell(f"{label} {cell}", link=cell_link(kit.edition.folder, source.book, source.sheet, cell))


def _kind_chart(kit: Kit, kinds: Area) -> object:
    return bar_chart(kit, "各类风险条数", ("类别", "条数"), kinds.column(1), [Series("条数", kinds.column(6), "0")])


def _person_chart(kit: Kit, people: Area) -> object:
    series = [
        Series("高", people.column(3), "0;;", "#C00000"),
        Series("中", people.column(4), "0;;", "#E0A030"),
        Series("低", people.column(5), "0;;", "#A5A5A5"),
    ]
    return column_chart(kit, "各专员风险条数", ("负责专员", "条数"), people.column(1), series, stacked=True)


SHEET = Sheet(number="07", zh="风险", draw=draw)
