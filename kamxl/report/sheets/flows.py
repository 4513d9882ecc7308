"""流程: the department's requests: by flow and state, how long approval took, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.form import forms
from ..cells import Area, Band, Cell, Column, Content
from ..charts import Series, column_chart
from ..links import cell_link
from ..page import Kit, Page
from ..requests import FlowFigures, Overdue, figures, overdue, states
from ..sheet import Sheet

_WIDTHS = (22, 18, 14, 16, 24, 14, 14, 14, 14, 30, 12)
_FLOWS = (
    Column("流程", "center"),
    Column("本季提交（次）", "count"),
    Column("本季批准（件）", "count"),
    Column("本季退回（次）", "count"),
    Column("本季拒绝（件）", "count"),
    Column("在办（件）", "count"),
    Column("逾期（件）", "count"),
    Column("批准用时均值（工作日）", "days"),
    Column("中位数（工作日）", "days"),
    Column("最长（工作日）", "days"),
)
_STATES = (Column("流程", "center"), Column("状态", "center"), Column("件数", "count"))
_OVERDUE = (
    Column("申请编号", "center"),
    Column("流程", "center"),
    Column("申请人", "center"),
    Column("当前状态", "center"),
    Column("客户"),
    Column("待办人", "center"),
    Column("待办事项", "center"),
    Column("期限", "date"),
    Column("逾期（工作日）", "count"),
    Column("工作簿"),
    Column("单元格", "link"),
)


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    edition = kit.edition
    page.title(
        f"审批流程（{edition.period.zh}）",
        f"截至 {edition.dated:%Y-%m-%d} 的审批台账；共 {len(edition.requests)} 件申请。批准用时=从提交到最后一级批准的工作日。",
    )
    if not edition.requests:
        page.line("截至文件日期没有经 kamxl 提交的申请。", "calm")
        return
    calendar = edition.settings.calendar
    found = list(figures(edition.requests, edition.period, edition.dated, calendar))
    area = page.table(_FLOWS, [_flow(one) for one in found])
    page.gap()
    page.charts(_charts(kit, area, found), height=page.room(least=260, most=360))
    counted = list(_states(kit))
    page.section("各状态件数", keep=min(24.0 * (len(counted) + 1), 400))
    page.table(_STATES, counted)
    page.gap()
    page.section("逾期申请")
    late = overdue(edition.requests, edition.settings.staff, edition.dated, calendar)
    if not late:
        page.line("没有逾期的申请。", "calm")
        return
    page.table(_OVERDUE, [_late(kit, one) for one in late], repeat=True)


def _flow(one: FlowFigures) -> list[Content]:
    return [
        one.flow.zh,
        one.submitted,
        one.approved,
        one.returned,
        one.rejected,
        one.open,
        Cell(one.overdue, ("bad", "bold") if one.overdue else ()),
        one.mean_days,
        one.median_days,
        one.longest_days,
    ]


def _states(kit: Kit) -> Iterator[list[Content] | Band]:
    for flow, counts in states(kit.edition.requests).items():
        for state, count in counts.items():
            yield [flow, state, count]
        yield Band([flow, "小计", sum(counts.values())])


def _late(kit: Kit, one: Overdue) -> list[Content]:
    evidence = one.request.evidence
    number = forms()[one.request.flow.form].number
    cell = evidence.cells.get(number) or next(iter(evidence.cells.values()), "")
    link = cell_link(kit.edition.folder, evidence.book, evidence.sheet, cell) if evidence.book and cell else ""
    return [
        one.request.no,
        one.request.flow.zh,
        one.request.applicant,
        one.request.state,
        one.request.customer or None,
        one.who or None,
        one.what,
        one.due,
        Cell(one.days, ("bad", "bold")),
        evidence.book or None,
        Cell(cell or None, link=link),
    ]


def _charts(kit: Kit, area: Area, found: list[FlowFigures]) -> list[object]:
    names = area.column(0)
    counts = [
        Series("本季提交", area.column(1), "0"),
        Series("本季批准", area.column(2), "0"),
        Series("在办", area.column(5), "0"),
        Series("逾期", area.column(6), "0", "#C00000"),
    ]
    charts: list[object] = [column_chart(kit, "各流程申请件数", ("流程", "件数"), names, counts)]
    if any(one.mean_days is not None for one in found):
        days = [Series("批准用时均值", area.column(7), "0.0")]
        charts.append(column_chart(kit, "各流程批准用时", ("流程", "工作日"), names, days))
    return charts


SHEET = Sheet(number="06", zh="流程", draw=draw)
