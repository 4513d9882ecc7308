"""A LibreOffice with our extension, in a real window on a display of its own, and what a person does there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

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
        try:
            find_soffice()
        except HostError as error:
            pytest.skip(f"这台电脑上没有可用的 LibreOffice：{error.text.what()}")
        install(folder / "profile")
        _in_chinese(folder / "profile")
        office = launch(visible=True, profile=folder / "profile")
        try:
            yield office
        finally:
            office.kill()


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


_SHOWING = 25  # com.sun.star.accessibility.AccessibleStateType
_LABEL, _PUSH_BUTTON = 86, 44


def said(office: Office) -> str:
    """The text of our message box that is on the screen, "" where there is none."""
    return next((text for role, text in _parts(office) if role == _LABEL), "")


def _parts(office: Office) -> list[tuple[int, str]]:
    toolkit = office.bridge.service("com.sun.star.awt.Toolkit")
    for index in range(toolkit.getTopWindowCount()):
        context = toolkit.getTopWindow(index).getAccessibleContext()
        if context.getAccessibleName() == "kamxl 大客户" and context.getAccessibleStateSet().contains(_SHOWING):
            children = [context.getAccessibleChild(i) for i in range(context.getAccessibleChildCount())]
            return [(one.getAccessibleContext().getAccessibleRole(), _name(one)) for one in children]
    return []


def _name(part: Any) -> str:
    return str(part.getAccessibleContext().getAccessibleName())


_PAINTED = 60_000  # a window whose parts are not drawn yet is plain grey


def _screen() -> bytes:
    return subprocess.run(["import", "-window", "root", "ppm:-"], capture_output=True, check=True).stdout


class Desk:
    """A person at a department's workbooks: presses buttons, answers what is asked, keeps a picture of each press."""

    def __init__(self, office: Office, department: Path, people: list[str], pictures: Path) -> None:
        self.office = office
        self.department = department
        self.people = people
        self.pictures = pictures
        self.kept: set[str] = set()

    def open(self, name: str) -> Window:
        opened = Window(self.office, self.department / name)
        opened.front()
        return opened

    def press(self, opened: Window, label: str, *, person: str = "", answer: str = "") -> str:
        """Clicks a button, says who acts where that is asked, and answers the box (whose text is given) with a key; without
        one it waits for the bar above the cells."""
        opened.front()
        if opened.bar():
            opened.controller.removeInfobar("kamxl")
        opened.click(label)
        if person:
            until(dialog)
            for _ in range(self.people.index(person)):
                xdotool("key", "Down")
            xdotool("key", "Return")
            until(lambda: not dialog() or said(self.office))
        text = ""
        if answer:
            text = str(until(lambda: dialog() and said(self.office)))
            self.keep(label)
            xdotool("key", answer)
            until(lambda: not dialog())
        if not answer or label in _ASKED:
            until(opened.bar)
        if not answer:
            self.keep(label)
        return text

    def keep(self, label: str) -> None:
        """A picture of the screen, once it is painted and no longer changes."""
        screens = [_screen()]

        def still() -> bool:
            screens.append(_screen())
            return screens[-1] == screens[-2] and len(zlib.compress(screens[-1], 1)) > _PAINTED

        until(still)
        seen = screens[-1]
        subprocess.run(["convert", "ppm:-", str(self.pictures / f"{label}.png")], input=seen, check=True)
        self.kept.add(label)

    def titled(self, name: str) -> Any:
        """The open document of that file, once it is there."""
        components = self.office.bridge.desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if unquote(str(getattr(document, "URL", ""))).endswith(f"/{name}"):
                return document
        return None


_ASKED = ("修正", "附加")  # these ask before they act, and say afterwards what they did
