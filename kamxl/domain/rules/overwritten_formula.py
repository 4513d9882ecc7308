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
    for record in context.of():
        if context.facts(record.block).formulas:
            for name, cell in record.source.cells.items():
                letters = cell.rstrip("0123456789")
                columns[record.source.book, record.source.sheet, name, letters].append(record)
    for (_, _, name, _), records in columns.items():
        filled = [record for record in records if not is_blank(record.raw.get(name))]
        typed = [record for record in filled if record.source.cell(name) not in context.facts(record.block).formulas]
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
