"""人员在册: a colleague who is named is in 设置·人员."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, along


def check(context: Context) -> Iterator[Finding]:
    staff = context.settings.staff
    names = "、".join(person.name for person in staff)
    if not names:
        return
    for block in context.blocks:
        for field_id in _watched(block.form):
            column = block.values.get(field_id, ())
            strangers = {name for name in set(column) if name and name not in staff}
            if strangers:
                indices = [index for index, name in enumerate(column) if name in strangers]
                yield from along("person_known", Severity.ERROR, block, field_id, indices, known=names)


@cache
def _watched(form: str) -> tuple[str, ...]:
    return tuple(field.id for field in forms()[form].fields if field.type == "person")


RULE = Rule(
    id="person_known",
    zh="人员在册",
    en="Known people",
    severity=Severity.ERROR,
    check=check,
    wrong="申请人填“张维”，设置里没有这个人",
    right="申请人填“张伟”",
)
