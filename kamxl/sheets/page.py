"""The findings as one HTML page: the same rows as the 校验结果 sheet, grouped by workbook, without any script or outside file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from itertools import groupby

from ..domain.findings import Finding
from ..domain.rule import rules

_STYLE = (
    "body{font:14px/1.6 'Microsoft YaHei',sans-serif;margin:2em;color:#222}table{border-collapse:collapse;width:100%}"
    "th{background:#1f4e79;color:#fff}td,th{border:1px solid #bfbfbf;padding:4px 8px;text-align:left;vertical-align:top}"
    ".error{background:#ffc7ce}.warning{background:#ffeb9c}.note{background:#ddebf7}summary{font-size:1.2em;margin:.6em 0}"
)
_HEAD = ("级别", "位置", "字段", "问题", "怎么改", "现在的值", "检查项")


def findings_page(findings: Iterable[Finding], today: date) -> str:
    """The whole page as text. Everything that came from a sheet is escaped."""
    ordered = sorted(findings, key=lambda finding: finding.order)
    groups = "".join(_group(book, list(found)) for book, found in groupby(ordered, key=lambda finding: finding.book))
    title = f"校验结果：共 {len(ordered)} 条（{today.isoformat()}）"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{groups or '<p>没有发现问题。</p>'}</body></html>\n"
    )


def _group(book: str, findings: list[Finding]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = "".join(_row(finding) for finding in findings)
    opened = " open" if len(findings) <= 200 else ""
    summary = f"{escape(book) or '程序'}：{len(findings)} 条"
    return f"<details{opened}><summary>{summary}</summary><table><tr>{head}</tr>{rows}</table></details>"


def _row(finding: Finding) -> str:
    known = rules().get(finding.rule)
    cells = (
        finding.where,
        finding.field,
        finding.message.what(),
        finding.fix,
        finding.value,
        known.zh if known else "程序问题",
    )
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><td class="{finding.severity.value}">{finding.severity.zh}</td>{shown}</tr>'
