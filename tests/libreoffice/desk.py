"""A person at a department's workbooks in a real window: presses buttons, answers what is asked, keeps a picture of each."""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.acting import open_ledger
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.commands.init import init
from kamxl.hosts.libreoffice.engine.office import Office
from kamxl.ledger.keys import FileKeys

from .window import Window, dialog, display, ground, installed, until, xdotool

EAST, NORTH, SOUTH = "专员-华东-张伟.xlsx", "专员-华北-王强.xlsx", "专员-华南-李娜.xlsx"
MANAGER, KPIS = "经理-林晓峰.xlsx", "大客户部KPI.xlsx"
NOW = datetime(2026, 9, 30, 9, 0)


def at(department: Path) -> Department:
    """The department's files, as somebody without a window reads them."""
    return Department(department, open_closed, LAST_DAY)


def state(department: Path, number: str) -> str:
    """Where a request stands by the ledger."""
    with open_ledger(at(department)) as ledger:
        return str(ledger.request(number).state)


@contextmanager
def seated(login: str, pictures: Path) -> Iterator[Desk]:
    """The sample department with a founded ledger, LibreOffice with our extension in a window, and who is logged in."""
    with ground() as folder, display() as screen, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGNAME", login)
        patch.setenv("DISPLAY", screen)
        department = folder / "部门"
        department.mkdir()
        lay_out(department)
        closed = at(department)
        init(closed, "周敏", NOW, everyone=True, simulated=True, keys=FileKeys(closed.own_folder / "keys"))
        desk = Desk(installed(folder), department, [person.name for person in closed.settings.staff], pictures)
        try:
            yield desk
        finally:
            desk.office.kill()


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
    """``people`` are in the order in which the question who acts offers them."""

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
