"""Texts that are their own meanings, told many at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Set
from functools import cache

from ..domain.values import Raw


class Plain:
    """``pattern`` matches such texts, each with the end of its line (see ``FieldType``); "" where there are none.
    ``never`` are those that mean nothing."""

    def __init__(self, pattern: str, never: Set[str]) -> None:
        self._pattern = pattern
        self._never = never

    def are_all(self, texts: Collection[str]) -> bool:
        """Whether all of these texts are plain. ``False`` is always a good answer."""
        if not self._pattern or not self._never.isdisjoint(texts):
            return False
        lines = "\n".join(texts) + "\n"
        sound = lines.count("\n") == len(texts) and lines[0] != "\n" and lines.find("\n\n") < 0
        return sound and _matcher(self._pattern)(lines) is not None

    def among(self, contents: Set[Raw]) -> Set[str]:
        """Those of the contents that are plain texts."""
        if not self._pattern:
            return frozenset()
        texts = {content for content in contents if isinstance(content, str)}
        if not texts or self.are_all(texts):
            return texts
        sound = [text for text in texts.difference(self._never, ("",)) if "\n" not in text]
        found = map(_matcher(self._pattern), [f"{text}\n" for text in sound])
        return {text for text, plain in zip(sound, found, strict=True) if plain}


@cache
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch  # costly to compile
