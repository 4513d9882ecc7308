"""The 校验结果 sheet: every finding with a link to its cell, what is wrong, how to fix it, and what stands there now.

Many findings are grouped by sheet under a line with its numbers, on a sheet with many also by kind; lines fold in and out.
The filter is on. The same findings may also stand as notes on the cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..books.own_note import own_note
from ..books.port import OwnSheet, Styled
from ..domain.cleaning import travelling
from ..domain.findings import Finding, Severity
from .digest import LONG, Group, Run, counted, grouped, kind_of

SHEET = "校验结果"
HEADER = 2
COLUMNS = (("级别", 8), ("位置", 26), ("字段", 18), ("问题", 52), ("怎么改", 46), ("现在的值", 24), ("检查项", 14))
_STYLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "hint"}
_LINKS = 5_000  # beyond so many findings the place is given as text: Excel keeps at most 65,530 links on a sheet
_SHOWN = 20_000
_NOTED = 2_000  # notes on cells: more would only be in the way


def findings_sheet(findings: Iterable[Finding], today: date, forms: Mapping[str, str] | None = None) -> OwnSheet | None:
    """The sheet for one workbook's findings; ``None`` when there are none. ``forms`` says which form is on a sheet."""
    groups = grouped(findings, forms)
    every = [finding for group in groups for finding in group.findings]
    if not every:
        return None
    page = _Page(headed=len(groups) > 1 and len(every) >= LONG, links=len(every) <= _LINKS)
    page.add([Styled(f"校验结果：{counted(every)}（共 {len(every):,} 条，{today.isoformat()}）", "title")])
    page.add([Styled(_hint(groups, len(every)), "note")])
    page.add([Styled(name, "head") for name, _ in COLUMNS])
    for group in groups:
        page.group(group)
    return OwnSheet(
        name=SHEET,
        rows=page.rows,
        widths=[float(width) for _, width in COLUMNS],
        header=HEADER,
        levels=page.levels,
        folded=frozenset(page.folded),
    )


def _hint(groups: Sequence[Group], count: int) -> str:
    cut = f"只列出前 {_SHOWN:,} 条。" if count > _SHOWN else ""
    folded = "左侧的 + 展开同类问题。" if any(run.folded for group in groups for run in group.runs) else ""
    return f"点“位置”跳到单元格；{folded}改完后再校验一次，本表会更新，没有问题时自动删除。{cut}"


class _Page:
    """The rows under construction, each with its level of the outline."""

    def __init__(self, *, headed: bool, links: bool) -> None:
        self.headed = headed
        self.links = links
        self.rows: list[list[Styled]] = []
        self.levels: list[int] = []
        self.folded: set[int] = set()
        self.shown = 0

    def add(self, row: list[Styled], level: int = 0, *, folded: bool = False) -> None:
        if folded:
            self.folded.add(len(self.rows))
        self.rows.append(row)
        self.levels.append(level)

    def group(self, group: Group) -> None:
        level = 0
        if self.headed and self.shown < _SHOWN:
            level = 1
            found = group.findings
            self.add(_headline(found, group.title, counted(found), group.kinds, "group"))
        for run in group.runs:
            self._run(run, level)

    def _run(self, run: Run, level: int) -> None:
        if run.title and self.shown < _SHOWN:
            counts = f"{counted(run.findings)}：{_places(run.findings)}"
            self.add(_headline(run.findings, run.title, counts, travelling(run.findings[0].fix), "subgroup"), level)
            level += 1
        for finding in run.findings[: _SHOWN - self.shown]:
            self.add(_row(finding, links=self.links), level, folded=run.folded)
            self.shown += 1


def _headline(findings: Sequence[Finding], title: str, counts: str, more: str, style: str) -> list[Styled]:
    """A line over findings. It bears their worst severity, so that the filter keeps it with them."""
    worst = min(findings, key=lambda finding: list(Severity).index(finding.severity)).severity
    cells = (worst.zh, travelling(title), "", counts, more, "", "")
    return [Styled(text, style) for text in cells]


def _places(findings: Sequence[Finding]) -> str:
    first = "、".join(finding.cell for finding in findings[:6] if finding.cell)
    return f"{first} …" if len(findings) > 6 else first


def _row(finding: Finding, *, links: bool) -> list[Styled]:
    linked = links and finding.sheet
    place = Styled(travelling(finding.where) or "—", "link" if linked else "text", link_to(finding) if linked else "")
    return [
        Styled(finding.severity.zh, _STYLES[finding.severity]),
        place,
        Styled(travelling(finding.field), "text"),
        Styled(travelling(finding.message.what()), "text"),
        Styled(travelling(finding.fix), "text"),
        Styled(travelling(finding.value), "text"),
        Styled(kind_of(finding), "text"),
    ]


def link_to(finding: Finding) -> str:
    """A link inside the workbook to the finding's cell, or to the top of its sheet."""
    sheet = finding.sheet.replace("'", "''")
    return f"#'{sheet}'!{finding.cell or 'A1'}"


def notes_on(findings: Iterable[Finding]) -> dict[str, dict[str, str]]:
    """One workbook's findings as notes, by sheet and cell: the worst first, where a cell has several."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group in grouped(findings):
        for finding in sorted(group.findings, key=lambda one: list(Severity).index(one.severity)):
            if finding.sheet and finding.cell:
                line = f"{finding.severity.zh}：{travelling(finding.message.full())}"
                said[finding.sheet, finding.cell].append(line)
    notes: dict[str, dict[str, str]] = {}
    for (sheet, cell), lines in list(said.items())[:_NOTED]:
        notes.setdefault(sheet, {})[cell] = own_note(lines)
    return notes
