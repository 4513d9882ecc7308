"""A LibreOffice of our own: a fresh profile with the extension in it, no window, its own resident process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..libreoffice.engine import register
from ..libreoffice.engine.office import launch
from ..libreoffice.extension.install import install, stop_resident
from .stage import Application

if TYPE_CHECKING:
    import xlwings as xw

_PRESS = "kamxl.libreoffice.Press"


@contextmanager
def libreoffice(folder: Path) -> Iterator[Application]:
    """Started with the extension installed; ended, with the process that the extension started, at the end.

    Raises ``HostError`` where LibreOffice, its Python binding or ``unopkg`` is missing.
    """
    installed = install(folder / "profile")
    office = launch(visible=False, profile=folder / "profile")
    app = register().apps.add(xl=office)

    def press(action: str, book: xw.Book, _sheet: str, _cell: str, answers: Mapping[str, str]) -> Mapping[str, Any]:
        frame = book.api.getCurrentController().Frame
        access = office.bridge.service(_PRESS)
        reply: Mapping[str, Any] = json.loads(access.callFunction(action, (frame, json.dumps(dict(answers)))))
        return reply

    versions = {"LibreOffice": str(app.version), "kamxl.oxt": installed.version or "—"}
    try:
        yield Application("libreoffice", app, press, versions)
    finally:
        app.quit()
        office.kill()
        stop_resident()
