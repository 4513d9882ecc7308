"""A file of this machine's cache, written aside: nobody ever reads half of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def keep(file: Path, content: bytes) -> None:
    """Puts the content there, in a folder that is made for this user alone. Where nothing can be kept, nothing happens: whoever
    looks for it makes it again."""
    aside = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            aside.write_bytes(content)
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
