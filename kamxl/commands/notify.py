"""Tells people what they owe, over whatever channel the department has set up. Off until somebody sets one up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from ..dataclass import dataclass
from ..domain.cleaning import travelling
from ..domain.owed import Debt
from ..errors import KamxlError, Text
from .department import Department
from .owed import owed
from .progress import Progress

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one person: plain text, one line a debt. ``to`` is their name, as in 设置."""

    to: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.lines))


Sender: TypeAlias = Callable[[Message], None]
"""Sends one message. Raises ``KamxlError`` when it cannot."""


@dataclass(frozen=True, slots=True)
class Notified:
    """Who was told, and where a channel failed."""

    told: tuple[str, ...]
    failed: tuple[tuple[str, Text], ...]


def notify(
    department: Department, now: datetime, senders: Mapping[str, Sender], progress: Progress | None = None
) -> Notified:
    """Sends everybody the list of what they owe through each channel. A channel that fails does not stop the others."""
    told: list[str] = []
    failed: dict[str, Text] = {}
    for message in messages(owed(department, now, progress=progress)):
        for channel, send in senders.items():
            try:
                send(message)
                told.append(message.to)
            except KamxlError as error:
                failed[channel] = error.text
    return Notified(tuple(dict.fromkeys(told)), tuple(failed.items()))


def messages(debts: Iterable[Debt]) -> list[Message]:
    """One message a person, what is overdue first. No form's content is in it but the customer's name."""
    by_person: dict[str, list[Debt]] = {}
    for debt in debts:
        by_person.setdefault(debt.person, []).append(debt)
    found = []
    for person, theirs in sorted(by_person.items()):
        late = sum(debt.overdue for debt in theirs)
        title = f"{person}：待办 {len(theirs)} 项" + (f"，其中逾期 {late} 项" if late else "")
        lines = [_line(debt) for debt in theirs[:_SHOWN]]
        if len(theirs) > _SHOWN:
            lines.append(f"……另有 {len(theirs) - _SHOWN} 项")
        found.append(Message(person, title, tuple(lines)))
    return found


def _line(debt: Debt) -> str:
    due = f"{debt.due:%m-%d} " if debt.due else ""
    return travelling(f"{due}{'【逾期】' if debt.overdue else ''}{debt.no} {debt.what}".strip())
