"""Moving a sheet from one workbook into another: styles, texts, drawings, charts, notes and tables come along.

The sheet's own XML is kept but for what counts in its workbook: style numbers, shared strings (which become inline
text, so that the other workbook's stay untouched), rule formats (dxfs), table ids, sheet names in formulas.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from .. import lazy
from ..errors import RefusedEdit
from . import names
from .formulas import map_names, map_sheets
from .markup import Edits, Element, change_tag, escape_text, reprefixed
from .namespaces import TO_STRICT
from .note_boxes import renumber_shapes
from .package import Relationship, rels_name
from .worksheet import CellSpan, Worksheet, tag_attributes

if TYPE_CHECKING:
    from .opened import Sheet
    from .styles import Stylesheet
    from .workbook import Workbook

# What hangs on a sheet and belongs to it alone. A pivot table needs the workbook's cache: a grafted one would not open.
_CARRIED: Final = frozenset(
    {"drawing", "chart", "image", "hyperlink", "comments", "vmlDrawing", "table", "printerSettings", "chartStyle",
     "chartColorStyle", "chartUserShapes", "themeOverride"}
)  # fmt: skip
_EXTENSIONS = lazy.pattern(rb"<((?:[^\s<>/!?:]+:)?extLst)[\s>].*?</\1\s*>", re.DOTALL)


class Graft:
    """Sheets of ``source`` on their way into ``book``, under the names in ``wanted``."""

    def __init__(self, book: Workbook, source: Workbook, wanted: dict[str, str], replaced: Sheet | None = None) -> None:
        self.book, self.source, self.wanted = book, source, wanted
        self.has_formulas = False
        self._styles = _StyleMap(book.styles, source.styles)
        self._sources = {sheet.name for sheet in source.sheets}
        self._here = {sheet.name for sheet in book.sheets}
        self._parts: dict[str, str] = {}
        self._tables = self._table_names(replaced)
        if source.strict and not book.strict:
            raise RefusedEdit("ooxml.cannot_graft", sheet=next(iter(wanted)), detail="Strict → Transitional")

    # ── the sheet ──

    def sheet(self, original: str) -> bytes:
        """The sheet's XML, ready for the other workbook."""
        worksheet = self.source.worksheet(original)
        edits = Edits(worksheet.data)
        for row in worksheet.rows():
            tag = worksheet.data[row.start : row.open_end]
            self._restyle(edits, row.start, row.open_end, tag, "s")
            for span in worksheet.cells(row):
                self._cell(edits, worksheet, span)
        for element in worksheet.frame.walk():
            self._element(edits, element)
        return self._flavoured(edits.apply())

    def put(self, original: str, content: bytes, part: str) -> None:
        """Write the sheet's part, with everything that hangs on it."""
        there = self.source.sheet(original).part
        self._parts[there] = part
        self.book.package.write(part, content)
        self._type(there, part)
        self._relations(there, part)

    def local_names(self, original: str, name: str) -> None:
        """Print areas, print titles and filters of the sheet."""
        for local in names.defined_names(self.source):
            if local.sheet == original:
                names.set_name(self.book, local.name, self.formula(local.refers_to), name, hidden=local.hidden)

    def formula(self, text: str) -> str:
        """A formula with the names that sheets and tables bear in the other workbook."""
        return map_names(map_sheets(text, self._sheet_name), lambda name: self._tables.get(name.casefold(), name))

    def _sheet_name(self, name: str) -> str:
        if name in self._sources and name not in self.wanted and name not in self._here:
            raise RefusedEdit("ooxml.cannot_graft", sheet=next(iter(self.wanted)), detail=f"→ {name}")
        return self.wanted.get(name, name)

    def _cell(self, edits: Edits, worksheet: Worksheet, span: CellSpan) -> None:
        tag = worksheet.data[span.start : span.open_end]
        attrs = tag_attributes(tag)
        changes: dict[str, str | None] = {}
        if "s" in attrs:
            changes["s"] = self._styles.xf(int(attrs["s"]))
        raw = worksheet.data[span.open_end : span.end]
        if attrs.get("t") == "s" and raw:
            changes["t"] = "inlineStr"
            edits.replace(span.open_end, span.end, self._inline(worksheet, span))
        elif b"f" in raw and b"<" + worksheet.prefix + b"f" in raw:
            self._formulas(edits, worksheet, span)
        if changes:
            edits.replace(span.start, span.open_end, change_tag(tag, changes))

    def _inline(self, worksheet: Worksheet, span: CellSpan) -> bytes:
        value = worksheet.fragment(span).child("v")
        prefix = worksheet.prefix
        item = self.source.strings.raw(int(value.text)) if value is not None and value.text else b""
        return b"<%sis>%s</%sis></%sc>" % (prefix, reprefixed(item, self.source.strings.prefix, prefix), prefix, prefix)

    def _formulas(self, edits: Edits, worksheet: Worksheet, span: CellSpan) -> None:
        formula = worksheet.fragment(span).child("f")
        if formula is None:
            return
        self.has_formulas = True
        self._retext(edits, formula, self.formula, offset=span.start)

    def _element(self, edits: Edits, element: Element) -> None:
        """The frame: what counts in the workbook is put into the other workbook's terms."""
        attrs = element.attrs
        if element.name == "col" and "style" in attrs:
            edits.set_attrs(element, style=self._styles.xf(int(attrs["style"])))
        elif element.name == "cfRule" and "dxfId" in attrs:
            edits.set_attrs(element, dxfId=self._styles.dxf(int(attrs["dxfId"])))
        elif element.name == "sheetView" and "tabSelected" in attrs:
            edits.set_attrs(element, tabSelected=None)  # two selected tabs are a group: typing would go into both
        elif element.name in ("formula", "formula1", "formula2", "f"):
            self._retext(edits, element, self.formula)
        elif element.name == "hyperlink" and "location" in attrs:
            edits.set_attrs(element, location=self.formula(attrs["location"]))

    def _restyle(self, edits: Edits, start: int, end: int, tag: bytes, attribute: str) -> None:
        style = tag_attributes(tag).get(attribute)
        if style is not None:
            edits.replace(start, end, change_tag(tag, {attribute: self._styles.xf(int(style))}))

    def _retext(self, edits: Edits, element: Element, change: Callable[[str], str], offset: int = 0) -> None:
        new = change(element.text)
        if new != element.text and not element.children:
            edits.replace(offset + element.open_end, offset + element.close, escape_text(new))

    def _flavoured(self, content: bytes) -> bytes:
        """Strict workbooks have other names for the same things."""
        if self.book.strict and not self.source.strict:
            for transitional, strict in TO_STRICT:
                content = content.replace(transitional, strict)
        return content

    # ── what hangs on it ──

    def _relations(self, original: str, part: str) -> None:
        source, package = self.source.package, self.book.package
        relations = source.relationships(original)
        if not relations:
            return
        edits, tree = Edits(source.xml(rels_name(original))), source.tree(rels_name(original))
        for relation, element in zip(relations, tree.all("Relationship"), strict=True):
            if relation.kind not in _CARRIED:
                raise RefusedEdit("ooxml.cannot_graft", sheet=next(iter(self.wanted.values())), detail=relation.kind)
            changes: dict[str, str | None] = {"Type": self._flavoured(relation.type.encode()).decode()}
            if relation.external:
                if relation.kind == "hyperlink" and relation.target.startswith("#"):
                    changes["Target"] = "#" + self.formula(relation.target[1:])
            else:
                target = self._carry(relation)
                changes["Target"] = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
            edits.set_attrs(element, **changes)
        package.write(rels_name(part), edits.apply())

    def _carry(self, relation: Relationship) -> str:
        """Copy the part that a relationship points to, once, under a free name."""
        if relation.part in self._parts:
            return self._parts[relation.part]
        stem, extension = posixpath.splitext(relation.part)
        part = self.book.package.free_name(stem.rstrip("0123456789") + "{}" + extension)
        self._parts[relation.part] = part
        content = self._content(relation)
        self.book.package.write(part, content)
        self._type(relation.part, part)
        self._relations(relation.part, part)
        return part

    def _content(self, relation: Relationship) -> bytes:
        source = self.source.package
        if relation.kind == "table":
            return self._flavoured(self._table(relation.part))
        if relation.kind in ("chart", "drawing"):
            data, edits = source.xml(relation.part), Edits(source.xml(relation.part))
            for element in source.tree(relation.part).walk():
                if element.name == "f":
                    self._retext(edits, element, self.formula)
                if element.attrs.get("textlink"):
                    edits.set_attrs(element, textlink=self.formula(element.attrs["textlink"]))
            return self._flavoured(edits.apply() if edits else data)
        if relation.kind == "vmlDrawing":
            return renumber_shapes(self.book, source.read(relation.part))
        if relation.kind == "comments":
            return self._flavoured(source.xml(relation.part))
        return source.read(relation.part)

    def _type(self, original: str, part: str) -> None:
        said = self.source.package.content_type(original)
        package = self.book.package
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        if extension != "xml":
            package.set_default_type(extension, said)
        if package.content_type(part) != said:
            package.set_content_type(part, said)

    # ── tables ──

    def _table(self, part: str) -> bytes:
        package = self.source.package
        root, edits = package.tree(part), Edits(package.xml(part))
        used = [int(t.attrs.get("id", "0")) for t in self._tables_of(self.book)]
        new = self._tables[root.attrs.get("displayName", "").casefold()]
        edits.set_attrs(root, id=str(max(used, default=0) + 1), name=new, displayName=new)
        for element in root.walk():
            for attribute, value in element.attrs.items():
                if attribute.endswith("DxfId") or attribute == "dxfId":
                    edits.set_attrs(element, **{attribute: self._styles.dxf(int(value))})
            if element.name in ("calculatedColumnFormula", "totalsRowFormula"):
                self._retext(edits, element, self.formula)
        return edits.apply()

    def _table_names(self, replaced: Sheet | None) -> dict[str, str]:
        """Each table's name there → its name here; one that is taken gets a number."""
        old = {r.part for r in self.book.package.related(replaced.part, "table")} if replaced else set()
        taken = {t.attrs.get("displayName", "").casefold() for t in self._tables_of(self.book, old)}
        taken |= {name.name.casefold() for name in names.defined_names(self.book)}
        result: dict[str, str] = {}
        for table in self._tables_of(self.source):
            name = new = table.attrs.get("displayName", "")
            number = 2
            while new.casefold() in taken:
                new, number = f"{name}_{number}", number + 1
            taken.add(new.casefold())
            result[name.casefold()] = new
        return result

    def _tables_of(self, book: Workbook, without: set[str] | None = None) -> list[Element]:
        package = book.package
        parts = [relation.part for sheet in book.sheets for relation in package.related(sheet.part, "table")]
        return [package.tree(part) for part in parts if part not in (without or ())]


