"""公式被覆盖: in a column that is calculated by formulas no row holds a typed constant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from ..findings import Finding, Severity
from ..records import Block
from ..rule import Context, Rule, along
from ..values import is_blank

_DIGITS = "0123456789"
_FEWEST, _SHARE = 2, 0.6


def check(context: Context) -> Iterator[Finding]:
    columns: dict[tuple[str, str, str, str], list[Block]] = defaultdict(list)
    for block in context.blocks:
        if formulas := context.facts(block).formulas:
            calculated = {cell.rstrip(_DIGITS) for cell in formulas}
            for name, place in block.columns.items():
                if (letters := place.rstrip(_DIGITS)) in calculated:
                    columns[block.book, block.sheet, name, letters].append(block)
    for (book, sheet, name, _), blocks in columns.items():
        yield from _typed(name, blocks, context.sheets[book, sheet].formulas)


def _typed(name: str, blocks: list[Block], formulas: Set[str]) -> Iterator[Finding]:
    """The typed constants of one column in which most is calculated."""
    filled = [(block, at) for block in blocks for at, raw in enumerate(block.held(name)) if not is_blank(raw)]
    typed = [(block, at) for block, at in filled if block.cell(name, at) not in formulas]
    calculated = len(filled) - len(typed)
    if calculated >= _FEWEST and calculated >= _SHARE * len(filled):
        for block, index in typed:
            yield from along("overwritten_formula", Severity.WARNING, block, name, [index])


RULE = Rule(
    id="overwritten_formula",
    zh="公式被覆盖",
    en="Formula overwritten",
    severity=Severity.WARNING,
    check=check,
    wrong="“实际额”一列都是公式，第 5 行被改成了固定数字",
    right="“实际额”一列每行都是公式",
)
