"""The findings as one HTML page, grouped as on the 校验结果 sheet, without any script or outside file.

The boxes at the top hide and show each severity; long runs are folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby

from ..domain.findings import Finding, Severity
from .digest import Group, Run, counted, grouped, kind_of

_HIDING = "".join(f"#s-{s.value}:not(:checked)~main tr.{s.value}{{display:none}}" for s in Severity)
_STYLE = (
    "body{font:14px/1.6 'Microsoft YaHei','PingFang SC',sans-serif;margin:2em;color:#222}table{border-collapse:collapse;"
    "width:100%;table-layout:fixed}th{background:#1f4e79;color:#fff;position:sticky;top:0}td,th{border:1px solid #bfbfbf;"
    "padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}.error>:first-child{background:#ffc7ce}"
    ".warning>:first-child{background:#ffeb9c}.note>:first-child{background:#ddebf7}summary{cursor:pointer;margin:.4em 0}"
    "details details{margin-left:1.2em}main>details>summary{font-size:1.2em;font-weight:bold}.count{color:#595959}"
    "label{margin-right:1.5em}@page{size:A4 landscape;margin:1cm}"
    "@media print{body{margin:0;font-size:11px}input,label{display:none}details>*{display:block}}" + _HIDING
)
_COLUMNS = (("级别", 6), ("位置", 14), ("字段", 11), ("问题", 26), ("怎么改", 24), ("现在的值", 11), ("检查项", 8))
_MANY = 200  # a workbook with more findings is shut at first


def findings_page(findings: Iterable[Finding], today: date, forms: Mapping[tuple[str, str], str] | None = None) -> str:
    """The whole page as text. Everything that came from a sheet is escaped. ``forms`` says which form is on a sheet."""
    ordered = sorted(findings, key=lambda finding: finding.order)
    books = [(book, list(found)) for book, found in groupby(ordered, key=lambda finding: finding.book)]
    body = "".join(_book(book, found, forms or {}) for book, found in books)
    title = f"校验结果：共 {len(ordered):,} 条（{today.isoformat()}）"
    boxes = "".join(_box(severity, ordered) for severity in Severity)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{boxes if ordered else ''}<main>{body or '<p>没有发现问题。</p>'}</main></body></html>\n"
    )


def _box(severity: Severity, findings: Sequence[Finding]) -> str:
    count = sum(finding.severity is severity for finding in findings)
    name = f"s-{severity.value}"
    return f'<input type="checkbox" id="{name}" checked><label for="{name}">{severity.zh} {count:,}</label>'


def _book(book: str, findings: list[Finding], forms: Mapping[tuple[str, str], str]) -> str:
    groups = grouped(findings, {sheet: form for (name, sheet), form in forms.items() if name == book})
    inner = "".join(_group(group) for group in groups)
    return _details(escape(book) or "程序", counted(findings), inner, opened=len(findings) <= _MANY)


def _group(group: Group) -> str:
    inner = "".join(_run(run) for run in group.runs)
    return _details(escape(group.title), f"{counted(group.findings)}　{escape(group.kinds)}", inner, opened=True)


def _run(run: Run) -> str:
    head = "".join(f'<th style="width:{width}%">{name}</th>' for name, width in _COLUMNS)
    table = f"<table><tr>{head}</tr>{''.join(_row(finding) for finding in run.findings)}</table>"
    if not run.title:
        return table
    return _details(escape(run.title), counted(run.findings), table, opened=not run.folded)


def _details(title: str, count: str, inner: str, *, opened: bool) -> str:
    state = " open" if opened else ""
    return f'<details{state}><summary>{title} <span class="count">{count}</span></summary>{inner}</details>'


def _row(finding: Finding) -> str:
    message = finding.message
    texts = (finding.where, finding.field, message.what(), finding.fix, finding.value, kind_of(finding))
    shown = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f'<tr class="{finding.severity.value}"><td>{finding.severity.zh}</td>{shown}</tr>'
