"""The safe save: aside, flushed, read back and compared, then put in place in one step.

Order, so that a crash at any point leaves the workbook wholly old or wholly new: owner files → unchanged since it was
read → written aside in the same folder → re-opened, every untouched entry compared byte for byte, every written part
inflated, compared and parsed, every written cell read back → backup → owner files again → rename.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..dataclass import dataclass
from ..errors import BookError, RefusedEdit
from .backup import digest, take_backup
from .locks import owner_of
from .markup import check_well_formed
from .package import Package
from .replacing import discard, put_in_place, sweep, write_aside

KEEP = 10
_PARSED_WHOLE = 1 << 20
"""Larger parts are sheets: their frame and the rows that were written are parsed by ``verify``."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A finished save. ``backup`` is ``None`` when nothing stood at ``path`` before, or nothing had changed."""

    path: Path
    backup: Path | None
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def save(package: Package, path: Path, verify: Callable[[Package], None], keep: int = KEEP) -> Saved:
    """Write the package to ``path``. Raises ``BookError`` or ``RefusedEdit``; then the workbook is as it was."""
    target = path.resolve()
    before = _current(package, target)
    changed, removed = tuple(sorted(package.changed)), tuple(sorted(package.removed))
    if not changed and not removed and before is not None and target == package.path.resolve():
        return Saved(path, None, (), ())
    segments = package.segments()
    try:
        sweep(target.parent)
        aside = write_aside(target, segments, like=target)
        try:
            _check(package, aside, verify)
            backup = take_backup(target, before, digest(*segments), keep) if before is not None else None
            if before is not None and _current(package, target) != before:
                raise RefusedEdit("ooxml.changed", path=path)
            put_in_place(aside, target)
            if target == package.path.resolve():
                package.load(b"".join(segments), package.archive.limits)
        except BaseException:
            discard(aside)
            raise
    except OSError as error:
        raise BookError("books.cannot_write", path=path, reason=error.strerror or str(error)) from error
    return Saved(path, backup, changed, removed)


def _current(package: Package, target: Path) -> bytes | None:
    """What stands at the target now. Refuses when somebody has it open, or when it is not what was read."""
    if owner := owner_of(target):
        raise BookError("books.locked", path=target, owner=owner)
    try:
        current = target.read_bytes() if target.exists() else None
    except OSError as error:
        raise BookError("ooxml.cannot_read", path=target, reason=error.strerror or str(error)) from error
    if target == package.path.resolve() and current != package.archive.data:
        raise RefusedEdit("ooxml.changed", path=target)
    return current


def _check(package: Package, aside: Path, verify: Callable[[Package], None]) -> None:
    """The file on disk, read anew, is the old one but for what was asked."""
    written = Package(aside.read_bytes(), aside, package.archive.limits)
    entries = {entry.name: entry for entry in written.archive.entries}
    changed = package.changed
    for entry in package.archive.entries:
        if entry.name in changed or entry.name in package.removed:
            continue
        again = entries.get(entry.name)
        if again is None or written.archive.raw(again) != package.archive.raw(entry):
            raise BookError("ooxml.verify_failed", path=package.path, detail=entry.name)
    for name, content in changed.items():
        if written.read(name) != content:
            raise BookError("ooxml.verify_failed", path=package.path, detail=name)
        if name.endswith((".xml", ".rels")) and len(content) <= _PARSED_WHOLE:
            check_well_formed(content, name)
    verify(written)
