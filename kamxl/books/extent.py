"""Keeps a workbook from asking for more memory than it is worth, before calamine sees it.

calamine lays each sheet out as one dense block from its first to its last filled cell; two stray cells at A1 and XFD1048576
would end the whole process. So the sheets' corners are found first, by searching bytes, not by parsing.
"""

from __future__ import annotations

from pathlib import Path

from .. import lazy
from ..errors import BookError
from ..ooxml.archive import Archive
from ..ooxml.package import Package
from ..ooxml.skim import Skimmed, has_validations, skim
from .address import position

MAX_CELLS = 20_000_000
_ROOM = 16 << 20
_DATA = b"sheetData"
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# As loosely written as calamine reads: small letters and spaces around the = as well.
_FAR = lazy.pattern(rb"""\sr\s*=\s*["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,3}\d{5})""")
_CELLS = lazy.pattern(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})\d""")
_ROWS = lazy.pattern(rb"""\sr\s*=\s*["'][A-Za-z]{0,3}(\d{1,7})["']""")


class Guarded:
    """A ``package`` that is safe to open. Its sheets are looked into where somebody needs it: calamine has to wait for ``check``.

    ``sheets`` are their parts as they are inflated, up to a few megabytes: no need to do it twice. What is larger is looked
    into at once. Raises ``BookError`` for a damaged part.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        names = [name for name in package.names() if name.lower().startswith("xl/worksheets/")]
        self._names = [name for name in names if name.lower().endswith(".xml")]
        self._seen: dict[str, Skimmed] = {}
        self.sheets: dict[str, bytes] = {}
        room = _ROOM
        for name in self._names:
            sheet = package.read(name)
            if len(sheet) <= room:
                self.sheets[name], room = sheet, room - len(sheet)
            else:
                self._seen[name] = _checked(sheet, name, package.path)

    def check(self) -> None:
        """Raises ``BookError`` where the block of a sheet is too large for calamine, which takes one from any folder."""
        for name in self._names:
            self._look(name)
        for name in self.package.names():
            if name not in self._names:
                _check_elsewhere(self.package, name)

    def telling(self, part: str, *, plain: bool) -> bool:
        """Whether a sheet may hold formulas, errors or validations; ``plain``: there are surely no formulas and errors. A sheet
        whose part is not known (``""``) may where any sheet may. Raises ``BookError`` as ``check`` does."""
        if part in self._names:
            return has_validations(self.sheets[part]) if plain else self._look(part).telling
        # A sheet in a folder of its own is not looked into.
        own = self.package.read("[Content_Types].xml").count(b"worksheet+xml") > len(self._names)
        return own or any(self._look(name).telling for name in self._names)

    def _look(self, name: str) -> Skimmed:
        if name not in self._seen:
            self._seen[name] = _checked(self.sheets[name], name, self.package.path)
        return self._seen[name]


def guard(data: bytes, path: Path) -> Guarded | None:
    """The package, opened, where the format has one that we look into; ``None`` for the others.

    Raises ``BookError`` for a zip bomb, and for a damaged or encrypted package.
    """
    if data.startswith(_COMPOUND) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" not in data:
        return None  # an .xls, whatever its name says: at most 65,536 × 256 cells, and no compression
    if path.suffix.lower() in (".ods", ".xlsb"):
        if data.startswith(_ZIP):
            Archive(data, path)
        return None
    return Guarded(Package(data, path))


def _check_elsewhere(package: Package, name: str) -> None:
    try:
        part = package.read(name)
    except BookError:
        return  # what is damaged or packed in another way is no sheet for calamine either
    if _DATA in part:
        _checked(part, name, package.path)


def _checked(sheet: bytes, name: str, path: Path) -> Skimmed:
    seen = skim(sheet)
    if not seen.far or _FAR.search(sheet) is None:
        return seen  # below row 10,000 and column AAA: 7 million cells at the very most
    columns = max((position(f"{found.decode().upper()}1")[1] + 1 for found in set(_CELLS.findall(sheet))), default=1)
    rows = max((int(found) for found in set(_ROWS.findall(sheet))), default=1)
    if rows * columns > MAX_CELLS:
        raise BookError("books.sheet_too_large", path=path.name, part=Path(name).stem, rows=rows, columns=columns)
    return seen
