"""What cells refer to in other parts of a package: formats, the sheets' own parts. Only where these are plain.

Everything here is told by searches through bytes, not by a parse, and is ``None`` or left out where that does not do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from .. import lazy
from ..dataclass import dataclass
from ..ooxml.package import Package
from .address import position
from .spans import targets

_MAIN, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_SHEET = lazy.pattern(rb"<sheet ((?:[\w:]+=\"[^\"<>]*\"\s*)+)/>")
_ATTRIBUTE = lazy.pattern(rb'([\w:]+)="([^"]*)"')
_CALENDAR = lazy.pattern(rb'date1904="(?!0"|false")')
_MERGED = lazy.pattern(rb'<mergeCell ref="([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)"/>')
_XF = lazy.pattern(rb'<xf [^<>]*\bnumFmtId="(\d+)"')
_FORMAT = lazy.pattern(rb'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/>')
_NUMBERS = frozenset({*range(5), *range(9, 14), *range(37, 41), 48, 49})  # built-in formats
_DATES = frozenset({*range(14, 18), 22})
_NUMBER = lazy.pattern(rb"General|@|[0#,.%; ()-]+")
_DATE = lazy.pattern(
    rb"(?=[^ymd]*[ymd])(?:[ymd/.-]|\\[ /.-]|(?:&quot;)?(?:\xe5\xb9\xb4|\xe6\x9c\x88|\xe6\x97\xa5)(?:&quot;)?)+(?:;@)?"
)


@dataclass(frozen=True, slots=True)
class Looks:
    """The numbers of the styles, as cells write them, that surely show plain numbers, and of those that surely show days."""

    numbers: frozenset[bytes] = frozenset()
    dates: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it; ``part`` is "" where that is not known."""

    name: str
    part: str
    visible: bool


def sheets_of(package: Package) -> Sequence[Listed] | None:
    """The workbook's worksheets in their order, where these and charts are all it has and days are counted from 1900."""
    if not (package.has(_MAIN) and package.has(_RELATIONS)):
        return None
    sheets = _sheets_in(package.read(_MAIN), package.read(_RELATIONS))
    plain = sheets is not None and all(package.has(sheet.part) for sheet in sheets)
    return sheets if plain else None


@lru_cache(maxsize=16)
def _sheets_in(main: bytes, relations: bytes) -> Sequence[Listed] | None:
    """The same by the two parts that tell: workbooks made from one template have the same."""
    found = [dict(_ATTRIBUTE.findall(sheet)) for sheet in _SHEET.findall(main)]
    odd = main.count(b"<sheet ") != len(found) or b"<!" in main or b"<!" in relations
    if odd or not found or b'encoding="UTF-8"' not in main[:100] or _CALENDAR.search(main):
        return None
    parts = targets(relations)
    try:
        listed = [_listed(sheet, parts) for sheet in found]
    except (KeyError, ValueError):
        return None
    sheets = [sheet for sheet in listed if not sheet.part.startswith("xl/chartsheets/")]
    return sheets if all(sheet.part.startswith("xl/worksheets/") for sheet in sheets) else None


def _listed(sheet: Mapping[bytes, bytes], parts: Mapping[str, str]) -> Listed:
    visible = {b"visible": True, b"hidden": False, b"veryHidden": False}[sheet.get(b"state", b"visible")]
    if b"&" in sheet[b"name"]:
        raise ValueError
    return Listed(sheet[b"name"].decode(), parts[sheet[b"r:id"].decode()], visible)


def looks(package: Package) -> Looks:
    """The styles whose number format leaves no doubt."""
    return _looks_in(package.read(_STYLES)) if package.has(_STYLES) else Looks()


@lru_cache(maxsize=16)
def _looks_in(styles: bytes) -> Looks:
    start, end = styles.find(b"<cellXfs"), styles.find(b"</cellXfs>")
    used, own = list(map(int, _XF.findall(styles[start:end]))), _FORMAT.findall(styles)
    if (
        start < 0
        or styles[start:end].count(b"<xf ") != len(used)
        or styles.count(b"<numFmt ") != len(own)
        or b"<!" in styles
    ):
        return Looks()
    codes = {int(number): code for number, code in own}
    numbers = (_NUMBERS - codes.keys()) | {number for number, code in codes.items() if _NUMBER.fullmatch(code)}
    dates = (_DATES - codes.keys()) | {number for number, code in codes.items() if _DATE.fullmatch(code)}
    return Looks(
        frozenset(b"%d" % place for place, code in enumerate(used) if code in numbers),
        frozenset(b"%d" % place for place, code in enumerate(used) if code in dates),
    )


def merges(behind: bytes) -> Sequence[tuple[int, int, int, int]] | None:
    """The merged areas, from what stands behind a sheet's cells."""
    if b"mergeCell" not in behind:
        return ()
    found = _MERGED.findall(behind)
    if len(found) != behind.count(b"<mergeCell ") or b"<!" in behind:
        return None
    return [(*position(first.decode()), *position(last.decode())) for first, last in found]
