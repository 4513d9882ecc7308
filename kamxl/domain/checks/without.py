"""不含: the text holds none of the words listed."""

from __future__ import annotations

from ..check import Case, Kind, Test
from ..form import Field
from ..relation import Named
from ..values import show
from .one_of import key, parts_of


class _Without:
    def __init__(self, unwanted: frozenset[str]) -> None:
        self.unwanted = unwanted

    def __call__(self, case: Case) -> bool:
        text = key(show(case.value))
        return not any(word in text for word in self.unwanted)


def _test(need: str, field: Field, named: Named) -> Test:
    return _Without(parts_of(need))


KIND = Kind(id="without", zh="不含", en="Without", need="待定、同上、详见附件", help="内容里不能出现这些词", test=_test)