class _StyleMap:
    """Style numbers of one workbook in terms of another's; what is missing there is added."""

    def __init__(self, here: Stylesheet, there: Stylesheet) -> None:
        self.here, self.there = here, there
        self._xfs: dict[int, str] = {0: "0"}
        self._dxfs: dict[int, str] = {}

    def xf(self, number: int) -> str:
        """The cell style here that looks like ``number`` there. The default stays the default."""
        if number not in self._xfs:
            self._xfs[number] = str(self._add_xf(self.there.item("cellXfs", number)))
        return self._xfs[number]

    def dxf(self, number: int) -> str:
        if number not in self._dxfs:
            raw = self._moved(self.there.item("dxfs", number))
            self._dxfs[number] = str(self.here.add("dxfs", raw)) if raw else "0"
        return self._dxfs[number]

    def _add_xf(self, raw: bytes | None) -> int:
        if raw is None:
            return 0
        attrs = tag_attributes(raw[: raw.index(b">") + 1])
        changes: dict[str, str | None] = {"xfId": "0"}
        for collection, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            item = self._moved(self.there.item(collection, int(attrs.get(attribute, "0"))))
            changes[attribute] = str(self.here.add(collection, item)) if item else "0"
        code = self.there.format_code(int(attrs.get("numFmtId", "0")))
        if code is not None:
            changes["numFmtId"] = str(self.here.number_format(code))
        xf = self._moved(raw)
        end = xf.index(b">") + 1
        return self.here.add("cellXfs", change_tag(xf[:end], changes) + xf[end:])

    def _moved(self, raw: bytes | None) -> bytes:
        """A style item without extensions (their prefixes are declared far away) under this part's prefix."""
        return reprefixed(_EXTENSIONS.sub(b"", raw or b""), self.there.prefix, self.here.prefix)
