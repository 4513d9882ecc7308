"""Makes docs/pictures/*.png from the sample department: what people see, rendered by LibreOffice.

    python docs/pictures.py

Runs the demo in a temporary folder, prints its workbooks with LibreOffice, and cuts single pages to what is on them.
Needs ``soffice`` and ``pdftoppm``/``pdftotext`` (poppler). The pictures have at most 256 colours, so that they stay small.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kamxl.books.closed import open_closed  # noqa: E402 - run as a script from a clone
from kamxl.commands.demo import REPORT_FILE, demo  # noqa: E402
from kamxl.hosts.libreoffice.printing import to_pdf  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
_MARGIN = 12  # pixels of paper left around what is cut out
_NEEDED = ("soffice", "pdftoppm", "pdftotext")


@dataclass(frozen=True)
class Picture:
    """One picture: a page of a printed workbook, found by the first words on it (``""``: the last page)."""

    name: str
    book: str
    heading: str
    dots: int = 110


WANTED = (
    Picture("form", "专员-华东-张伟.xlsx", "客户档案表", 100),
    Picture("list", "专员-华东-张伟.xlsx", "拜访申请", 130),
    Picture("findings", "专员-华北-王强.xlsx", "校验结果", 120),
    Picture("inbox", "经理-林晓峰.xlsx", "待 林晓峰", 130),
    Picture("summary", REPORT_FILE, "大客户部季度KPI报告", 110),
    *(
        Picture(f"report_{name}", REPORT_FILE, f"大客户部季度KPI报告 · {sheet}", 90)
        for name, sheet in (
            ("regions", "区域"),
            ("specialists", "专员"),
            ("customers", "客户"),
            ("appraisal", "考核"),
            ("flows", "流程"),
            ("risks", "风险"),
            ("evidence", "明细"),
            ("quality", "数据质量"),
            ("notes", "说明"),
        )
    ),
)


@dataclass(frozen=True)
class Image:
    """Pixels as rows of RGB bytes."""

    width: int
    height: int
    pixels: bytes

    def row(self, y: int) -> bytes:
        return self.pixels[y * self.width * 3 : (y + 1) * self.width * 3]


def main() -> int:
    missing = [tool for tool in _NEEDED if shutil.which(tool) is None]
    if missing:
        print(
            f"缺少 {'、'.join(missing)}：请安装 LibreOffice 和 poppler-utils。 Missing: {', '.join(missing)}.",
            file=sys.stderr,
        )
        return 2
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "演示部门")
        demo(folder, open_closed)
        printed: dict[str, Path] = {}
        for picture in WANTED:
            if picture.book not in printed:
                printed[picture.book] = Path(scratch, picture.book).with_suffix(".pdf")
                to_pdf(folder / picture.book, printed[picture.book])
            image = cut(page_image(printed[picture.book], picture, Path(scratch)))
            target = PICTURES / f"{picture.name}.png"
            target.write_bytes(png(image))
            print(f"{target.relative_to(ROOT)} {image.width}×{image.height} {target.stat().st_size // 1024} KB")
    return 0


def page_image(pdf: Path, picture: Picture, scratch: Path) -> Image:
    """The page that begins with the picture's heading. Raises ``LookupError``."""
    pages = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    for number, text in enumerate(pages.split("\f"), start=1):
        if text.lstrip().startswith(picture.heading):
            stem = scratch / picture.name
            asked = ["-r", str(picture.dots), "-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", *asked, str(pdf), str(stem)], check=True)
            return read_ppm(stem.with_suffix(".ppm").read_bytes())
    raise LookupError(f"{pdf.name}: {picture.heading}")


def read_ppm(content: bytes) -> Image:
    """A binary PPM (P6) as pdftoppm writes it."""
    _, size, _, pixels = content.split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    return Image(width, height, pixels)


def cut(image: Image) -> Image:
    """The page without its empty margins; the footer line, far below the rest, goes with them."""
    inked = [y for y in range(image.height) if image.row(y).strip(b"\xff")]
    bottom = next((y for y, below in pairwise(inked) if below - y > image.height // 12), inked[-1])
    top = max(inked[0] - _MARGIN, 0)
    bottom = min(bottom + _MARGIN, image.height)
    rows = [image.row(y) for y in range(top, bottom)]
    lefts = [len(row) - len(row.lstrip(b"\xff")) for row in rows if row.strip(b"\xff")]
    rights = [len(row.rstrip(b"\xff")) for row in rows if row.strip(b"\xff")]
    left = max(min(lefts) // 3 - _MARGIN, 0)
    right = min(-(-max(rights) // 3) + _MARGIN, image.width)
    return Image(right - left, bottom - top, b"".join(row[left * 3 : right * 3] for row in rows))


def png(image: Image) -> bytes:
    """The image as a PNG with a palette of its commonest colours."""
    colours = Counter(image.pixels[at : at + 3] for at in range(0, len(image.pixels), 3))
    palette = [colour for colour, _ in colours.most_common(256)]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in colours:
        if colour not in index:
            index[colour] = min(range(len(palette)), key=lambda number: _distance(palette[number], colour))
    lines = bytearray()
    for y in range(image.height):
        row = image.row(y)
        lines.append(0)
        lines.extend(index[row[at : at + 3]] for at in range(0, len(row), 3))
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(bytes(lines), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    sys.exit(main())
