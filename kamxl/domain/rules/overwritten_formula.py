"""公式被覆盖: in a column that is calculated by formulas no row holds a typed constant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..findings import Finding, Severity
from ..records import Record
from ..rule import Context, Rule, at
from ..values import is_blank

_FEWEST, _SHARE = 2, 0.6


def check(context: Context) -> Iterator[Finding]:
    columns: dict[tuple[str, str, str, str], list[Record]] = defaultdict(list)
    for block in context.blocks:
        if context.facts(block).formulas:
            for name, place in block.columns.items():
                columns[block.book, block.sheet, name, place.rstrip("0123456789")].extend(block)
    for (book, sheet, name, _), records in columns.items():
        formulas = context.sheets[book, sheet].formulas
        filled = [record for record in records if not is_blank(record.held(name))]
        typed = [record for record in filled if record.source.cell(name) not in formulas]
        calculated = len(filled) - len(typed)
        if typed and calculated >= _FEWEST and calculated >= _SHARE * len(filled):
            for record in typed:
                yield at("overwritten_formula", Severity.WARNING, record, name)


RULE = Rule(
    id="overwritten_formula",
    zh="公式被覆盖",
    en="Formula overwritten",
    severity=Severity.WARNING,
    check=check,
    wrong="“实际额”一列都是公式，第 5 行被改成了固定数字",
    right="“实际额”一列每行都是公式",
)
