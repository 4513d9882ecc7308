"""An engine that lets xlwings drive LibreOffice Calc. It needs no licence key and nothing else of kamxl.

    import xlwings as xw
    from kamxl.hosts.libreoffice.engine import register

    with register().apps.add(visible=False, add_book=False) as app:
        book = app.books.open("客户.xlsx")
        book.sheets[0]["A1"].value = [["区域", "金额"], ["华东", 12.5]]
        book.save()

``docs/libreoffice.md`` says for each member of xlwings' API whether it works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

NAME = "libreoffice"


def register() -> xlwings.Engine:
    """xlwings' engine ``libreoffice``, added to ``xlwings.engines`` at the first call.

    It becomes the active engine only where there is none (Linux). Beside Excel it must not: xlwings' clean-up there
    ends every Excel that the active engine does not know.
    """
    import xlwings

    from .apps import LibreOfficeEngine

    if NAME not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=LibreOfficeEngine()))
    engine = xlwings.engines[NAME]
    if xlwings.engines.active is None:
        engine.activate()
    return engine
