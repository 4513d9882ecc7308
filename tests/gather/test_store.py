"""The cache file: what was put is there again, and brought onto the disk while others work.

1. What was committed is in the file when the store has settled, and what came after it too once the store is closed.
2. A file of another version, or one that is no database, begins anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kamxl.gather.store import GatherStore, Look
from kamxl.gather.work import Gathered

LOOK = Look(1, 1, 1 << 60)


def _books(file: Path) -> list[str]:
    with closing(
        sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    ) as connection:  # the file, without its log
        return [name for (name,) in connection.execute("SELECT name FROM book ORDER BY name")]


def test_it_settles_while_others_work(tmp_path: Path) -> None:  # 1
    file = tmp_path / "gather.sqlite"
    with GatherStore(file, "key") as store:
        store.put(Gathered("a"), LOOK)
        store.settle()
        assert store._settling is not None
        store._settling.join()
        assert _books(file) == ["a"]
        store.put(Gathered("b"), LOOK)
        store.settle()
        assert [one.book for one in store.heads(["a", "b"])] == ["a", "b"]
    assert _books(file) == ["a", "b"]
    assert [path.name for path in tmp_path.iterdir()] == ["gather.sqlite"]


def test_another_version_begins_anew(tmp_path: Path) -> None:  # 2
    file = tmp_path / "gather.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE book (other TEXT); CREATE TABLE old (x); INSERT INTO book VALUES ('a')")
    for _ in range(2):
        with GatherStore(file, "key") as store:
            assert list(store.heads(["a"])) == []
            store.put(Gathered("b"), LOOK)
        file.write_bytes(b"no database" * 1000)
