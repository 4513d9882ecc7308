"""Who has a workbook open: the owner files that Excel, WPS and LibreOffice leave beside it."""

from __future__ import annotations

from pathlib import Path

from ..dataclass import dataclass

_OWNER_FILE = 165


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who has the workbook open, as their program noted it. ``name`` may be empty."""

    name: str
    lock: Path

    def __str__(self) -> str:
        return self.name or self.lock.name


def owner_of(book: Path) -> Owner | None:
    """The person who has ``book`` open, or ``None``.

    A file left behind by a crash looks the same, so the message names it.
    """
    for lock in (book.with_name("~$" + book.name), book.with_name(".~" + book.name)):
        if lock.is_file():
            return Owner(_excel_name(_bytes(lock)), lock)
    lock = book.with_name(f".~lock.{book.name}#")
    return Owner(_libreoffice_name(_bytes(lock)), lock) if lock.is_file() else None


def _bytes(lock: Path) -> bytes:
    try:
        return lock.read_bytes()[:4096]
    except OSError:  # Excel on Windows may hold its owner file so that nobody else reads it
        return b""


def _excel_name(data: bytes) -> str:
    """Byte 0 counts an ANSI name; byte 55 begins a 16-bit count and the same name in UTF-16, which keeps Chinese."""
    if len(data) >= _OWNER_FILE:
        length = int.from_bytes(data[55:57], "little")
        name = data[57 : 57 + 2 * min(length, 54)].decode("utf-16-le", "replace").strip("\0 ")
        if name:
            return name
    return data[1 : 1 + data[0]].decode("gb18030", "replace").strip("\0 ") if data else ""


def _libreoffice_name(data: bytes) -> str:
    """``full name,login,host,date,profile;`` with backslashes before commas that belong to a name."""
    fields, current, escaped = [], "", False
    for char in data.decode("utf-8", "replace"):
        if escaped:
            current, escaped = current + char, False
        elif char == "\\":
            escaped = True
        elif char in ",;":
            fields.append(current.strip())
            current = ""
        else:
            current += char
    fields += [current.strip(), "", ""]
    full, login, host = fields[:3]
    return full or (f"{login}@{host}" if login and host else login)
