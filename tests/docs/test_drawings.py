"""The drawings of docs/excel.md.

1. They say what the commands and the list of buttons say now: ``python docs/install_pictures.py`` and
   ``python docs/ribbon_picture.py`` renew them.
2. Each is shown, and said to be a drawing where it could be taken for a screenshot.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_drawings_are_current() -> None:  # 1
    drawings = {**_script("install_pictures").drawings(), "excel-ribbon.svg": _script("ribbon_picture").drawing()}
    stale = [name for name, text in drawings.items() if (PICTURES / name).read_text(encoding="utf-8") != text]
    assert stale == []


def test_drawings_are_shown_and_named_so() -> None:  # 2
    page = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")
    shown = {Path(name).name: words for words, name in re.findall(r"!\[([^\]]*)\]\(([^)]+\.svg)\)", page)}
    assert set(shown) == {path.name for path in PICTURES.glob("excel-*.svg")}
    assert [name for name, words in shown.items() if "不是截图" not in words] == []
