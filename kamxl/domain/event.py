"""An event: one thing that one person did to one request, with what was on the sheet when they did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from ..dataclass import dataclass
from .flow import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A form as it stood when somebody acted on it.

    ``fields`` are normalised texts by field id, ``seals`` the digest of what each field's cell held, ``cells`` the
    cells' addresses then (a list may be sorted later). ``facts`` are figures that a condition needs and that the form
    does not hold (the approved budget of the request that a claim belongs to).
    """

    form: str
    book: str = ""
    sheet: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What ``actor`` did. ``behalf`` is whom they stood in for, ``to`` the state asked for where the table leaves a
    choice, ``person`` whom a transfer, a further signature or a reassignment names, ``revision`` the one acted on.

    ``id`` names the event once it is written, ``after`` the latest events of the request that its author knew, and
    ``law`` the department's latest publication that they knew.
    """

    request: str
    flow: str
    action: Action
    actor: str
    at: datetime
    behalf: str = ""
    comment: str = ""
    to: str = ""
    person: str = ""
    revision: int = 1
    policy: str = ""
    evidence: Evidence | None = None
    id: str = ""
    after: tuple[str, ...] = ()
    law: str = ""

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def signed_by(self) -> str:
        """Who acted, with both names where one stood in for the other."""
        return f"{self.actor}(代{self.behalf})" if self.behalf else self.actor
