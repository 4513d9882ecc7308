"""How a range looks: number format, font, colour, borders, alignment, widths and heights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .addresses import Area
from .borders import Borders
from .font import Font
from .gaps import partly, unsupported
from .units import color_number, digits, from_digits, mm100, points, rgb, shared
from .values import runs

if TYPE_CHECKING:
    from .sheet import Sheet

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}
_INDENT_STEP = 353  # 1/100 mm: the 10 points that one step of Excel's indent takes


class RangeStyle:
    """The part of ``Range`` that is about looks."""

    if TYPE_CHECKING:
        sheet: Sheet
        area: Area
        api: Any

        def _check_unlocked(self) -> None: ...

    def _style(self, **values: Any) -> None:
        """Set UNO properties of the cells; refused on a protected sheet, where UNO would say nothing and do nothing."""
        self._check_unlocked()
        for name, value in values.items():
            setattr(self.api, name, value)

    @property
    def number_format(self) -> str | None:
        """The format's code, or ``None`` where the cells differ."""
        key = shared(self.api, "NumberFormat")
        return None if key is None else self.sheet.book.formats.code(int(key))

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._style(NumberFormat=0 if value == "General" else self.sheet.book.formats.key(value))

    @property
    def font(self) -> Font:
        return Font(self.sheet.bridge, self.api)

    @property
    def borders(self) -> Borders:
        return Borders(self.sheet.bridge, self.api)

    @property
    def color(self) -> tuple[int, int, int] | None:
        color = shared(self.api, "CellBackColor")
        return None if color is None else rgb(int(color))

    @color.setter
    def color(self, value: Any) -> None:
        self._style(CellBackColor=color_number(value))

    def set_colors(self, colors: list[list[Any]]) -> None:
        """One fill a cell; ``...`` leaves a cell as it is. Cells of one colour are set together."""
        self._check_unlocked()
        by_color: dict[int, list[tuple[int, int]]] = {}
        for i, row in enumerate(colors):
            for j, color in enumerate(row):
                if color is not ...:
                    by_color.setdefault(color_number(color), []).append((i, j))
        for shade, cells in by_color.items():
            for part in runs(cells):
                place = Area(self.area.row + part.row - 1, self.area.column + part.column - 1, part.rows, part.columns)
                self.sheet.cells_of(place).CellBackColor = shade

    @property
    def wrap_text(self) -> bool | None:
        wrapped = shared(self.api, "IsTextWrapped")
        return None if wrapped is None else bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._style(IsTextWrapped=bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        value = shared(self.api, "HoriJustify")
        return None if value is None else next(name for name, uno in _HORIZONTAL.items() if uno == value.value)

    @horizontal_alignment.setter
    @partly("not center_across_selection and distributed")
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            unsupported("Range.horizontal_alignment", value)
        self._style(HoriJustify=self.sheet.bridge.enum("table.CellHoriJustify", _HORIZONTAL[value]))

    @property
    def vertical_alignment(self) -> str | None:
        value = shared(self.api, "VertJustify")
        if value is None:
            return None
        return next((name for name, uno in _VERTICAL.items() if uno == int(value)), "bottom")

    @vertical_alignment.setter
    @partly("not distributed")
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            unsupported("Range.vertical_alignment", value)
        self._style(VertJustify=_VERTICAL[value])

    def adjust_indent(self, amount: int) -> None:
        """Move the text by so many steps to the right (or left, but not beyond the edge)."""
        indent = max(0, int(self.api.ParaIndent or 0) + amount * _INDENT_STEP)
        left = self.sheet.bridge.enum("table.CellHoriJustify", "LEFT")
        self._style(HoriJustify=left, ParaIndent=indent)

    # sizes, in points unless said otherwise

    @property
    def column_width(self) -> Any:
        """In characters; ``None`` where the columns differ."""
        return _same([digits(column.Width) for column in self._columns()])

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = from_digits(value)

    @property
    def row_height(self) -> Any:
        return _same([points(row.Height) for row in self._rows()])

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = mm100(value)

    def _columns(self) -> list[Any]:
        columns = self.api.Columns
        return [columns.getByIndex(index) for index in range(columns.Count)]

    def _rows(self) -> list[Any]:
        rows = self.api.Rows
        return [rows.getByIndex(index) for index in range(rows.Count)]

    @property
    def width(self) -> float:
        return points(self.api.Size.Width)

    @property
    def height(self) -> float:
        return points(self.api.Size.Height)

    @property
    def left(self) -> float:
        return points(self.api.Position.X)

    @property
    def top(self) -> float:
        return points(self.api.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (``c``, ``columns``), rows (``r``, ``rows``) or, without an axis, both."""
        if axis in (None, "c", "columns"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.api.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> Any:
        return _same([not row.IsVisible for row in self._rows()])

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> Any:
        return _same([not column.IsVisible for column in self._columns()])

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value


def _same(values: list[Any]) -> Any:
    """The value that all have, else ``None``: what Excel answers for a mixed range."""
    return values[0] if values and all(value == values[0] for value in values) else None
