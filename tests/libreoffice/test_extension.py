"""The extension in a real window.

1. Built twice it is the same; it carries nothing but the standard library's needs; its functions are the registry's.
2. Installed into a fresh profile, seen by ``status``, removed without a trace.
3. A click on 校验 lists the findings, selects the first fault, and is one undo step.
4. Functions in cells give the same values as Python, true errors, arrays; through xlsx they keep their plain names.
5. A message box in Chinese for 帮助; a killed resident process is replaced at the next click.
"""

from __future__ import annotations

import ast
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

from kamxl.functions.function import functions
from kamxl.hosts.libreoffice.engine.office import Office
from kamxl.hosts.libreoffice.extension.basic import source
from kamxl.hosts.libreoffice.extension.build import oxt
from kamxl.hosts.libreoffice.extension.install import install, status, uninstall
from kamxl.hosts.resident import endpoint

from . import window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="drives an X window")


def test_build_is_reproducible_and_bare() -> None:  # 1
    made = oxt(("python",))
    assert made == oxt(("python",))
    archive = zipfile.ZipFile(BytesIO(made))
    for name in archive.namelist():
        if name.endswith(".py"):
            for imported in _imports(archive.read(name).decode("utf-8")):
                assert imported in sys.stdlib_module_names | {"uno", "unohelper", "com", "kamxl_carried"}, (
                    name,
                    imported,
                )


def _imports(text: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).partition(".")[0])
    return found


def test_basic_has_every_function() -> None:  # 1
    text = source(functions().values())
    assert text.isascii()
    assert [line.split("(")[0].split()[1] for line in text.splitlines() if line.startswith("Function ")] == list(
        functions()
    )


def test_install_and_uninstall() -> None:  # 2
    with window.ground() as folder:
        profile = folder / "profile"
        assert status(profile).version is None
        assert install(profile).current
        assert uninstall(profile)
        assert status(profile).version is None
        traces = [path for path in profile.rglob("*") if "kamxl" in path.name.lower()]
        # LibreOffice's database of components keeps the freed pages of what was taken out of it.
        files = [path for path in profile.rglob("*") if path.is_file() and path.suffix != ".rdb"]
        traces += [path for path in files if b"kamxl" in path.read_bytes().lower()]
        assert traces == []
        assert not uninstall(profile)


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[Office, Path]]:
    from kamxl.commands.demo import lay_out

    with window.ground() as folder:
        department = folder / "部门"
        department.mkdir()
        lay_out(department)
        with window.windowed(folder) as started:
            yield started, department


def test_click_validate(office: tuple[Office, Path]) -> None:  # 3
    started, department = office
    opened = window.Window(started, department / "专员-华东-张伟.xlsx")
    document = opened.document
    before = document.Sheets.getElementNames()
    window.until(lambda: _ready(opened))
    assert opened.frame.LayoutManager.isElementDocked("private:resource/toolbar/addon_kamxl.bar")
    opened.click("校验", "Check")
    window.until(opened.bar)
    window.screenshot("validate")
    assert document.Sheets.getElementNames() == (*before, "校验结果")
    title = document.Sheets.getByName("校验结果").getCellRangeByName("A1").String
    assert title.startswith("校验结果：7 个错误")
    assert (opened.controller.getActiveSheet().Name, document.getCurrentSelection().AbsoluteName) == (
        "商机登记",
        "$商机登记.$C$4",
    )
    assert len(document.UndoManager.getAllUndoActionTitles()) == 1
    document.UndoManager.undo()
    assert document.Sheets.getElementNames() == before
    opened.close()


def _ready(opened: window.Window) -> bool:
    try:
        return opened.button("校验", "Check")[1] > 0
    except (AttributeError, AssertionError):
        return False


def test_functions(office: tuple[Office, Path], tmp_path: Path) -> None:  # 4
    openpyxl = pytest.importorskip("openpyxl")
    from kamxl.hosts.live.values import values

    started, department = office
    made = openpyxl.Workbook()
    calls = [
        'KAM_CHURN("2026Q3")',
        'KAM_PLAN_RATE("2026Q3","华东")',
        'KAM_CHURN("乱")',
        "KAM_CHURN()",
        "KAM_NEW_RATE(B1)",
    ]
    for row, call in enumerate(calls, 1):
        made.active.cell(row, 1).value = f"={call}"
    made.active["B1"] = "2026年三季度"
    book = department / "算.xlsx"
    made.save(book)
    try:
        opened = window.Window(started, book)
        opened.document.calculateAll()
        sheet = opened.document.Sheets.getByIndex(0)
        cells = [sheet.getCellByPosition(0, row) for row in range(5)]
        expected, _ = values(
            department / "x.xlsx",
            [
                ["KAM_CHURN", "2026Q3"],
                ["KAM_PLAN_RATE", "2026Q3", "华东"],
                ["KAM_CHURN", "乱"],
                ["KAM_CHURN"],
                ["KAM_NEW_RATE", "2026年三季度"],
            ],
        )
        assert [cells[row].Value for row in (0, 1, 4)] == [expected[row] for row in (0, 1, 4)]
        assert [expected[2], expected[3]] == [{"error": "VALUE"}, {"error": "VALUE"}]
        assert [cells[2].getError(), cells[3].getError()] == [519, 519]
        sheet.getCellRangeByName("D1:F3").setArrayFormula('=KAM_TABLE("2026Q3")')
        assert sheet.getCellRangeByName("D2").String == "华东"
        properties = started.bridge.properties(FilterName="Calc MS Excel 2007 XML")
        opened.document.storeToURL((tmp_path / "saved.xlsx").as_uri(), properties)
        opened.close()
        stored = openpyxl.load_workbook(tmp_path / "saved.xlsx").active
        assert [stored.cell(row, 1).value for row in (1, 2)] == [f"={call}" for call in calls[:2]]
        computed = openpyxl.load_workbook(tmp_path / "saved.xlsx", data_only=True).active
        kept = [computed.cell(row, 1).value for row in (1, 2, 5)]  # LibreOffice stores 15 digits
        assert kept == pytest.approx([expected[row] for row in (0, 1, 4)], rel=1e-14)
    finally:
        book.unlink()


def test_help_box_and_a_killed_process(office: tuple[Office, Path]) -> None:  # 5
    started, department = office
    opened = window.Window(started, department / "专员-华南-李娜.xlsx")
    window.until(lambda: _ready(opened))
    opened.click("帮助", "Help")
    window.until(window.dialog)
    window.screenshot("help")
    window.xdotool("key", "Return")
    window.until(lambda: not window.dialog())
    running = endpoint.read(endpoint.home())
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    opened.click("校验", "Check")
    window.until(opened.bar)
    window.screenshot("after-kill")
    again = endpoint.read(endpoint.home())
    assert again is not None
    assert again.pid != running.pid
    opened.close()
