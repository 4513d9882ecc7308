"""Which files of a folder may be somebody's workbook, and by what names.

1. Those with a workbook's ending, in any folder that is not hidden, sorted by name; no lock files, no 设置.xlsx of the folder.
2. A link to a file of the folder bears that file's name; a link to a folder is not followed.
3. A folder that cannot be listed is passed over.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kamxl.commands.department import Department, is_workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "部门"
    wanted = ("设置.xlsx", "乙.xlsx", "甲.XLSM", "华东/张伟.xls", "华东/二部/李娜.ods", "华东/设置.xlsx", "a.b.xlsb")
    others = (
        "说明.txt",
        "xlsx",
        ".xlsx",
        "~$乙.xlsx",
        ".~lock.乙.ods",
        ".隐藏/丙.xlsx",
        "~临时/丁.xlsx",
        "乙.xlsx.bak",
    )
    for name in (*wanted, *others):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return made


def opened(folder: Path) -> Department:
    return Department(folder, lambda path: pytest.fail(f"{path} is opened"), date(2026, 10, 9))


def test_workbooks_below_the_folder(folder: Path) -> None:  # 1
    found = opened(folder).files()
    assert list(found) == sorted(found)
    assert set(found) == {"a.b.xlsb", "乙.xlsx", "甲.XLSM", "华东/张伟.xls", "华东/二部/李娜.ods", "华东/设置.xlsx"}
    assert all(path == folder.resolve() / name for name, path in found.items())
    assert opened(folder).named_files() == {name: str(path) for name, path in found.items()}
    assert [is_workbook(Path("夹", name)) for name in ("甲.XLSX", "~$甲.xlsx", ".xlsx", "甲")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links(folder: Path, tmp_path: Path) -> None:  # 2
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "外.xlsx").write_bytes(b"")
    (folder / "内.xlsx").symlink_to(folder / "华东" / "张伟.xls")
    (folder / "外链.xlsx").symlink_to(elsewhere / "外.xlsx")
    (folder / "断.xlsx").symlink_to(folder / "没有.xlsx")
    (folder / "夹.xlsx").symlink_to(elsewhere)
    (folder / "华北").symlink_to(elsewhere)
    department = opened(folder)
    assert {"内.xlsx", "外链.xlsx", "断.xlsx"} < department.files().keys()
    assert not {"夹.xlsx", "夹.xlsx/外.xlsx", "华北/外.xlsx"} & department.files().keys()
    named = department.named_files()
    assert {"外链.xlsx", "没有.xlsx"} < named.keys()
    assert named["没有.xlsx"] == str(folder / "断.xlsx")
    assert "内.xlsx" not in named


def test_a_folder_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 3
    listed = os.scandir

    def refused(path: str) -> object:
        if path.endswith("二部"):
            raise PermissionError(path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert "华东/张伟.xls" in opened(folder).files()
    assert "华东/二部/李娜.ods" not in opened(folder).files()
