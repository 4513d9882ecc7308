"""The sample department, laid out once for all tests that only read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.demo import lay_out
from kamxl.commands.department import Department

LAST_DAY = date(2026, 9, 30)


@pytest.fixture(scope="session")
def department(tmp_path_factory: pytest.TempPathFactory) -> Department:
    """As it is laid out, planted faults included, on the last day of its quarter. Nothing may write into it."""
    folder: Path = tmp_path_factory.mktemp("部门")
    lay_out(folder)
    return Department(folder, open_closed, LAST_DAY)
