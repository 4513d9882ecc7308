"""A folder for a computer without internet.

1. It holds kamxl's wheel, what Windows needs of it and nothing that only this computer needs, the add-in, both scripts and
   the checksums of all; pip is asked for the target's wheels.
2. What pip cannot get is a clear error. Without a checkout and without a wheel, too.
3. The scripts are plain ASCII, install without internet, and take no Python from PATH.
4. Markers are read as the target's: Windows, macOS, Linux; a Python version.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from kamxl.errors import HostError
from kamxl.hosts.excel.bundle import bundle
from kamxl.hosts.excel.wheels import Target, needed

WINDOWS = Target("win_amd64", "3.12")
INDEX = {
    "xlwings": [
        'pywin32>=224; platform_system=="Windows"',
        'psutil; sys_platform=="darwin"',
        'secret; sys_platform=="linux"',
    ],
    "pywin32": [],
    "secret": [],
    "pandas": ['tzdata; sys_platform == "win32"', 'old; python_version < "3.10"', "numpy[fast]"],
    "tzdata": [],
    "numpy": ["blas; extra == 'fast'"],
    "blas": ["numpy"],
}
OWN = ['xlwings<0.38; extra == "live"', 'pandas>=2.2; extra == "live"', 'pytest; extra == "dev"']


def _wheel(folder: Path, name: str, requires: Sequence[str]) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        lines = "".join(f"Requires-Dist: {one}\n" for one in requires)
        file.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{lines}")
    return path


class FakePip:
    """A pip that, like the real one, follows only the markers of the computer that it runs on: Linux."""

    def __init__(self, missing: str = "") -> None:
        self.asked: list[list[str]] = []
        self.missing = missing

    def __call__(self, arguments: Sequence[str]) -> None:
        self.asked.append(list(arguments))
        wheels = Path(arguments[arguments.index("--dest") + 1])
        if "--no-deps" in arguments:
            wanted = [one.split(">")[0].split("<")[0] for one in arguments[arguments.index("--no-deps") + 1 :]]
        else:
            wanted = ["xlwings", "secret", "pandas", "numpy", "blas"]
        for name in wanted:
            if name != self.missing:
                _wheel(wheels, name, INDEX[name])


def test_bundle_for_windows(tmp_path: Path) -> None:
    own = _wheel(tmp_path, "kamxl", OWN)
    out, pip = tmp_path / "离线 包", FakePip()
    files = bundle(out, b"the add-in", WINDOWS, own, pip)
    names = ["blas", "kamxl", "numpy", "pandas", "pywin32", "tzdata", "xlwings"]
    expected = ["SHA256SUMS", "install.cmd", "install.command", "kamxl.xlam"]
    expected += [f"wheels/{name}-1.0-py3-none-any.whl" for name in names]
    assert sorted(path.as_posix() for path in files) == expected
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == expected
    sums = dict(reversed(line.split("  ")) for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums == {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in expected[1:]}
    target = ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.12"]
    dest = ["download", "--dest", str(out / "wheels"), *target]
    assert pip.asked == [[*dest, f"{out / 'wheels' / own.name}[live]"], [*dest, "--no-deps", "pywin32>=224", "tzdata"]]


def test_what_pip_cannot_get(tmp_path: Path) -> None:
    with pytest.raises(HostError) as failed:
        bundle(tmp_path / "out", b"", WINDOWS, _wheel(tmp_path, "kamxl", OWN), FakePip(missing="pywin32"))
    assert (failed.value.code, dict(failed.value.text.params)) == ("excel.pip_failed", {"reason": "pywin32>=224"})


def test_scripts(tmp_path: Path) -> None:
    out = tmp_path / "out"
    bundle(out, b"", WINDOWS, _wheel(tmp_path, "kamxl", OWN), FakePip())
    windows = (out / "install.cmd").read_bytes()
    macos = (out / "install.command").read_bytes()
    assert windows.isascii()
    assert macos.isascii()
    assert windows.count(b"\n") == windows.count(b"\r\n")
    assert b"\r" not in macos
    for script in (windows, macos):
        assert b"--no-index --find-links" in script
        assert b"kamxl excel install --from" in script
    assert [line for line in windows.split(b"\r\n") if line.startswith((b"python", b"py "))] == []


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        (Target("win_amd64", "3.12"), ["pywin32>=224", "tzdata"]),
        (Target("macosx_11_0_arm64", "3.12"), ["psutil"]),
        (Target("manylinux_2_28_x86_64", "3.9"), ["old"]),
    ],
)
def test_markers_are_the_targets(tmp_path: Path, target: Target, missing: list[str]) -> None:
    _wheel(tmp_path, "kamxl", OWN)
    for name in ("xlwings", "secret", "pandas", "numpy", "blas"):
        _wheel(tmp_path, name, INDEX[name])
    assert needed(tmp_path, "kamxl", frozenset({"live"}), target).missing == missing
