"""Nothing heavy is loaded that a command does not use (issue: the main job, “Done when” 7).

1. ``import kamxl`` loads neither pandas nor openpyxl nor xlwings nor SQLAlchemy, nor calamine, pydantic or typer.
2. ``kamxl --help`` and ``kamxl validate`` load none of the first four, nor XlsxWriter.
3. ``kamxl --help`` loads what shows the help, and little of the business; ``kamxl validate`` of one workbook, when the
   caches exist, loads none of what only other commands, other files or other hosts need.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pandas", "openpyxl", "xlwings", "sqlalchemy", "numpy", "xlsxwriter", "dask"}
# What `validate` of one workbook must not load: what writes, what only other commands use, what the caches make needless.
NOT_FOR_ONE_WORKBOOK = {
    "html",
    "importlib.metadata",
    "kamxl.books.live",
    "kamxl.books.memory",
    "kamxl.books.own_sheet",
    "kamxl.commands.consolidate",
    "kamxl.commands.settings",
    "kamxl.commands.submit",
    "kamxl.commands.sync",
    "kamxl.domain.kpi",
    "kamxl.domain.kpis",
    "kamxl.domain.scoring",
    "kamxl.functions",
    "kamxl.hosts.excel",
    "kamxl.hosts.libreoffice",
    "kamxl.hosts.live",
    "kamxl.ledger.sql",
    "kamxl.ooxml.backup",
    "kamxl.ooxml.cells",
    "kamxl.ooxml.notes",
    "kamxl.ooxml.saving",
    "kamxl.ooxml.sheets",
    "kamxl.ooxml.styles",
    "kamxl.ooxml.table_rows",
    "kamxl.ooxml.tables",
    "kamxl.ooxml.workbook",
    "kamxl.recalc",
    "kamxl.report.board",
    "kamxl.report.build",
    "kamxl.sheets.mark",
    "kamxl.sheets.page",
    "kamxl.templates",
    "keyring",
    "pydantic",
    "pydantic_core",
    "rich",
    "typer._adapters",
    "typer.rich_utils",
    "xml.etree.ElementTree",
}
NOT_FOR_HELP = {
    "pydantic",
    "python_calamine",
    "sqlite3",
    "kamxl.books",
    "kamxl.domain.event",
    "kamxl.ledger",
    "kamxl.sheets",
}
ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import sys
sys.argv = ["kamxl", *sys.argv[1:]]
try:
    from kamxl.cli import main
    main()
except SystemExit:
    pass
sys.stdout.write("\\nLOADED " + " ".join(sorted({*sys.modules, *(name.partition(".")[0] for name in sys.modules)})))
"""


def _loaded(code: str, *arguments: str, **environment: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(ran.stdout.rsplit("LOADED ", 1)[1].split())


def test_importing_the_package_loads_nothing() -> None:
    code = "import kamxl, sys; print('LOADED ' + ' '.join(sorted({n.partition('.')[0] for n in sys.modules})))"
    assert _loaded(code) & (HEAVY | {"pydantic", "python_calamine", "typer", "rich"}) == set()


@pytest.mark.parametrize("arguments", [("--help",), ("validate", "专员-华东-张伟.xlsx"), ("kpi", "churn", "2026Q3")])
def test_commands_load_only_what_they_use(dept: Path, arguments: tuple[str, ...]) -> None:
    given = [str(dept / part) if part.endswith(".xlsx") else part for part in arguments]
    assert _loaded(_RUN, *given, KAMXL_DEPT=str(dept)) & HEAVY == set()


def test_a_second_check_of_one_workbook(dept: Path, tmp_path: Path) -> None:  # 3
    given = ("validate", str(dept / "专员-华东-张伟.xlsx"))
    where = {"KAMXL_DEPT": str(dept), "KAMXL_CACHE": str(tmp_path / "cache")}
    assert "kamxl.commands.settings" in _loaded(_RUN, *given, **where)
    assert _loaded(_RUN, *given, **where) & NOT_FOR_ONE_WORKBOOK == set()


def test_help() -> None:  # 3
    assert _loaded(_RUN, "--help") & NOT_FOR_HELP == set()
