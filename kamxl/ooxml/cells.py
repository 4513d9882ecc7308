"""Cell edits: one pass over a sheet's bytes, splices at the cells asked for and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from ..dataclass import dataclass
from ..errors import RefusedEdit
from .addresses import Area, Position, parse_area
from .formulas import shift_formula
from .markup import Edits, Element, change_tag, encode_xstring, escape_text
from .values import NO_LOOK, Content, DateKind, Look
from .worksheet import CellSpan, RowSpan, Worksheet, tag_attributes

StyleOf = Callable[[int, Look, DateKind | None], int]


@dataclass(frozen=True, slots=True)
class Write:
    """What one cell gets: new content (``None`` keeps what is there) and a look; or, when cells move, a ``raw`` cell.

    ``raw`` is the whole element, already addressed to its new place; empty, it takes the cell out.
    """

    content: Content | None
    look: Look = NO_LOOK
    raw: bytes | None = None

    @property
    def changes_value(self) -> bool:
        return self.content is not None or self.raw is not None


@dataclass(slots=True)
class Patched:
    """A sheet after its edits: the new bytes, and which formulas are gone."""

    data: bytes
    dropped: list[Position] = field(default_factory=list)


@dataclass(slots=True)
class _Master:
    """A shared formula whose first cell is about to be overwritten."""

    position: Position
    text: str
    index: str


def patch_cells(sheet: Worksheet, writes: Mapping[Position, Write], style_of: StyleOf) -> Patched:
    """Apply the writes to a sheet. Raises ``RefusedEdit`` before anything is changed."""
    _refuse_covered(sheet, [position for position, write in writes.items() if write.changes_value])
    return _Patch(sheet, writes, style_of).run()


def _refuse_covered(sheet: Worksheet, positions: list[Position]) -> None:
    for area in sheet.merged():
        for position in positions:
            if position in area and position != Position(area.top, area.left):
                raise RefusedEdit("ooxml.merged_interior", sheet=sheet.name, cell=position, area=area)
    for kind, area in sheet.formula_areas():
        for position in positions:
            if position in area and not (kind == "array" and area.is_cell):
                raise RefusedEdit(f"ooxml.{kind.lower()}_range", sheet=sheet.name, cell=position, area=area)


class _Patch:
    def __init__(self, sheet: Worksheet, writes: Mapping[Position, Write], style_of: StyleOf) -> None:
        self.sheet, self.writes, self.style_of = sheet, writes, style_of
        self.edits = Edits(sheet.data)
        self.dropped: list[Position] = []
        self.masters: list[_Master] = []
        self.grown: list[Position] = []
        self.tail: list[bytes] = []
        self.by_row: dict[int, list[Position]] = {}
        for position in sorted(writes):
            self.by_row.setdefault(position.row, []).append(position)

    def run(self) -> Patched:
        found, places = self.sheet.find_rows(self.by_row)
        for number, positions in self.by_row.items():
            if number in found:
                self._patch_row(found[number], positions)
            else:
                self._new_row(number, positions, places.get(number))
        self._append_rows()
        for master in self.masters:
            self._split_shared(master)
        self._grow_dimension()
        return Patched(self.edits.apply() if self.edits else self.sheet.data, self.dropped)

    # ── rows ──

    def _patch_row(self, row: RowSpan, positions: list[Position]) -> None:
        spans: dict[Position, CellSpan] = {}
        following: dict[Position, int] = {}
        pending, last, ordered = list(positions), 0, True
        for span in self.sheet.cells(row):
            ordered = ordered and span.position.column > last
            last = max(last, span.position.column)
            while pending and pending[0] < span.position:
                following[pending.pop(0)] = span.start
            if pending and span.position == pending[0]:
                pending.pop(0)
            if span.position in self.writes:
                if span.position in spans:
                    raise RefusedEdit("ooxml.disordered", sheet=self.sheet.name, row=row.number)
                spans[span.position] = span
        new: list[tuple[Position, bytes]] = []
        for position in positions:
            if position in spans:
                self._patch_cell(spans[position])
            elif cell := self._new_cell(position, self._row_style(row)):
                new.append((position, cell))
        if new:
            if not ordered:
                raise RefusedEdit("ooxml.disordered", sheet=self.sheet.name, row=row.number)
            self._insert(row, new, following)

    def _insert(self, row: RowSpan, new: list[tuple[Position, bytes]], following: dict[Position, int]) -> None:
        tag = self.sheet.data[row.start : row.open_end]
        changed = _with_spans(tag, [position.column for position, _ in new])
        self.grown += [position for position, _ in new]
        if tag.endswith(b"/>"):
            opened = changed.removesuffix(b"/>").rstrip() + b">"
            cells = b"".join(cell for _, cell in new)
            closing = b"</" + self.sheet.prefix + b"row>"
            self.edits.replace(row.start, row.open_end, opened + cells + closing)
            return
        if changed != tag:
            self.edits.replace(row.start, row.open_end, changed)
        close = self.sheet.row_close(row)
        for position, cell in new:
            self.edits.insert(following.get(position, close), cell)

    def _row_style(self, row: RowSpan) -> int | None:
        attrs = tag_attributes(self.sheet.data[row.start : row.open_end])
        style = attrs.get("s", "")
        return int(style) if style.isdecimal() and attrs.get("customFormat") in ("1", "true") else None

    def _new_row(self, number: int, positions: list[Position], at: int | None) -> None:
        pairs = [(position, self._new_cell(position, None)) for position in positions]
        cells = [(position, cell) for position, cell in pairs if cell]
        if not cells:
            return
        self.grown += [position for position, _ in cells]
        prefix = self.sheet.prefix
        row = b'<%srow r="%d">%s</%srow>' % (prefix, number, b"".join(cell for _, cell in cells), prefix)
        if at is None:
            self.tail.append(row)
        else:
            self.edits.insert(at, row)

    def _append_rows(self) -> None:
        """Rows after the last one; ``<sheetData/>`` is opened for the first."""
        sheet = self.sheet
        if not self.tail:
            return
        if not sheet.self_closed:
            self.edits.insert(sheet.body_end, b"".join(self.tail))
            return
        tag = sheet.data[sheet.body_tag_start : sheet.body_start].removesuffix(b"/>").rstrip()
        rows = b">" + b"".join(self.tail) + b"</" + sheet.prefix + b"sheetData>"
        self.edits.replace(sheet.body_tag_start, sheet.body_start, tag + rows)

    # ── cells ──

    def _new_cell(self, position: Position, row_style: int | None) -> bytes:
        write = self.writes[position]
        if write.raw is not None:
            return write.raw
        base = row_style if row_style is not None else self.sheet.column_style(position.column)
        content = write.content or Content("")
        style = self.style_of(base, write.look, content.date_kind)
        if content.type == "" and content.formula is None and style == base:
            return b""
        tag = b'<%sc r="%s"/>' % (self.sheet.prefix, str(position).encode())
        return self._cell(tag, style, content, b"")

    def _patch_cell(self, span: CellSpan) -> None:
        write = self.writes[span.position]
        if write.raw is not None:
            self._note_formula(span, self.sheet.fragment(span), has_formula=b"<%sf" % self.sheet.prefix in write.raw)
            self.edits.replace(span.start, span.end, write.raw)
            return
        tag = self.sheet.data[span.start : span.open_end]
        said = tag_attributes(tag).get("s", "")
        base = int(said) if said.isdecimal() else 0
        content = write.content
        style = self.style_of(base, write.look, content.date_kind if content else None)
        if content is None:
            if style != base:
                self.edits.replace(span.start, span.open_end, change_tag(tag, {"s": str(style)}))
            return
        cell = self.sheet.fragment(span)
        self._note_formula(span, cell, has_formula=content.formula is not None)
        raw = self.sheet.data[span.start : span.end]
        kept = b"".join(raw[child.start : child.end] for child in cell.children if child.name not in ("f", "v", "is"))
        tag = change_tag(tag, {"cm": None, "vm": None, "ph": None})
        if "r" not in tag_attributes(tag):
            tag = change_tag(tag, {"r": str(span.position)})
        self.edits.replace(span.start, span.end, self._cell(tag, style if said or style else 0, content, kept))

    def _note_formula(self, span: CellSpan, cell: Element, *, has_formula: bool) -> None:
        formula = cell.child("f")
        if formula is None:
            return
        if not has_formula:
            self.dropped.append(span.position)
        if formula.attrs.get("t") == "shared" and formula.text.strip():
            self.masters.append(_Master(span.position, formula.text, formula.attrs.get("si", "")))

    def _cell(self, tag: bytes, style: int, content: Content, kept: bytes) -> bytes:
        """A whole cell from an opening tag, its style, content and whatever else stood inside."""
        prefix = self.sheet.prefix
        kind = {"": None, "n": None, "inline": "inlineStr"}.get(content.type, content.type)
        said = tag_attributes(tag).get("s")
        tag = change_tag(tag, {"s": str(style) if style or said else None, "t": kind})
        inside = b""
        if content.formula is not None:
            inside = b"<%sf>%s</%sf>" % (prefix, escape_text(content.formula), prefix)
        if content.type == "inline":
            inside = b"<%sis>%s</%sis>" % (prefix, text_element(prefix, b"t", content.text), prefix)
        elif content.type == "str":
            inside += text_element(prefix, b"v", content.text)
        elif content.type:
            inside += b"<%sv>%s</%sv>" % (prefix, escape_text(content.text), prefix)
        opened = tag.removesuffix(b">").removesuffix(b"/").rstrip()
        if not inside and not kept:
            return opened + b"/>"
        return opened + b">" + inside + kept + b"</" + prefix + b"c>"

    # ── what edits entail ──

    def _split_shared(self, master: _Master) -> None:
        """The overwritten cell held the formula that others share: the next of them takes it over."""
        members = self._members(master.index)
        if not members:
            return
        first = members[0][0].position
        area = Area(first.row, first.column, first.row, first.column)
        for span, _ in members:
            area = area.with_cell(span.position)
        together = (area.top, area.left) == first  # else no rectangle begins at the first: each gets its own
        prefix = self.sheet.prefix
        for number, (span, formula) in enumerate(members):
            if together and number:
                return
            text = shift_formula(master.text, *_offset(master.position, span.position))
            raw = self.sheet.data[span.start + formula.start : span.start + formula.open_end]
            own: dict[str, str | None] = {"ref": str(area)} if together else {"t": None, "si": None, "ref": None}
            opened = change_tag(raw, own).removesuffix(b">").removesuffix(b"/").rstrip()
            new = opened + b">" + escape_text(text) + b"</" + prefix + b"f>"
            self.edits.replace(span.start + formula.start, span.start + formula.end, new)

    def _members(self, index: str) -> list[tuple[CellSpan, Element]]:
        """The cells that go on sharing a formula, in file order."""
        members = []
        for row in self.sheet.rows():
            if self.sheet.data[row.open_end - 2 : row.open_end] == b"/>":
                continue
            if self.sheet.data.find(b"shared", row.open_end, self.sheet.row_close(row)) < 0:
                continue
            for span in self.sheet.cells(row):
                write = self.writes.get(span.position)
                if write is not None and write.changes_value:
                    continue
                if self.sheet.data.find(b"shared", span.open_end, span.end) < 0:
                    continue
                formula = self.sheet.fragment(span).child("f")
                if formula and formula.attrs.get("t") == "shared" and formula.attrs.get("si") == index:
                    members.append((span, formula))
        return members

    def _grow_dimension(self) -> None:
        dimension = self.sheet.child("dimension")
        if dimension is None or not self.grown:
            return
        try:
            area = parse_area(dimension.attrs.get("ref", ""))
        except RefusedEdit:
            return  # the file's own slip; Excel computes the extent anew
        old = area
        for position in self.grown:
            area = area.with_cell(position)
        if area != old:
            self.edits.set_attrs(dimension, ref=str(area))


def _offset(origin: Position, target: Position) -> tuple[int, int]:
    return target.row - origin.row, target.column - origin.column


def _with_spans(tag: bytes, columns: list[int]) -> bytes:
    """A row's opening tag whose ``spans`` take in the new columns; a row that says none says none."""
    spans = tag_attributes(tag).get("spans")
    if not spans:
        return tag
    try:
        ranges = [tuple(map(int, part.split(":"))) for part in spans.split()]
        outside = [column for column in columns if not any(low <= column <= high for low, high in ranges)]
    except ValueError:
        return tag
    if not outside:
        return tag
    low = min(*outside, *(one for one, _ in ranges))
    high = max(*outside, *(two for _, two in ranges))
    return change_tag(tag, {"spans": f"{low}:{high}"})


def text_element(prefix: bytes, name: bytes, text: str) -> bytes:
    """``<t>`` or ``<v>`` with any text; blanks at the edges and line breaks survive."""
    keep = b' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text or "  " in text else b""
    tag = prefix + name
    return b"<" + tag + keep + b">" + escape_text(encode_xstring(text)) + b"</" + tag + b">"
