"""A LibreOffice with our extension, in a real window on a display of its own, and what a person does there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kamxl.errors import HostError
from kamxl.hosts.libreoffice.engine.office import Office, find_soffice, launch
from kamxl.hosts.libreoffice.extension.install import install, stop_resident

ROOT = Path(__file__).parents[2]
# Root may not run unopkg: it runs as nobody, in a profile that is given back afterwards.
_AS_NOBODY = """#!/bin/sh
for a in "$@"; do case "$a" in -env:UserInstallation=file://*) p=${a#-env:UserInstallation=file://};; esac; done
mkdir -p "$p"; chown -R 65534:65534 "$p"
HOME=$p setpriv --reuid=65534 --regid=65534 --clear-groups unopkg "$@"; r=$?
chown -R 0:0 "$p"; exit $r
"""


def until(true: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What ``true`` gives once it is something. Fails where it never is."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < deadline:
        if found := true():
            return found
        pause.wait(0.02)
    raise AssertionError(f"nothing happened in {seconds:g} s")


@contextmanager
def ground() -> Iterator[Path]:
    """A folder that others may enter, and the environment of an installation in it."""
    folder = Path(tempfile.mkdtemp(prefix="kamxl-test-"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMXL_RESIDENT_HOME", str(folder / "run"))
        patch.setenv("KAMXL_KEEP_PYTHONPATH", "1")
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("KAMXL_TODAY", "2026-09-30")
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        if hasattr(os, "getuid") and os.getuid() == 0:
            if shutil.which("setpriv") is None:
                pytest.skip("root 不能运行 unopkg,且没有 setpriv (util-linux)")
            wrapper = folder / "unopkg"
            wrapper.write_text(_AS_NOBODY, encoding="ascii")
            wrapper.chmod(0o755)
            patch.setenv("KAMXL_UNOPKG", str(wrapper))
        try:
            yield folder
        finally:
            stop_resident()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def display() -> Iterator[str]:
    """An X server of our own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("没有 Xvfb,无法打开真实窗口")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            name = f":{pipe.readline().strip()}"
        with _manager(name):
            yield name
    finally:
        server.kill()
        server.wait()


@contextmanager
def _manager(name: str) -> Iterator[None]:
    """A window manager: without one a new dialog would not get the keys."""
    if shutil.which("openbox") is None:
        pytest.skip("没有 openbox，对话框得不到键盘焦点")
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"],
        env={**os.environ, "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        manager.kill()
        manager.wait()


@contextmanager
def windowed(folder: Path) -> Iterator[Office]:
    """The extension installed into a fresh profile, and LibreOffice started in a window."""
    with display() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", name)
        office = installed(folder)
        try:
            yield office
        finally:
            office.kill()


def installed(folder: Path) -> Office:
    """The extension in a fresh profile, and the LibreOffice of that profile in a window."""
    try:
        find_soffice()
    except HostError as error:
        pytest.skip(f"这台电脑上没有可用的 LibreOffice：{error.text.what()}")
    install(folder / "profile")
    _in_chinese(folder / "profile")
    return launch(visible=True, profile=folder / "profile")


def _in_chinese(profile: Path) -> None:
    """LibreOffice speaks Chinese in this profile, as it does on the people's computers."""
    file = profile / "user" / "registrymodifications.xcu"
    item = (
        '<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse">'
        "<value>zh-CN</value></prop></item>"
    )
    end = "</oor:items>"
    file.write_text(file.read_text(encoding="utf-8").replace(end, item + end), encoding="utf-8")


class Window:
    """One workbook's window."""

    def __init__(self, office: Office, path: Path) -> None:
        self.office = office
        bridge = office.bridge
        self.document = bridge.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        self.controller = self.document.getCurrentController()
        self.frame = self.controller.Frame

    def button(self, *labels: str) -> tuple[int, int]:
        """Where the middle of our toolbar's button is on the screen."""
        bar = self.frame.LayoutManager.getElement("private:resource/toolbar/addon_kamxl.bar")
        context = bar.getRealInterface().getAccessibleContext()
        for index in range(context.getAccessibleChildCount()):
            child = context.getAccessibleChild(index).getAccessibleContext()
            if child.getAccessibleName() in labels:
                corner, size = child.getLocationOnScreen(), child.getSize()
                return corner.X + size.Width // 2, corner.Y + size.Height // 2
        raise AssertionError(labels)

    def click(self, *labels: str) -> None:
        x, y = self.button(*labels)
        xdotool("mousemove", str(x), str(y), "click", "1")

    def bar(self) -> bool:
        return bool(self.controller.hasInfobar("kamxl"))

    def ready(self) -> bool:
        try:
            return self.button("校验", "Check")[1] > 0
        except (AttributeError, AssertionError):
            return False

    def front(self) -> None:
        """This window above the others, and its toolbar there."""
        self.frame.getContainerWindow().toFront()
        self.frame.activate()
        until(self.ready)

    def undo_titles(self) -> tuple[str, ...]:
        return tuple(self.document.UndoManager.getAllUndoActionTitles())

    def select(self, sheet: str, cell: str) -> None:
        self.controller.select(self.document.Sheets.getByName(sheet).getCellRangeByName(cell))

    def sheet(self) -> str:
        return str(self.controller.getActiveSheet().Name)

    def cell(self) -> str:
        return str(self.document.getCurrentSelection().AbsoluteName)

    def value(self, sheet: str, cell: str) -> float:
        return float(self.document.Sheets.getByName(sheet).getCellRangeByName(cell).Value)

    def write(self, sheet: str, cell: str, text: str) -> None:
        self.document.Sheets.getByName(sheet).getCellRangeByName(cell).setString(text)

    def text(self, sheet: str, cell: str) -> str:
        return str(self.document.Sheets.getByName(sheet).getCellRangeByName(cell).String)

    def close(self) -> None:
        self.document.setModified(False)
        self.document.close(True)


def xdotool(*arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], capture_output=True, check=True, text=True).stdout.strip()


def dialog() -> str:
    """The id of our message box, once it is on the screen."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "^kamxl 大客户$"], capture_output=True, text=True, check=False
    )
    return found.stdout.split("\n")[0]


def screenshot(name: str) -> Path | None:
    """A picture of the whole screen, kept in ``KAMXL_SCREENSHOTS`` (or not at all)."""
    folder = os.environ.get("KAMXL_SCREENSHOTS")
    if not folder or shutil.which("import") is None:
        return None
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["import", "-window", "root", str(path)], check=True)
    return path
