"""The 校验结果 sheet: every finding with a link to its cell, what is wrong, how to fix it, and what stands there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from ..books.port import OwnSheet, Styled
from ..domain.cleaning import travelling
from ..domain.findings import Finding, Severity
from ..domain.rule import rules

SHEET = "校验结果"
HEADER = 2
COLUMNS = (("级别", 8), ("位置", 26), ("字段", 18), ("问题", 52), ("怎么改", 46), ("现在的值", 24), ("检查项", 14))
_STYLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "hint"}
_OTHERS = {"approval": "审批核对"}  # what is no rule of the forms but of the ledger
_LINKS = 5_000  # beyond so many findings the place is given as text: Excel keeps at most 65,530 links on a sheet
_SHOWN = 20_000


def findings_sheet(findings: Iterable[Finding], today: date) -> OwnSheet | None:
    """The sheet for one workbook's findings, the worst first within each sheet; ``None`` when there are none."""
    ordered = sorted(findings, key=lambda finding: (_RANK[finding.severity], finding.order))
    if not ordered:
        return None
    shown = ordered[:_SHOWN]
    links = len(shown) <= _LINKS
    return OwnSheet(
        name=SHEET,
        rows=[_title(ordered, today), _hint(ordered), _head(), *(_row(finding, links=links) for finding in shown)],
        widths=[float(width) for _, width in COLUMNS],
        header=HEADER,
    )


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def _title(findings: Sequence[Finding], today: date) -> list[Styled]:
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[severity]} 个{severity.zh}" for severity in Severity if counts[severity]]
    return [Styled(f"校验结果：{'、'.join(parts)}（共 {len(findings)} 条，{today.isoformat()}）", "title")]


def _hint(findings: Sequence[Finding]) -> list[Styled]:
    cut = f"只列出前 {_SHOWN:,} 条。" if len(findings) > _SHOWN else ""
    return [Styled(f"点“位置”跳到单元格；改完后再校验一次，本表会更新，没有问题时自动删除。{cut}", "note")]


def _head() -> list[Styled]:
    return [Styled(name, "head") for name, _ in COLUMNS]


def _row(finding: Finding, *, links: bool) -> list[Styled]:
    linked = links and finding.sheet
    place = Styled(travelling(finding.where) or "—", "link" if linked else "text", link_to(finding) if linked else "")
    known = rules().get(finding.rule)
    return [
        Styled(finding.severity.zh, _STYLES[finding.severity]),
        place,
        Styled(travelling(finding.field), "text"),
        Styled(travelling(finding.message.what()), "text"),
        Styled(travelling(finding.fix), "text"),
        Styled(travelling(finding.value), "text"),
        Styled(known.zh if known else _OTHERS.get(finding.rule, "程序问题"), "text"),
    ]


def link_to(finding: Finding) -> str:
    """A link inside the workbook to the finding's cell, or to the top of its sheet."""
    sheet = finding.sheet.replace("'", "''")
    return f"#'{sheet}'!{finding.cell or 'A1'}"
