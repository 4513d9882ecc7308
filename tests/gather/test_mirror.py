"""A department on another location, through fsspec's memory and local file systems.

1. The report is the same as from the folder itself; only changed workbooks are copied again, and gone ones go.
2. Hidden folders, lock files and other files stay where they are; nothing is written to the location.
3. An address that is not there and a protocol that nobody knows are clear errors.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.errors import InputError
from kamxl.gather.mirror import is_remote, mirror

from . import many

fsspec = pytest.importorskip("fsspec", reason="fsspec 未安装 (pip install kamxl[remote])")


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, Path]:
    folder = many.department(tmp_path / "远处" / "部门", 3)
    (folder / ".kamxl").mkdir()
    (folder / ".kamxl" / "x.xlsx").write_bytes(b"ours")
    (folder / "~$客户-00001.xlsx").write_bytes(b"lock")
    (folder / "说明.txt").write_text("文字", encoding="utf-8")
    (folder / "下级").mkdir()
    many.workbook(folder / "下级" / "客户-00009.xlsx", 9)
    return f"file://{folder.as_posix()}", folder


def _copied(place: str, target: Path) -> list[str]:
    names: list[str] = []
    mirror(place, target, lambda text, done, total: names.append(text.what().removeprefix("下载 ")))
    return names


def test_only_changed_workbooks_are_copied(place: tuple[str, Path], tmp_path: Path) -> None:  # 1, 2
    address, folder = place
    target = tmp_path / "这里"
    names = ["下级/客户-00009.xlsx", *(f"客户-{n:05d}.xlsx" for n in range(3)), "设置.xlsx"]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert _copied(address, target) == names
    assert _copied(address, target) == []
    many.workbook(folder / "客户-00001.xlsx", 77)
    (folder / "客户-00002.xlsx").unlink()
    assert _copied(address, target) == ["客户-00001.xlsx"]
    here = sorted(path.relative_to(target).as_posix() for path in target.rglob("*.xlsx"))
    assert here == sorted(name for name in names if name != "客户-00002.xlsx")
    assert all((target / name).read_bytes() == (folder / name).read_bytes() for name in here)
    changed = {path.name for path, content in before.items() if path.exists() and path.read_bytes() != content}
    assert changed == {"客户-00001.xlsx"}


def test_any_protocol_of_fsspec(tmp_path: Path) -> None:  # 1
    memory = fsspec.filesystem("memory")
    memory.pipe("/部门/甲.xlsx", b"one")
    try:
        assert _copied("memory:///部门", tmp_path / "这里") == ["甲.xlsx"]
        assert (tmp_path / "这里" / "甲.xlsx").read_bytes() == b"one"
    finally:
        memory.rm("/部门", recursive=True)


@pytest.mark.parametrize(
    ("address", "code"), [("file:///no/such/place", "report.unreachable"), ("nobody://x", "report.unreachable")]
)
def test_what_cannot_be_reached(address: str, code: str, tmp_path: Path) -> None:  # 3
    with pytest.raises(InputError) as refused:
        mirror(address, tmp_path / "这里", lambda *_: None)
    assert refused.value.code == code


def test_what_is_an_address() -> None:  # 3
    assert [is_remote(text) for text in ("s3://a/b", "smb://server/share", "C:\\部门", "/mnt/部门", "部门", "C://x")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
