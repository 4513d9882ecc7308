"""Messages: a code and its parameters, put into words (zh-CN first, English second) only when somebody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from importlib import import_module
from typing import Literal

from ..dataclass import dataclass

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of the catalogue: what is wrong, and how to fix it, in both languages. ``{name}`` marks a parameter."""

    zh: str
    en: str
    fix: str
    fix_en: str


@dataclass(frozen=True, slots=True)
class Text:
    """A message with its parameters: a value that travels (findings, errors, JSON) and is rendered at the edge."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def what(self, language: Language = "zh") -> str:
        """What is wrong, and where."""
        entry = message(self.code)
        return (entry.zh if language == "zh" else entry.en).format(**self._rendered(language))

    def fix(self, language: Language = "zh") -> str:
        """What to do about it."""
        entry = message(self.code)
        return (entry.fix if language == "zh" else entry.fix_en).format(**self._rendered(language))

    def full(self, language: Language = "zh") -> str:
        """What is wrong and what to do, as one paragraph."""
        what, fix = self.what(language), self.fix(language)
        gap = "" if language == "zh" or not what or what.endswith("\n") else " "
        return f"{what}{gap}{fix}"

    def _rendered(self, language: Language) -> dict[str, object]:
        return {name: value.what(language) if isinstance(value, Text) else value for name, value in self.params.items()}

    def __str__(self) -> str:
        return self.full()


def say(code: str, **params: object) -> Text:
    """The message ``code`` with its parameters. A parameter may itself be a ``Text``."""
    return Text(code, params)


def message(code: str) -> Message:
    """The catalogue's entry for ``room.name``. Raises ``KeyError`` for a code that nobody wrote: that is our fault."""
    room, _, name = code.partition(".")
    return _room(room)[name]


@cache
def _room(room: str) -> Mapping[str, Message]:
    """Only the asked-for room's module is loaded: a command does not pay for messages that it cannot say."""
    catalogue: Mapping[str, Message] = import_module(f"{__package__}.catalogue.{room}").MESSAGES
    return catalogue
