"""What a worksheet part may hold, told from a few searches through its bytes: most sheets are not worth a parse.

For addresses the part is reduced to the characters that tell: every digit becomes a 9, every letter an A, and most others
go. What cannot be seen in that much shorter text is not in the part; what can be seen there may still be something else.
"""

from __future__ import annotations

from ..dataclass import dataclass
from .package import Package

_DIGITS, _LETTERS, _QUOTES = b"0123456789", bytes((*range(65, 91), *range(97, 123))), b"'\""
_REDUCED = bytes.maketrans(_DIGITS + _LETTERS + _QUOTES, b"9" * len(_DIGITS) + b"A" * len(_LETTERS) + b'""')
_DROPPED = bytes(set(range(256)) - set(_DIGITS + _LETTERS + _QUOTES))
_MAIN = "xl/workbook.xml"
_DATA = b"sheetData"


@dataclass(frozen=True, slots=True)
class Skimmed:
    """``far``: a cell may stand beyond column ZZ or row 9,999; ``telling``: there may be formulas, errors, validations."""

    far: bool
    telling: bool


def skim(sheet: bytes) -> Skimmed:
    """Looks a worksheet part through. Never says no where the answer is yes."""
    if sheet[:1] != b"<":  # UTF-16, or a byte order mark
        return Skimmed(far=True, telling=True)
    first, last = sheet.find(_DATA), sheet.rfind(_DATA)
    reduced = sheet[max(first, 0) :].translate(_REDUCED, _DROPPED)
    far = b'99999"' in reduced or b'"AAA9' in reduced
    return Skimmed(far, _has_formulas_or_errors(sheet, first, last) or has_validations(sheet))


def _has_formulas_or_errors(sheet: bytes, first: int, last: int) -> bool:
    """They stand among the cells. A single letter is sought in no time: mostly there is neither an f nor an e."""
    start = first + len(_DATA)
    return any(
        sheet.find(letter, start, last) >= 0 and any(sheet.find(mark, start, last) >= 0 for mark in marks)
        for letter, marks in ((b"f", (b"<f", b":f")), (b"e", (b't="e"', b"t='e'")))
    )


def has_validations(sheet: bytes) -> bool:
    """Whether a worksheet part in UTF-8 may hold validations. They stand behind the cells."""
    first, last = sheet.find(_DATA), sheet.rfind(_DATA)
    return sheet.find(b"dataValidation", 0, first) >= 0 or sheet.find(b"dataValidation", max(last, 0)) >= 0


def names_anything(package: Package) -> bool:
    """Whether the workbook may define names. Only where its main part stands in the usual place is that told quickly."""
    usual = package.has(_MAIN) and package.has("_rels/.rels") and b"xl/workbook.xml" in package.read("_rels/.rels")
    main = package.read(_MAIN) if usual else b""
    return main[:1] != b"<" or b"definedName" in main
