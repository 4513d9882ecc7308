"""The running application that a press came from, as xlwings' ``App``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...errors import HostError
from ..resident.protocol import Press

if TYPE_CHECKING:
    import xlwings as xw


@contextmanager
def application(press: Press) -> Iterator[xw.App]:
    """Excel by its window, LibreOffice over the line that its extension opened for this press.

    Raises ``HostError("live.cut")`` where that line was lost, whatever the action made of it: to LibreOffice the press has
    failed, and its changes are taken back.
    """
    if press.host == "excel":
        from ..excel.running import excel_app

        with excel_app(press.app) as app:
            yield app
        return
    from ..libreoffice.engine import register
    from ..libreoffice.engine.line import connect
    from ..libreoffice.engine.office import Office

    address, key = str(press.app.get("address", "")), str(press.app.get("key", ""))
    bridge = connect(address, key)
    apps = register().apps
    app = apps.add(xl=Office(address, bridge, -1, headless=False))
    try:
        yield app
    finally:
        apps.impl.drop(app.impl)
        bridge.wire.close()
        if bridge.wire.broken:
            raise HostError("live.cut")


def forget_answers(app: xw.App, press: Press) -> None:
    """The figures changed: what LibreOffice's cells were told holds no more. Excel's add-in sees it by the reply's stamp."""
    if press.host == "libreoffice":
        app.impl.bridge.service("kamxl.libreoffice.Functions").callFunction("forget", ())
