"""Where a workbook that Excel names by an address lies on this machine.

1. An address below a synchronised one is that folder's file, letters' case and %-escapes apart.
2. The longest synchronised address wins.
3. A folder that begins deeper than its address says is found.
4. Without an address (macOS), the file's own folder must match too.
5. An address that nobody keeps, a missing file or one with ``..`` gives None.
6. The folders come from the OneDrive client's keys; a provider without an address or a folder is passed over.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.hosts.excel.onedrive import Mount, local_file, mounts_of
from kamxl.hosts.excel.registry import MemoryRegistry

SITE = "https://contoso.sharepoint.com/sites/KAM/Shared%20Documents"


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    for name in ("大客户部/专员-华东-张伟.xlsx", "设置.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_escaped_and_differently_written_address(drive: Path) -> None:
    address = "https://CONTOSO.sharepoint.com/sites/kam/Shared Documents/%E5%A4%A7%E5%AE%A2%E6%88%B7%E9%83%A8/专员-华东-张伟.xlsx"
    assert local_file(address, [Mount(SITE, drive)]) == drive / "大客户部" / "专员-华东-张伟.xlsx"


def test_longest_address_wins(drive: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "设置.xlsx").touch()
    mounts = [Mount("https://contoso.sharepoint.com/sites/KAM", drive), Mount(SITE, other)]
    assert local_file(f"{SITE}/设置.xlsx", mounts) == other / "设置.xlsx"


def test_synchronised_subfolder(drive: Path) -> None:
    assert local_file(f"{SITE}/2026/部门/设置.xlsx", [Mount(SITE, drive)]) == drive / "设置.xlsx"


def test_without_an_address_the_folder_must_match(drive: Path) -> None:
    mount = Mount("", drive)
    assert local_file(f"{SITE}/大客户部/专员-华东-张伟.xlsx", [mount]) == drive / "大客户部" / "专员-华东-张伟.xlsx"
    assert local_file(f"{SITE}/别处/设置.xlsx", [mount]) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://fabrikam.sharepoint.com/sites/KAM/设置.xlsx",
        f"{SITE}/没有.xlsx",
        f"{SITE}/../设置.xlsx",
        f"{SITE}/%2e%2e%2f设置.xlsx",
    ],
)
def test_nothing_found(drive: Path, address: str) -> None:
    assert local_file(address, [Mount(SITE, drive)]) is None


def test_folders_that_the_client_registered() -> None:
    registry = MemoryRegistry()
    key = r"Software\SyncEngines\Providers\OneDrive"
    registry.set(rf"{key}\Business1", "UrlNamespace", SITE)
    registry.set(rf"{key}\Business1", "MountPoint", "D:/同步")
    registry.set(rf"{key}\Personal", "UrlNamespace", "https://d.docs.live.net/1")
    assert list(mounts_of(registry)) == [Mount(SITE, Path("D:/同步"))]
