"""Installing for one user, on a made-up profile and registry.

1. A first installation leaves exactly the add-in, its settings, one OPEN entry and one trusted location; with --no-trust no
   location; at sign-in one Run entry and no start by Excel.
2. Other people's add-ins keep their order; another copy of ours is replaced; installing again changes nothing more.
3. An upgrade replaces the file and stops the old resident process.
4. Uninstalling leaves the registry and the folders exactly as they were before, other files and trusts included.
5. Refused before the first change, each with its message: Excel is open, Excel was never started, the folder cannot be
   written. Trusted locations switched off by policy are not worked around.
6. Status names what is wrong and how to repair it, and after the repair says that all is well.
7. Each version of Excel that the user has is told; versions that are too old are not.
8. On macOS: the startup folder and the script, no registry.
9. The mark "from the internet" is taken off our own file only.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kamxl import __version__
from kamxl.commands.doctor import State
from kamxl.errors import BookError, HostError, KamxlError, say
from kamxl.hosts.excel import config
from kamxl.hosts.excel.config import Config
from kamxl.hosts.excel.install import Choices, install, status, uninstall
from kamxl.hosts.excel.machine import Machine
from kamxl.hosts.excel.registry import MemoryRegistry
from kamxl.hosts.resident import endpoint as endpoints
from kamxl.hosts.resident.client import with_process

ADDIN = b"PK the add-in"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"
OPTIONS, LOCATIONS = rf"{EXCEL}\Options", rf"{EXCEL}\Security\Trusted Locations"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def registry() -> MemoryRegistry:
    made = MemoryRegistry()
    made.set(OPTIONS, "GridlineColor", 0)
    return made


@pytest.fixture
def unmarked() -> list[Path]:
    return []


@pytest.fixture
def machine(tmp_path: Path, registry: MemoryRegistry, unmarked: list[Path]) -> Machine:
    profile = tmp_path / "用户 张伟"
    (profile / "AddIns").mkdir(parents=True)
    return Machine(
        platform="win32",
        addins=profile / "AddIns" / "kamxl",
        run=profile / "Local" / "run",
        python=Path(sys.executable),
        registry=registry,
        excel_runs=lambda: False,
        unmark=unmarked.append,
    )


def _files(machine: Machine) -> dict[str, bytes]:
    root = machine.addins.parents[1]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _config(machine: Machine, **changes: object) -> bytes:
    settings = replace(Config(machine.python, machine.run, __version__), **changes)  # type: ignore[arg-type]
    return settings.text().encode("ascii")


def test_first_installation(machine: Machine, registry: MemoryRegistry, unmarked: list[Path]) -> None:
    done = install(machine, ADDIN, Choices())
    target = machine.addins / "kamxl.xlam"
    assert _files(machine) == {"AddIns/kamxl/kamxl.xlam": ADDIN, "AddIns/kamxl/kamxl.conf": _config(machine)}
    assert registry.everything() == {
        OPTIONS: {"GridlineColor": 0, "OPEN": f'"{target}"'},
        rf"{LOCATIONS}\Location0": {"Path": f"{machine.addins}\\", "AllowSubfolders": 0, "Description": "kamxl"},
    }
    assert done == [
        say("excel.did_copy", path=target),
        say("excel.did_register", version="16.0"),
        say("excel.did_trust", folder=machine.addins),
    ]
    assert unmarked == [target]
    assert config.read(machine.addins) == Config(machine.python, machine.run, __version__)


def test_without_trust(machine: Machine, registry: MemoryRegistry) -> None:
    done = install(machine, ADDIN, Choices(trust=False))
    assert list(registry.everything()) == [OPTIONS]
    assert done[-1] == say("excel.not_trusted_by_choice", folder=machine.addins)


def test_at_sign_in(machine: Machine, registry: MemoryRegistry) -> None:
    install(machine, ADDIN, Choices(at_sign_in=True))
    command = f'"{machine.python}" -m kamxl.hosts.resident --idle 1000000'
    assert registry.values(RUN) == {"kamxl": command}
    assert (machine.addins / "kamxl.conf").read_bytes() == _config(machine, prewarm=False)
    install(machine, ADDIN, Choices())
    assert registry.values(RUN) == {}
    assert config.read(machine.addins) == Config(machine.python, machine.run, __version__)


def _others(registry: MemoryRegistry) -> None:
    for name, value in {
        "OPEN": '/R "C:\\A\\solver.xlam"',
        "OPEN2": '"C:\\old\\KAMXL.XLAM"',
        "OPEN3": "EUROTOOL.XLAM",
    }.items():
        registry.set(OPTIONS, name, value)
    registry.set(rf"{EXCEL}\Add-in Manager", r"D:\kamxl.xlam", "")
    registry.set(rf"{EXCEL}\Add-in Manager", r"D:\other.xlam", "")
    registry.set(rf"{LOCATIONS}\Location0", "Path", "C:\\Templates\\")
    registry.set(RUN, "OneDrive", "onedrive.exe")


def test_other_addins_keep_their_order(machine: Machine, registry: MemoryRegistry) -> None:
    _others(registry)
    install(machine, ADDIN, Choices())
    once = registry.everything()
    install(machine, ADDIN, Choices())
    assert registry.everything() == once
    assert once[OPTIONS] == {
        "GridlineColor": 0,
        "OPEN": '/R "C:\\A\\solver.xlam"',
        "OPEN1": "EUROTOOL.XLAM",
        "OPEN2": f'"{machine.addins / "kamxl.xlam"}"',
    }
    assert list(once) == sorted(
        [OPTIONS, rf"{EXCEL}\Add-in Manager", RUN, rf"{LOCATIONS}\Location0", rf"{LOCATIONS}\Location1"]
    )


def test_uninstalling_leaves_what_was_there(machine: Machine, registry: MemoryRegistry) -> None:
    _others(registry)
    registry.remove(OPTIONS, "OPEN2")
    registry.remove(rf"{EXCEL}\Add-in Manager", r"D:\kamxl.xlam")
    registry.set(OPTIONS, "OPEN1", "EUROTOOL.XLAM")
    registry.remove(OPTIONS, "OPEN3")
    (machine.addins.parent / "other.xlam").write_bytes(b"other")
    before, files = registry.everything(), _files(machine)
    install(machine, ADDIN, Choices(at_sign_in=True))
    uninstall(machine)
    assert registry.everything() == before
    assert _files(machine) == files
    assert not machine.addins.exists()


def test_uninstalling_removes_links_that_excel_made(machine: Machine, registry: MemoryRegistry) -> None:
    install(machine, ADDIN, Choices())
    registry.set(rf"{EXCEL}\Add-in Manager", str(machine.addins / "kamxl.xlam"), "")
    (machine.addins / "笔记.txt").write_text("不是我们的", encoding="utf-8")
    uninstall(machine)
    assert registry.values(rf"{EXCEL}\Add-in Manager") == {}
    assert list(_files(machine)) == ["AddIns/kamxl/笔记.txt"]
    assert uninstall(machine) == [say("excel.did_unregister")]


def test_trust_that_somebody_else_gave_stays(machine: Machine, registry: MemoryRegistry) -> None:
    registry.set(rf"{LOCATIONS}\Location3", "Path", f"{machine.addins}")
    registry.set(rf"{LOCATIONS}\Location3", "Description", "IT")
    before = registry.everything()
    install(machine, ADDIN, Choices())
    uninstall(machine)
    assert registry.everything() == before


def test_upgrade_stops_the_old_process(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("KAMXL_KEEP_PYTHONPATH", "1")
    monkeypatch.setenv("KAMXL_RESIDENT_IDLE", "15")
    install(machine, b"old", Choices())
    running = with_process([sys.executable], __version__, machine.run)
    assert [check.state for check in status(machine)] == [State.GOOD] * 5
    install(machine, ADDIN, Choices())
    assert (machine.addins / "kamxl.xlam").read_bytes() == ADDIN
    wait = f"import os,time\nfor _ in range(200):\n try: os.kill({running.pid}, 0)\n except OSError: break\n time.sleep(.05)"
    subprocess.run([sys.executable, "-c", wait], timeout=20, check=True)
    assert endpoints.read(machine.run) is None
    uninstall(machine)
    assert _files(machine) == {}


def _unwritable(machine: Machine) -> Machine:
    machine.addins.parent.rmdir()
    machine.addins.parent.write_bytes(b"a file where the folder should be")
    return machine


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda machine: replace(machine, excel_runs=lambda: True), HostError("excel.running")),
        (lambda machine: replace(machine, registry=MemoryRegistry()), HostError("excel.never_started")),
        (_unwritable, BookError("books.cannot_write")),
    ],
)
def test_refused_before_the_first_change(
    machine: Machine, registry: MemoryRegistry, change: Callable[[Machine], Machine], error: KamxlError
) -> None:
    changed = change(machine)
    before, files = registry.everything(), _files(changed)
    with pytest.raises(type(error)) as refused:
        install(changed, ADDIN, Choices())
    assert refused.value.code == error.code
    assert (registry.everything(), _files(changed)) == (before, files)
    assert all(refused.value.text.full(language) for language in ("zh", "en"))


def test_uninstalling_is_refused_while_excel_runs(machine: Machine) -> None:
    install(machine, ADDIN, Choices())
    with pytest.raises(HostError) as refused:
        uninstall(replace(machine, excel_runs=lambda: True))
    assert refused.value.code == "excel.running"
    assert (machine.addins / "kamxl.xlam").is_file()


def test_policy_is_not_worked_around(machine: Machine, registry: MemoryRegistry) -> None:
    registry.set(rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1)
    done = install(machine, ADDIN, Choices())
    assert done[-1] == say("excel.not_trusted_by_policy", folder=machine.addins)
    assert registry.subkeys(LOCATIONS) == []
    assert [(c.state, c.text.code) for c in status(machine)][3:] == [
        (State.HINT, "excel.not_trusted_by_policy"),
        (State.HINT, "excel.process_sleeps"),
    ]


def test_status_before_and_after(machine: Machine, registry: MemoryRegistry) -> None:
    def codes() -> list[str]:
        return [check.text.code.removeprefix("excel.") for check in status(machine)]

    assert codes() == ["not_installed", "loads_not", "not_trusted_by_choice", "process_sleeps"]
    registry.set(POLICY, "VBAWarnings", 4)
    assert codes() == ["not_installed", "loads_not", "macros_forbidden", "process_sleeps"]
    install(machine, ADDIN, Choices())
    well = ["installed", "python", "loads", "trusted", "process_sleeps"]
    assert codes() == well
    (machine.addins / "kamxl.conf").write_text("broken", encoding="ascii")
    registry.remove(OPTIONS, "OPEN")
    assert codes() == ["no_config", "loads_not", "trusted", "process_sleeps"]
    (machine.addins / "kamxl.conf").write_bytes(_config(machine, version="0.0.1", python=machine.python / "gone"))
    assert codes() == ["other_version", "python_gone", "loads_not", "trusted", "process_sleeps"]
    install(machine, ADDIN, Choices())
    assert codes() == well


def test_each_version_of_excel(machine: Machine, registry: MemoryRegistry) -> None:
    for key in (r"15.0\Excel\Options", r"12.0\Excel\Options", r"14.0\Word\Options", r"Common\Excel"):
        registry.set(rf"Software\Microsoft\Office\{key}", "x", "y")
    install(machine, ADDIN, Choices(trust=False))
    opened = {key for key, values in registry.everything().items() if "OPEN" in values}
    assert opened == {OPTIONS, r"Software\Microsoft\Office\15.0\Excel\Options"}


def test_macos(machine: Machine, tmp_path: Path) -> None:
    mac = replace(machine, platform="darwin", registry=None, addins=tmp_path / "Startup", scripts=tmp_path / "Scripts")
    mac.addins.mkdir()
    done = install(mac, ADDIN, Choices())
    script = (tmp_path / "Scripts" / "kamxl.applescript").read_text(encoding="ascii")
    assert [handler for handler in ("on ask(", "on start(", "on read(") if handler not in script] == []
    assert [text.code for text in done] == ["excel.did_copy", "excel.did_copy"]
    assert [check.text.code for check in status(mac)] == ["excel.installed", "excel.python", "excel.process_sleeps"]
    uninstall(mac)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["Startup", "Scripts", "用户 张伟"])
    assert [list((tmp_path / name).iterdir()) for name in ("Startup", "Scripts")] == [[], []]
