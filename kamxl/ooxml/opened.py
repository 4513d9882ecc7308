"""A workbook through its package, to read from: sheets by name, cells, names. What changes one is in ``workbook``.

Who only reads does not load what writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Self

from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from . import names
from .addresses import Position, parse_cell
from .archive import Limits
from .markup import Element
from .names import DefinedName
from .namespaces import SHEET_ML_STRICT, SHEET_NAMESPACES, WRITABLE_WORKBOOKS
from .package import Package, refuse_binary
from .reading import Cell, CellReader, SharedStrings
from .worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it. ``kind`` is ``worksheet``, ``chartsheet`` …"""

    name: str
    id: int
    relation: str
    part: str
    kind: str
    state: str


class OpenedWorkbook:
    """An .xlsx, .xlsm, .xltx, .xltm or .xlam."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = _main_part(package)
        content_type = package.content_type(self.part)
        refuse_binary(content_type, package.path)
        root = self.root
        if root.namespace.startswith("http://schemas.microsoft.com/office/excel/2006"):
            raise RefusedEdit("ooxml.beta_format", path=package.path)
        if content_type not in WRITABLE_WORKBOOKS or root.name != "workbook" or root.namespace not in SHEET_NAMESPACES:
            raise BookError("books.not_a_workbook", path=package.path)
        if any(relation.kind == "origin" for relation in package.relationships()):
            raise RefusedEdit("ooxml.signed", path=package.path)
        self.strict = root.namespace == SHEET_ML_STRICT

    @classmethod
    def open(cls, path: str | Path, limits: Limits | None = None) -> Self:
        """Read the file; ``BookError`` says why where it cannot be edited. Nothing is kept open."""
        return cls(Package.open(Path(path), limits))

    # ── structure ──

    @property
    def root(self) -> Element:
        """The workbook part as a tree."""
        return self.package.tree(self.part)

    @property
    def sheets(self) -> list[Sheet]:
        """All sheets, in tab order."""
        holder = self.root.child("sheets")
        relations = {relation.id: relation for relation in self.package.relationships(self.part)}
        found = []
        for element in holder.all("sheet") if holder else ():
            relation = relations.get(element.related() or "")
            if relation is None or not self.package.has(relation.part):
                raise self._damaged(f"sheet {element.attrs.get('name')}")
            number = element.attrs.get("sheetId", "")
            name, state = element.attrs.get("name", ""), element.attrs.get("state", "visible")
            found.append(
                Sheet(name, int(number) if number.isdecimal() else 0, relation.id, relation.part, relation.kind, state)
            )
        return found

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name, as Excel compares names (case does not matter)."""
        sheets = self.sheets
        for sheet in sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        listed = "、".join(sheet.name for sheet in sheets)
        raise BookError("books.no_sheet", path=self.package.path, sheet=name, sheets=listed)

    def worksheet(self, name: str) -> Worksheet:
        """The sheet's bytes, ready for splices. Raises ``RefusedEdit`` for a chart sheet."""
        sheet = self.sheet(name)
        return Worksheet(self.package.xml(sheet.part), sheet.name)

    @property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01, as in workbooks from old Macs."""
        properties = self.root.child("workbookPr")
        return properties is not None and properties.attrs.get("date1904") in ("1", "true")

    def cell(self, sheet: str, address: str) -> Cell:
        """What stands in a cell now: value, formula, style number."""
        return self.read_cells(sheet, [parse_cell(address)])[parse_cell(address)]

    def read_cells(self, sheet: str, positions: Iterable[Position]) -> dict[Position, Cell]:
        """What stands in some cells now; one that the file does not hold reads as empty."""
        return self._reader().read(self.worksheet(sheet), positions)

    def _reader(self) -> CellReader:
        return CellReader(self.strings)

    @cached_property
    def strings(self) -> SharedStrings:
        """The shared strings; the engine reads them and never changes them."""
        relation = next(iter(self.package.related(self.part, "sharedStrings")), None)
        return SharedStrings(self.package.xml(relation.part) if relation else b"")

    @property
    def names(self) -> list[DefinedName]:
        """The workbook's defined names, hidden ones too."""
        return names.defined_names(self)

    def data(self, key: str) -> str | None:
        """The text kept under ``key``."""
        return names.get_data(self, key)

    def _damaged(self, detail: str) -> BookError:
        return BookError("ooxml.damaged", path=self.package.path, detail=detail)


def _main_part(package: Package) -> str:
    for relation in package.related("", "officeDocument"):
        return relation.part
    raise BookError("books.not_a_workbook", path=package.path)
