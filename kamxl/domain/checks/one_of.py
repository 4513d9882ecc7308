"""列表: the value is one of those listed (of several ticked ones, each)."""

from __future__ import annotations

from ... import lazy
from ...errors import say
from ..check import Case, Kind, Test
from ..form import Field
from ..relation import BadCheck, Named, plain
from ..values import show

_PARTS = lazy.pattern(r"[、,;\n|]+")


def parts_of(need: str) -> frozenset[str]:
    """The listed words, as they are compared. Raises ``BadCheck`` where there is none."""
    parts = frozenset(key(part) for part in _PARTS.split(plain(need)) if part.strip())
    if not parts:
        raise BadCheck(say("settings.check_list", value=need))
    return parts


def key(text: str) -> str:
    """A word as it is compared: half-width, without spaces, in one case."""
    return plain(text).replace(" ", "").casefold()


class _Listed:
    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted

    def __call__(self, case: Case) -> bool:
        return all(
            key(show(part)) in self.wanted for part in (case.value if isinstance(case.value, tuple) else (case.value,))
        )


def _test(need: str, field: Field, named: Named) -> Test:
    return _Listed(parts_of(need))


KIND = Kind(id="one_of", zh="列表", en="One of", need="微信、电话、登门", help="只能填列出的值", test=_test)
