"""What a rule is: one file in ``rules/`` that looks at records and yields findings.

    RULE = Rule(id="required", ..., check=check)

    def check(context: Context) -> Iterator[Finding]: ...

Each rule has a data file of the same name beside the tests with passing and failing cases; a test fails when either
is missing. A rule that raises is reported as the finding ``broken_rule``, ours to mend, and the others still run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache, cached_property

from ..dataclass import dataclass
from ..errors import Text, say
from . import registry
from .collecting import no_collecting
from .findings import Finding, Severity
from .form import forms
from .records import Block, Record, Tables
from .settings import Settings
from .sheetfacts import NOTHING, SheetFacts
from .values import Raw, is_blank, show

_TEXTS = frozenset({str, type(None)})


@dataclass(frozen=True)
class Context:
    """What a rule may look at: the records under check, the department's other records, and the settings.

    The records come in ``blocks``: a rule looks at a whole column first, and at single records only where something is
    amiss. ``sheets`` are the facts of the records' own sheets, by workbook and sheet.
    """

    blocks: Sequence[Block]
    tables: Tables
    settings: Settings
    sheets: Mapping[tuple[str, str], SheetFacts] = field(default_factory=dict)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All records under check."""
        return tuple(record for block in self.blocks for record in block)

    def facts(self, block: Block) -> SheetFacts:
        """What the block's sheet itself says about its cells."""
        return self.sheets.get((block.book, block.sheet), NOTHING)

    def within(self, *form_ids: str) -> Iterator[Block]:
        """The blocks under check of these forms; of every form when none is named."""
        return (block for block in self.blocks if not form_ids or block.form in form_ids)

    def of(self, *form_ids: str) -> Iterator[Record]:
        """The records under check of these forms; of every form when none is named."""
        return (record for block in self.within(*form_ids) for record in block)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check. ``wrong`` and ``right`` are the examples that the docs show.

    A ``wide`` rule looks at other workbooks too (``context.tables``): it is run over the whole department at once.

    A rule without ``check`` is judged where it can be seen: while a sheet is read, or by another room (its docstring
    says which); its file gives it its name, its severity and its place in the docs.
    """

    id: str
    zh: str
    en: str
    severity: Severity
    check: Callable[[Context], Iterable[Finding]] | None = None
    wrong: str
    right: str
    wide: bool = False


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by id."""
    from . import rules as package

    return registry.discover(package, "RULE", Rule)


def at(rule: str, severity: Severity, record: Record, field_id: str, code: str = "", **params: object) -> Finding:
    """The finding of ``rule`` at one field of a record.

    Its message is ``rules.<code>`` (the rule's own unless ``code`` names another) with ``field`` and ``value``.
    """
    return next(along(rule, severity, record.block, field_id, (record.index,), code, **params))


def along(
    rule: str, severity: Severity, block: Block, field_id: str, indices: Iterable[int], code: str = "", **params: object
) -> Iterator[Finding]:
    """The findings that ``at`` makes at one field of these records; what is said of alike contents is made once."""
    label, held = _label(block.form, field_id), block.held(field_id)
    said: dict[str, Text] = {}
    for index in indices:
        value = show(held[index])
        message = said.get(value)
        if message is None:
            message = said[value] = Text(f"rules.{code or rule}", {"field": label, "value": value, **params})
        yield Finding(rule, block.book, block.sheet, block.cell(field_id, index), severity, message, label, value)


def cells_that(odd: Callable[[Raw], bool], block: Block, field_id: str, indices: Iterable[int]) -> list[int]:
    """Those of the indices at which the field could be read from a cell that is odd; alike contents are judged once."""
    column, held = block.column(field_id), block.held(field_id)
    keys: Sequence[object] = held if block.held_kinds(field_id) <= _TEXTS else [(raw.__class__, raw) for raw in held]
    wrong = {key for key, raw in dict(zip(keys, held, strict=True)).items() if not is_blank(raw) and odd(raw)}
    return [index for index in indices if keys[index] in wrong and column[index] is not None] if wrong else []


@cache
def _label(form: str, field_id: str) -> str:
    return forms()[form].field(field_id).label


def same(one: Record, other: Record) -> bool:
    """Whether two records are the one on the sheet."""
    if one.block is other.block:
        return one.index == other.index
    return one.form == other.form and one.source == other.source


def run(context: Context, only: Iterable[str] = ()) -> list[Finding]:
    """Every rule's findings (or only those named), sorted as a reader meets them."""
    with no_collecting():
        return _run(context, set(only))


def _run(context: Context, chosen: set[str]) -> list[Finding]:
    found: list[Finding] = []
    for rule in rules().values():
        if rule.check is None or (chosen and rule.id not in chosen):
            continue
        try:
            found.extend(rule.check(context))
        except Exception as error:  # noqa: BLE001 - our own fault must not hide the other rules' findings
            found.append(_broken(rule, error))
    return sorted(found, key=lambda finding: finding.order)


def _broken(rule: Rule, error: Exception) -> Finding:
    message = say("rules.broken_rule", rule=rule.zh, reason=f"{type(error).__name__}: {error}")
    return Finding("broken_rule", "", "", "", Severity.WARNING, message)
