"""``kamxl selftest --host libreoffice``, really: a fresh profile, the extension, every button, the report.

1. Every step passes; every button that this version can carry out is among them; exit code 0; the report is written.
2. Nothing of it stays: no process, no folder; the environment is as before.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("xlwings", reason="xlwings 没有安装 (pip install 'kamxl[live]')")

from kamxl.cli.app import main
from kamxl.hosts.resident.service import available

from . import window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs an unopkg that root may run")


def test_selftest_passes(monkeypatch: pytest.MonkeyPatch) -> None:  # 1, 2
    with window.ground() as folder:
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")  # the command line's own, whoever runs first
        before = dict(os.environ)
        output = folder / "报告.json"
        with pytest.raises(SystemExit) as ended:
            main(["selftest", "--host", "libreoffice", "-o", str(output)])
        assert ended.value.code == 0
        report = json.loads(output.read_text(encoding="utf-8"))
        assert [step["id"] for step in report["steps"]] == ["functions", *(one.id for one in available()), "stored"]
        assert {step["state"] for step in report["steps"]} == {"passed"}
        assert dict(os.environ) == before
        assert sorted(path.name for path in folder.iterdir() if "selftest" in path.name) == []
        assert not _processes(str(folder / "kamxl-selftest-"))


def _processes(mark: str) -> list[str]:
    """Command lines that name the run's folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if mark in line and "pytest" not in line:
            found.append(line)
    return found
