"""Boxes to tick that stand in cells of their own: ☑ | 上市公司 | □ | 民营企业, or a form control's TRUE beside its name."""

from __future__ import annotations

from ..domain.form import Field
from ..domain.types import _ticks
from ..domain.values import Raw, is_blank, show
from .view import Cell, View

_KINDS = {"ticks", "choice", "yes_no"}
_MARKS = "☑☒■√✓✔●□☐○◯×"
_FARTHEST = 24


def span_of(view: View, field: Field, cell: Cell) -> tuple[Cell, ...]:
    """The cells that make up a tick field, beginning with ``cell``; empty where the one cell says it all."""
    if field.type not in _KINDS or not (_is_mark(view.raw(cell)) or _is_choice(view.raw(cell), field)):
        return ()
    cells: list[Cell] = []
    at = cell
    while len(cells) < _FARTHEST and at[1] < view.width and (at not in view.hits or _is_choice(view.raw(at), field)):
        if not view.blank(at):
            if not (_is_mark(view.raw(at)) or _is_choice(view.raw(at), field)):
                break
            cells.append(at)
        at = view.right_of(at)
    return tuple(cells) if len(cells) > 1 and any(_is_mark(view.raw(c)) for c in cells) else ()


def joined(view: View, span: tuple[Cell, ...]) -> str:
    """The boxes and their names as one text: ☑上市公司 □民营企业."""
    return " ".join(_text(view.raw(cell)) for cell in span)


def untouched(raw: Raw, field: Field) -> bool:
    """Whether boxes stand in the cell and none of them is ticked: nobody has filled the field in."""
    if field.type not in _KINDS or not isinstance(raw, str) or not _ticks.has_marks(raw):
        return False
    options = _ticks.marked(raw)
    return bool(options) and not any(ticked for ticked, _ in options)


def _text(raw: Raw) -> str:
    return ("☑" if raw else "□") if isinstance(raw, bool) else show(raw)


def _is_mark(raw: Raw) -> bool:
    return isinstance(raw, bool) or (isinstance(raw, str) and any(char in _MARKS for char in raw))


def _is_choice(raw: Raw, field: Field) -> bool:
    return isinstance(raw, str) and not is_blank(raw) and raw.strip() in (*field.choices, "是", "否")
