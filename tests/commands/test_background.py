"""What the other workbooks say is kept from one check to the next.

1. The first check reads everything, the next only the workbook under check, with the same findings as without a store.
2. A workbook that changed is read again, whatever its size and time; so is everything when the settings changed.
3. A workbook that went away no longer counts. Where nothing can be kept everything is read each time.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kamxl.commands.validate import ValidateResult, validate
from kamxl.snapshot.store import SnapshotStore
from tests.snapshot.folder import lay_out, open_folder

NAMED = "专员-001.xlsx"


def age(folder: Path) -> None:
    """Makes every workbook look as if it was saved an hour ago, each at a time of its own."""
    for path in folder.glob("*.xlsx"):
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns - 3600 * 10**9))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = lay_out(tmp_path / "部门", 3)
    (made / "专员-000.xlsx").replace(made / "一.xlsx")
    (made / "一.xlsx").write_bytes((made / NAMED).read_bytes())  # every record of the named workbook stands twice
    age(made)
    return made


def checked(folder: Path, store: SnapshotStore | None) -> tuple[ValidateResult, list[str]]:
    department = open_folder(folder)
    opened: list[str] = []
    opener = department.opener

    def open_(path: Path):  # type: ignore[no-untyped-def]
        opened.append(path.name)
        return opener(path)

    department.opener = open_
    result = validate(department, [folder / NAMED], store=store)
    return result, sorted(set(opened) - {"设置.xlsx"})


def twins(result: ValidateResult) -> int:
    return sum(finding.rule == "duplicate_record" for finding in result.findings)


def test_only_what_is_named_is_read_again(folder: Path, tmp_path: Path) -> None:  # 1
    store = SnapshotStore(tmp_path / "cache" / "checks.sqlite")
    alone, _ = checked(folder, None)
    first, opened = checked(folder, store)
    assert (first, opened) == (alone, ["一.xlsx", "专员-001.xlsx", "专员-002.xlsx"])
    again, opened = checked(folder, store)
    assert (again, opened) == (alone, [NAMED])
    assert twins(again) > 0


def test_what_changed_is_read_again(folder: Path, tmp_path: Path) -> None:  # 2, 3
    store = SnapshotStore(tmp_path / "checks.sqlite")
    before, _ = checked(folder, store)
    twin = folder / "一.xlsx"
    kept = twin.stat()
    twin.write_bytes((folder / "专员-002.xlsx").read_bytes())
    os.utime(twin, ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
    after, opened = checked(folder, store)
    assert (opened, twins(before) > 0, twins(after)) == (["一.xlsx", NAMED], True, 0)
    twin.unlink()
    gone, opened = checked(folder, store)
    assert (opened, gone.findings) == ([NAMED], after.findings)
    os.utime(folder / "设置.xlsx")  # the content counts, not the time
    assert checked(folder, store)[1] == [NAMED]
    (folder / "设置.xlsx").write_bytes(b"settings, second edition")
    assert checked(folder, store)[1] == [NAMED, "专员-002.xlsx"]
    assert {*store.read().entries} == {"专员-002.xlsx"}


def test_where_nothing_can_be_kept(folder: Path, tmp_path: Path) -> None:  # 3
    (tmp_path / "file").write_text("no folder")
    store = SnapshotStore(tmp_path / "file" / "checks.sqlite")
    alone, _ = checked(folder, None)
    for _ in range(2):
        result, opened = checked(folder, store)
        assert (result, len(opened)) == (alone, 3)
