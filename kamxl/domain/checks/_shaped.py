"""What 格式 and 正则 share: the value as text is of a pattern."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import say
from ..check import Case, Test
from ..form import Field
from ..pattern import BadPattern, Pattern
from ..relation import BadCheck, Named
from ..values import show


class _Shaped:
    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern

    def __call__(self, case: Case) -> bool:
        return any(self.pattern.matches(show(text).strip()) for text in (case.value, case.raw))


def shaped(notation: Callable[[str], Pattern]) -> Callable[[str, Field, Named], Test]:
    """The test of 要求 in a notation."""

    def test(need: str, field: Field, named: Named) -> Test:
        try:
            return _Shaped(notation(need))
        except BadPattern as fault:
            raise BadCheck(say(f"settings.pattern_{fault.reason}", value=need, at=fault.at)) from fault

    return test
