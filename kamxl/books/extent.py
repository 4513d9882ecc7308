"""Keeps a workbook from asking for more memory than it is worth, before calamine sees it.

calamine lays each sheet out as one dense block from its first to its last filled cell; two stray cells at A1 and XFD1048576
would end the whole process. So the sheets' corners are found first, by searching bytes, not by parsing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import lazy
from ..dataclass import dataclass
from ..errors import BookError
from ..ooxml.archive import Archive
from ..ooxml.package import Package
from ..ooxml.skim import skim
from .address import position

MAX_CELLS = 20_000_000
_ROOM = 16 << 20
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAR = lazy.pattern(rb"""\sr=["'](?:[A-Z]{3}\d|[A-Z]{0,3}\d{5})""")
_CELLS = lazy.pattern(rb"""\sr=["']([A-Z]{1,3})\d""")
_ROWS = lazy.pattern(rb"""\sr=["'][A-Z]{0,3}(\d{1,7})["']""")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A package that is safe to read; ``telling``: whether any sheet may hold formulas, errors or validations.

    ``sheets`` are the parts that were looked into, as they are inflated, up to a few megabytes: no need to do it twice.
    """

    package: Package
    telling: bool
    sheets: Mapping[str, bytes]


def guard(data: bytes, path: Path) -> Guarded | None:
    """The package, opened, where the format has one that we look into; ``None`` for the others.

    Raises ``BookError`` for a zip bomb, a damaged or encrypted package, or a sheet whose block is too large.
    """
    if data.startswith(_COMPOUND) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" not in data:
        return None  # an .xls, whatever its name says: at most 65,536 × 256 cells, and no compression
    if path.suffix.lower() in (".ods", ".xlsb"):
        if data.startswith(_ZIP):
            Archive(data, path)
        return None
    package = Package(data, path)
    names = [name for name in package.names() if name.lower().startswith("xl/worksheets/")]
    names = [name for name in names if name.lower().endswith(".xml")]
    # A sheet in a folder of its own was not looked into.
    telling = package.read("[Content_Types].xml").count(b"worksheet+xml") > len(names)
    sheets: dict[str, bytes] = {}
    room = _ROOM
    for name in names:
        sheet = package.read(name)
        if len(sheet) <= room:
            sheets[name], room = sheet, room - len(sheet)
        seen = skim(sheet)
        telling = telling or seen.telling
        if seen.far:
            _check(sheet, name, path)
    return Guarded(package, telling, sheets)


def _check(sheet: bytes, name: str, path: Path) -> None:
    if _FAR.search(sheet) is None:
        return  # below row 10,000 and column AAA: 7 million cells at the very most
    columns = max((position(found.decode() + "1")[1] + 1 for found in set(_CELLS.findall(sheet))), default=1)
    rows = max((int(found) for found in set(_ROWS.findall(sheet))), default=1)
    if rows * columns > MAX_CELLS:
        raise BookError("books.sheet_too_large", path=path.name, part=Path(name).stem, rows=rows, columns=columns)
