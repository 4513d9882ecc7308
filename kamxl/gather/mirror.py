"""A department that lives elsewhere (smb://, s3://, webdav …): its workbooks are copied here, those that changed only.

Everything else then works on the copies as on any folder. Nothing is ever written to the place itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import InputError, Text, say

_STATE = "mirror.json"
_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
Told = Callable[[Text, int, int], None]


def is_remote(place: str) -> bool:
    """Whether it is an address (``s3://bucket/部门``) and not a path; a drive letter is none."""
    scheme, found, _ = place.partition("://")
    return bool(found) and len(scheme) > 1


def mirror(place: str, folder: Path, told: Told) -> Path:
    """Brings ``folder`` up to date with the workbooks below ``place``, and gives it back.

    A workbook is copied when its size, time or tag differs from what was copied last; one that is gone there goes here.
    Raises ``InputError``: ``report.no_extra`` without fsspec (or the protocol's own library), ``report.unreachable``.
    """
    fs, root = _opened(place)
    try:
        found = dict(_listed(fs, root))
    except (OSError, ValueError) as error:
        raise InputError("report.unreachable", place=place, reason=str(error).splitlines()[0][:200]) from error
    folder.mkdir(parents=True, exist_ok=True)
    before = _state(folder)
    state = {
        name: before[name] for name in found if before.get(name) == _tag(found[name]) and (folder / name).is_file()
    }
    changed = [name for name in found if name not in state]
    for done, name in enumerate(sorted(changed)):
        told(say("progress.downloading", name=name), done, len(changed))
        if _copied(fs, found[name]["name"], folder / name):
            state[name] = _tag(found[name])
    for name in before.keys() - found.keys():
        (folder / name).unlink(missing_ok=True)
    (folder / _STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    return folder


def _opened(place: str) -> tuple[Any, str]:
    try:
        fsspec: Any = import_module("fsspec")
        fs, root = fsspec.core.url_to_fs(place)
    except ImportError as error:
        raise InputError("report.no_extra", extra="remote") from error
    except (OSError, ValueError) as error:
        raise InputError("report.unreachable", place=place, reason=str(error).splitlines()[0][:200]) from error
    return fs, str(root)


def _listed(fs: Any, root: str) -> Any:
    """(name below the place, what the file system says) of every workbook. Hidden folders and lock files are left out."""
    fs.ls(root)  # an address that is not there is an error, not an empty department
    for path, info in fs.find(root, detail=True).items():
        name = PurePosixPath(path).relative_to(PurePosixPath(root)).as_posix()
        parts = PurePosixPath(name)
        hidden = any(part.startswith((".", "~")) for part in parts.parts)
        if parts.suffix.lower() in _SUFFIXES and not hidden and ".." not in parts.parts:
            yield name, info


def _tag(info: Any) -> str:
    """What changes when the file does: its size and whatever times and tags the protocol has."""
    keys = ("size", "mtime", "modified", "LastModified", "ETag", "etag", "last_modified", "created")
    return "|".join(f"{key}={info[key]}" for key in keys if info.get(key) is not None)


def _copied(fs: Any, source: str, target: Path) -> bool:
    """Copies one file, aside first. One that cannot be fetched stays as it was; reading then tells what is wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"~kamxl-{target.name}.tmp")
    try:
        fs.get_file(source, str(aside))
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        if not target.exists():
            target.write_bytes(b"")  # it is there but cannot be had: the report must name it
        return False
    return True


def _state(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
