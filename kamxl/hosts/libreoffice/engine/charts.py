"""Charts: added over a range, of a type, with a title and a legend. Axes and single series are not done here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ....dataclass import dataclass
from .gaps import implements, partly, unsupported
from .units import mm100, points

if TYPE_CHECKING:
    from .sheet import Sheet


@dataclass(frozen=True)
class _Kind:
    """A diagram service of UNO and the properties that make it this type."""

    diagram: str
    vertical: bool | None = None
    stacked: bool = False
    percent: bool = False
    markers: bool | None = None
    deep: bool = False


_KINDS = {
    "column_clustered": _Kind("Bar", vertical=False),
    "column_stacked": _Kind("Bar", vertical=False, stacked=True),
    "column_stacked_100": _Kind("Bar", vertical=False, percent=True),
    "bar_clustered": _Kind("Bar", vertical=True),
    "bar_stacked": _Kind("Bar", vertical=True, stacked=True),
    "bar_stacked_100": _Kind("Bar", vertical=True, percent=True),
    "line": _Kind("Line", markers=False),
    "line_markers": _Kind("Line", markers=True),
    "area": _Kind("Area"),
    "area_stacked": _Kind("Area", stacked=True),
    "pie": _Kind("Pie"),
    "doughnut": _Kind("Donut"),
    "radar": _Kind("Net", markers=False),
    "radar_filled": _Kind("FilledNet"),
    "xy_scatter": _Kind("XY", markers=True),
    "bubble": _Kind("Bubble"),
}
_NO_SYMBOL, _AUTO_SYMBOL = -3, -1  # com.sun.star.chart.ChartSymbolType
_CHART_CLASS = "12DCAE26-281F-416F-A234-C3086127382E"  # of the objects that are embedded charts
_POSITIONS = {"top": "TOP", "bottom": "BOTTOM", "left": "LEFT", "right": "RIGHT"}


@implements(base_classes.ChartLegend)
class ChartLegend:
    """The legend of a chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    @property
    def api(self) -> Any:
        return self._chart.document.Legend

    @property
    def visible(self) -> bool:
        return bool(self._chart.document.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._chart.document.HasLegend = value

    @property
    def position(self) -> str | None:
        if not self.visible:
            return None
        alignment = self.api.Alignment.value
        return next((name for name, uno in _POSITIONS.items() if uno == alignment), None)

    @position.setter
    @partly("not corner")
    def position(self, value: str) -> None:
        if value not in _POSITIONS:
            unsupported("ChartLegend.position", value)
        self.visible = True
        self.api.Alignment = self._chart.parent.bridge.enum("chart.ChartLegendPosition", _POSITIONS[value])


@implements(base_classes.Chart)
class Chart:
    """One chart."""

    parent: Sheet
    api: Any

    def __init__(self, sheet: Sheet, api: Any) -> None:
        self.parent = sheet
        self.api = api

    @property
    def document(self) -> Any:
        """UNO's chart document inside the sheet's chart."""
        return self.api.EmbeddedObject

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    @partly("read; LibreOffice does not rename a chart")
    def name(self, value: str) -> None:
        unsupported("Chart.name", value)

    def set_source_data(self, rng: Any, plot_by: str | None = None) -> None:
        self.api.setRanges((rng.api.RangeAddress,))
        if plot_by is not None:
            self.plot_by = plot_by

    @property
    def plot_by(self) -> str:
        return "rows" if self.document.Diagram.DataRowSource.value == "ROWS" else "columns"

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        self.document.Diagram.DataRowSource = self.parent.bridge.enum("chart.ChartDataRowSource", value.upper())

    @property
    def chart_type(self) -> str:
        diagram = self.document.Diagram
        service = str(diagram.getDiagramType()).removeprefix("com.sun.star.chart.").removesuffix("Diagram")
        for name, kind in _KINDS.items():
            if kind.diagram == service and _is_like(diagram, kind):
                return name
        return unsupported("Chart.chart_type", service)

    @chart_type.setter
    @partly("16 of Excel's types: " + ", ".join(_KINDS))
    def chart_type(self, chart_type: str) -> None:
        if chart_type not in _KINDS:
            unsupported("Chart.chart_type", chart_type)
        kind = _KINDS[chart_type]
        diagram = self.document.createInstance(f"com.sun.star.chart.{kind.diagram}Diagram")
        self.document.setDiagram(diagram)
        diagram = self.document.Diagram
        if kind.vertical is not None:
            diagram.Vertical = kind.vertical
        if kind.diagram in ("Bar", "Area"):
            diagram.Stacked = kind.stacked
            diagram.Percent = kind.percent
        if kind.markers is not None:
            diagram.SymbolType = _AUTO_SYMBOL if kind.markers else _NO_SYMBOL

    @property
    def title(self) -> str | None:
        return str(self.document.Title.String) if self.document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        self.document.HasMainTitle = value is not None
        if value is not None:
            self.document.Title.String = value

    @property
    def legend(self) -> ChartLegend:
        return ChartLegend(self)

    # place

    def _shape(self) -> Any:
        """The drawing object that holds the chart: it knows the place, and moving it keeps the chart.

        UNO lists charts in the order of their drawing objects; the objects' own names come late and can be missing.
        """
        page = self.parent.api.DrawPage
        shapes = (page.getByIndex(index) for index in range(page.Count))
        objects = (shape for shape in shapes if str(shape.ShapeType).endswith("OLE2Shape"))
        charts = [shape for shape in objects if str(shape.CLSID).upper() == _CHART_CLASS]
        return charts[list(self.parent.api.Charts.getElementNames()).index(self.name)]

    @property
    def left(self) -> float:
        return points(self._shape().Position.X)

    @left.setter
    def left(self, value: float) -> None:
        shape = self._shape()
        position = shape.Position
        position.X = mm100(value)
        shape.setPosition(position)

    @property
    def top(self) -> float:
        return points(self._shape().Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        shape = self._shape()
        position = shape.Position
        position.Y = mm100(value)
        shape.setPosition(position)

    @property
    def width(self) -> float:
        return points(self._shape().Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        shape = self._shape()
        size = shape.Size
        size.Width = mm100(value)
        shape.setSize(size)

    @property
    def height(self) -> float:
        return points(self._shape().Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        shape = self._shape()
        size = shape.Size
        size.Height = mm100(value)
        shape.setSize(size)

    def delete(self) -> None:
        self.parent.api.Charts.removeByName(self.name)


def _is_like(diagram: Any, kind: _Kind) -> bool:
    if kind.vertical is not None and bool(diagram.Vertical) != kind.vertical:
        return False
    if kind.diagram in ("Bar", "Area") and (bool(diagram.Stacked) or bool(diagram.Percent)) != (
        kind.stacked or kind.percent
    ):
        return False
    if kind.diagram == "Bar" and bool(diagram.Percent) != kind.percent:
        return False
    return kind.markers is None or (diagram.SymbolType != _NO_SYMBOL) == kind.markers


@implements(base_classes.Charts)
class Charts:
    """The charts of a sheet."""

    parent: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.api.Charts

    def __iter__(self) -> Iterator[Chart]:
        return (Chart(self.parent, self.api.getByIndex(index)) for index in range(len(self)))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __contains__(self, name: str) -> bool:
        return bool(self.api.hasByName(name))

    def __call__(self, name_or_index: int | str) -> Chart:
        if isinstance(name_or_index, str):
            if name_or_index not in self:
                raise KeyError(name_or_index)
            return Chart(self.parent, self.api.getByName(name_or_index))
        if not 1 <= name_or_index <= len(self):
            raise IndexError(name_or_index)
        return Chart(self.parent, self.api.getByIndex(name_or_index - 1))

    @partly("Excel's numbered styles are left out")
    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Any = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Chart:
        """A chart at a place (points) or at a range's corner, its first row and column taken as labels."""
        bridge = self.parent.bridge
        place = bridge.struct(
            "awt.Rectangle",
            X=mm100(anchor.left if anchor is not None else left),
            Y=mm100(anchor.top if anchor is not None else top),
            Width=mm100(width),
            Height=mm100(height),
        )
        title = name or self._fresh_name()
        ranges = () if source is None else (source.api.RangeAddress,)
        self.api.addNewByName(title, place, ranges, True, True)
        chart = Chart(self.parent, self.api.getByName(title))
        if chart_type is not None:
            chart.chart_type = chart_type
        if plot_by is not None:
            chart.plot_by = plot_by
        return chart

    def _fresh_name(self) -> str:
        number = len(self) + 1
        while f"Chart {number}" in self:
            number += 1
        return f"Chart {number}"
