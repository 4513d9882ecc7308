"""The texts that a package's cells share, where they are plain: told by searches through the part, not by a parse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import cast

from .. import lazy
from ..ooxml.package import Package
from .numbered import numbered

_STRINGS = "xl/sharedStrings.xml"
_T = r'<t(?: xml:space="preserve")?>'
_TEXT = lazy.pattern(rf"<si>{_T}([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>")
_RUN = rf"<r>(?:<rPr>(?:<[^<>]*>)*?</rPr>)?{_T}[^<]*</t></r>"
_RICH = lazy.pattern(rf"\s*<si>({_T}[^<]*</t>|(?:{_RUN})+)(?:<phoneticPr [^<>]*/>)?")
_PIECE = lazy.pattern(r'<t( xml:space="preserve")?>([^<]*)')
_FIRST, _BETWEEN, _LAST = "<si><t>", "</t></si><si><t>", "</t></si></sst>"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class SharedTexts:
    """Texts by their numbers. ``found`` has ``""`` for a blank one and ``None`` for what is not plain."""

    def __init__(self, found: Sequence[str | None]) -> None:
        self._found = found
        self._all_filled = all(found)
        self._written: dict[tuple[bytes, bytes], Mapping[bytes, str | None]] = {}

    def written(self, before: bytes, after: bytes) -> Mapping[bytes, str | None]:
        """The texts by their numbers as cells write them, between ``before`` and ``after``; ``None`` for a blank one. What is
        not plain is left out."""
        form = before, after
        if form not in self._written:
            names = numbered(before, after, len(self._found))
            known = dict(zip(names, self._found, strict=False))
            if not self._all_filled:
                known = {name: text or None for name, text in known.items() if text is not None}
            self._written[form] = known
        return self._written[form]

    @cached_property
    def has_blank(self) -> bool:
        """Whether any of the texts is blank."""
        return not self._all_filled and "" in self._found

    @cached_property
    def filled(self) -> Sequence[str]:
        """All texts, without the blank ones."""
        return cast("Sequence[str]", self._found) if self._all_filled else [text for text in self._found if text]


def shared_texts(package: Package) -> SharedTexts | None:
    """The shared texts of a package; ``None`` where they cannot be told."""
    if not package.has(_STRINGS):
        return SharedTexts(())
    part = package.read(_STRINGS)
    if b'encoding="UTF-8"' not in part[:100]:
        return None
    start = max(part.find(b"<si>"), 0)
    strings = part[start:].decode()
    marks = part.count(b"<", start)
    found = strings[len(_FIRST) : -len(_LAST)].split(_BETWEEN)  # the usual case
    if marks != 4 * len(found) + 1 or not (strings.startswith(_FIRST) and strings.endswith(_LAST)):
        found = _TEXT.findall(strings)
        marks -= part.count(b"<phoneticPr ", start)
    if marks != 4 * len(found) + 1 or _escaped(part, start) or list(map(str.strip, found)) != found:
        return SharedTexts([_text(item) for item in strings.split("</si>")[:-1]])
    return SharedTexts(found)


def _escaped(part: bytes, start: int) -> bool:
    """A single letter is sought in no time."""
    underlined = part.find(b"_", start) >= 0 and part.find(b"_x", start) >= 0
    return underlined or part.find(b"&", start) >= 0 or part.find(b"\r", start) >= 0


def _text(item: str) -> str | None:
    """One text, its runs of different looks joined."""
    rich = _RICH.fullmatch(item)
    if rich is None or "_x" in item or "&#" in item or "\r" in item:
        return None
    pieces = _PIECE.findall(rich[1])
    if any(not kept and piece != piece.strip() for kept, piece in pieces):
        return None
    text = "".join(piece for _, piece in pieces)
    for entity, char in _ENTITIES if "&" in text else ():
        text = text.replace(entity, char)
    return text
