"""The live code is one for LibreOffice and Excel; what is Excel's alone is listed here.

1. The lines of the live code that run for Excel only are exactly these, and under a twentieth of it.
2. Nothing else in it names a host's own objects: no ``.api``, no COM, no appscript.
"""

from __future__ import annotations

import re
from pathlib import Path

import kamxl

ROOT = Path(kamxl.__file__).parent
LIVE = sorted([*(ROOT / "books").glob("live*.py"), *(ROOT / "hosts" / "live").glob("*.py")])
# Where a block for Excel only begins, and how many lines it has.
EXCEL_ONLY = {("hosts/live/reach.py", 'if press.host == "excel":'): 5}


def _code(path: Path) -> list[str]:
    """The lines that are neither blank nor comment."""
    return [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]


def test_lines_for_excel_only() -> None:
    found = {}
    for path in LIVE:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.search(r'== "excel"|sys\.platform|win32|darwin', line):
                depth = len(line) - len(line.lstrip())
                block = next(
                    (at for at in range(number + 1, len(lines)) if lines[at].strip() and _depth(lines[at]) <= depth),
                    len(lines),
                )
                found[path.relative_to(ROOT).as_posix(), line.strip()] = len(
                    [one for one in lines[number:block] if one.strip()]
                )
    assert found == EXCEL_ONLY
    everything = sum(len(_code(path)) for path in LIVE)
    assert sum(found.values()) < 0.05 * everything


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_no_host_object_is_named() -> None:
    forbidden = re.compile(r"\.api\b|win32com|pythoncom|appscript|\bcom_error\b|\buno\b")
    guilty = [path.name for path in LIVE for line in _code(path) if forbidden.search(line.split("#")[0])]
    assert guilty == []
