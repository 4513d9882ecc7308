"""A workbook that kamxl can only read (.xls, .xlsb, .ods), as an .xlsx that it can also write."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ...errors import BookError, HostError
from .headless import converted

SECONDS = 180.0
CONVERTIBLE = frozenset({".xls", ".xlt", ".xlsb", ".ods", ".fods", ".et", ".csv"})


def convert(source: Path, target: Path | None = None, *, seconds: float = SECONDS) -> Path:
    """A converted copy of ``source``: ``target``, else the same name with ``.xlsx`` beside it. The original stays.

    Values, formulas and most looks come along; macros do not. Raises ``BookError`` for a file that is missing, of another
    kind, or whose target exists; ``HostError`` where LibreOffice is missing, fails or takes longer than ``seconds``.
    """
    target = target or source.with_suffix(".xlsx")
    if not source.is_file():
        raise BookError("books.not_found", path=source)
    if source.suffix.lower() not in CONVERTIBLE or target.suffix.lower() != ".xlsx":
        raise BookError("libreoffice.not_convertible", path=source, kinds="、".join(sorted(CONVERTIBLE)))
    if target.exists():
        raise BookError("libreoffice.target_exists", path=target)
    with tempfile.TemporaryDirectory(prefix="kamxl-convert-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "book" + source.suffix.lower())  # LibreOffice never sees, or locks, the original
        try:
            shutil.copyfile(source, copy)
            made = converted(copy, "xlsx", Path(folder), seconds)
            if made is None:
                raise HostError("libreoffice.cannot_convert", path=source, reason="没有生成文件 (no file was made)")
            _put(made, target)
        except TimeoutError as error:
            reason = f"超过 {seconds:.0f} 秒 (timed out)"
            raise HostError("libreoffice.cannot_convert", path=source, reason=reason) from error
        except OSError as error:
            raise HostError("libreoffice.cannot_convert", path=source, reason=error.strerror or error) from error
    return target


def _put(made: Path, target: Path) -> None:
    """Whole or not at all, and never over a file that somebody made meanwhile."""
    aside = target.with_name(f".~kamxl-{target.name}.tmp")
    try:
        shutil.copyfile(made, aside)
        if target.exists():
            raise BookError("libreoffice.target_exists", path=target)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
