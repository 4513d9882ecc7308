"""Nobody saves a person's workbook but this engine.

1. No file that ships mentions openpyxl in code, or calls a save on anything but our own workbook. (The import contract in
   pyproject.toml says the same of imports.)
2. The closed-file host writes through the engine.
3. The engine by itself imports nothing of kamxl but its errors, its dataclass and its patterns, and nothing heavy.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import kamxl

ROOT = Path(kamxl.__file__).parent
LIBRARIES = {"openpyxl", "wolfxl", "excelize", "pyexcel", "xlwt", "xlutils"}


def sources() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(ROOT.rglob("*.py"))]


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                names.add(str(node.args[0].value))
    return names


def test_no_other_library_writes_workbooks() -> None:
    found = {path.name for path, tree in sources() for name in imported(tree) if name.split(".")[0] in LIBRARIES}
    assert found == set()


def test_the_closed_host_writes_through_the_engine() -> None:
    text = (ROOT / "books" / "closed.py").read_text(encoding="utf-8")
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert "..ooxml" in imported(ast.parse(text))
    assert [
        name for name in calls if name in ("write_bytes", "write_text", "replace", "rename", "unlink", "open_file")
    ] == []
    assert calls.count("save") == 1


def test_the_engine_stands_alone() -> None:
    script = (
        "import sys; from kamxl.ooxml import *; print(sorted(name for name in sys.modules if name.startswith('kamxl')))"
    )
    heavy = "; print([m for m in ('pandas', 'openpyxl', 'xlsxwriter', 'xlwings', 'pydantic', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script + heavy], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    modules, loaded = map(ast.literal_eval, done.stdout.splitlines())
    outside = [name for name in modules if not name.startswith(("kamxl.ooxml", "kamxl.errors"))]
    assert (outside, loaded) == (["kamxl", "kamxl.dataclass", "kamxl.deflate", "kamxl.lazy"], [])
