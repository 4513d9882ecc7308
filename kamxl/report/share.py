"""信息共享表 for one customer: a workbook of plain cells, with the rows and columns that this customer may see.

Nothing else is in the file: one visible sheet, no formula, no cached data, no link, no name or property of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from ..books.measure import text_width
from ..dataclass import dataclass
from ..domain.form import Field, forms
from ..domain.records import Record
from ..domain.settings import Rules
from .look import Look

TITLE = "信息共享表"
_TRAITS = {"sold": "amount", "stock": "amount", "revenue": "money"}
_ALLOWED_BY = {"sold": "share_sold", "revenue": "share_revenue", "stock": "share_stock"}
_LEAST_WIDTH, _MOST_WIDTH = 12.0, 46.0


@dataclass(frozen=True, slots=True)
class Share:
    """What one customer gets: its records in order, and the fields that the settings allow."""

    customer: str
    records: tuple[Record, ...]
    fields: tuple[Field, ...]
    dated: date


def shared_fields(rules: Rules) -> tuple[Field, ...]:
    """The columns of 信息共享表 that 设置·规则 opens to customers; the period and the item always."""
    shown = []
    for field in forms()["info_share"].fields:
        switch = _ALLOWED_BY.get(field.id)
        if field.id in ("period", "item") or (switch and getattr(rules, switch)):
            shown.append(field)
    return tuple(shown)


def build_share(share: Share) -> bytes:
    """The workbook as .xlsx; the same share gives the same bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(buffer, options)
    workbook.set_properties({"title": TITLE, "created": datetime.combine(share.dated, time())})
    look = Look(workbook)
    page = workbook.add_worksheet(TITLE)
    widths = [_width(share, field) for field in share.fields]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    last = len(share.fields) - 1
    for row, text, trait, height in (
        (0, TITLE, "title", 32),
        (1, f"客户：{share.customer}", "bold", 20),
        (2, f"日期：{share.dated:%Y-%m-%d}", "subtitle", 18),
    ):
        page.merge_range(row, 0, row, last, text, look(trait))
        page.set_row(row, height)
    for column, field in enumerate(share.fields):
        page.write_string(3, column, _head(field), look("head"))
    page.set_row(3, 24)
    for row, record in enumerate(share.records, start=4):
        _write_row(page, look, row, record, share.fields)
    page.freeze_panes(4, 0)
    page.set_paper(9)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    workbook.close()
    return buffer.getvalue()


def _write_row(page: object, look: Look, row: int, record: Record, fields: Sequence[Field]) -> None:
    for column, field in enumerate(fields):
        value = record.values.get(field.id)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            page.write_number(row, column, float(value), look("cell", _TRAITS[field.id]))  # type: ignore[attr-defined]
        else:
            page.write_string(row, column, str(value or ""), look("cell", "text"))  # type: ignore[attr-defined]


def _head(field: Field) -> str:
    return f"{field.zh}（{field.unit}）" if field.unit else field.zh


def _width(share: Share, field: Field) -> float:
    texts = [_head(field), *(str(record.values.get(field.id, "")) for record in share.records)]
    return min(max(_LEAST_WIDTH, *(text_width(text) + 4 for text in texts)), _MOST_WIDTH)
