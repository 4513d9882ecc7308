"""The blank templates of ``workbooks/templates``: one workbook a role, 设置.xlsx with every default, the KPI workbook."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.form import Form
from ..domain.kpi import kpis
from ..domain.settings import rule_fields
from ..domain.values import show
from .book import FormBook, FormSheet, build
from .kpi_book import KPI_BOOK, build_kpi_book
from .roles import FRONTS, TEMPLATE_NAMES, forms_of, sheet_name
from .sheet import Filled, Office

_QUARTER = "2026Q3"
_REGIONS = ("华东", "华南", "华北", "西南")


def templates() -> Iterator[tuple[str, bytes]]:
    """Each template's file name and bytes."""
    for keeper, name in TEMPLATE_NAMES.items():
        sheets = tuple(FormSheet(form, sheet_name(form), tuple(_defaults(form))) for form in forms_of(keeper))
        yield name, build(FormBook(name, FRONTS[keeper], sheets), Office())
    yield KPI_BOOK, build_kpi_book(_QUARTER, _REGIONS)


def _defaults(form: Form) -> Iterator[Filled]:
    """What a new 设置.xlsx already says: every KPI with its direction, every rule with its default."""
    if form.id == "setting_kpi":
        for kpi in kpis().values():
            yield {"kpi": kpi.zh, "rule": "越高越好" if kpi.higher_is_better else "越低越好"}
    if form.id == "setting_rule":
        for field in rule_fields().values():
            if field.default is not None:
                yield {"name": field.title, "value": show(field.default)}
