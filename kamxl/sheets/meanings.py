"""What the contents of cells mean. Remembered from workbook to workbook: lists, and colleagues, repeat themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from ..domain.fieldtype import Rejected, field_types
from ..domain.form import Field
from ..domain.periods import Period, parse_period
from ..domain.records import Block
from ..domain.values import ERRORS, Raw, Value, is_blank
from ..errors import Text
from .plain import Plain

Meaning: TypeAlias = Value | Text | None
"""A value; why the content is refused; or nothing."""

NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "无", "暂无", "N/A", "n/a", "不适用", "待定"})
_MOST = 100_000
_WORTHWHILE = 16  # rows; what fewer hold is judged one by one
_TEXT = frozenset({str})
_FLOATS = frozenset({float, type(None)})


class Meanings:
    """Judges contents by the types of their fields, each different content of a field once."""

    def __init__(self, first_month: int) -> None:
        self._first_month = first_month
        self._begin()

    def _begin(self) -> None:
        self._known: dict[tuple[str, str, str], _Memory] = {}
        self._own: dict[tuple[str, tuple[str, ...], bool], set[Raw]] = {}
        self._size = 0

    def of_column(self, block: Block, field: Field) -> Sequence[Meaning]:
        """What each content of a field's column means; the very column where each content is its own meaning."""
        if self._size > _MOST:  # begun anew before it grows without end
            self._begin()
        key = (block.form, field.id, field.unit)
        memory = self._known.get(key)
        if memory is None:
            memory = self._known[key] = self._memory(field)
        return memory.of_column(block)

    def _memory(self, field: Field) -> _Memory:
        """Fields of one type share the texts that are their own meanings: each sheet has the same customers."""
        own = self._own.setdefault((field.type, field.choices, _may_be_nothing(field)), {None})
        return _Memory(field, own, self.of_cell, self._grow)

    def _grow(self, by: int) -> None:
        self._size += by

    def of_cell(self, field: Field, raw: Raw) -> Meaning:
        """What one content means."""
        if is_blank(raw) or raw in ERRORS:  # rule error_cell speaks of the latter
            return None
        if isinstance(raw, str) and _may_be_nothing(field) and raw.strip() in NOTHING:
            return None
        try:
            value = field_types()[field.type].parse(raw, field)
        except Rejected as refusal:
            return refusal.text
        if self._first_month != 1 and isinstance(value, Period):
            return parse_period(raw, today=date.min, first_month=self._first_month)
        return value


def _may_be_nothing(field: Field) -> bool:
    """Whether words that say so leave a field blank."""
    return not field.required and field.type != "text"


class _Memory:
    """What was made of a field's contents: the texts that are their own meanings (and nothing is nothing), and what others
    mean. ``various``: whether the last column that had something new hardly repeated itself."""

    def __init__(
        self, field: Field, own: set[Raw], judge: Callable[[Field, Raw], Meaning], grow: Callable[[int], None]
    ) -> None:
        self._field = field
        self._own = own
        self._judge = judge
        self._grow = grow
        self._kind = field_types()[field.type]
        self._plain = Plain(self._kind.plain, NOTHING if _may_be_nothing(field) else frozenset())
        self._others: dict[Raw, Meaning] = {}
        self._various = False

    def of_column(self, block: Block) -> Sequence[Meaning]:
        name, kind = self._field.id, self._kind
        held: Sequence[Any] = block.held(name)
        first = held[0].__class__
        if first in kind.itself and block.held_kinds(name) <= kind.itself:
            return held
        if first is float and kind.of_floats is not None and block.held_kinds(name) <= _FLOATS:
            return kind.of_floats(held, self._field)
        if self._various and first is str and block.held_kinds(name) == _TEXT and self._plain.are_all(held):
            return held
        distinct = block.distinct(name)
        if self._own.issuperset(distinct):
            return held
        if bool in block.held_kinds(name):  # equal to 1 and 0, which mean something else
            return [self._judge(self._field, content) for content in held]
        return self._learnt(held, distinct)

    def _learnt(self, held: Sequence[Any], distinct: set[Raw]) -> Sequence[Meaning]:
        """By what is known, to which is added what the contents mean that are new, and may come again."""
        others = self._others
        try:
            return list(map(others.__getitem__, held))
        except KeyError:
            fresh = distinct.difference(self._own, others)
        self._various = 2 * len(distinct) > len(held)
        plain = self._plain.among(fresh) if len(held) >= _WORTHWHILE else frozenset()
        if not self._various:
            self._own |= plain
        self._grow(len(fresh))
        fresh = {content for content in fresh - plain if content.__class__ not in self._kind.itself}
        if self._kind.of_floats is not None:
            numbers = [content for content in fresh if content.__class__ is float]
            others.update(zip(numbers, self._kind.of_floats(numbers, self._field), strict=True))
            fresh.difference_update(numbers)
        for content in fresh:
            self._add(content, self._judge(self._field, content))
        if others.keys().isdisjoint(distinct):
            return held
        return [others.get(content, content) for content in held]

    def _add(self, content: Raw, meaning: Meaning) -> None:
        if meaning.__class__ is str and meaning == content:
            self._own.add(content)
        else:
            self._others[content] = meaning


@lru_cache(maxsize=12)
def meanings(first_month: int) -> Meanings:
    """The memory of this process for a fiscal year that begins in that month."""
    return Meanings(first_month)
