"""区域在册: a region that is named is one of 设置·人员."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..fieldtype import field_types
from ..findings import Finding, Severity
from ..form import Field, forms
from ..rule import Context, Rule, along


def check(context: Context) -> Iterator[Finding]:
    region = field_types()["region"]
    named = dict.fromkeys(person.region for person in context.settings.staff if person.region)
    for block in context.blocks:
        for field in _watched(block.form):
            column = block.values.get(field.id, ())
            known = {str(region.parse(name, field)) for name in named}
            strangers = {name for name in set(column) if name and str(name) not in known}
            if known and strangers:
                indices = [index for index, name in enumerate(column) if name in strangers]
                every = "、".join(sorted(known))
                yield from along("region_known", Severity.ERROR, block, field.id, indices, known=every)


@cache
def _watched(form: str) -> tuple[Field, ...]:
    return tuple(field for field in forms()[form].fields if field.type == "region")


RULE = Rule(
    id="region_known",
    zh="区域在册",
    en="Known regions",
    severity=Severity.ERROR,
    check=check,
    wrong="区域填“华中”，设置里没有这个区域",
    right="区域填“华东”",
)
