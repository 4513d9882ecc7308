"""One sheet, laid out from top to bottom: titles, tables, charts, and where the printed pages end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from decimal import Decimal
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..books.port import MADE_BY_US
from ..dataclass import dataclass
from .board import Board, Claim
from .cells import Area, Band, Bounds, Column, Content, Slack, Slot
from .edition import Edition
from .look import BLUE, FONT, NAVY, Look
from .plain import PlainSheet
from .rows import POINTS_PER_LINE, Rows, lines
from .widths import pixels

_DEFAULT_ROW = 15.0
# A4 at 96 dots and 72 points an inch, less the margins; some is kept back for other machines' font metrics
# (LibreOffice's columns are 5 % wider than Excel's).
_INCHES = {True: (11.69, 8.27), False: (8.27, 11.69)}
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.65}
_WIDTH_RESERVE, _HEIGHT_RESERVE = 0.92, 0.97
_CHART_GAP = 12
_MOST_BREAKS = 1000  # Excel allows 1,023
_CHART_EDGE = 4  # pixels kept free at the right, or print cuts the last chart's frame


@dataclass(slots=True)
class Kit:
    """What every sheet is drawn with. ``claims`` fills up with the cells that claim a figure;
    ``live`` writes these as ``KAM_*`` formulas beside their values."""

    workbook: Workbook
    edition: Edition
    board: Board
    look: Look
    live: bool = False
    claims: list[tuple[str, int, int, Claim]] = field(default_factory=list)


class Page:
    """A sheet under construction; ``row`` is the next free one."""

    def __init__(self, kit: Kit, name: str, widths: Sequence[float], *, landscape: bool = True) -> None:
        self.kit = kit
        self.name = name
        self.widths = tuple(widths)
        self.sheet: PlainSheet = kit.workbook.add_worksheet(name, PlainSheet)
        self.row = 0
        self._used = 0.0
        self._repeated = 0.0
        self._breaks: list[int] = []
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, kit.look())
        self._set_up(landscape)

    @property
    def width(self) -> int:
        """The sheet's width in pixels."""
        return sum(pixels(width) for width in self.widths)

    def _set_up(self, landscape: bool) -> None:
        wide, high = _INCHES[landscape]
        room = (wide - _MARGINS["left"] - _MARGINS["right"]) * 96 * _WIDTH_RESERVE
        scale = max(10, min(100, int(100 * room / self.width)))
        self._capacity = (high - _MARGINS["top"] - _MARGINS["bottom"]) * 72 * 100 / scale * _HEIGHT_RESERVE
        sheet, edition = self.sheet, self.kit.edition
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(**_MARGINS)
        sheet.set_print_scale(scale)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        font = f'&"{FONT},常规"&9 '
        sheet.set_header(f"&L{font}{_plain(edition.department)}季度KPI报告 · {self.name}&R{font}{edition.period.zh}")
        control = "            ".join(("编制：", "审核：", "批准：", ""))
        dated = f"文件日期：{edition.dated:%Y-%m-%d}"
        sheet.set_footer(f"&L{font}{dated}&C{font}第 &P 页 / 共 &N 页&R{font}{control}")

    def title(self, text: str, subtitle: str) -> None:
        """The sheet's headline, the line beneath it, and the warning if the totals are incomplete."""
        self.line(text, "title", height=32)
        self.line(f"{subtitle}    {MADE_BY_US}", "subtitle", height=18)
        unread = len(self.kit.edition.unread)
        if unread:
            self.line(
                f"数据不完整：有 {unread} 个工作簿未能读取，本报告的合计不含其中的数据，名单和原因见“数据质量”。",
                "banner",
                height=22,
            )
        self.gap()

    def line(self, text: str, *traits: str, height: float | None = None, columns: int | None = None) -> None:
        """One line of text across the sheet, as high as the text needs."""
        last = (columns or len(self.widths)) - 1
        width = sum(self.widths[: last + 1])
        needed = lines(text, width) * POINTS_PER_LINE + 2
        self._step(height if height is not None and height >= needed else needed)
        self._put([0], [last + 1], [text], [traits])

    def gap(self, height: float = 8) -> None:
        self._step(height)
        self.row += 1

    def section(self, text: str, *, keep: float = 90) -> None:
        """A heading that stays on one printed page with what follows it (``keep`` points of it)."""
        self.keep(keep + 24)
        self.line(text, "section", height=22)
        self.gap(4)

    def keep_rows(self, count: int) -> None:
        """Starts a new printed page unless so many plain rows, and a head, still fit on this one."""
        self.keep((count + 1) * 1.6 * POINTS_PER_LINE)

    def keep(self, height: float) -> None:
        """Starts a new printed page unless ``height`` points still fit on this one."""
        if self._used > self._repeated and self._used + height > self._capacity:
            self.new_page()

    def new_page(self) -> None:
        if self.row and self.row not in self._breaks:
            self._breaks.append(self.row)
            self.sheet.set_h_pagebreaks(self._breaks)
            self._used = self._repeated

    def _step(self, height: float) -> None:
        """The next row is that high. A page that is full ends here for every reader, whatever its fonts leave room for:
        what is counted on is what is printed."""
        self.sheet.set_row(self.row, height)
        if self._used + height > self._capacity and len(self._breaks) < _MOST_BREAKS:
            self.new_page()
        self._used += height

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Content] | Band],
        *,
        repeat: bool = False,
        filters: bool = False,
        freeze: bool = False,
        tall: float = 0,
    ) -> Area:
        """A head and its rows. ``repeat`` prints the head on every page; at most one table of a sheet may ask for it."""
        starts = tuple(sum(column.span for column in columns[:index]) for index in range(len(columns)))
        self._head(columns, starts)
        head = self.row - 1
        if repeat:
            self.sheet.repeat_rows(head)
            self._repeated = 36
        if freeze:
            self.sheet.freeze_panes(head + 1, 0)
        first = self.row
        widths = [self._span_width(start, column.span) for column, start in zip(columns, starts, strict=True)]
        written = Rows(self.kit, self.sheet, columns, starts, widths)
        for row in rows:
            self._step(max(written.write(self.row, row), tall))
            self.row += 1
        last = max(self.row - 1, first)
        if filters and self.row > first:
            self.sheet.autofilter(head, 0, last, starts[-1] + columns[-1].span - 1)
        return Area(self.name, first, last, starts, tuple(column.title for column in columns))

    def _span_width(self, start: int, span: int) -> float:
        return sum(self.widths[start : start + span])

    def _head(self, columns: Sequence[Column], starts: Sequence[int]) -> None:
        widths = [self._span_width(start, column.span) for column, start in zip(columns, starts, strict=True)]
        titles = [_head_lines(column.title, width) for column, width in zip(columns, widths, strict=True)]
        tall = max(lines(title, width) for title, width in zip(titles, widths, strict=True))
        self._step(tall * POINTS_PER_LINE + 8)
        self._put(starts, [column.span for column in columns], titles, [("head",)] * len(columns))

    def _put(
        self, starts: Sequence[int], spans: Sequence[int], texts: Sequence[str], traits: Sequence[tuple[str, ...]]
    ) -> None:
        """One row of cells, each over so many columns."""
        self.sheet.line(self.row, starts, texts, [self.kit.look(*mine) for mine in traits], spans)
        self.row += 1

    def spread(self, blocks: Sequence[tuple[int, int, str, tuple[str, ...]]], height: float) -> None:
        """One row of merged blocks: (first column, last column, text, traits)."""
        self._step(height)
        firsts, lasts, texts, traits = zip(*blocks, strict=True)
        self._put(firsts, [last - first + 1 for first, last in zip(firsts, lasts, strict=True)], texts, traits)

    def sparkline(self, row: int, column: int, source: list[Any], values: Sequence[Decimal]) -> None:
        """A small trend of columns in one cell (LibreOffice prints the line kind as dots), the last one marked.

        The axis begins below the lowest value, so that close values still differ to the eye and the lowest has a column.
        """
        sheet, *corners = source
        low, high = min(values), max(values)
        room = (high - low) / 2 or abs(low) / 2 or Decimal(1)
        options = {
            "location": [xl_rowcol_to_cell(row, column)],
            "range": f"'{sheet}'!{xl_range(*corners)}",
            "type": "column",
            "series_color": BLUE,
            "last_point": True,
            "last_color": NAVY,
            "min": float(max(low - room, Decimal(0)) if low >= 0 else low - room),
            "max": float(high + room / 2),  # LibreOffice draws to the cell's very edge
            "empty_cells": "gaps",
        }
        self.sheet.add_sparkline(row, column, options)

    def lights(self, first: int, last: int, column: int, bounds: Bounds, slack: Slack) -> None:
        """Colours numbers against a target: met, missed by at most ``slack``, missed. Text (—) stays as it is."""
        cell = xl_rowcol_to_cell(first, column)
        met = _within(cell, bounds, None)
        if not met:
            return
        tests = ((met, "good_fill"), (_within(cell, bounds, slack), "near_fill"), (f"ISNUMBER({cell})", "bad_fill"))
        for test, trait in tests:
            rule = {
                "type": "formula",
                "criteria": f"={test}",
                "format": self.kit.look.overlay(trait),
                "stop_if_true": True,
            }
            self.sheet.conditional_format(first, column, last, column, rule)

    def charts(self, charts: Sequence[Any], *, height: int = 300, shares: Sequence[int] = ()) -> None:
        """Charts side by side across the sheet, kept on one printed page."""
        self.place(self.reserve(height), charts, shares)

    def room(self, *, least: int, most: int) -> int:
        """A height for charts (pixels): what is left of this printed page, or ``most`` on the next."""
        left = int((self._capacity - self._used - 2 * _DEFAULT_ROW) * 96 / 72)
        return min(left, most) if left >= least else most

    def reserve(self, height: int) -> Slot:
        """Room for charts of that height (pixels) here, kept on one printed page; ``place`` fills it later."""
        rows = ceil(height * 72 / 96 / _DEFAULT_ROW) + 1
        self.keep(rows * _DEFAULT_ROW)
        slot = Slot(self.row, height)
        for _ in range(rows):
            self._step(_DEFAULT_ROW)
            self.row += 1
        return slot

    def place(self, slot: Slot, charts: Sequence[Any], shares: Sequence[int] = ()) -> None:
        """Puts charts side by side into the room kept; ``shares`` are their widths in proportion (equal unless told)."""
        parts = tuple(shares) or (1,) * len(charts)
        room = self.width - _CHART_GAP * (len(charts) - 1) - _CHART_EDGE
        left = 0
        for chart, part in zip(charts, parts, strict=True):
            wide = room * part // sum(parts)
            chart.set_size({"width": wide, "height": slot.height})
            self.sheet.insert_chart(slot.row, 0, chart, {"x_offset": left, "y_offset": 4, "object_position": 2})
            left += wide + _CHART_GAP


def _head_lines(title: str, width: float) -> str:
    """A head that is too long breaks before its unit: 服务预算 / （万元）."""
    return title if lines(title, width) == 1 else title.replace("（", "\n（", 1)


def _within(cell: str, bounds: Bounds, slack: Slack | None) -> str:
    """The condition that a cell holds a number within the bounds, widened by the slack of each; "" without bounds."""
    low, high = bounds
    tests = []
    if low is not None:
        tests.append(f"{cell}>={low - (slack(low) if slack else 0)}")
    if high is not None:
        tests.append(f"{cell}<={high + (slack(high) if slack else 0)}")
    return f"AND(ISNUMBER({cell}),{','.join(tests)})" if tests else ""


def _plain(text: str) -> str:
    """Text for a header or footer, where ``&`` starts a code."""
    return text.replace("&", "&&")
