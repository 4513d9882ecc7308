"""The contract of a store, the same for a folder, SQLite and PostgreSQL.

1. What was put is given back byte for byte, once, however often it was put.
2. ``since`` gives what is new since a mark, leaves nothing out, and knows what need not be read again.
3. Another connection sees what one has put; a store opened again still has it.
4. A store that cannot be reached is a clear error, and nothing is half-written.
5. A folder skips files that are being written, tells conflict copies, and reads what another machine has added.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from kamxl.errors import LedgerError
from kamxl.ledger.folder import FolderStore
from kamxl.ledger.place import place_of
from kamxl.ledger.places import store_at
from kamxl.ledger.port import Store

DAY = "2026-09-01"


@pytest.fixture(params=["folder", "sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "ledger")
    elif request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'ledger.sqlite').as_posix()}"
    else:
        address: str = request.getfixturevalue("postgresql")
        yield address
        engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS kamxl_events"))
        engine.dispose()


@pytest.fixture
def opened(place: str) -> Iterator[Callable[[], Store]]:
    made: list[Store] = []

    def again() -> Store:
        made.append(store_at(place))
        return made[-1]

    yield again
    for store in made:
        store.close()


def put(store: Store, content: str, day: str = DAY) -> str:
    name = sha256(content.encode()).hexdigest()
    store.put(name, day, content.encode())
    return name


def nothing_known(name: str) -> bool:
    return False


def test_what_was_put_is_given_back_once(opened: Callable[[], Store]) -> None:
    store = opened()
    names = [put(store, content) for content in ("一", "二\n", "三", "一")]
    found = {blob.name: blob.content for blob in store.everything()}
    assert found == {names[0]: "一".encode(), names[1]: "二\n".encode(), names[2]: "三".encode()}
    assert len(list(store.everything())) == 3
    assert not any(blob.spare for blob in store.everything())


def test_an_empty_store(opened: Callable[[], Store]) -> None:
    store = opened()
    assert list(store.everything()) == []
    assert store.since("", nothing_known)[0] == []


def test_since_gives_what_is_new(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    first = put(store, "一")
    blobs, mark = store.since("", nothing_known)
    assert [blob.name for blob in blobs] == [first]
    known = {first}
    second, third = put(other, "二"), put(other, "三", "2026-09-02")
    blobs, mark = store.since(mark, known.__contains__)
    assert {blob.name: blob.content for blob in blobs} == {second: "二".encode(), third: "三".encode()}
    known |= {second, third}
    assert store.since(mark, known.__contains__)[0] == []
    fourth = put(other, "四")
    assert [blob.name for blob in store.since(mark, known.__contains__)[0]] == [fourth]


def test_nothing_is_left_out_when_puts_and_looks_alternate(opened: Callable[[], Store]) -> None:
    writer, reader = opened(), opened()
    known: set[str] = set()
    mark = ""
    written = []
    for number in range(60):
        written.append(put(writer, str(number)))
        if number % 3 == 0:
            blobs, mark = reader.since(mark, known.__contains__)
            known |= {blob.name for blob in blobs}
    blobs, mark = reader.since(mark, known.__contains__)
    assert known | {blob.name for blob in blobs} == set(written)


def test_a_store_opened_again_still_has_it(opened: Callable[[], Store]) -> None:
    name = put(opened(), "一")
    assert [blob.name for blob in opened().everything()] == [name]
    assert "一" not in opened().place


@pytest.mark.parametrize(
    "place",
    [
        "sqlite:////proc/不存在/x.sqlite",
        "postgresql://nobody:secret@127.0.0.1:1/none",
        "oracle://x",
        "sqlite:///",
    ],
)
def test_out_of_reach(place: str) -> None:
    if place == "sqlite:///":
        store_at(place).close()  # in memory: allowed, of no use to a department
        return
    with pytest.raises(LedgerError) as caught:
        store_at(place)
    assert caught.value.code in ("ledger.unreachable", "ledger.bad_place")
    assert "secret" not in str(caught.value)


def test_a_folder_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    store = FolderStore(tmp_path / "file" / "ledger")
    with pytest.raises(LedgerError) as caught:
        put(store, "一")
    assert caught.value.code == "ledger.unreachable"
    with pytest.raises(LedgerError):
        list(store.everything())


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    store = FolderStore(tmp_path / "ledger")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerError) as caught:
        put(store, "一")
    assert "No space left" in str(caught.value)
    assert [path for path in (tmp_path / "ledger").rglob("*") if path.is_file()] == []


def test_files_being_written_and_foreign_files(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    name = put(store, "一")
    day = tmp_path / DAY
    (day / f".{uuid4().hex}.part").write_bytes(b"half")
    (tmp_path / "notes").mkdir()
    (tmp_path / "desktop.ini").write_text("x", encoding="utf-8")
    assert [blob.name for blob in store.everything()] == [name]


def test_conflict_copies_are_told(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    name = put(store, "一")
    day = tmp_path / DAY
    (day / f"{name} (1).json").write_bytes("一".encode())
    (day / f"{name}-DESKTOP-7.json").write_bytes(b"other")
    lonely = sha256("二".encode()).hexdigest()
    (day / f"{lonely}（冲突副本）.json").write_bytes("二".encode())
    found = sorted((blob.name, blob.spare) for blob in store.everything())
    assert found == sorted([(name, False), (name, True), (name, True), (lonely, False)])


def test_where_the_ledger_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / ".kamxl"
    own.mkdir()
    assert place_of(own) == str(own / "ledger")
    (own / "ledger.url").write_text("postgresql://kamxl@db/kamxl\n", encoding="utf-8")
    assert place_of(own) == "postgresql://kamxl@db/kamxl"
    (own / "ledger.url").write_bytes(b"\xff\xfe")
    with pytest.raises(LedgerError):
        place_of(own)
    monkeypatch.setenv("KAMXL_LEDGER", "sqlite:///x")
    assert place_of(own) == "sqlite:///x"
