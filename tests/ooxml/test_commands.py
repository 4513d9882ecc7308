"""``kamxl undo`` and ``kamxl convert`` on the command line.

1. Undo restores, says to which state and how many steps are left; --force is needed over later work.
2. What cannot be done ends with code 2 and a message in both languages, never a traceback.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.cli.app import main
from kamxl.ooxml import Workbook

Build = Callable[[xlsxwriter.Workbook], None]


def plain(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("表").write("A1", 1)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_undo(book_at: Callable[[Build], Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = book_at(plain)
    original = path.read_bytes()
    for value in (2, 3):
        book = Workbook.open(path)
        book.set_cells("表", {"A1": value})
        book.save()
    assert run("undo", str(path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["book"], told["left"], Workbook.open(path).cell("表", "A1").value) == (str(path), 1, 2.0)
    path.write_bytes(path.read_bytes() + b" ")
    assert run("undo", str(path)) == 2
    shown = capsys.readouterr().err
    assert "--force" in shown
    assert "Traceback" not in shown
    assert run("undo", str(path), "--force") == 0
    assert path.read_bytes() == original
    assert run("undo", str(path)) == 2
    assert ".kamxl/backup" in capsys.readouterr().err


def test_convert_refuses(book_at: Callable[[Build], Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = book_at(plain)
    assert run("convert", str(path)) == 2
    shown = capsys.readouterr().err
    assert ".xls" in shown
    assert "cannot be converted" in shown
