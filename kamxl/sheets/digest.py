"""Findings put in order for a reader: by sheet, the worst first; what is said many times over is said together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ..dataclass import dataclass
from ..domain.findings import Finding, Severity
from ..domain.rule import rules

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
_OTHERS = {"approval": "审批核对"}  # what is no rule of the forms but of the ledger
LONG = 30  # from so many findings on a sheet, those of one kind are put together; fewer need no headings at all
_ALIKE = 5  # from so many of one kind they have a line of their own
_FOLDED = 50  # a longer run is folded under its line
_KINDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Findings of one kind on a sheet; without a ``title`` they just follow one another."""

    title: str
    findings: Sequence[Finding]

    @property
    def folded(self) -> bool:
        return bool(self.title) and len(self.findings) > _FOLDED


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one sheet. ``form`` is what stands on it, "" where the sheet is called so."""

    sheet: str
    form: str
    runs: Sequence[Run]

    @property
    def findings(self) -> list[Finding]:
        return [finding for run in self.runs for finding in run.findings]

    @property
    def title(self) -> str:
        return f"{self.sheet or '整个工作簿'}（{self.form}）" if self.form else self.sheet or "整个工作簿"

    @property
    def kinds(self) -> str:
        """What is wrong most, with numbers."""
        counts = Counter(kind_of(finding) for finding in self.findings).most_common()
        shown = "、".join(f"{kind} {count}" for kind, count in counts[:_KINDS_SHOWN])
        return f"{shown} 等" if len(counts) > _KINDS_SHOWN else shown


def grouped(findings: Iterable[Finding], forms: Mapping[str, str] | None = None) -> list[Group]:
    """One workbook's findings by sheet: sheets with errors first. ``forms`` says which form is on a sheet."""
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=_order):
        by_sheet[finding.sheet].append(finding)
    found = [Group(sheet, _form(sheet, forms or {}), list(_runs(of_sheet))) for sheet, of_sheet in by_sheet.items()]
    return sorted(found, key=lambda group: (min(_RANK[f.severity] for f in group.findings), group.sheet))


def counted(findings: Iterable[Finding]) -> str:
    """``3 个错误、1 个提醒``."""
    counts = Counter(finding.severity for finding in findings)
    return "、".join(f"{counts[severity]:,} 个{severity.zh}" for severity in Severity if counts[severity])


def kind_of(finding: Finding) -> str:
    """The rule's name, as people read it."""
    known = rules().get(finding.rule)
    return known.zh if known else _OTHERS.get(finding.rule, "程序问题")


def _order(finding: Finding) -> tuple[int, tuple[str, str, tuple[int, int], str]]:
    return _RANK[finding.severity], finding.order


def _form(sheet: str, forms: Mapping[str, str]) -> str:
    form = forms.get(sheet, "")
    return "" if form == sheet else form


def _runs(findings: list[Finding]) -> Iterator[Run]:
    """A short sheet is one run; on a long one, kinds with many findings come apart, those left over together at the end."""
    if len(findings) < LONG:
        yield Run("", findings)
        return
    ordered = sorted(findings, key=lambda f: (_RANK[f.severity], f.rule, f.field))  # stable: each kind stays in order
    rest: list[Finding] = []
    for _, same in groupby(ordered, key=lambda f: (f.severity, f.rule, f.field)):
        alike = list(same)
        if len(alike) < _ALIKE:
            rest += alike
        else:
            first = alike[0]
            yield Run(f"{kind_of(first)}：{first.field}" if first.field else kind_of(first), alike)
    if rest:
        yield Run("其余", sorted(rest, key=_order))
