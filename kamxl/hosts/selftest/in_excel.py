"""An Excel of our own: a new instance without a window, with the add-in that this version builds opened in it.

Excel that a program starts loads no add-ins, so ours is opened as a workbook. Another Excel that runs is not touched; on
macOS, where two cannot be told apart, it has to be closed first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...errors import HostError
from ...functions.function import CATEGORY, functions
from ..excel.build import build
from ..excel.config import FILE, Config
from ..excel.machine import this_machine
from ..excel.running import tame
from ..resident import client, endpoint
from .stage import Application

if TYPE_CHECKING:
    import xlwings as xw

_ADDIN = "kamxl.xlam"


@contextmanager
def excel(folder: Path) -> Iterator[Application]:
    """Started with the add-in open; ended, with the resident process of this run, at the end.

    Raises ``HostError`` where there is no Excel for the desktop, or (macOS) where one is open already.
    """
    machine = this_machine()
    if machine.platform == "darwin" and machine.excel_runs():
        raise HostError("selftest.excel_open")
    import xlwings as xw

    if sys.platform == "win32":
        tame(import_module("xlwings._xlwindows"))
    try:
        app = xw.engines["excel"].apps.add(visible=False, add_book=False)
    except Exception as error:  # COM's and appscript's errors have no common ancestor
        raise HostError("selftest.excel_does_not_start", reason=error) from error
    try:
        where = client.with_process((str(machine.python),), __version__)
        addin = folder / "addin"
        addin.mkdir()
        (addin / _ADDIN).write_bytes(build(list(functions().values()), CATEGORY))
        settings = Config(machine.python, endpoint.home(), __version__)
        (addin / FILE).write_text(settings.text(), encoding="ascii", newline="")
        app.books.open(str(addin / _ADDIN))
        yield Application("excel", app, _pressing(app, where), {"Excel": str(app.version), "xlwings": xw.__version__})
    except client.NoProcess as error:
        raise HostError("selftest.no_process", reason=error.reason) from error
    finally:
        _end(app)


def _pressing(app: xw.App, where: endpoint.Endpoint) -> Any:
    """What the add-in's VBA does at a click, but for its boxes."""
    window = int(app.hwnd or 0) if sys.platform == "win32" else 0

    def press(action: str, book: xw.Book, sheet: str, cell: str, answers: Mapping[str, str]) -> Mapping[str, Any]:
        body = {"action": action, "host": "excel", "book": str(book.fullname), "sheet": sheet, "cell": cell}
        return client.call(where, "/press", {**body, "answers": dict(answers), "app": {"hwnd": window, "pid": app.pid}})

    return press


def _end(app: xw.App) -> None:
    """This instance alone, whatever state it is in; then the process that this run started."""
    with suppress(Exception):
        app.display_alerts = False
        for book in list(app.books):
            book.close()
    with suppress(Exception):
        app.quit()
    with suppress(Exception):  # one that has gone already
        app.kill()
    found = endpoint.read(endpoint.home())
    if found is not None:
        with suppress(client.NoProcess, client.Broken):
            client.call(found, "/stop", {}, 5.0)
