"""Native charts in one hand: Chinese title, axis names, data labels, our fonts and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..dataclass import dataclass
from .look import BLUE, FONT, GREY, LINE, NAVY, SERIES
from .page import Kit

_MARKER = {"type": "circle", "size": 6}
# The slanted names below would take most of the height if the plot were sized automatically.
_PARETO_PLOT = {"x": 0.1, "y": 0.13, "width": 0.79, "height": 0.42}


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, its values (a reference as ``Area`` gives it), and how its numbers read.

    ``only_last``: how many points there are when only the last one is to be labelled (lines that lie close together).
    """

    name: str
    values: list[Any]
    format: str = "#,##0"
    colour: str = ""
    labels: bool = True
    only_last: int = 0
    dashed: bool = False


def column_chart(
    kit: Kit,
    title: str,
    axes: tuple[str, str],
    categories: list[Any],
    series: Sequence[Series],
    *,
    stacked: bool = False,
) -> Any:
    """Upright columns; ``axes`` names the horizontal and the vertical axis."""
    options = {"type": "column", "subtype": "stacked"} if stacked else {"type": "column"}
    return _chart(kit, options, title, axes, categories, series, {"gap": 70, "overlap": 100 if stacked else -5})


def bar_chart(kit: Kit, title: str, axes: tuple[str, str], categories: list[Any], series: Sequence[Series]) -> Any:
    """Lying bars from zero, the first category on top; ``axes`` names the upright (category) and the lying axis."""
    chart = _chart(kit, {"type": "bar"}, title, axes, categories, series, {"gap": 50})
    upright, lying = _category_axis(axes[0]), _value_axis(axes[1], series[0].format.replace(".0", ""))
    chart.set_y_axis({**upright, "reverse": True, "crossing": "max"})
    chart.set_x_axis({**lying, "min": 0})
    return chart


def line_chart(kit: Kit, title: str, axes: tuple[str, str], categories: list[Any], series: Sequence[Series]) -> Any:
    """Lines with markers; quarters without a value leave a gap."""
    chart = _chart(kit, {"type": "line"}, title, axes, categories, series, {"marker": _MARKER})
    chart.show_blanks_as("gap")
    return chart


def pareto_chart(
    kit: Kit, title: str, axes: tuple[str, str, str], categories: list[Any], bars: Series, share: Series
) -> Any:
    """Columns in falling order with the running share as a line; ``axes``: horizontal, left and right axis."""
    chart = kit.workbook.add_chart({"type": "column"})
    chart.add_series(_series("column", bars, BLUE, categories, {"gap": 40}))
    line = kit.workbook.add_chart({"type": "line"})
    plain = Series(share.name, share.values, share.format, labels=False)
    marked = _series("line", plain, SERIES[1], categories, {"marker": {"type": "circle", "size": 5}})
    line.add_series({**marked, "y2_axis": True})
    chart.combine(line)
    dress(chart, title, axes[:2], bars.format, legend=True)
    chart.set_x_axis({**_category_axis(axes[0]), "num_font": {**font(8), "rotation": -45}})
    line.set_y2_axis({**_value_axis(axes[2], share.format), "min": 0, "max": 1, "major_gridlines": {"visible": False}})
    chart.set_plotarea({"layout": _PARETO_PLOT})
    return chart


def waterfall_chart(
    kit: Kit,
    title: str,
    axes: tuple[str, str],
    categories: list[Any],
    base: list[Any],
    steps: Series,
    colours: Sequence[str],
) -> Any:
    """Stacked columns on an invisible ``base``: how a count gets from its opening to its closing value."""
    chart = kit.workbook.add_chart({"type": "column", "subtype": "stacked"})
    hidden = {
        "name": "起点",
        "categories": categories,
        "values": base,
        "fill": {"none": True},
        "border": {"none": True},
    }
    chart.add_series({**hidden, "gap": 50})
    made = _series("column", steps, colours[0], categories, {"gap": 50})
    made["data_labels"]["font"] = font(9, "#FFFFFF", bold=True)
    made["points"] = [{"fill": {"color": colour}, "border": {"none": True}} for colour in colours]
    chart.add_series(made)
    dress(chart, title, axes, steps.format, legend=False)
    return chart


def radar_chart(kit: Kit, title: str, categories: list[Any], series: Sequence[Series]) -> Any:
    """One outline a series over the categories, from 0 to 100; only the first is labelled, or none could be read."""
    chart = kit.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    for index, one in enumerate(series):
        plain = replace(one, labels=index == 0)
        made = _series("radar", plain, SERIES[index % len(SERIES)], categories, {})
        chart.add_series(made)
    chart.set_title({"name": title, "name_font": font(12, NAVY, bold=True), "overlay": False})
    chart.set_x_axis({"num_font": font(8), "major_gridlines": {"visible": True, "line": {"color": "#E4E8EF"}}})
    chart.set_y_axis({"num_font": font(8, GREY), "min": 0, "max": 100, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom", "font": font()})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    return chart


def font(size: int = 9, colour: str = "#404040", bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}


def _chart(
    kit: Kit,
    options: dict[str, str],
    title: str,
    axes: tuple[str, str],
    categories: list[Any],
    series: Sequence[Series],
    extra: dict[str, Any],
) -> Any:
    chart = kit.workbook.add_chart(options)
    for index, one in enumerate(series):
        made = _series(options["type"], one, one.colour or SERIES[index % len(SERIES)], categories, extra)
        if "subtype" in options and one.labels:  # the label stands on its column
            made["data_labels"]["font"] = font(9, "#FFFFFF", bold=True)
        chart.add_series(made)
    dress(chart, title, axes, series[0].format, legend=len(series) > 1)
    return chart


def _series(kind: str, one: Series, colour: str, categories: list[Any], extra: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": one.name, "categories": categories, "values": one.values, **extra}
    if kind in ("line", "radar"):
        made["line"] = {"color": colour, "width": 2.25}
        made["marker"] = {**extra.get("marker", _MARKER), "fill": {"color": colour}, "border": {"color": colour}}
        if one.dashed:
            made["line"] = {"color": colour, "width": 1.5, "dash_type": "dash"}
            made["marker"] = {"type": "none"}
    else:
        made["fill"] = {"color": colour}
        made["border"] = {"none": True}
    if one.labels:
        made["data_labels"] = {"value": True, "num_format": one.format, "font": font(8)}
        if kind == "line":
            made["data_labels"]["position"] = "right" if one.only_last else "above"
        if one.only_last:
            made["data_labels"]["custom"] = [{"delete": True}] * (one.only_last - 1)
    return made


def dress(chart: Any, title: str, axes: tuple[str, str], number_format: str, *, legend: bool) -> None:
    """Title, axes, legend and frame."""
    chart.set_title({"name": title, "name_font": font(12, NAVY, bold=True), "overlay": False})
    chart.set_x_axis(_category_axis(axes[0]))
    chart.set_y_axis(_value_axis(axes[1], number_format))
    chart.set_legend({"position": "bottom", "font": font()} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})


def _category_axis(name: str) -> dict[str, Any]:
    return {"name": name, "name_font": font(9, GREY), "num_font": font(), "line": {"color": LINE}}


def _value_axis(name: str, number_format: str) -> dict[str, Any]:
    return {
        "name": name,
        "name_font": font(9, GREY),
        "num_font": font(),
        "num_format": number_format,
        "major_gridlines": {"visible": True, "line": {"color": "#E4E8EF", "width": 0.75}},
        "line": {"none": True},
    }
