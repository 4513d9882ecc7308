"""A check of the department's own: one row of 设置·自定规则, written without a line of Python.

What kinds of check there are: one file each in ``checks/``, found by the registry; the dropdown of 设置, the docs and the
tests follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..errors import Text, say
from . import registry
from .findings import Severity
from .form import Field
from .premise import Condition
from .relation import Named
from .values import Raw, Value

if TYPE_CHECKING:
    from .records import Record
    from .rule import Context
    from .settings import Settings


_ENDS = "。！？；.!?;"  # the remedy follows in the same line


@dataclass(frozen=True, slots=True)
class Case:
    """One field of one record under check: what it means, what its cell holds, and what else is known."""

    field: str
    value: Value
    raw: Raw
    record: Record
    context: Context


Test = Callable[[Case], bool]
"""Whether a value that is filled in and could be read keeps to what is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of check.

    ``test`` makes the test of what stands under 要求 (``need``), or raises ``BadCheck``; a kind without it looks only at
    whether the cell is blank, and ``blank`` says which is wrong: a blank cell (True) or a filled one (False).
    """

    id: str
    zh: str
    en: str
    need: str
    help: str
    test: Callable[[str, Field, Named], Test] | None = None
    blank: bool | None = None

    @property
    def needs(self) -> bool:
        """Whether 要求 must be filled in."""
        return bool(self.need)


@dataclass(frozen=True, slots=True)
class Check:
    """One row. ``words`` and ``remedy`` are the department's own, "" for ours; ``place`` is the row's cell in 设置."""

    form: str
    field: str
    kind: str
    need: str
    test: Test | None
    when: tuple[Condition, ...]
    severity: Severity
    words: str
    remedy: str
    place: str

    def asks(self, record: Record, settings: Settings) -> bool:
        """Whether the check applies to the record: its premise holds."""
        return all(condition.holds(record, settings) for condition in self.when)

    def keeps(self, case: Case) -> bool:
        """Whether a value that is filled in is as it is wanted."""
        return self.test is None or self.test(case)

    def message(self, label: str, value: str, *, absent: bool = False) -> Text:
        """What is wrong and what to do, in the department's words where it gave some. ``absent``: the form has no such field."""
        code = "own_absent" if absent else f"own_{self.kind}"
        ours = say(f"rules.{code}", field=label, value=value, need=self.need, place=self.place)
        if not self.words and not self.remedy:
            return ours
        need = say("rules.own_need", kind=kinds()[self.kind].zh, need=self.need)
        words = self.words if not self.words or self.words[-1] in _ENDS else f"{self.words}。"
        return say("rules.own_rule", words=words or ours, remedy=self.remedy or need, place=self.place)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of check by id."""
    from . import checks as package

    return registry.discover(package, "KIND", Kind)
