"""What a person owes and what is overdue; the same as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ..domain.cleaning import travelling
from ..domain.clock import stamp
from ..domain.owed import Debt, debts
from .acting import open_ledger
from .department import Department
from .progress import Progress


def owed(department: Department, now: datetime, person: str = "", progress: Progress | None = None) -> tuple[Debt, ...]:
    """The debts of ``person``, or of everybody. Raises ``InputError`` for an unknown person."""
    with open_ledger(department) as ledger:
        staff = ledger.staff
        name = staff.find(person).name if person else ""
        tables = department.tables(progress)
        found = debts(ledger.open_requests(), tables, department.settings, staff, now.date())
    return tuple(debt for debt in found if not name or debt.person == name)


def calendar(found: Iterable[Debt], now: datetime) -> str:
    """An .ics file of the deadlines (RFC 5545): one all-day event each, with an alarm on the morning before."""
    written = stamp(now).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kamxl//大客户部//ZH", "CALSCALE:GREGORIAN"]
    for debt in found:
        if debt.due is None:
            continue
        identity = sha256(f"{debt.person}|{debt.no}|{debt.what}|{debt.due}".encode()).hexdigest()[:32]
        title = f"{debt.no} {debt.what}".strip()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identity}@kamxl",
            f"DTSTAMP:{written}",
            f"DTSTART;VALUE=DATE:{debt.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{debt.due + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(travelling(title))}",
            f"DESCRIPTION:{_escaped(debt.person)}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT15H",
            f"DESCRIPTION:{_escaped(travelling(title))}",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """No line of an .ics file is longer than 75 octets; what follows is led by a space. No character is torn apart."""
    parts: list[str] = []
    current = ""
    for char in line:
        if len((current + char).encode()) > (75 if not parts else 74):
            parts.append(current)
            current = ""
        current += char
    parts.append(current)
    return [parts[0], *(f" {part}" for part in parts[1:])]
