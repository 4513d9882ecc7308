"""What a workbook remembers of being attached: which form is where, and which label names which field.

Kept in the workbook as short texts of ours (hidden names), one for each form, so that nothing changes how it looks. A label
that a person confirmed counts as an alias in this workbook, wherever it moves; its address only serves to tell what moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from ..books.port import Book, Change, keeps_data
from ..dataclass import dataclass
from .labels import label_key
from .reading import LocatedForm

_KEY = "bind."
_MOST = 200
_ESCAPED = {char: f"%{ord(char):02X}" for char in '%|;="\n'}


@dataclass(frozen=True, slots=True)
class Bound:
    """One form as it was attached. ``labels`` gives each field's label: its address and its wording."""

    form: str
    sheet: str
    layout: str
    labels: Mapping[str, tuple[str, str]]


def bound_in(book: Book) -> tuple[Bound, ...]:
    """The forms to which the workbook was attached; none where it never was or the host keeps no data."""
    if not keeps_data(book):
        return ()
    found: list[Bound] = []
    for number in range(_MOST):
        text = book.data(f"{_KEY}{number}")
        if text is None:
            break
        found.append(_parsed(text))
    return tuple(found)


def remember(forms: Sequence[tuple[LocatedForm, Mapping[str, str]]], known: int) -> Change:
    """The change that stores these forms, each with its labels' wordings, in place of the ``known`` ones from before."""
    change = Change()
    for number in range(max(len(forms), known)):
        change.data[f"{_KEY}{number}"] = _written(*forms[number]) if number < len(forms) else None
    return change


def forget(known: int) -> Change:
    """The change that removes every trace of being attached."""
    return remember((), known)


def aliases_of(bound: Iterable[Bound]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The confirmed wordings, by form and field, as further aliases."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for form in bound:
        for field, (_, wording) in form.labels.items():
            if wording:
                known = found.get((form.form, field), ())
                found[form.form, field] = known if wording in known else (*known, wording)
    return found


def titles_of(bound: Iterable[Bound]) -> dict[str, tuple[str, ...]]:
    """The forms that a person confirmed for each sheet."""
    found: dict[str, tuple[str, ...]] = {}
    for form in bound:
        found[form.sheet] = tuple(dict.fromkeys((*found.get(form.sheet, ()), form.form)))
    return found


def _written(located: LocatedForm, wordings: Mapping[str, str]) -> str:
    head = ";".join(_escape(part) for part in (located.form, located.sheet, located.layout))
    labels = [f"{field}={cell}={_escape(label_key(wordings.get(field, '')))}" for field, cell in located.labels.items()]
    return "|".join([head, *labels])


def _parsed(text: str) -> Bound:
    head, *labels = text.split("|")
    form, sheet, layout = (unquote(part) for part in (*head.split(";"), "", "")[:3])
    found = {}
    for label in labels:
        field, _, rest = label.partition("=")
        cell, _, wording = rest.partition("=")
        found[field] = (cell, unquote(wording))
    return Bound(form, sheet, layout, found)


def _escape(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in text)
