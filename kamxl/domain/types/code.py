"""编号: a document number; half-width, capital letters, plain hyphens, no spaces."""

from __future__ import annotations

from ..fieldtype import FieldType
from ..form import Field
from ..spelling import dashes, squeeze
from ..values import Raw, Value, show
from ._lines import CAPITALS


def parse(raw: Raw, field: Field) -> Value:
    return dashes(squeeze(show(raw))).upper()


TYPE = FieldType("code", "编号", parse, tidy=True, plain=CAPITALS)
