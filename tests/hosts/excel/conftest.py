"""The built add-in, loaded for a test: its modules run, a resident process answers, nobody needs Excel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kamxl import __version__
from kamxl.commands.progress import Progress
from kamxl.errors import BookError
from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel.build import FILE, build
from kamxl.hosts.excel.config import FILE as CONFIG
from kamxl.hosts.excel.config import Config
from kamxl.hosts.resident import endpoint as endpoints
from kamxl.hosts.resident.endpoint import Endpoint
from kamxl.hosts.resident.protocol import Press, Reply
from kamxl.hosts.resident.server import Desk, listen
from kamxl.hosts.resident.service import available

from .vba import AddIn


@dataclass
class Answering:
    """A service that answers what the test wants: ``replies`` in their order, ``value`` for each call."""

    replies: list[Reply] = field(default_factory=list)
    pressed: list[Press] = field(default_factory=list)
    asked: list[list[list[Any]]] = field(default_factory=list)
    enabled: list[str] = field(default_factory=lambda: [action.id for action in available()])
    value: Callable[[list[Any]], Any] = lambda call: len(call)
    stamp: str = "s1"
    wheres: int = 0

    def press(self, press: Press, progress: Progress) -> Reply:
        self.pressed.append(press)
        if not self.replies:
            raise BookError("books.locked", path="a.xlsx", owner="周敏")
        return self.replies.pop(0)

    def where(self, book: str) -> list[str]:
        self.wheres += 1
        return self.enabled

    def values(self, book: str, calls: list[list[Any]]) -> tuple[list[Any], str]:
        self.asked.append(calls)
        return [self.value(call) for call in calls], self.stamp

    def prepare_thread(self) -> None:
        return None


@pytest.fixture(scope="session")
def built() -> bytes:
    """The add-in as it is built from the sources."""
    return build(list(functions().values()), CATEGORY)


@pytest.fixture
def addin(built: bytes, tmp_path: Path) -> AddIn:
    """The add-in installed in a folder with blanks and Chinese, with nobody answering yet."""
    folder = tmp_path / "Add Ins 加载项"
    folder.mkdir()
    (folder / FILE).write_bytes(built)
    config = Config(tmp_path / "没有" / "python.exe", tmp_path / "运行 run", __version__)
    (folder / CONFIG).write_bytes(config.text().encode("ascii"))
    return AddIn(folder / FILE)


@pytest.fixture(scope="session")
def loaded(built: bytes, tmp_path_factory: pytest.TempPathFactory) -> AddIn:
    """The add-in for tests of pure procedures, loaded once."""
    path = tmp_path_factory.mktemp("addin") / FILE
    path.write_bytes(built)
    return AddIn(path)


@pytest.fixture
def service(addin: AddIn, tmp_path: Path) -> Iterator[Answering]:
    """A real server that the add-in finds."""
    folder = endpoints.private(tmp_path / "运行 run")
    answering = Answering()
    desk = Desk(answering, __version__, 1)
    server, address = listen(desk, "secret", 36000.0, None)
    endpoints.write(folder, Endpoint(address, "secret", 1, __version__))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield answering
    desk.stopping.set()
    thread.join(10)
    server.server_close()
    desk.close()
