"""Number formats: what kind of value a cell shows, and format codes as Excel writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .addresses import Area
from .bridge import Bridge

# com.sun.star.util.NumberFormat: bits of a format's type.
DATE = 2
LOGICAL = 1024
UNDEFINED = 2048

DATE_CODE = "YYYY-MM-DD"
DATETIME_CODE = "YYYY-MM-DD HH:MM:SS"
_LITERALS = re.compile(r'("[^"]*"|\\.|\[[^\]]*\])')


class Formats:
    """A document's table of number formats. Keys never change their meaning, so what was asked once is kept."""

    def __init__(self, bridge: Bridge, document: Any) -> None:
        self._bridge = bridge
        self._document = document
        self._kinds: dict[int, int] = {}
        self._keys: dict[str, int] = {}
        self._table: Any = None

    @property
    def table(self) -> Any:
        if self._table is None:
            self._table = self._document.getNumberFormats()
        return self._table

    def kind(self, key: int) -> int:
        """The type bits of a format."""
        if key not in self._kinds:
            self._kinds[key] = int(self.table.getByKey(key).Type)
        return self._kinds[key]

    def key(self, code: str) -> int:
        """The key of a format code in English (US) notation; registered if the document has none like it."""
        if code not in self._keys:
            english = self._bridge.struct("lang.Locale", Language="en", Country="US")
            found = self.table.queryKey(code, english, False)
            self._keys[code] = found if found >= 0 else self.table.addNew(code, english)
        return self._keys[code]

    @property
    def logical(self) -> int:
        """The key of the format that shows TRUE and FALSE."""
        return self.key("BOOLEAN")

    def code(self, key: int) -> str:
        """The format's code, as Excel would write it."""
        properties = self.table.getByKey(key)
        return excel_code(str(properties.FormatString), int(properties.Type))

    def areas(self, cells: Any) -> Iterator[tuple[Area, int]]:
        """The areas of a range that share a format, with its key."""
        for *place, key in self._bridge.survey("format_areas", cells):
            yield Area(*place), key


def excel_code(code: str, kind: int) -> str:
    """LibreOffice writes date letters in capitals and ``BOOLEAN``; Excel writes ``yyyy-mm-dd`` and ``General``."""
    if kind & LOGICAL:
        return "General"
    if not kind & 6:
        return code
    parts = _LITERALS.split(code)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"AM/PM|A/P|[DMYHSNE]+", lambda m: m[0] if "/" in m[0] else m[0].lower(), parts[index])
    return "".join(parts)
