"""Reads a workbook: finds its forms, and makes a typed record of each filled card and list row.

What a cell holds is kept beside what it means; a cell that its field does not accept becomes a finding of rule ``type``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ..books.address import address, letters
from ..books.port import Book, FactsBook
from ..domain.fieldtype import Rejected, field_types
from ..domain.findings import Finding, Severity
from ..domain.form import Field, Layout
from ..domain.periods import Period, parse_period
from ..domain.records import Record, Source
from ..domain.settings import Settings
from ..domain.sheetfacts import SheetFacts
from ..domain.values import ERRORS, Raw, Value, is_blank, show
from ..errors import Text, say
from .binding import aliases_of, bound_in, titles_of
from .found import Found, Place
from .labels import Vocabulary
from .lists import Doubt
from .locate import locate, vocabulary
from .reading import LocatedForm, Reading
from .ticks import joined, untouched
from .totals import wrong_totals
from .view import View

OWN_SHEETS = ("校验结果", "审批")
_PLACEHOLDER = re.compile(r"[\s_＿]*(年[\s_＿]*月[\s_＿]*日?)?[\s_＿]*")
_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "无", "暂无", "N/A", "n/a", "不适用", "待定"})
_MEMORY = 20_000


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
    """Reads one workbook; remembers what it made of a text in a column, since lists repeat themselves."""

    def __init__(
        self, name: str, settings: Settings, words: Vocabulary, titles: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.titles = titles or {}
        self.name = name
        self.settings = settings
        self.words = words
        self.records: list[Record] = []
        self.located: list[LocatedForm] = []
        self.findings: list[Finding] = []
        self._memo: dict[tuple[str, str, str], dict[Raw, Value | Text | None]] = {}

    def read(self, book: Book) -> Reading:
        facts: dict[str, SheetFacts] = {}
        for sheet in book.sheet_names():
            if sheet in OWN_SHEETS:
                continue
            grid = book.grid(sheet)
            if grid.visible and not grid.made_by_us:
                before = len(self.located)
                self._sheet(View(grid, self.words))
                if len(self.located) > before and isinstance(book, FactsBook):
                    facts[sheet] = book.facts(sheet)
        findings = tuple(sorted(self.findings, key=lambda finding: finding.order))
        return Reading(self.name, tuple(self.records), tuple(self.located), findings, facts)

    def _sheet(self, view: View) -> None:
        found, doubts = locate(view, self.titles.get(view.name, ()))
        for form in found:
            before = len(self.records)
            if form.layout is Layout.LIST:
                self._list(view, form)
                self.findings.extend(wrong_totals(view, form, self.records[before:], self.name))
            else:
                self._card(view, form)
            self.located.append(_located(form, len(self.records) - before))
            self.findings.extend(self._missing(form))
        self.findings.extend(self._doubtful(doubt) for doubt in doubts if doubt.choice.titled)

    def _list(self, view: View, found: Found) -> None:
        """Column by column, since a column repeats itself; then row by row."""
        if not found.rows:
            return
        lines = [view.grid.rows[row] for row in found.rows]
        names = list(found.places)
        contents: list[list[Raw]] = []
        meanings: list[list[Value | Text | None]] = []
        for place in found.places.values():
            column = place.value[1]
            held = [cells[column] if column < len(cells) else None for cells in lines]
            contents.append(held)
            meanings.append(self._meanings(found.form.id, place.field, held))
        marks = [letters(place.value[1]) for place in found.places.values()]
        rows = zip(found.rows, zip(*contents, strict=True), zip(*meanings, strict=True), strict=True)
        for row, raw, meant in rows:
            number = str(row + 1)
            source = Source(self.name, found.sheet, {n: mark + number for n, mark in zip(names, marks, strict=True)})
            values: dict[str, Value] = {}
            for place, content, value in zip(found.places.values(), raw, meant, strict=True):
                if isinstance(value, Text):
                    if not place.field.owned:
                        self.findings.append(self._rejected(source, place.field, content, value))
                elif value is not None:
                    values[place.field.id] = value
            self.records.append(Record(found.form.id, values, dict(zip(names, raw, strict=True)), source))

    def _meanings(self, form: str, field: Field, held: list[Raw]) -> list[Value | Text | None]:
        """What each content of a column means; each different content is judged once."""
        memory = self._memory(form, field)
        found: list[Value | Text | None] = []
        for content in held:
            if content is None:
                found.append(None)
            elif content is True or content is False:  # equal to 1 and 0, which mean something else
                found.append(self._parse(field, content))
            else:
                if content not in memory:
                    memory[content] = None if is_blank(content) else self._parse(field, content)
                found.append(memory[content])
        return found

    def _memory(self, form: str, field: Field) -> dict[Raw, Value | Text | None]:
        """What was made of each content of a column: lists repeat themselves. Emptied before it grows without end."""
        memory = self._memo.setdefault((form, field.id, field.unit), {})
        if len(memory) > _MEMORY:
            memory.clear()
        return memory

    def _card(self, view: View, found: Found) -> None:
        raw = {name: content(view, place) for name, place in found.places.items()}
        if all(is_blank(value) for name, value in raw.items() if not found.places[name].field.owned):
            return
        source = Source(self.name, found.sheet, {name: address(*place.value) for name, place in found.places.items()})
        self._record(found, list(found.places.values()), raw, source)

    def _record(self, found: Found, places: list[Place], raw: dict[str, Raw], source: Source) -> None:
        values: dict[str, Value] = {}
        for place in places:
            name = place.field.id
            content = raw[name]
            if content is None or is_blank(content):
                continue
            value = self._parse(place.field, content)
            if isinstance(value, Text):
                if not place.field.owned:
                    self.findings.append(self._rejected(source, place.field, content, value))
            elif value is not None:
                values[name] = value
        self.records.append(Record(found.form.id, values, raw, source))

    def _parse(self, field: Field, raw: Raw) -> Value | Text | None:
        if raw in ERRORS:
            return None  # rule error_cell says so
        if isinstance(raw, str) and not field.required and field.type != "text" and raw.strip() in _NOTHING:
            return None
        try:
            value = field_types()[field.type].parse(raw, field)
        except Rejected as refusal:
            return refusal.text
        first_month = self.settings.rules.fiscal_first_month
        if first_month != 1 and isinstance(value, Period):
            return parse_period(raw, today=date.min, first_month=first_month)
        return value

    def _rejected(self, source: Source, field: Field, raw: Raw, text: Text) -> Finding:
        return Finding(
            "type", self.name, source.sheet, source.cell(field.id), Severity.ERROR, text, field.label, show(raw)
        )

    def _missing(self, found: Found) -> Iterator[Finding]:
        for field in found.missing:
            text = say("rules.missing_label", form=found.form.zh, field=field.label)
            yield Finding(
                "missing_label", self.name, found.sheet, address(*found.order), Severity.ERROR, text, field.label
            )

    def _doubtful(self, doubt: Doubt) -> Finding:
        form = doubt.choice.form
        wanted = "、".join(field.label for field in form.required)
        text = say("rules.unsure_form", form=form.zh, fields=wanted)
        return Finding("unsure_form", self.name, doubt.sheet, address(*doubt.cell), Severity.WARNING, text)


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


def _located(found: Found, records: int) -> LocatedForm:
    return LocatedForm(
        form=found.form.id,
        sheet=found.sheet,
        labels={name: address(*place.label) for name, place in found.places.items()},
        cells={name: address(*place.value) for name, place in found.places.items()},
        layout=found.layout.value,
        confidence=found.confidence,
        missing=tuple(field.id for field in found.missing),
        records=records,
        reasons={name: f"{place.likeness.zh}，值在{place.how.zh}" for name, place in found.places.items()},
        units={name: place.field.unit for name, place in found.places.items() if place.unit_shown},
        shared=frozenset(
            name
            for name, place in found.places.items()
            if place.inside is not None or place.span or place.value == place.label
        ),
    )
