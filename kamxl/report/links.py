"""Links from the report to the cells that it was made from."""

from __future__ import annotations

# XlsxWriter refuses longer addresses; Excel's own limit is 2,079.
_LONGEST = 2079


def cell_link(folder: str, book: str, sheet: str, cell: str) -> str:
    """XlsxWriter's address of a cell in another workbook, relative to the report; "" where no link can say it.

    A ``#`` in a path would be read as the start of the cell's address.
    """
    path = f"{folder}/{book}" if folder else book
    if "#" in path:
        return ""
    quoted = sheet.replace("'", "''")
    address = f"external:{path}#'{quoted}'!{cell}"
    return address if len(address) < _LONGEST else ""
