"""区域在册: a region that is named is one of 设置·人员."""

from __future__ import annotations

from collections.abc import Iterator

from ..fieldtype import field_types
from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at


def check(context: Context) -> Iterator[Finding]:
    region = field_types()["region"]
    for block in context.blocks:
        for field in forms()[block.form].fields:
            if field.type != "region" or field.id not in block.values:
                continue
            known = {str(region.parse(person.region, field)) for person in context.settings.staff if person.region}
            if not known or known.issuperset(block.values[field.id]):
                continue
            for record in block:
                if record.text(field.id) and record.text(field.id) not in known:
                    yield at("region_known", Severity.ERROR, record, field.id, known="、".join(sorted(known)))


RULE = Rule(
    id="region_known",
    zh="区域在册",
    en="Known regions",
    severity=Severity.ERROR,
    check=check,
    wrong="区域填“华中”，设置里没有这个区域",
    right="区域填“华东”",
)
