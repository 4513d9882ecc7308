"""What the buttons say.

1. Their answers and questions come from the catalogue: none is written out where it is given.
2. Every message of theirs is used by one of them.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import kamxl.hosts.live
from kamxl.errors.catalogue.live import MESSAGES

LIVE = sorted(Path(kamxl.hosts.live.__file__).parent.glob("*.py"))


def _written_out(path: Path) -> list[str]:
    """Texts with Chinese in them, among the arguments of answers and questions."""
    return [
        part.value
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Reply", "Ask")
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and re.search("[\u4e00-\u9fff]", part.value)
    ]


def test_no_answer_is_written_out() -> None:  # 1
    assert {path.name: texts for path in LIVE if (texts := _written_out(path))} == {}


def test_every_message_is_said() -> None:  # 2
    said = {code for path in LIVE for code in re.findall(r'"live\.(\w+)"', path.read_text(encoding="utf-8"))}
    assert said == set(MESSAGES)
