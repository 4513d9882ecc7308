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
_PLAIN = re.escape("!\"#$%&'*+,-./;=?@\\^_`|~ ") + "A-Za-z" + "，。；、！？·—…“”‘’"
_NUMBERED = rf"[{_PLAIN}0-9]*+[{_HAN}][{_PLAIN}{_HAN}]*+[0-9]"  # a digit behind a Chinese character
_MANY = rf"(?:[{_PLAIN}{_HAN}]*+[0-9]){{3}}"  # numberings have two digits at most
_REMOVED = "元千万百亿人民币天工作日次张分个小时" + "一二三四五六七八九十"  # a unit behind a slash; numbering

# How totals and notes begin (see ``asides``): a quick look before the exact ones.
# Numbering, marks and brackets may stand before 填表说明, 编制 and 审核; only invisible characters before the other notes.
ASIDE = r"[\s\u200b-\u200f\u2060\ufeff\u00ad]*[注备说制批负经備註說]|[^\0计总均填编編审審]*+[计总均填编編审審]"

_aside = lazy.pattern(ASIDE)


def may_be_aside(text: str) -> bool:
    """A quick look before the exact ones: false where the text is neither a total nor a note."""
    return _aside.match(text) is not None


def foreign_to(labels: Iterable[str]) -> str:
    """A regular expression for the beginning of texts that certainly are none of these labels (as ``label_key`` writes them)."""
    characters = {char for label in labels for char in label} | set(_REMOVED)
    own = "".join(sorted(char for char in written(characters) if "\u4e00" <= char <= "\u9fff"))
    other = rf"[{_PLAIN}0-9{own}]*+[{_HAN}]"
    digits = any(char.isdigit() for char in characters)
    return other if digits else rf"{other}|{_NUMBERED}|{_MANY}"
