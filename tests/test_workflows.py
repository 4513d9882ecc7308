"""The workflows for GitHub, which run nowhere here, name only what exists.

1. They are YAML with jobs and steps; Windows, macOS and Ubuntu build the add-in and run the tests.
2. Every ``kamxl`` command in them exists, every extra that they install is one of ours, every Python is supported.
3. Ubuntu installs what ``.ci/run`` installs: no test skips there for want of a program.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from kamxl.cli import app as cli
from kamxl.cli import commands

ROOT = Path(__file__).resolve().parents[1]
yaml = pytest.importorskip("yaml")
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _jobs() -> list[dict[str, Any]]:
    return [job for file in FILES for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()]


def _runs() -> list[str]:
    return [step["run"] for job in _jobs() for step in job["steps"] if "run" in step]


def test_every_system() -> None:  # 1
    systems = [set(job["strategy"]["matrix"]["os"]) for job in _jobs() if "strategy" in job]
    assert systems == [{"ubuntu-latest", "windows-latest", "macos-latest"}] * 2
    assert [job for job in _jobs() if not job["steps"] or "timeout-minutes" not in job] == []
    assert sum("pytest" in run for run in _runs()) == 1


def test_commands_extras_and_versions() -> None:  # 2
    commands.register([])
    group = typer.main.get_command(cli.app)
    called = [words.split() for run in _runs() for words in re.findall(r"-m kamxl ([a-z ]+[a-z])", run)]
    assert called
    for words in called:
        node: Any = group
        for word in words:
            node = node.commands[word]
    extras = {name for run in _runs() for found in re.findall(r"\.\[([\w,]+)\]", run) for name in found.split(",")}
    assert extras - set(PROJECT["optional-dependencies"]) == set()
    least = tuple(map(int, re.findall(r"\d+", PROJECT["requires-python"])))
    versions = {version for job in _jobs() for version in job.get("strategy", {}).get("matrix", {}).get("python", [])}
    assert versions
    assert [one for one in versions if tuple(map(int, one.split("."))) < least] == []


def test_ubuntu_has_what_the_check_has() -> None:  # 3
    check = re.search(r"packages=\(([^)]*)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert check is not None
    installed = {word for run in _runs() if "apt-get install" in run for word in run.split()}
    assert set(check[1].split()) - installed == set()
