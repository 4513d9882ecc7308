"""Plain options and arguments are taken without typer's converters, and mean the same.

1. What a command gets, and what is said of a wrong value, is as with typer's own command. (test_lazy.py says what it spares.)
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.core import TyperCommand

from kamxl.cli.chinese import USAGE_ERRORS, Command


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def _outcome(cls: type[Any], arguments: list[str]) -> tuple[str, object]:
    got: list[object] = []
    app = typer.Typer(add_completion=False)

    @app.command(cls=cls)
    def command(
        one: Annotated[Path, typer.Argument()],
        more: Annotated[list[Path] | None, typer.Argument()] = None,
        words: Annotated[list[str] | None, typer.Option("--word")] = None,
        name: Annotated[str, typer.Option()] = "",
        there: Annotated[Path | None, typer.Option(exists=True)] = None,
        folder: Annotated[Path | None, typer.Option(file_okay=False)] = None,
        number: Annotated[int, typer.Option(min=1)] = 3,
        colour: Annotated[Colour, typer.Option()] = Colour.RED,
        loud: Annotated[bool | None, typer.Option("--loud/--quiet")] = None,
    ) -> None:
        got.append((one, more, words, name, there, folder, number, colour, loud))

    try:
        typer.main.get_command(app).main(arguments, standalone_mode=False)
    except USAGE_ERRORS as error:
        return type(error).__name__, error.format_message()
    return "", got


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["甲.xlsx"],
        ["甲.xlsx", "乙.xlsx", "--word", "a", "--word", "b", "--name", "张伟", "--loud"],
        ["甲.xlsx", "--word", "", "--name", "", "--quiet", "--number", "7", "--colour", "blue"],
        ["", "."],
        ["甲.xlsx", "--there", "没有.xlsx"],
        ["甲.xlsx", "--there", ".", "--folder", "."],
        ["甲.xlsx", "--folder", __file__],
        ["甲.xlsx", "--number", "0"],
        ["甲.xlsx", "--number", "三"],
        ["甲.xlsx", "--colour", "绿"],
        ["甲.xlsx", "--unknown"],
    ],
    ids=" ".join,
)
def test_the_same_as_typers(arguments: list[str]) -> None:  # 1
    assert _outcome(Command, arguments) == _outcome(TyperCommand, arguments)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # 1
    shut = tmp_path / "甲.xlsx"
    shut.touch()
    monkeypatch.setattr(os, "access", lambda *asked, **more: False)  # root may read everything, whatever a file's mode
    assert _outcome(Command, [str(shut)]) == _outcome(TyperCommand, [str(shut)])
    assert _outcome(Command, [str(shut)])[0] == "BadParameter"
