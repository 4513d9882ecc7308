"""The last reports of a department, each in a file of its own beside what was gathered."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from .kept_file import keep

_MOST = 4
_LARGEST = 32_000_000
_ENDING = ".report"


class Reports:
    """The ``folder`` that keeps them. Where nothing can be kept the next command makes its report again: nothing worse."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> tuple[bytes, str] | None:
        """The report that was kept under this key, with what was said of it (one line)."""
        try:
            digest, kept = self._file(key).read_bytes().split(b"\n", 1)
            if digest != _digest(kept):
                return None  # the machine stopped before all of it was on the disk
            said, content = kept.split(b"\n", 1)
        except (OSError, ValueError):
            return None
        return content, said.decode()

    def keep(self, key: str, content: bytes, said: str) -> None:
        """Keeps the report beside the few before it. A very large one is not kept."""
        if len(content) > _LARGEST:
            return
        kept = said.encode() + b"\n" + content
        keep(self._file(key), _digest(kept) + b"\n" + kept)
        with suppress(OSError):
            self._drop_old()

    def _drop_old(self) -> None:
        kept = sorted(self._folder.glob(f"*{_ENDING}"), key=lambda file: (file.stat().st_mtime_ns, file.name))
        for file in kept[:-_MOST]:
            file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).hexdigest().encode()
