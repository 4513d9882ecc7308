r"""``kamxl.conf``, beside the add-in: what the installer tells VBA. Lines ``key=value`` in ASCII, other characters ``\uXXXX``.

python   the interpreter that has kamxl, an absolute path
run      the folder of the resident process's endpoint file
version  kamxl's version: a resident process of another version is replaced
prewarm  1: the add-in starts the resident process when Excel starts; 0: something else does (policy against child processes)
"""

from __future__ import annotations

import json
from pathlib import Path

from ...dataclass import dataclass
from ..resident.plain import escape

FILE = "kamxl.conf"


@dataclass(frozen=True, slots=True)
class Config:
    """What the add-in has to know."""

    python: Path
    run: Path
    version: str
    prewarm: bool = True

    def text(self) -> str:
        lines = {"python": self.python, "run": self.run, "version": self.version, "prewarm": int(self.prewarm)}
        return "".join(f"{key}={escape(str(value))}\r\n" for key, value in lines.items())


def read(folder: Path) -> Config | None:
    """The settings beside the add-in in ``folder``, None where they are missing or broken."""
    try:
        lines = (folder / FILE).read_text(encoding="ascii").splitlines()
        fields = {key: _unescaped(value) for key, _, value in (line.partition("=") for line in lines)}
        return Config(Path(fields["python"]), Path(fields["run"]), fields["version"], fields.get("prewarm") != "0")
    except (OSError, ValueError, KeyError):
        return None


def _unescaped(value: str) -> str:
    text: str = json.loads('"' + value.replace('"', '\\"') + '"')
    return text
