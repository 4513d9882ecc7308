"""区域: a sales region's name; 华东区, 华东大区 and 华东 are one."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType
from ..form import Field
from ..spelling import squeeze
from ..values import Raw, Value, show

_SUFFIX = lazy.pattern(r"(?<=..)(?:销售)?(?:大区|区域|地区|片区|(?<!新)区)$")


def parse(raw: Raw, field: Field) -> Value:
    return _SUFFIX.sub("", squeeze(show(raw)))


TYPE = FieldType("region", "区域", parse, tidy=True)
