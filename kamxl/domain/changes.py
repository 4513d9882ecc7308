"""审批后被修改: what on the sheet is no longer what was submitted."""

from __future__ import annotations

from collections.abc import Iterable

from ..dataclass import dataclass
from .event import Evidence
from .evidence import normal
from .form import forms
from .records import Record
from .request import Request
from .values import show


@dataclass(frozen=True, slots=True)
class Change:
    """One field that says something else now. ``where`` is ``工作表!单元格`` as it is today."""

    field: str
    book: str
    sheet: str
    cell: str
    before: str
    after: str

    @property
    def where(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def changes(evidence: Evidence, record: Record) -> tuple[Change, ...]:
    """The fields of ``record`` whose meaning differs from the evidence. 800 and 800元 are the same; a field that the
    form had no label for then is not compared."""
    form = forms()[evidence.form]
    found: list[Change] = []
    for field in form.fields:
        if field.private or (field.id not in evidence.cells and field.id not in evidence.fields):
            continue
        before = evidence.fields.get(field.id, "")
        value = record.values.get(field.id)
        after = normal(value) if value is not None else show(record.raw.get(field.id)).strip()
        if before != after:
            source = record.source
            found.append(Change(field.label, source.book, source.sheet, source.cell(field.id), before, after))
    return tuple(found)


def belongs(evidence: Evidence, record: Record) -> bool:
    """Whether the record is the one that the evidence was taken from: the same form with the same key."""
    form = forms()[evidence.form]
    if record.form != evidence.form:
        return False
    return all(_key(record, name) == evidence.fields.get(name, "") for name in form.key)


def _key(record: Record, name: str) -> str:
    value = record.values.get(name)
    return normal(value) if value is not None else ""


def record_of(request: Request, records: Iterable[Record]) -> Record | None:
    """The request's own record; where its number stands in several workbooks, the one it was submitted from."""
    form = forms()[request.flow.form]
    found = [each for each in records if each.form == form.id and each.number == request.no]
    mine = [each for each in found if each.source.book == request.evidence.book]
    same = [each for each in found if each.text(form.person) == request.fields.get(form.person)]
    return next(iter([*mine, *same]), None)
