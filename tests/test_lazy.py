"""Regular expressions that are compiled when they are first used.

1. Each one that stands in the package can be compiled.
2. It answers as the compiled pattern does, by whichever method is asked first.
"""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import kamxl
from kamxl import lazy

_HOSTED = ("kamxl.hosts", "kamxl.books.live", "kamxl.__main__", "kamxl.templates.__main__")
_KIND = type(lazy.pattern(""))


def test_every_pattern_can_be_compiled() -> None:  # 1
    names = [found.name for found in pkgutil.walk_packages(kamxl.__path__, "kamxl.")]
    modules = [import_module(name) for name in names if not name.startswith(_HOSTED)]
    patterns = [value for module in modules for value in vars(module).values() if isinstance(value, _KIND)]
    assert len(patterns) > 100
    assert [pattern for pattern in patterns if not pattern.pattern] == []


def test_it_answers_as_the_compiled_pattern_does() -> None:  # 2
    ours, theirs = lazy.pattern(r"(?P<letter>a)(\d+)", re.IGNORECASE), re.compile(r"(?P<letter>a)(\d+)", re.IGNORECASE)
    assert ours.sub("-", "A12 b a3") == theirs.sub("-", "A12 b a3")
    assert ours.findall("A12 b a3") == theirs.findall("A12 b a3")
    assert (ours.pattern, ours.flags, dict(ours.groupindex)) == (theirs.pattern, theirs.flags, dict(theirs.groupindex))
    assert lazy.pattern(rb"\d").search(b"a1")
