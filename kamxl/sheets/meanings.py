"""What the contents of cells mean. Remembered from workbook to workbook: lists, and colleagues, repeat themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from datetime import date
from functools import cache, lru_cache
from typing import TypeAlias, cast

from ..domain.fieldtype import Rejected, field_types
from ..domain.form import Field
from ..domain.periods import Period, parse_period
from ..domain.values import ERRORS, Raw, Value, is_blank
from ..errors import Text

Meaning: TypeAlias = Value | Text | None
"""A value; why the content is refused; or nothing."""

_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "无", "暂无", "N/A", "n/a", "不适用", "待定"})
_MOST = 100_000
_BLANK = frozenset({type(None)})
_TEXTS = frozenset({str, type(None)})
_WORTHWHILE = 16  # texts; fewer are looked up one by one


class Meanings:
    """Judges contents by the types of their fields, each different content of a field once."""

    def __init__(self, first_month: int) -> None:
        self._first_month = first_month
        self._known: dict[tuple[str, str, str], dict[Raw, Meaning]] = {}
        self._size = 0

    def of_column(self, form: str, field: Field, held: Sequence[Raw], kinds: Set[type]) -> Sequence[Meaning]:
        """What each content of a column means, whose contents are of these classes; the very column where each content is
        its own meaning."""
        kind = field_types()[field.type]
        if kinds <= kind.itself or kinds == _BLANK or (kind.plain and kinds <= _TEXTS and _plain(field, held)):
            return held  # type: ignore[return-value] # the type says so
        if bool in kinds:  # equal to 1 and 0, which mean something else
            return [self.of_cell(field, content) for content in held]
        known = self._memory(form, field)
        try:
            return list(map(known.__getitem__, held))  # the usual case
        except KeyError:
            fresh = set(held).difference(known)
        self._size += len(fresh)
        if kind.of_floats is not None and float in kinds:
            numbers = [content for content in fresh if content.__class__ is float]
            known.update(zip(numbers, kind.of_floats(numbers, field), strict=True))
            fresh.difference_update(numbers)
        for content in fresh:
            known[content] = self.of_cell(field, content)
        return list(map(known.__getitem__, held))

    def of_cell(self, field: Field, raw: Raw) -> Meaning:
        """What one content means."""
        if is_blank(raw) or raw in ERRORS:  # rule error_cell speaks of the latter
            return None
        if isinstance(raw, str) and not field.required and field.type != "text" and raw.strip() in _NOTHING:
            return None
        try:
            value = field_types()[field.type].parse(raw, field)
        except Rejected as refusal:
            return refusal.text
        if self._first_month != 1 and isinstance(value, Period):
            return parse_period(raw, today=date.min, first_month=self._first_month)
        return value

    def _memory(self, form: str, field: Field) -> dict[Raw, Meaning]:
        """What was made of a field's contents so far. Begun anew before it grows without end."""
        if self._size > _MOST:
            self._known, self._size = {}, 0
        return self._known.setdefault((form, field.id, field.unit), {})


def _plain(field: Field, held: Sequence[Raw]) -> bool:
    """Whether a column's texts can be told at once to be plain ones (see ``FieldType``)."""
    texts = cast("set[str]", set(held))
    texts.discard(cast("str", None))
    if len(held) < _WORTHWHILE or not (field.required or field.type == "text" or _NOTHING.isdisjoint(texts)):
        return False
    together = "\n".join(texts)
    return "" not in texts and together.count("\n") == len(texts) - 1 and _plain_texts()(together) is not None


@cache
def _plain_texts() -> Callable[[str], object]:
    return re.compile("[A-Z0-9\\-\u4e00-\u9fff\n]*+").fullmatch  # costly to compile


@lru_cache(maxsize=12)
def meanings(first_month: int) -> Meanings:
    """The memory of this process for a fiscal year that begins in that month."""
    return Meanings(first_month)
