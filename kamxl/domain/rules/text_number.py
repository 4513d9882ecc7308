"""文本形式的数字或日期: in a column of true numbers or dates no row holds them as text, which sums and filters pass over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TypeAlias

from ..findings import Finding, Severity
from ..form import forms
from ..records import Block
from ..rule import Context, Rule, at
from ..spelling import squeeze

_NUMBERS = {"money", "number", "integer", "score", "percent"}
_FEWEST, _SHARE = 3, 0.75
_DATE_SHARE = 0.9  # typed dates are read all the same: only the odd one out among many is worth a word
_Column: TypeAlias = tuple[str, str, str, str]
"""Workbook, sheet, field and where the column stands there."""
_PLAIN = frozenset("0123456789.,+-")


def check(context: Context) -> Iterator[Finding]:
    columns: dict[_Column, list[Block]] = {}
    for block in context.blocks:
        watched = _watched(block.form)
        for name in block.unlike():
            if name in watched and str in block.held_kinds(name):
                columns[_column(block, name)] = []
    if not columns:
        return
    for block in context.blocks:
        for name in _watched(block.form).intersection(block.values):
            if (place := _column(block, name)) in columns:
                columns[place].append(block)
    for (_, _, name, _), blocks in columns.items():
        if blocks:
            yield from _odd(name, blocks)


def _column(block: Block, name: str) -> _Column:
    return block.book, block.sheet, name, block.columns.get(name, "").rstrip("0123456789")


def _odd(name: str, blocks: list[Block]) -> Iterator[Finding]:
    """The findings in one column: of what could be read there, few are texts."""
    kind = forms()[blocks[0].form].field(name).type
    known, texts = 0, list[tuple[Block, int]]()
    for block in blocks:
        for index, (value, raw) in enumerate(zip(block.column(name), block.held(name), strict=True)):
            if value is not None:
                known += 1
                if isinstance(raw, str):
                    texts.append((block, index))
    true = known - len(texts)
    if true < _FEWEST or true < (_DATE_SHARE if kind == "date" else _SHARE) * known:
        return
    for block, index in texts:
        raw, meant = block.held(name)[index], block.column(name)[index]
        if kind == "date" or _is_plain(raw):
            shown = meant.isoformat() if isinstance(meant, date) else squeeze(str(raw))
            yield at("text_number", Severity.NOTE, block.record(index), name, meant=shown)


@cache
def _watched(form: str) -> frozenset[str]:
    """The fields of a form that hold numbers or dates."""
    return frozenset(field.id for field in forms()[form].fields if field.type in _NUMBERS or field.type == "date")


def _is_plain(raw: object) -> bool:
    return isinstance(raw, str) and set(squeeze(raw)) <= _PLAIN


RULE = Rule(
    id="text_number",
    zh="文本形式的数字",
    en="Numbers kept as text",
    severity=Severity.NOTE,
    check=check,
    wrong="整列金额都是数字，只有一行是文本“1200”",
    right="整列金额都是数字",
)
