"""Reads a workbook: finds its forms, and makes a typed record of each filled card and list row.

What a cell holds is kept beside what it means; a cell that its field does not accept becomes a finding of rule ``type``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from .. import lazy
from ..books.address import address
from ..books.port import Book, tells_facts
from ..domain.collecting import no_collecting
from ..domain.findings import Finding, Severity
from ..domain.form import Field, Layout
from ..domain.records import Block
from ..domain.settings import Settings
from ..domain.sheetfacts import SheetFacts
from ..domain.values import Raw, Value, is_blank, show
from ..errors import Text, say
from .binding import aliases_of, bound_in, titles_of
from .found import Found, Place
from .labels import Vocabulary
from .lists import Doubt
from .locate import locate, vocabulary
from .meanings import Meaning, meanings
from .reading import LocatedForm, Reading
from .ticks import joined, untouched
from .totals import wrong_totals
from .view import View

OWN_SHEETS = ("校验结果", "审批")
_PLACEHOLDER = lazy.pattern(r"[\s_＿]*(年[\s_＿]*月[\s_＿]*日?)?[\s_＿]*")


def read_book(book: Book, name: str, settings: Settings) -> Reading:
    """Everything that a workbook's visible sheets hold. ``name`` is its path relative to the department folder."""
    bound = bound_in(book)
    aliases = dict(settings.aliases)
    for key, wordings in aliases_of(bound).items():
        aliases[key] = (*aliases.get(key, ()), *wordings)
    return _Reader(name, settings, vocabulary(aliases), titles_of(bound)).read(book)


def read_settings_book(book: Book, name: str) -> Reading:
    """The 设置 sheets, read like any list, by the built-in labels."""
    return _Reader(name, Settings(), vocabulary({}, settings=True)).read(book)


class _Reader:
    """Reads one workbook."""

    def __init__(
        self, name: str, settings: Settings, words: Vocabulary, titles: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.titles = titles or {}
        self.name = name
        self.settings = settings
        self.words = words
        self.blocks: list[Block] = []
        self.located: list[LocatedForm] = []
        self.findings: list[Finding] = []
        self.meanings = meanings(settings.rules.fiscal_first_month)

    def read(self, book: Book) -> Reading:
        with no_collecting():
            return self._read(book)

    def _read(self, book: Book) -> Reading:
        facts: dict[str, SheetFacts] = {}
        telling = book if tells_facts(book) else None
        for sheet in book.sheet_names():
            if sheet in OWN_SHEETS:
                continue
            grid = book.grid(sheet)
            if grid.visible and not grid.made_by_us:
                before = len(self.located)
                self._sheet(View(grid, self.words))
                if len(self.located) > before and telling is not None:
                    facts[sheet] = telling.facts(sheet)
        findings = tuple(sorted(self.findings, key=lambda finding: finding.order))
        return Reading(self.name, tuple(self.blocks), tuple(self.located), findings, facts)

    def _sheet(self, view: View) -> None:
        found, doubts = locate(view, self.titles.get(view.name, ()))
        for form in found:
            listed = form.outline.layout is Layout.LIST
            block = self._list(view, form) if listed else self._card(view, form)
            if block is not None:
                self.blocks.append(block)
            if listed:
                self.findings.extend(wrong_totals(view, form, block, self.name))
            self.located.append(LocatedForm(form.outline, form.sheet, 0 if block is None else len(block)))
            self.findings.extend(self._missing(form))
        self.findings.extend(self._doubtful(doubt) for doubt in doubts if doubt.choice.titled)

    def _list(self, view: View, found: Found) -> Block | None:
        """Column by column, since a column repeats itself."""
        if not found.rows:
            return None
        values: dict[str, Sequence[Value | None]] = {}
        block = Block(
            form=found.form.id,
            book=self.name,
            sheet=found.sheet,
            columns=found.outline.columns,
            rows=_numbers(found.rows),
            values=values,
            raw=_columns(view, found),
        )
        for name, held in block.raw.items():
            field = found.places[name].field
            meant = self.meanings.of_column(block, field)
            values[name] = cast("Sequence[Value | None]", meant)
            if meant is not held and Text in block.kinds(name):
                values[name] = self._without_refused(block, field, meant)
                block.forget_kinds(name)
        return block

    def _without_refused(self, block: Block, field: Field, meant: Sequence[Meaning]) -> list[Value | None]:
        """What is left of a column's meanings when the contents that mean nothing have become findings."""
        if not field.owned:
            for index, text in enumerate(meant):
                if isinstance(text, Text):
                    self.findings.append(self._rejected(block, index, field, block.held(field.id)[index], text))
        return [None if isinstance(value, Text) else value for value in meant]

    def _card(self, view: View, found: Found) -> Block | None:
        raw = {name: content(view, place) for name, place in found.places.items()}
        if all(is_blank(value) for name, value in raw.items() if not found.places[name].field.owned):
            return None
        held = {name: (content,) for name, content in raw.items()}
        block = Block(found.form.id, self.name, found.sheet, found.outline.columns, (), {}, held)
        values: dict[str, tuple[Value]] = {}
        for name, place in found.places.items():
            value = self.meanings.of_cell(place.field, raw[name])
            if isinstance(value, Text):
                if not place.field.owned:
                    self.findings.append(self._rejected(block, 0, place.field, raw[name], value))
            elif value is not None:
                values[name] = (value,)
        block.values = values
        return block

    def _rejected(self, block: Block, index: int, field: Field, raw: Raw, text: Text) -> Finding:
        cell = block.cell(field.id, index)
        return Finding("type", self.name, block.sheet, cell, Severity.ERROR, text, field.label, show(raw))

    def _missing(self, found: Found) -> Iterator[Finding]:
        for field in found.outline.missing:
            text = say("rules.missing_label", form=found.form.zh, field=field.label)
            yield Finding(
                "missing_label",
                self.name,
                found.sheet,
                address(*found.outline.order),
                Severity.ERROR,
                text,
                field.label,
            )

    def _doubtful(self, doubt: Doubt) -> Finding:
        form = doubt.choice.form
        wanted = "、".join(field.label for field in form.required)
        text = say("rules.unsure_form", form=form.zh, fields=wanted)
        return Finding("unsure_form", self.name, doubt.sheet, address(*doubt.cell), Severity.WARNING, text)


def _columns(view: View, found: Found) -> dict[str, Sequence[Raw]]:
    """What a list's columns hold in its filled rows."""
    columns = {name: view.columns[place.value[1]] for name, place in found.places.items()}
    rows = found.rows
    if isinstance(rows, range):
        return {name: column[rows.start : rows.stop] for name, column in columns.items()}
    return {name: list(map(column.__getitem__, rows)) for name, column in columns.items()}


def _numbers(rows: Sequence[int]) -> Sequence[int]:
    """Rows as people number them, from 1."""
    return range(rows.start + 1, rows.stop + 1) if isinstance(rows, range) else [row + 1 for row in rows]


def content(view: View, place: Place) -> Raw:
    """What a card's field holds; blank lines, blank dates to fill in (____, 年 月 日) and boxes unticked are nothing."""
    if place.inside is not None:
        raw: Raw = place.inside
    elif place.span:
        raw = joined(view, place.span)
    elif place.value == place.label:
        raw = None
    else:
        raw = view.raw(place.value)
    if untouched(raw, place.field):
        return None
    if isinstance(raw, str):
        return None if _PLACEHOLDER.fullmatch(raw) else raw.strip("_＿ ") if "_" in raw else raw
    return raw
