"""``Borders`` of a range: the six grid sides and two diagonals, by xlwings' names."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from .bridge import Bridge
from .gaps import implements, partly
from .units import color_number, rgb

_UNSET = base_classes._UNSET
_TABLE_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_vertical": "VerticalLine",
    "inside_horizontal": "HorizontalLine",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 3, "dash_dot": 16, "dash_dot_dot": 17, "slant_dash_dot": 16}
_NAMES = {0: "continuous", 1: "dot", 2: "dash", 3: "double", 14: "dash", 16: "dash_dot", 17: "dash_dot_dot"}
# Line widths in 1/100 mm: 0.05, 0.75, 1.5 and 2.5 points.
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}


def _weight_name(width: int) -> str:
    return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))


@implements(base_classes.Border)
class Border:
    """One side of a range."""

    def __init__(self, borders: Borders, side: str) -> None:
        self._borders = borders
        self._side = side

    @property
    def api(self) -> Any:
        return self._borders.line(self._side)

    @property
    def line_style(self) -> str | None:
        line = self.api
        return None if line is None or not line.LineWidth else _NAMES.get(line.LineStyle, "continuous")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self._borders.set([self._side], line_style=value)

    @property
    def weight(self) -> str | None:
        line = self.api
        return None if line is None or not line.LineWidth else _weight_name(line.LineWidth)

    @weight.setter
    def weight(self, value: str) -> None:
        self._borders.set([self._side], weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        line = self.api
        return None if line is None or not line.LineWidth else rgb(line.Color)

    @color.setter
    def color(self, value: tuple[int, int, int]) -> None:
        self._borders.set([self._side], color=value)


@implements(base_classes.Borders)
class Borders:
    """All sides of a range. A weight or a colour set where there is no line draws a thin continuous one."""

    api: Any

    def __init__(self, bridge: Bridge, api: Any) -> None:
        self._bridge = bridge
        self.api = api

    def __getitem__(self, side: str) -> Border:
        return Border(self, side)

    def line(self, side: str) -> Any:
        """UNO's line of a side, or ``None`` where the cells of the range differ."""
        if side in _DIAGONALS:
            return getattr(self.api, _DIAGONALS[side])
        table = self.api.TableBorder2
        field = _TABLE_SIDES[side]
        return getattr(table, field) if getattr(table, f"Is{field}Valid") else None

    def set(self, sides: Any, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET) -> None:
        grid = [side for side in sides if side in _TABLE_SIDES]
        if grid:
            current = self.api.TableBorder2
            table = self._bridge.struct("table.TableBorder2")
            for side in grid:
                field = _TABLE_SIDES[side]
                setattr(table, field, self._line(getattr(current, field), line_style, weight, color))
                setattr(table, f"Is{field}Valid", True)
            self.api.TableBorder2 = table
        for side in sides:
            if side in _DIAGONALS:
                line = self._line(getattr(self.api, _DIAGONALS[side]), line_style, weight, color)
                setattr(self.api, _DIAGONALS[side], line)

    def clear(self, which: Any = tuple(_TABLE_SIDES) + tuple(_DIAGONALS)) -> None:
        self.set(which, line_style=None)

    def _line(self, current: Any, style: Any, weight: Any, color: Any) -> Any:
        if style is None:
            return self._bridge.struct("table.BorderLine2")
        has_line = current is not None and current.LineWidth
        width = _WEIGHTS[weight] if weight is not _UNSET else current.LineWidth if has_line else _WEIGHTS["thin"]
        number = _STYLES[style] if style is not _UNSET else current.LineStyle if has_line else 0
        shade = color_number(color) if color is not _UNSET else current.Color if has_line else 0
        return self._bridge.struct(
            "table.BorderLine2", Color=shade, OuterLineWidth=width, LineStyle=number, LineWidth=width
        )

    @property
    @partly("the value that all six grid sides share, else None")
    def line_style(self) -> Any:
        return self._shared("line_style")

    @property
    @partly("the value that all six grid sides share, else None")
    def weight(self) -> Any:
        return self._shared("weight")

    @property
    @partly("the value that all six grid sides share, else None")
    def color(self) -> Any:
        return self._shared("color")

    def _shared(self, attribute: str) -> Any:
        values = {getattr(Border(self, side), attribute) for side in _TABLE_SIDES}
        return values.pop() if len(values) == 1 else None
