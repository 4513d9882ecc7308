"""人员在册: a colleague who is named is in 设置·人员."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at


def check(context: Context) -> Iterator[Finding]:
    staff = context.settings.staff
    names = "、".join(person.name for person in staff)
    if not names:
        return
    for block in context.blocks:
        for field in forms()[block.form].fields:
            if field.type != "person" or field.id not in block.values:
                continue
            column = block.values[field.id]
            strangers = {name for name in set(column) if name and name not in staff}
            for index, name in enumerate(column) if strangers else ():
                if name in strangers:
                    yield at("person_known", Severity.ERROR, block.record(index), field.id, known=names)


RULE = Rule(
    id="person_known",
    zh="人员在册",
    en="Known people",
    severity=Severity.ERROR,
    check=check,
    wrong="申请人填“张维”，设置里没有这个人",
    right="申请人填“张伟”",
)
