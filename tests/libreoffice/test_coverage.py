"""The docs table of API members.

1. The page is what the code says.
2. Nothing is called working, or partly working, that no test here covers; nothing is covered that does not exist.
3. Every gap's error carries its own name.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

from kamxl.hosts.libreoffice.engine import coverage

from .covers import MARK

PAGE = Path(__file__).parents[2] / "docs" / "libreoffice.md"
# Trivial by nature: what another member's test cannot do without, or what only a window can show.
ELSEWHERE = {
    "App.alert": "needs a window",
    "Apps.cleanup": "does nothing on purpose",
    "Range.max_cells_per_read": "a number",
    "Range.max_cells_per_write": "a number",
}


def _covered() -> set[str]:
    folder = Path(__file__).parent
    modules = [f"{__package__}.{info.name}" for info in pkgutil.iter_modules([str(folder)]) if "test_" in info.name]
    functions = [function for name in modules for function in vars(import_module(name)).values()]
    return {member for function in functions for member in getattr(function, MARK, ())}


def test_page_is_current() -> None:  # 1
    page = PAGE.read_text(encoding="utf-8")
    assert coverage.inserted(page) == page, "python -m kamxl.hosts.libreoffice.engine.coverage docs/libreoffice.md"


def test_all_that_works_is_tested() -> None:  # 2
    claimed = {row.name for row in coverage.rows() if row.status != coverage.NO} - set(ELSEWHERE)
    assert sorted(claimed - _covered()) == []


def test_all_that_is_tested_works() -> None:  # 2
    known = {row.name for row in coverage.rows() if row.status != coverage.NO}
    own = {"Range.arg1_input", "Range.sheet", "App.engine"}  # asked for by xlwings, but promised nowhere
    assert sorted(_covered() - known - own - _inherited()) == []


def _inherited() -> set[str]:
    """Members that a part has from ``Collection`` or from Python, and that its tests name with the part."""
    from xlwings import base_classes

    parts = [part for part in vars(base_classes).values() if isinstance(part, type)]
    common = {name for name in vars(base_classes.Collection) if not name.startswith("__") or name.endswith("__")}
    return {
        f"{part.__name__}.{name}" for part in parts for name in common | {"__contains__", "__iter__", "__getitem__"}
    }


def test_gaps_carry_their_names() -> None:  # 3
    for part, cls in coverage._played():
        for name, member in vars(cls).items():
            if coverage.gaps.is_gap(member):
                refuse = member.fget if isinstance(member, property) else member
                with pytest.raises(NotImplementedError) as refused:
                    refuse(None)
                assert str(refused.value) == f"LibreOffice: {part.__name__}.{name}"
