"""The fifth place (tests/sample/test_five_places.py has the others): LibreOffice, through the add-in.

1. Every KPI × period × scope of the sample department, asked in cells of a real LibreOffice, is the Python call's number;
   a call without a value is a true #N/A.
"""

from __future__ import annotations

import sys
from datetime import date
from itertools import product

import pytest

pytest.importorskip("xlwings", reason="xlwings 没有安装 (pip install 'kamxl[live]')")
pytest.importorskip("kamxl.hosts.libreoffice.extension.install", reason="LibreOffice 扩展还没有落地")

from kamxl.books.closed import open_closed
from kamxl.commands.demo import lay_out
from kamxl.commands.department import Department
from kamxl.domain.facts import Facts
from kamxl.domain.kpi import answer, kpis
from kamxl.domain.periods import parse_period

from ..sample.test_five_places import PERIODS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="drives an X window")
DAY = date(2026, 9, 30)
NO_VALUE = 32767


def test_every_figure_in_cells() -> None:
    from . import window

    with window.ground() as folder:
        place = folder / "部门"
        place.mkdir()
        lay_out(place)
        department = Department(place, open_closed, DAY)
        facts = Facts(department.tables(), department.settings)
        scopes = ("", *facts.scopes.regions, *facts.scopes.specialists, *facts.scopes.customers)
        cases = list(product(kpis(), PERIODS, scopes))
        formulas = tuple((f'={kpis()[kpi].udf}("{period}";"{scope}")',) for kpi, period, scope in cases)
        with window.windowed(folder) as office:
            opened = window.Window(office, place / "大客户部KPI.xlsx")
            cells = opened.document.Sheets.getByIndex(0).getCellRangeByName(f"AA1:AA{len(cases)}")
            cells.setFormulaArray(formulas)
            opened.document.calculateAll()
            shown = [row[0] for row in cells.getDataArray()]
            errors = [cells.getCellByPosition(0, row).getError() for row in range(len(cases))]
            opened.close()
        for (kpi, period, scope), value, error in zip(cases, shown, errors, strict=True):
            expected = answer(kpis()[kpi], parse_period(period, today=DAY), facts.scopes.parse(scope), facts).value
            if expected is None:
                assert error == NO_VALUE, (kpi, period, scope)
            else:
                assert (error, value) == (0, float(expected)), (kpi, period, scope)
