"""Tells by their characters that most texts on a sheet cannot be labels, long before they are taken apart.

A label is looked up without its brackets, what follows its colon, its Latin part, one number before it, spaces and marks.
So a text is none if, before anything of that kind could begin, it has a Chinese character that no label has, or a digit
that no numbering explains. What this refuses, the full look-up would refuse as well (a property test says so); it may
let anything else pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .. import lazy
from .traditional import written

_HAN = "\u4e00-\u9fff"
# Characters that stand for themselves, whatever folding does to their neighbours: no brackets, colons, line breaks.
_PLAIN = re.escape("!\"#$%&'*+,-./;=?@\\^_`|~ ") + "A-Za-z" + "，。；、！？·—…“”‘’￥¥％～"
_NUMBERED = rf"[{_PLAIN}0-9]*+[{_HAN}][{_PLAIN}{_HAN}]*+[0-9]"  # a digit behind a Chinese character
_MANY = rf"(?:[{_PLAIN}{_HAN}]*+[0-9]){{3}}"  # numberings have two digits at most
_MARKS = re.escape("!\"#$%&'*+,-./:;=?@\\^_`|~ ")
ODD = rf"[^{_HAN}0-9A-Za-z{_MARKS}\0]"  # characters that may turn into others, or take their neighbours with them
_REMOVED = "元千万百亿人民币天工作日次张分个小时" + "一二三四五六七八九十"  # a unit behind a slash; numbering

# How totals and notes begin (see ``asides``): a quick look before the exact ones.
# Numbering, marks and brackets may stand before 填表说明, 编制 and 审核; only invisible characters before the other notes.
_INVISIBLE = r"\s\u200b-\u200f\u2060\ufeff\u00ad"
_NOTES = "注备说制批负经備註說"
_TOTALS = r"[^\0计总均填编編审審]*+[计总均填编編审審]"
_aside = lazy.pattern(rf"[{_INVISIBLE}]*[{_NOTES}]|{_TOTALS}")

BOXES = "□☐○◯"
# How texts begin that are more than values, whatever the labels: totals, notes, blanks and boxes. Lets through a few others.
SPECIAL = rf"[{_INVISIBLE}{_NOTES}{BOXES}]|{_TOTALS}"


def may_be_aside(text: str) -> bool:
    """A quick look before the exact ones: false where the text is neither a total nor a note."""
    return _aside.match(text) is not None


def foreign_to(labels: Iterable[str]) -> str:
    """A regular expression for the beginning of texts that certainly are none of these labels (as ``label_key`` writes them)."""
    characters = {char for label in labels for char in label} | set(_REMOVED)
    own = "".join(sorted(char for char in written(characters) if "\u4e00" <= char <= "\u9fff"))
    other = rf"[{_PLAIN}0-9{own}]*+[{_HAN}]"
    digits = any(char.isdigit() for char in characters)
    return other if digits else rf"{_MANY}|{other}|{_NUMBERED}"  # the quickest first


def titled(titles: Iterable[str]) -> str:
    """A regular expression that finds something in each text with one of these titles (as ``label_key`` writes them).

    Their first characters are looked for, apart or not, and whatever may turn into these characters or vanish with what
    stands beside it.
    """
    beginnings: dict[str, set[str]] = {}
    for title in titles:
        first, second, third = (_any_case(written({char})) for char in title[:3])
        for char in first:
            beginnings.setdefault(rf"{re.escape(char)}[{_MARKS}]*{_one_of(second)}[{_MARKS}]*", set()).update(third)
    return "|".join(f"{beginning}{_one_of(third)}" for beginning, third in beginnings.items()) or "(?!)"


def _any_case(characters: Iterable[str]) -> set[str]:
    return {variant for char in characters for variant in (char, char.upper())}


def _one_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"
