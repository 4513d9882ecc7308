"""The line between kamxl and the extension: the same engine, without a binding on our side.

1. Values, looks, sorting and names work over it as they do directly.
2. UNO's exceptions arrive with their names; a cut line is a clear error.
3. The door opens with a key once, and to no other.
4. After a press that failed, the line that drove it ends, and a key that was not used yet opens no other.
5. The step of a press that was lost before it wrote leaves no workbook waiting to be drawn, and no undo step.
"""

from __future__ import annotations

import datetime as dt
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from kamxl.errors import HostError
from kamxl.hosts.libreoffice.engine import register
from kamxl.hosts.libreoffice.engine.line import RemoteError, connect
from kamxl.hosts.libreoffice.engine.office import Office


@pytest.fixture(params=["unix", "tcp"])
def door(app: xw.App, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    from kamxl.hosts.libreoffice.extension.carried.objects import Door

    if request.param == "unix" and sys.platform == "win32":
        pytest.skip("no Unix sockets")
    opened = Door(app.impl.bridge.context, tmp_path, tcp=request.param == "tcp")
    yield opened
    opened.close()


@pytest.fixture
def far(door: Any) -> Iterator[xw.Sheet]:
    bridge = connect(door.address, door.key())
    apps = register().apps
    app = apps.add(xl=Office(door.address, bridge, -1, headless=True), add_book=True)
    book = app.books.active
    yield book.sheets[0]
    book.close()
    apps.impl.drop(app.impl)
    bridge.wire.close()


def test_same_engine(far: xw.Sheet) -> None:  # 1
    row = [1.5, "客户", None, True, dt.datetime(2026, 9, 30, 8), 2.0, "#N/A"]
    far["A1"].value = [*row[:5], "=A1+0.5", "=NA()"]
    assert far["A1:G1"].options(err_to_str=True).value == row
    far["A1"].color = (1, 2, 3)
    far["A1:B2"].borders.set("outside", line_style="continuous")
    assert (far["A1"].color, far["A1:B2"].borders["edge_top"].line_style) == ((1, 2, 3), "continuous")
    far["A5"].value = [[3], [1], [2]]
    far["A5:A7"].sort(1)
    assert far["A5:A7"].value == [1.0, 2.0, 3.0]
    far["A5:A7"].name = "序"
    assert far.range("序").address == "$A$5:$A$7"
    far["C5:D6"].merge()
    assert far["D6"].merge_area.address == "$C$5:$D$6"


def test_errors(far: xw.Sheet, door: Any) -> None:  # 2
    with pytest.raises(RemoteError) as refused:
        far.book.api.Sheets.getByName("没有")
    assert type(refused.value).__name__.endswith("NoSuchElementException")
    bridge = connect(door.address, door.key())
    bridge.wire.close()
    with pytest.raises(HostError) as gone:
        _ = bridge.desktop.Components
    assert gone.value.code == "libreoffice.gone"


def test_keys(door: Any) -> None:  # 3
    key = door.key()
    connect(door.address, key).wire.close()
    for wrong in (key, "", "x" * 48):
        with pytest.raises(HostError):
            connect(door.address, wrong)
    if door.address.startswith("unix:"):
        assert stat.S_IMODE(Path(door.address[5:]).stat().st_mode) == 0o600


def test_hung_up(door: Any) -> None:  # 4
    late = door.key()
    bridge = connect(door.address, door.key())
    door.hang_up()
    for drives in (lambda: bridge.desktop.Components, lambda: connect(door.address, late)):
        with pytest.raises(HostError) as gone:
            drives()
        assert gone.value.code == "libreoffice.gone"
    assert bridge.wire.broken
    connect(door.address, door.key()).wire.close()


def test_lost_before_it_wrote(app: xw.App) -> None:  # 5
    from kamxl.hosts.libreoffice.extension.carried.stepping import Step

    book = app.books.add()
    step = Step(app.impl.bridge.context, "kamxl 校验")
    book.api.lockControllers()
    step.take_back()
    assert not book.api.hasControllersLocked()
    assert book.api.UndoManager.getAllUndoActionTitles() == ()
    book.close()
