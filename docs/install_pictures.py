"""Draws the pictures of docs/excel.md about installing. No screenshots: Excel runs on no machine that made them.

- excel-install.svg: what ``kamxl excel install`` says, run for real on a made-up Windows profile and registry.
- excel-folder.svg: what that run left on the disk and in the registry.
- excel-unblock.svg: where Windows has its tick box "Unblock", drawn by hand.

python docs/install_pictures.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kamxl.functions.function import CATEGORY, functions  # noqa: E402 - run as a script from a clone
from kamxl.hosts.excel.build import build  # noqa: E402
from kamxl.hosts.excel.install import Choices, install, status  # noqa: E402
from kamxl.hosts.excel.machine import Machine  # noqa: E402
from kamxl.hosts.excel.registry import MemoryRegistry  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PROFILE = r"C:\Users\zhangwei"
_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_STATES = {"good": "好", "hint": "注意", "bad": "有问题"}
_SANS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
_MONO = f"Consolas, Menlo, Noto Sans Mono CJK SC, {_SANS}"


def drawings() -> dict[str, str]:
    """The pictures by file name."""
    said, kept = _installed()
    return {
        "excel-install.svg": _terminal(said),
        "excel-folder.svg": _folder(kept),
        "excel-unblock.svg": _unblock(),
    }


def _installed() -> tuple[list[str], list[str]]:
    """What the commands say on a made-up profile, and what is there afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        registry = MemoryRegistry()
        registry.set(rf"{_EXCEL}\Options", "GridlineColor", 0)
        python = root / "AppData" / "Local" / "kamxl" / "venv" / "Scripts" / "pythonw.exe"
        python.parent.mkdir(parents=True)
        python.touch()
        machine = Machine(
            platform="win32",
            addins=root / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "kamxl",
            run=root / "AppData" / "Local" / "kamxl" / "run",
            python=python,
            registry=registry,
            excel_runs=lambda: False,
            unmark=lambda path: None,
        )

        def shown(text: str) -> str:
            """Windows' own way to write a path, whatever computer draws this."""
            return text.replace(f"{root}", PROFILE).replace("/", "\\") if str(root) in text else text

        said = [r"> kamxl excel install"]
        said += [
            shown(text.what()) for text in install(machine, build(list(functions().values()), CATEGORY), Choices())
        ]
        said += ["", "> kamxl excel status"]
        said += [f"{_STATES[one.state]}  {one.name}  {shown(one.text.what())}" for one in status(machine)]
        files = sorted(path for path in machine.addins.rglob("*") if path.is_file())
        kept = [shown(str(machine.addins))]
        kept += [f"    {path.name}" for path in files]
        trusted = rf"{_EXCEL}\Security\Trusted Locations"
        for key in (rf"{_EXCEL}\Options", *(rf"{trusted}\{name}" for name in registry.subkeys(trusted))):
            kept.append(f"HKEY_CURRENT_USER\\{key}")
            kept += [
                f"    {name} = {shown(str(value))}"
                for name, value in registry.values(key).items()
                if name not in ("GridlineColor", "Date")
            ]
    return said, kept


def _terminal(lines: list[str]) -> str:
    wrapped = [part for line in lines for part in _wrapped(line, 112)]
    height = 34 + 20 * len(wrapped) + 12
    rows = "".join(
        _text(16, 52 + 20 * number, line, 13, "#9cdcfe" if line.startswith(">") else "#e6e6e6", _MONO)
        for number, line in enumerate(wrapped)
    )
    dots = "".join(
        f'<circle cx="{18 + 18 * at}" cy="17" r="5" fill="{color}"/>'
        for at, color in enumerate(("#666666", "#888888", "#aaaaaa"))
    )
    return _svg(780, height, f'<rect width="780" height="{height}" rx="6" fill="#1e1e1e"/>' + dots + rows)


def _folder(lines: list[str]) -> str:
    wrapped = [part for line in lines for part in _wrapped(line, 112)]
    height = 20 + 24 * len(wrapped)
    rows = []
    for number, line in enumerate(wrapped):
        top = 28 + 24 * number
        inside = line.startswith("    ")
        icon = "" if inside else f'<rect x="12" y="{top - 13}" width="18" height="14" rx="2" fill="#f0c869"/>'
        rows.append(
            icon + _text(48 if inside else 38, top, line.strip(), 13, "#444444" if inside else "#111111", _MONO)
        )
    return _svg(780, height, f'<rect width="780" height="{height}" fill="#ffffff" stroke="#d0d0d0"/>' + "".join(rows))


def _unblock() -> str:
    """Only what matters of Windows' dialog, and across it that it is a drawing."""
    parts = [
        '<rect width="460" height="250" fill="#f7f7f7" stroke="#999999"/><rect width="460" height="32" fill="#e6e6e6"/>',
        _text(14, 21, "离线包.zip 属性  Properties", 13, "#222222"),
        '<rect x="14" y="46" width="432" height="150" fill="#ffffff" stroke="#d0d0d0"/>',
        _text(30, 74, "常规  General", 13, "#217346"),
        _text(30, 124, "安全  Security:", 13, "#222222"),
        _text(150, 118, "此文件来自其他计算机，可能被阻止……", 12, "#555555"),
        _text(150, 136, "This file came from another computer …", 12, "#555555"),
        '<rect x="150" y="152" width="15" height="15" fill="#ffffff" stroke="#217346" stroke-width="2"/>',
        '<path d="M153 159 l4 5 l7 -9" fill="none" stroke="#217346" stroke-width="2"/>',
        _text(174, 165, "解除锁定  Unblock", 13, "#111111"),
        '<rect x="276" y="208" width="80" height="28" fill="#ffffff" stroke="#999999"/>',
        _text(298, 227, "确定 OK", 12, "#222222"),
        _text(14, 240, "示意图，不是截图  A drawing, no screenshot", 11, "#b00020"),
    ]
    return _svg(460, 250, "".join(parts))


def _svg(width: int, height: int, body: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>\n'


def _text(x: int, y: int, text: str, size: int, color: str, family: str = _SANS) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{color}" font-family="{family}" xml:space="preserve">'
        f"{escape(text)}</text>"
    )


def _wrapped(line: str, most: int) -> list[str]:
    """Pieces of at most so many columns; a Chinese character takes two."""
    pieces, piece, width = [], "", 0
    for character in line:
        wide = 2 if ord(character) > 0x2E7F else 1
        if width + wide > most:
            pieces.append(piece)
            piece, width = "    ", 4
        piece, width = piece + character, width + wide
    return [*pieces, piece]


if __name__ == "__main__":
    for name, drawing in drawings().items():
        (PICTURES / name).write_text(drawing, encoding="utf-8", newline="\n")
