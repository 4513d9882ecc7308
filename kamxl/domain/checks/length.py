"""字数: a text is so many characters long, spaces not counted."""

from __future__ import annotations

from ... import lazy
from ...errors import say
from ..check import Case, Kind, Test
from ..form import Field
from ..relation import BadCheck, Named, plain
from ..values import show

_BOUNDS = lazy.pattern(r"(?P<low>\d{1,6})\s*(?:-|至|到|~|–|—)\s*(?P<high>\d{1,6})")
_LEAST = lazy.pattern(r"(?:>=|≥|不少于|至少)\s*(?P<low>\d{1,6})|(?P<more>\d{1,6})\s*字?以上")
_MOST = lazy.pattern(r"(?:<=|≤|不超过|至多)\s*(?P<high>\d{1,6})|(?P<less>\d{1,6})\s*字?以内")
_EXACT = lazy.pattern(r"=?\s*(?P<size>\d{1,6})")
_LONGEST = 1_000_000


class _Long:
    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, case: Case) -> bool:
        return self.low <= len("".join(show(case.raw).split())) <= self.high


def _test(need: str, field: Field, named: Named) -> Test:
    text = plain(need).removesuffix("字").strip()
    if found := _BOUNDS.fullmatch(text):
        low, high = int(found["low"]), int(found["high"])
        if low > high:
            raise BadCheck(say("settings.check_swapped", low=low, high=high))
        return _Long(low, high)
    if found := _LEAST.fullmatch(text):
        return _Long(int(found["low"] or found["more"]), _LONGEST)
    if found := _MOST.fullmatch(text):
        return _Long(0, int(found["high"] or found["less"]))
    if found := _EXACT.fullmatch(text):
        return _Long(int(found["size"]), int(found["size"]))
    raise BadCheck(say("settings.check_length", value=need))


KIND = Kind(
    id="length",
    zh="字数",
    en="Length",
    need="10–200；至少 20 字；200 字以内；18",
    help="文字的长度，空格不计",
    test=_test,
)
