"""Makes docs/pictures/libreoffice-*.png: LibreOffice's own window, in Chinese, while somebody presses our buttons.

    python docs/window_pictures.py

Runs on Linux, on a display of its own, with a fresh profile and the sample department: your windows and files are not
touched. Drives the window by the helpers of tests/libreoffice, so it needs the development extras (``pip install -e
'.[dev]'``), LibreOffice, Xvfb, openbox, xdotool and ImageMagick (``import``, ``convert``).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pictures import PICTURES, png, read_ppm  # noqa: E402 - run as a script from a clone

from tests.libreoffice.desk import EAST, seated  # noqa: E402

_NEEDED = ("soffice", "Xvfb", "openbox", "xdotool", "import", "convert")
WANTED = {"校验": "libreoffice-validate", "修正": "libreoffice-fix"}
"""The button that is pressed, and its picture."""


def main() -> int:
    missing = [tool for tool in _NEEDED if shutil.which(tool) is None]
    if missing:
        print(f"缺少 {'、'.join(missing)}。 Missing: {', '.join(missing)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        with seated("演示电脑", Path(scratch)) as desk:
            opened = desk.open(EAST)
            desk.press(opened, "校验")
            desk.press(opened, "修正", answer="Return")
            opened.close()
        for label, name in WANTED.items():
            screen = subprocess.run(
                ["convert", str(Path(scratch, f"{label}.png")), "ppm:-"], capture_output=True, check=True
            ).stdout
            image = read_ppm(screen)
            target = PICTURES / f"{name}.png"
            target.write_bytes(png(image))
            print(f"{target.relative_to(ROOT)} {image.width}×{image.height} {target.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
