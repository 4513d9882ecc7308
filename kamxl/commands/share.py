"""share: the 信息共享表 for one customer, with nothing in the file but what 设置 allows this customer to see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..dataclass import dataclass
from ..domain.facts import Facts
from ..domain.periods import Period
from ..domain.records import Record
from ..errors import BookError, InputError
from .department import Department, Problem
from .progress import Progress
from .saving import write_whole


@dataclass(frozen=True, slots=True)
class Shared:
    """What was shared: the file, whose it is, its rows and the Chinese names of its columns.

    ``problems`` are the workbooks that could not be read: their rows are missing.
    """

    path: Path
    customer: str
    rows: int
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]


def share(
    department: Department,
    customer: str,
    out: Path,
    *,
    period: Period | None = None,
    dated: date | None = None,
    progress: Progress | None = None,
) -> Shared:
    """Writes the customer's rows of every 信息共享表 of the department (of ``period`` only, where given) to ``out``.

    ``customer`` is a name or a file number. Raises ``InputError`` for a customer whom nobody knows
    (``kpis.unknown_scope``) or for whom nothing is there to share (``report.nothing_to_share``), and ``BookError``
    when ``out`` is another workbook or cannot be written.
    """
    from ..report.share import Share, build_share, shared_fields

    tables = department.tables(progress)
    facts = Facts(tables, department.settings)
    name = facts.scopes.parse(f"客户：{customer}").name
    _refuse_other(department, out)
    records = _rows(facts, name, period)
    if not records:
        raise InputError("report.nothing_to_share", customer=name, period=period.zh if period else "任何期间")
    fields = shared_fields(department.settings.rules)
    write_whole(out, build_share(Share(name, records, fields, dated or department.today)))
    return Shared(out, name, len(records), tuple(field.zh for field in fields), tuple(department.problems))


def _rows(facts: Facts, customer: str, period: Period | None) -> tuple[Record, ...]:
    """This customer's rows, by period and item."""
    mine = [record for record in facts.rows("info_share") if record.text("customer") == customer]
    if period is not None:
        mine = [record for record in mine if facts.period(record, "period") == period]
    return tuple(sorted(mine, key=lambda record: (record.text("period"), record.text("item"))))


def _refuse_other(department: Department, out: Path) -> None:
    """A file that is there may be replaced only if it is itself such a sheet: it bears no mark by which to know it."""
    from ..report.share import TITLE

    if out.is_dir():
        raise BookError("report.is_folder", path=out)
    if not out.exists():
        return
    try:
        book = department.opener(out)
        alike = book.sheet_names() == [TITLE] and book.grid(TITLE).at(0, 0) == TITLE
    except BookError:
        alike = False
    if not alike:
        raise BookError("report.not_ours", path=out)
