"""Reads 设置·自定规则: each row becomes a check of the department's own, or a finding at the cell that cannot be understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..domain.check import Check, Kind, Test, kinds
from ..domain.findings import Severity
from ..domain.form import Field, Form
from ..domain.premise import premise
from ..domain.records import Record
from ..domain.relation import BadCheck, Named
from ..errors import Text, say
from .naming import field_called, form_called, known_fields, known_forms

Fault = Callable[[Record, str, Text], None]


def own_checks(rows: Iterable[Record], fault: Fault) -> Iterator[Check]:
    """The checks in force; ``fault(row, field, message)`` is told of each row that cannot be used."""
    for row in rows:
        if row.flag("active") is False:
            continue
        form = form_called(row.text("form"))
        if not all(row.text(name) for name in ("form", "field", "kind")):
            continue  # a finding of required or type says so
        if form is None:
            fault(row, "form", say("settings.form_unknown", value=row.text("form"), known=known_forms()))
            continue
        field = field_called(form, row.text("field"))
        if field is None:
            known = known_fields(form)
            fault(row, "field", say("settings.field_unknown", form=form.zh, value=row.text("field"), known=known))
            continue
        try:
            yield _check(row, form, field)
        except BadCheck as bad:
            fault(row, bad.cell, bad.text)


def _check(row: Record, form: Form, field: Field) -> Check:
    kind = next(kind for kind in kinds().values() if kind.zh == row.text("kind"))

    def named(name: str) -> Field | None:
        return field_called(form, name)

    return Check(
        form=form.id,
        field=field.id,
        kind=kind.id,
        need=row.text("need"),
        test=_test(kind, row.text("need"), field, named),
        when=premise(row.text("when"), named),
        severity=next((s for s in Severity if s.zh == row.text("severity")), Severity.ERROR),
        words=row.text("words"),
        remedy=row.text("remedy"),
        place=f"{row.source.sheet}!{row.source.cell('field')}",
    )


def _test(kind: Kind, need: str, field: Field, named: Named) -> Test | None:
    if kind.needs and not need.strip():
        raise BadCheck(say("settings.check_need", kind=kind.zh, example=kind.need))
    return kind.test(need, field, named) if kind.test else None
