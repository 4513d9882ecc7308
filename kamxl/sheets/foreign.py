"""Tells by their characters that most texts on a sheet cannot be labels, long before they are taken apart.

A label is looked up without its brackets, what follows its colon, its Latin part, one number before it, spaces and marks.
So a text is none if, before anything of that kind could begin, it has a Chinese character that no label has, or a digit
that no numbering explains. What this refuses, the full look-up would refuse as well (a property test says so); it may
let anything else pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .traditional import written

_HAN = "\u4e00-\u9fff"
# Characters that stand for themselves, whatever folding does to their neighbours: no brackets, colons, line breaks.
_PLAIN = re.escape("!\"#$%&'*+,-./;=?@\\^_`|~ ") + "A-Za-z" + "，。；、！？·—…“”‘’"
_NUMBERED = rf"[{_PLAIN}0-9]*+[{_HAN}][{_PLAIN}{_HAN}]*+[0-9]"  # a digit behind a Chinese character
_MANY = rf"(?:[{_PLAIN}{_HAN}]*+[0-9]){{3}}"  # numberings have two digits at most
_REMOVED = "元千万百亿人民币天工作日次张分个小时" + "一二三四五六七八九十"  # a unit behind a slash; numbering


def foreign_to(labels: Iterable[str]) -> Callable[[str], object]:
    """A quick test, true for texts that certainly are none of these labels (as ``label_key`` writes them)."""
    characters = {char for label in labels for char in label} | set(_REMOVED)
    own = "".join(sorted(char for char in written(characters) if "\u4e00" <= char <= "\u9fff"))
    other = rf"[{_PLAIN}0-9{own}]*+[{_HAN}]"
    digits = any(char.isdigit() for char in characters)
    return re.compile(other if digits else rf"{other}|{_NUMBERED}|{_MANY}").match
