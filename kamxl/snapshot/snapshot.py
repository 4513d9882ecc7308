"""One snapshot: what a KPI function answers from. It never changes; a refresh makes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from functools import cached_property

from ..dataclass import dataclass
from ..domain.facts import Facts
from ..domain.owed import Debt
from ..domain.records import Tables
from ..domain.settings import Settings
from ..errors import Text


@dataclass(frozen=True)
class Snapshot:
    """All records with the settings, and how fresh they are.

    ``stamp`` names the content: equal stamps mean equal workbooks, settings and day. ``books`` are the workbooks read,
    ``problems`` those that could not be, with the reason; ``requests`` gives each request's state by its number,
    ``debts`` what people owe.
    """

    tables: Tables
    settings: Settings
    taken_at: datetime
    stamp: str
    books: tuple[str, ...] = ()
    problems: Mapping[str, Text] = field(default_factory=dict)
    requests: Mapping[str, str] = field(default_factory=dict)
    debts: tuple[Debt, ...] = ()

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.tables, self.settings)
