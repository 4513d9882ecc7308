"""数据质量: which workbooks were read, which were not and why, and every finding with a link to its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...domain.findings import Finding, Severity
from ...domain.form import forms
from ..cells import Band, Cell, Column, Content
from ..edition import BookLine
from ..links import cell_link
from ..page import Kit, Page
from ..sheet import Sheet
from ..weekly import say_weeks

_WIDTHS = (7, 10, 30, 20, 10, 20, 24, 46, 46)
_FINDINGS = (
    Column("序号", "count"),
    Column("级别", "center"),
    Column("工作簿", "text"),
    Column("工作表", "text"),
    Column("单元格", "link"),
    Column("字段", "text"),
    Column("现在的内容", "text"),
    Column("问题", "text"),
    Column("处理办法", "text"),
)
_BOOKS = (
    Column("序号", "count"),
    Column("状态", "center"),
    Column("工作簿", "text"),
    Column("记录（条）", "count"),
    Column("错误", "count"),
    Column("提醒", "count"),
    Column("提示", "count"),
    Column("内容或原因", "text"),
    Column("处理办法", "text"),
)
_WEEKLY = (
    Column("序号", "count"),
    Column("状态", "center"),
    Column("专员", "text"),
    Column("区域", "center"),
    Column("应交", "count"),
    Column("缺交（周）", "count"),
    Column("缺交的周（周一日期）", "text", 3),
)


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    edition, most = kit.edition, kit.edition.most
    page.title(f"数据质量（{edition.period.zh}）", _summary(kit))
    for note in edition.notes:
        page.line(note.full(), "banner")
    page.section("工作簿读取情况")
    page.table(_BOOKS, _books(kit))
    if len(edition.books) > most.books:
        page.line(
            f"共 {len(edition.books)} 个工作簿，此处列出全部未读取的和其余的错误最多的，至多 {most.books} 行。", "note"
        )
    page.gap()
    _weekly(page, kit)
    page.section("校验发现")
    if not edition.findings:
        page.line("未发现问题。", "calm")
        return
    page.table(_FINDINGS, _findings(kit), repeat=True, filters=True)
    if edition.found > most.findings:
        page.line(f"共 {edition.found} 条，此处列出前 {most.findings} 条；其余见各工作簿的“校验结果”。", "note")


def _summary(kit: Kit) -> str:
    edition = kit.edition
    read = len(edition.books) - len(edition.unread)
    records = sum(line.records for line in edition.books)
    found = "，".join(f"{severity.zh} {edition.count(severity)}" for severity in Severity)
    books = f"共 {len(edition.books)} 个，已读取 {read} 个，未读取 {len(edition.unread)} 个"
    return f"工作簿：{books}；记录 {records} 条；发现：{found}"


def _weekly(page: Page, kit: Kit) -> None:
    """The weekly reports that are missing, person by person."""
    found = kit.board.missing_reports()
    page.section("周报提交情况")
    if not found:
        page.line("工作簿中没有周报，未检查。", "note")
    else:
        rows: list[list[Content]] = [
            [
                number,
                Cell("缺", ("bad_fill",)) if one.weeks else Cell("齐", ("good_fill",)),
                one.person,
                one.region or None,
                one.due,
                len(one.weeks),
                say_weeks(one.weeks) or "无",
            ]
            for number, one in enumerate(found, 1)
        ]
        page.table(_WEEKLY, rows)
    page.gap()


def _books(kit: Kit) -> Iterator[list[Content] | Band]:
    """The unread ones first: they are what the reader has to act upon. Of very many, then those with most errors."""
    cut = len(kit.edition.books) > kit.edition.most.books
    ordered = sorted(kit.edition.books, key=lambda line: (line.read, -line.counts[0] if cut else 0, line.book))
    found = Counter((finding.book, finding.severity) for finding in kit.edition.findings)
    for number, line in enumerate(ordered[: max(kit.edition.most.books, len(kit.edition.unread))], 1):
        yield _book(number, line, found)


def _book(number: int, line: BookLine, found: Counter[tuple[str, Severity]]) -> list[Content]:
    if line.problem is not None:
        state, what, fix = Cell("未读取", ("bad_fill",)), line.problem.what(), line.problem.fix()
    elif not line.records:
        state, what, fix = (
            Cell("无表单", ("near_fill",)),
            "没有找到可识别的表单",
            "如应有表单，请核对标签文字，或在“设置·字段别名”中登记",
        )
    else:
        names = "、".join(forms()[form].zh for form in line.forms)
        state, what, fix = Cell("已读取", ("good_fill",)), names, ""
    own = zip(Severity, line.counts, strict=True)  # of a workbook with very many findings only the first are listed
    counts: list[Content] = [max(found[line.book, level], own_count) if line.read else None for level, own_count in own]
    return [number, state, line.book, line.records if line.read else None, *counts, what, fix]


def _findings(kit: Kit) -> Iterator[list[Content]]:
    ordered = sorted(kit.edition.findings, key=lambda finding: (list(Severity).index(finding.severity), *finding.order))
    for number, finding in enumerate(ordered[: kit.edition.most.findings], 1):
        yield _finding(kit, number, finding)


def _finding(kit: Kit, number: int, finding: Finding) -> list[Content]:
    trait = {Severity.ERROR: "bad_fill", Severity.WARNING: "near_fill", Severity.NOTE: "none"}[finding.severity]
    link = (
        cell_link(kit.edition.folder, finding.book, finding.sheet, finding.cell)
        if finding.book and finding.cell
        else ""
    )
    return [
        number,
        Cell(finding.severity.zh, (trait,)),
        finding.book or None,
        finding.sheet or None,
        Cell(finding.cell or None, link=link),
        finding.field,
        finding.value,
        finding.message.what(),
        finding.fix,
    ]


SHEET = Sheet(number="09", zh="数据质量", draw=draw)
