"""Reads cells in LibreOffice: run by a Python that has ``uno`` (LibreOffice's own, or the system's).

stdin: JSON ``{"pipe": name, "books": [[path, [[tab, cell], …]], …]}``; stdout: JSON, for each book a list of
``{"text", "value", "formula", "error", "charts", "notes"}``, or a string that says why it did not open.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]


def desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + 60
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def read(office: Any, path: str, cells: list[list[Any]]) -> Any:
    hidden = [PropertyValue("Hidden", 0, True, 0), PropertyValue("ReadOnly", 0, True, 0)]
    document = office.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, tuple(hidden))
    if document is None:
        return "not opened"
    try:
        found = []
        for tab, address in cells:
            sheet = document.Sheets.getByIndex(tab)
            cell = sheet.getCellRangeByName(address)
            notes = [note.String for note in sheet.Annotations]
            seen = {"text": cell.String, "value": cell.Value, "formula": cell.Formula, "error": cell.getError()}
            found.append({**seen, "charts": sheet.Charts.Count, "notes": notes})
        return found
    finally:
        document.close(True)


def main() -> None:
    job = json.load(sys.stdin)
    office = desktop(job["pipe"])
    results = [read(office, path, cells) for path, cells in job["books"]]
    json.dump(results, sys.stdout)
    try:
        office.terminate()
    except Exception:  # noqa: BLE001 - the connection ends with the office
        return


if __name__ == "__main__":
    main()
