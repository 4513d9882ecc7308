"""The pictures of the README.

1. Every picture that README and docs show is there, and small.
2. The script's PNG says the same as the pixels it was given.
3. Empty margins and a footer far below are cut off.
4. Every picture is made by one of two scripts, and README names both.
"""

from __future__ import annotations

import importlib.util
import re
import struct
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
_MOST_BYTES = 120_000


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_pictures", ROOT / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_shown_pictures_are_there_and_small() -> None:  # 1
    shown = {
        (page.parent / name).resolve()
        for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    missing = sorted(str(path) for path in shown if not path.is_file())
    heavy = sorted(str(path) for path in shown if path.is_file() and path.stat().st_size > _MOST_BYTES)
    assert (len(shown) >= 5, missing, heavy) == (True, [], [])


def test_scripts_make_all_of_them(pictures: ModuleType) -> None:  # 4
    of_windows = (ROOT / "docs" / "window_pictures.py").read_text(encoding="utf-8")
    made = {picture.name for picture in pictures.WANTED} | set(re.findall(r'"(libreoffice-\w+)"', of_windows))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert made == {path.stem for path in pictures.PICTURES.glob("*.png")}
    commands = ("`python docs/pictures.py`", "`python docs/window_pictures.py`")
    assert [command for command in commands if command not in readme] == []


def test_png_holds_the_pixels(pictures: ModuleType) -> None:  # 2
    pixels = bytes((255, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 255))
    content: bytes = pictures.png(pictures.Image(2, 2, pixels))
    chunks = _chunks(content)
    palette = chunks[b"PLTE"]
    lines = zlib.decompress(chunks[b"IDAT"])
    shown = b"".join(palette[3 * at : 3 * at + 3] for row in (lines[1:3], lines[4:6]) for at in row)
    assert (struct.unpack(">II", chunks[b"IHDR"][:8]), shown) == ((2, 2), pixels)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        found[content[at + 4 : at + 8]] = content[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def test_margins_and_footer_are_cut(pictures: ModuleType) -> None:  # 3
    white, ink = b"\xff\xff\xff", b"\x00\x00\x00"
    rows = [[white] * 100 for _ in range(240)]
    for y in range(50, 60):
        rows[y][40] = ink
    rows[230][50] = ink  # the footer
    image = pictures.Image(100, 240, b"".join(b"".join(row) for row in rows))
    cut = pictures.cut(image)
    assert (cut.width, cut.height) == (1 + 2 * 12, 9 + 2 * 12)
