"""The sample department on disk, and the command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from kamxl.books.closed import open_closed
from kamxl.cli.app import main
from kamxl.commands.department import Department
from kamxl.commands.init import init
from kamxl.templates import sample
from kamxl.templates.book import build

FOUNDED = datetime(2026, 7, 1, 8)


@dataclass(frozen=True)
class Ran:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid") / "部门"
    folder.mkdir()
    for book in sample.books():
        (folder / book.name).write_bytes(build(book, sample.office()))
    init(Department(folder, open_closed, FOUNDED.date()), "陈国栋", FOUNDED, everyone=True, simulated=True)
    return folder


@pytest.fixture
def dept(laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A department of one's own, on 2026-07-03."""
    folder = tmp_path / "部门"
    shutil.copytree(laid_out, folder)
    monkeypatch.setenv("KAMXL_TODAY", "2026-07-03")
    monkeypatch.setenv("KAMXL_DEPT", str(folder))
    return folder


@pytest.fixture
def kamxl(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 2, captured.out, captured.err)

    return run
