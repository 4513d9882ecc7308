"""Which customers several workbooks have: kept from run to run, and always what comparing everything anew gives.

1. Whatever is put and forgotten between the looks, it is what a plain comparison gives.
2. Names are compared only where a workbook that came or changed has a customer of another, or where one that shared some has
   others now or is gone and there are others that share some.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.settings import Settings
from kamxl.errors import say
from kamxl.gather.parts import Parts
from kamxl.gather.pool import Pool
from kamxl.gather.store import GatherStore, Look
from kamxl.gather.work import Gathered
from kamxl.report.part import Asked

QUARTER = Period(2026, 3, PeriodKind.QUARTER)
LOOK = Look(1, 1, 1 << 60)
Books = dict[str, tuple[str, ...]]

_NAMES = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=3, unique=True).map(tuple)
_STEP = st.tuples(st.sampled_from(["put", "put", "forget", "unread", "look", "look"]), st.sampled_from("abcd"), _NAMES)


def parts(store: GatherStore) -> Parts:
    return Parts(store, Pool(1), Settings(today=date(2026, 10, 9)), Asked(QUARTER, QUARTER.end), "about")


def plainly(books: Books) -> dict[str, frozenset[str]]:
    count = Counter(chain.from_iterable(books.values()))
    return {book: frozenset(name for name in names if count[name] > 1) for book, names in sorted(books.items())}


@given(st.lists(_STEP, max_size=20))
@settings(deadline=None)
def test_it_is_what_comparing_gives(steps: list[tuple[str, str, tuple[str, ...]]]) -> None:  # 1
    books: Books = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "gather.sqlite")
        for step, book, names in [*steps, ("look", "", ())]:
            with GatherStore(file, "key") as store:
                if step == "put":
                    store.put(Gathered(book, names=names), LOOK)
                    books[book] = names
                elif step == "look":
                    assert parts(store)._shared() == plainly(books)
                else:
                    problem = Gathered(book, problem=say("report.worker_died", path=book))
                    store.forget([book]) if step == "forget" else store.put(problem, LOOK)
                    books.pop(book, None)


class Watched:
    """A store, and how often everything was compared."""

    def __init__(self, store: GatherStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.compared = store, 0
        really = Parts._compared

        def counted(mine: Parts) -> dict[str, frozenset[str]]:
            self.compared += 1
            return really(mine)

        monkeypatch.setattr(Parts, "_compared", counted)

    def after(self, *put: tuple[str, str], forgotten: str = "") -> tuple[int, dict[str, str]]:
        """How often it was compared anew after these were put (book, a character for each customer), and what was found."""
        for book, names in put:
            self.store.put(Gathered(book, names=tuple(names)), LOOK)
        self.store.forget(forgotten)
        self.compared = 0
        found = parts(self.store)._shared()
        return self.compared, {book: "".join(sorted(names)) for book, names in found.items() if names}


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    with GatherStore(tmp_path / "gather.sqlite", "key") as store:
        yield Watched(store, monkeypatch)


def test_when_it_is_compared_anew(watched: Watched) -> None:  # 2
    assert watched.after(("a", "甲乙"), ("b", "丙"), ("c", "丁")) == (0, {})
    assert watched.after(("b", "戊"), ("d", "己")) == (0, {})
    assert watched.after(forgotten="d") == (0, {})
    assert watched.after(("c", "丁甲")) == (1, {"a": "甲", "c": "甲"})
    assert watched.after() == (0, {"a": "甲", "c": "甲"})
    assert watched.after(("c", "丁甲"), ("b", "庚")) == (0, {"a": "甲", "c": "甲"})
    assert watched.after(("a", "乙")) == (0, {})
    assert watched.after(("e", "辛"), ("f", "辛")) == (1, {"e": "辛", "f": "辛"})
    assert watched.after(forgotten="f") == (0, {})
