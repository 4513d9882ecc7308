"""How a report of ours is told from a person's workbook: a custom document property."""

from __future__ import annotations

import zipfile
from pathlib import Path

PROPERTY = "KamxlReport"
_PART = "docProps/custom.xml"
_LIMIT = 1_000_000


def is_report(path: Path) -> bool:
    """Whether the file is a report that ``consolidate`` made and may replace. A file that cannot be read is not."""
    try:
        with zipfile.ZipFile(path) as package:
            if _PART not in package.namelist() or package.getinfo(_PART).file_size > _LIMIT:
                return False
            return f'name="{PROPERTY}"'.encode() in package.read(_PART)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError):
        return False
