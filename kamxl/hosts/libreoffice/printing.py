"""A workbook as PDF, and its first page as a picture: LibreOffice prints, pypdfium2 draws."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from pathlib import Path

from ...errors import HostError
from .headless import converted

SECONDS = 180
_PNG = b"\x89PNG\r\n\x1a\n"


def to_pdf(workbook: Path, pdf: Path) -> None:
    """Every sheet's printed pages in one file. Raises ``HostError``; ``pdf`` is then as it was.

    LibreOffice runs with a profile of its own, so that a window that is open elsewhere does not matter, and is killed
    when it takes longer than ``SECONDS``.
    """
    with tempfile.TemporaryDirectory(prefix="kamxl-print-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "report" + workbook.suffix)
        shutil.copyfile(workbook, source)
        try:
            made = converted(source, "pdf", Path(folder), SECONDS)
        except TimeoutError as error:
            reason = f"超过 {SECONDS} 秒 (timed out)"
            raise HostError("libreoffice.cannot_print", path=workbook, reason=reason) from error
        if made is None:
            raise HostError("libreoffice.cannot_print", path=workbook, reason="没有生成 PDF (no PDF was made)")
        aside = pdf.with_name(f"~kamxl-{pdf.name}.tmp")
        try:
            shutil.copyfile(made, aside)
            aside.replace(pdf)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise HostError("libreoffice.cannot_print", path=pdf, reason=error.strerror or error) from error


def first_page(pdf: Path, png: Path, *, width: int = 1600) -> None:
    """The PDF's first page as a picture ``width`` pixels wide. Raises ``HostError`` where pypdfium2 is missing."""
    try:
        import pypdfium2
    except ImportError as error:
        raise HostError("libreoffice.no_pdfium") from error
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        content = _png(rows, bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    finally:
        document.close()
    aside = png.with_name(f"~kamxl-{png.name}.tmp")
    try:
        aside.write_bytes(content)
        aside.replace(png)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise HostError("libreoffice.cannot_print", path=png, reason=error.strerror or error) from error


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """An RGB or RGBA bitmap as PNG; the same pixels give the same bytes."""
    lines = b"".join(b"\0" + pixels[row * stride : row * stride + width * channels] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, {3: 2, 4: 6}[channels], 0, 0, 0)
    return _PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
