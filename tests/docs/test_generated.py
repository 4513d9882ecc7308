"""The documents.

1. Every table that is made from the code is what the code says now.
2. The README's two commands are there, and the test command is the one that CI runs.
3. The drawing of the ribbon shows today's buttons.
4. No document and no source names a machine path or a registry host.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_generated_table_is_stale() -> None:
    ran = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_readme_has_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^python3 -m venv .*$", readme, re.M) == [
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . && .venv/bin/kamxl demo",
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/pytest",
    ]


def test_drawing_of_the_ribbon_is_not_stale() -> None:
    code = (
        "import sys; sys.stdout.reconfigure(encoding='utf-8'); import ribbon_picture as r; print(r.drawing(), end='')"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "docs", capture_output=True, check=True)
    drawn = (ROOT / "docs" / "pictures" / "excel-ribbon.svg").read_text(encoding="utf-8")
    assert ran.stdout.decode("utf-8").replace("\r\n", "\n") == drawn


def test_no_machine_path_is_named() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    suffixes = {".py", ".md", ".toml", ".yml", ".yaml", ".bas", ".cls", ".xml", ".csv", ".txt", ""}
    paths = [ROOT / name for name in listed.decode("utf-8").split("\0") if name]
    forbidden = re.compile("/" + "work/(?:main|wt|shared)|/" + "opt/venv|/" + "tmp/team")
    guilty = [
        path.name
        for path in paths
        if path.suffix in suffixes
        and path.is_file()
        and forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert guilty == []
