"""Attaches to the workbooks that people already have: says which form is on which sheet and which label gives which field.

Nothing about a workbook's look changes; what was found is remembered in it. Attaching again reports what moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..books.address import position
from ..books.port import Book, Change, Grid, KeepsData, NotedBook
from ..dataclass import dataclass
from ..domain.form import Form, forms
from ..errors import BookError, InputError, RefusedEdit, Text
from ..sheets.binding import Bound, bound_in, forget, remember
from ..sheets.read import OWN_SHEETS, read_book
from ..sheets.reading import LocatedForm, Reading
from .department import Department


@dataclass(frozen=True, slots=True)
class Moved:
    """A field whose label stands elsewhere than when the workbook was attached last: ``after`` is "" when it is gone."""

    form: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Attached:
    """What attaching to one workbook found.

    ``blank`` are the sheets without any form, ``hidden`` those that nobody sees and that are not read; ``unsure`` is what a
    person has to decide, as findings' words; ``missing`` the required fields that no label names, by form and sheet;
    ``unkept`` says why nothing could be remembered in a workbook of a format that is only read.
    """

    book: str
    forms: tuple[LocatedForm, ...]
    blank: tuple[str, ...]
    hidden: tuple[str, ...]
    unsure: tuple[str, ...]
    moved: tuple[Moved, ...]
    written: bool
    unkept: Text | None = None

    @property
    def missing(self) -> tuple[tuple[str, str, str], ...]:
        """(sheet, form, field label) of each required field without a label."""
        return tuple(
            (found.sheet, forms()[found.form].zh, forms()[found.form].field(name).label)
            for found in self.forms
            for name in found.missing
        )


def attach(
    department: Department,
    path: Path,
    *,
    labels: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Attached:
    """Finds the forms of one workbook and remembers them in it.

    ``labels`` confirms doubtful labels: ``{"档案!A4": "客户档案表.客户名称"}``. Raises ``InputError("attach.bad_label")`` for one
    that names no field, ``BookError`` for a workbook that cannot be read or written.
    """
    book = department.opener(path)
    before = bound_in(book)
    confirmed = _confirmed(book, labels or {})
    known = {(form.id, field): wordings for form, field, wordings in confirmed}
    settings = replace(department.settings, aliases=_merged(department.settings.aliases, known))
    reading = read_book(book, department.relative(path), settings)
    known_sheets = {f.sheet for f in reading.located} | {*OWN_SHEETS}
    others = {name: book.grid(name).visible for name in book.sheet_names() if name not in known_sheets}
    result = Attached(
        book=reading.book,
        forms=reading.located,
        blank=tuple(name for name, shown in others.items() if shown),
        hidden=tuple(name for name, shown in others.items() if not shown),
        unsure=tuple(f"{f.where} {f.message.full()}" for f in reading.findings if f.rule == "unsure_form"),
        moved=tuple(_moved(before, reading)),
        written=False,
    )
    if dry_run or not isinstance(book, KeepsData):
        return result
    grids: dict[str, Grid] = {}
    change = remember([(found, _wordings(book, found, grids)) for found in reading.located], len(before))
    if not change or _unchanged(change, book):
        return result
    try:
        book.apply(change)
    except BookError as error:
        if error.code != "books.read_only_format":
            raise
        return replace(result, unkept=error.text)
    department.forget(path)
    return replace(result, written=True)


def form_line(located: LocatedForm) -> str:
    """One form that was found, in words (zh-CN)."""
    kind = "列表" if located.layout == "list" else "卡片"
    form = forms()[located.form]
    return f"{located.sheet}：{form.zh}（{kind}，{located.records} 条记录，把握 {located.confidence:.0%}）"


def alike_forms(found: Sequence[LocatedForm]) -> list[list[LocatedForm]]:
    """The forms together that are laid out alike: one sheet for each customer, or one form many times on a sheet."""
    groups: dict[tuple[object, ...], list[LocatedForm]] = {}
    for form in found:
        groups.setdefault(_shape(form), []).append(form)
    return list(groups.values())


def alike_line(first: LocatedForm, alike: Sequence[LocatedForm]) -> str:
    """Where the others stand that look like the first: their sheets, or the cells at which they begin on its own."""
    places = [f.sheet if f.sheet != first.sheet else min(f.labels.values(), key=position) for f in alike]
    least = min(form.confidence for form in alike)
    return f"同样版式的还有 {len(alike)} 份（把握不低于 {least:.0%}）：{'、'.join(dict.fromkeys(places))}"


def _shape(form: LocatedForm) -> tuple[object, ...]:
    """What forms have in common that look the same, wherever they stand."""
    labels = {name: position(cell) for name, cell in form.labels.items()}
    top = min((row for row, _ in labels.values()), default=0)
    left = min((column for _, column in labels.values()), default=0)
    places = tuple(
        (name, row - top, column - left, value[0] - top, value[1] - left)
        for name, (row, column) in labels.items()
        for value in (position(form.cells[name]),)
    )
    return (form.form, form.layout, places, tuple(form.reasons.items()), form.missing)


def open_points(found: Attached) -> list[str]:
    """What a person should look at: fields without a label, doubts, what moved, sheets without a form."""
    return [
        *(f"{sheet}：{form_name} 找不到“{label}”" for sheet, form_name, label in found.missing),
        *found.unsure,
        *(f"{move.form} {move.field or '工作表'}：{move.before} → {move.after or '不见了'}" for move in found.moved),
        *([f"隐藏的工作表（不读取）：{'、'.join(found.hidden)}"] if found.hidden else []),
        *([f"没有表单的工作表：{'、'.join(found.blank)}"] if found.blank else []),
    ]


def detach(department: Department, path: Path) -> bool:
    """Removes every trace of us from one workbook: what it remembers, our sheets and notes. Whether there was any."""
    book = department.opener(path)
    change = forget(len(bound_in(book)))
    change.removed.extend(name for name in OWN_SHEETS if name in book.sheet_names())
    if isinstance(book, NotedBook) and book.noted():
        change.notes = {}
    if not change:
        return False
    try:
        book.apply(change)
    except RefusedEdit:  # a sheet of that name is the person's own
        change.removed.clear()
        if not change:
            return False
        book.apply(change)
    department.forget(path)
    return True


def _confirmed(book: Book, labels: Mapping[str, str]) -> list[tuple[Form, str, tuple[str, ...]]]:
    found: list[tuple[Form, str, tuple[str, ...]]] = []
    for place, name in labels.items():
        sheet, _, cell = place.rpartition("!")
        form = next((f for f in forms().values() if name.partition(".")[0] in (f.id, f.zh)), None)
        wanted = name.partition(".")[2]
        field = next((f.id for f in form.fields if wanted in (f.id, f.zh, f.label)), None) if form else None
        wording = _text(book.grid(sheet), cell) if sheet in book.sheet_names() else ""
        if form is None or field is None or not wording:
            raise InputError("attach.bad_label", place=place, name=name)
        found.append((form, field, (wording,)))
    return found


def _text(grid: Grid, cell: str) -> str:
    try:
        raw = grid.at(*position(cell))
    except ValueError:
        return ""
    return raw if isinstance(raw, str) else ""


def _merged(
    aliases: Mapping[tuple[str, str], tuple[str, ...]], more: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    keys = [*aliases, *(key for key in more if key not in aliases)]
    return {key: (*aliases.get(key, ()), *more.get(key, ())) for key in keys}


def _wordings(book: Book, found: LocatedForm, grids: dict[str, Grid]) -> dict[str, str]:
    """What each label of a form says."""
    grid = grids.setdefault(found.sheet, book.grid(found.sheet))
    return {name: _text(grid, cell).split("：")[0].split(":")[0] for name, cell in found.labels.items()}


def _moved(before: Sequence[Bound], reading: Reading) -> list[Moved]:
    """What stands elsewhere than before. A form is known again by its sheet and order, a renamed sheet by its form."""
    left = list(reading.located)
    found: list[Moved] = []
    for bound in before:
        again = next((f for f in left if (f.form, f.sheet) == (bound.form, bound.sheet)), None)
        again = again or next((f for f in left if f.form == bound.form), None)
        name = forms()[bound.form].zh if bound.form in forms() else bound.form
        if again is None:
            found.append(Moved(name, "", bound.sheet, ""))
            continue
        left.remove(again)
        if again.sheet != bound.sheet:
            found.append(Moved(name, "", bound.sheet, again.sheet))
        for field, (cell, _) in bound.labels.items():
            now = again.labels.get(field, "")
            if now != cell:
                found.append(Moved(name, forms()[bound.form].field(field).label, cell, now))
    return found


def _unchanged(change: Change, book: KeepsData) -> bool:
    return all(book.data(key) == text for key, text in change.data.items())
