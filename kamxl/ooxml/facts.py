"""What a worksheet part says besides its values: which cells hold formulas, which hold errors, which validations apply."""

from __future__ import annotations

from collections.abc import Iterator

from .. import lazy
from ..dataclass import dataclass
from .addresses import Area, parse_area
from .markup import Element
from .worksheet import Worksheet

_ERROR = lazy.pattern(rb"""\st=["']e["']""")
_FORMULA = lazy.pattern(rb"<(?:[A-Za-z0-9_]+:)?f(?=[\s/>])")
_ADDRESS = lazy.pattern(rb"""\sr=["']([A-Z]{1,3}[1-9][0-9]{0,6})["']""")
_VALUE = lazy.pattern(rb"<(?:[A-Za-z0-9_]+:)?v>([^<]*)<")


@dataclass(frozen=True, slots=True)
class RawValidation:
    """A data validation as written: its formulas are not resolved."""

    areas: tuple[Area, ...]
    kind: str
    operator: str
    first: str
    second: str


def formula_cells(sheet: Worksheet) -> Iterator[str]:
    """The addresses of the cells with a formula; of an array formula all its cells' area is given by ``formula_areas``."""
    data = sheet.data
    if data.find(b"<f", sheet.body_start, sheet.body_end) < 0 and data.find(b":f", sheet.body_start) < 0:
        return
    for found in _FORMULA.finditer(data, sheet.body_start, sheet.body_end):
        start = _cell_start(data, sheet.prefix, found.start(), sheet.body_start)
        address = _ADDRESS.search(data, start, found.start()) if start >= 0 else None
        if address:
            yield address[1].decode()


def error_cells(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """The addresses of the cells in error, each with the error as it shows (#N/A, #REF! …)."""
    data = sheet.data
    if b't="e"' not in data and b"t='e'" not in data:
        return
    for found in _ERROR.finditer(data, sheet.body_start, sheet.body_end):
        start = _cell_start(data, sheet.prefix, found.end(), sheet.body_start)
        end = data.find(b">", found.end())
        address = _ADDRESS.search(data, start, end + 1) if start >= 0 else None
        value = _VALUE.search(data, end, data.find(b"</" + sheet.prefix + b"c>", end))
        if address:
            yield address[1].decode(), value[1].decode() if value else "#VALUE!"


def _cell_start(data: bytes, prefix: bytes, at: int, first: int) -> int:
    return max(data.rfind(b"<" + prefix + b"c ", first, at), data.rfind(b"<" + prefix + b"c\n", first, at))


def validations(sheet: Worksheet) -> Iterator[RawValidation]:
    """The sheet's validations, those of Excel 2010's extension (lists on other sheets) included."""
    for element in sheet.frame.walk():
        if element.name == "dataValidation":
            areas = tuple(_areas(element))
            if areas:
                yield RawValidation(
                    areas,
                    element.attrs.get("type", "none"),
                    element.attrs.get("operator", "between"),
                    _formula(element, "formula1"),
                    _formula(element, "formula2"),
                )


def _areas(element: Element) -> Iterator[Area]:
    inside = element.child("sqref")
    for reference in (element.attrs.get("sqref") or (inside.text if inside else "")).split():
        yield parse_area(reference)


def _formula(element: Element, name: str) -> str:
    found = element.child(name)
    if found is None:
        return ""
    inside = found.child("f")
    return (inside.text if inside else found.text).strip()
