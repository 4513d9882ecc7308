"""The catalogue of messages.

1. Every entry has words in both languages, for the fault and for the remedy; steps of a long command need no remedy.
2. Both languages use the same parameters.
3. An error survives a process pool with its code and parameters.
"""

from __future__ import annotations

import pickle
import pkgutil
import string
from importlib import import_module

import pytest

from kamxl.errors import BookError, Message, catalogue, say
from kamxl.errors.catalogue import progress

ROOMS = [info.name for info in pkgutil.iter_modules(catalogue.__path__)]
ENTRIES = [
    pytest.param(entry, id=f"{room}.{name}")
    for room in ROOMS
    if room != "progress"
    for name, entry in import_module(f"{catalogue.__name__}.{room}").MESSAGES.items()
]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_speaks_both_languages_with_the_same_parameters(entry: Message) -> None:
    assert all(part.strip() for part in (entry.zh, entry.en, entry.fix, entry.fix_en))
    assert _fields(entry.zh + entry.fix) == _fields(entry.en + entry.fix_en)
    assert any("\u4e00" <= char <= "\u9fff" for char in entry.zh + entry.fix)


@pytest.mark.parametrize("step", list(progress.MESSAGES.values()))
def test_step_speaks_both_languages_with_the_same_parameters(step: Message) -> None:
    assert step.zh
    assert step.en
    assert (step.fix, step.fix_en) == ("", "")
    assert step is progress.MESSAGES["both"] or _fields(step.zh) == _fields(step.en)


def test_text_renders_nested_text() -> None:
    inner = say("books.not_found", path="a.xlsx")
    outer = say("books.cannot_write", path="b.xlsx", reason=inner)
    assert outer.what("en") == "Cannot write b.xlsx: Workbook not found: a.xlsx.."


def test_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(BookError("books.not_found", path="客户.xlsx")))  # noqa: S301
    assert (type(error), error.code, dict(error.text.params)) == (
        BookError,
        "books.not_found",
        {"path": "客户.xlsx"},
    )
