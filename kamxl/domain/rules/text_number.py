"""文本形式的数字或日期: in a column of true numbers or dates no row holds them as text, which sums and filters pass over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache

from ..findings import Finding, Severity
from ..form import forms
from ..records import Block, Record
from ..rule import Context, Rule, at
from ..spelling import squeeze

_NUMBERS = {"money", "number", "integer", "score", "percent"}
_FEWEST, _SHARE = 3, 0.75
_DATE_SHARE = 0.9  # typed dates are read all the same: only the odd one out among many is worth a word
_PLAIN = frozenset("0123456789.,+-")


def check(context: Context) -> Iterator[Finding]:
    columns: dict[tuple[str, str, str, str], list[Block]] = defaultdict(list)
    for block in context.blocks:
        for name in _watched(block.form):
            if name in block.values:
                place = block.columns.get(name, "").rstrip("0123456789")
                columns[block.book, block.sheet, name, place].append(block)
    for (_, _, name, _), blocks in columns.items():
        if any(str in block.held_kinds(name) for block in blocks):
            yield from _column(name, [record for block in blocks for record in block if record.value(name) is not None])


def _column(name: str, records: list[Record]) -> Iterator[Finding]:
    """The findings in one column; ``records`` are those that could be read there."""
    as_text = [record for record in records if isinstance(record.held(name), str)]
    if not as_text:
        return
    kind = forms()[records[0].form].field(name).type
    true = len(records) - len(as_text)
    if true < _FEWEST or true < (_DATE_SHARE if kind == "date" else _SHARE) * len(records):
        return
    for record in as_text:
        if kind == "date" or _is_plain(record.held(name)):
            meant = record.value(name)
            shown = meant.isoformat() if isinstance(meant, date) else squeeze(str(record.held(name)))
            yield at("text_number", Severity.NOTE, record, name, meant=shown)


@cache
def _watched(form: str) -> tuple[str, ...]:
    """The fields of a form that hold numbers or dates."""
    return tuple(field.id for field in forms()[form].fields if field.type in _NUMBERS or field.type == "date")


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
