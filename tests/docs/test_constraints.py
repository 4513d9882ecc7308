"""``constraints.txt`` pins every library that the project asks for, to a version that the project accepts.

1. Each requirement of ``pyproject.toml``, extras included, has its pin, and the pin satisfies it.
2. The README's two commands install with these pins.
"""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}


def test_every_requirement_is_pinned_to_a_version_that_it_accepts() -> None:  # 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    pins = _pins()
    wanted = [one for one in map(Requirement, asked) if canonicalize_name(one.name) != "kamxl"]
    assert len(wanted) > 20
    unmet = [str(one) for one in wanted if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))]
    assert unmet == []


def test_the_readmes_commands_use_the_pins() -> None:  # 2
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert [("-c constraints.txt" in line) for line in commands] == [True, True]
