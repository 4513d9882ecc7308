"""Says whether this machine and this department are fit for kamxl, line by line, each with its remedy."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from ..dataclass import dataclass
from ..errors import KamxlError, Text, say
from .department import Department


class State(StrEnum):
    """How a check came out."""

    GOOD = "good"
    HINT = "hint"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the examination."""

    name: str
    state: State
    text: Text


def examine(open_department: Callable[[], Department]) -> list[Check]:
    """Examines Python, the libraries, LibreOffice and the department that ``open_department`` leads to."""
    return [*_machine(), *_department(open_department)]


def _machine() -> Iterator[Check]:
    version = platform.python_version()
    fit = sys.version_info >= (3, 11)
    yield Check("Python", State.GOOD if fit else State.BAD, say("doctor.python", version=version))
    for library in ("python-calamine", "pydantic", "XlsxWriter", "SQLAlchemy"):
        yield _library(library)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield (
        Check("LibreOffice", State.GOOD, say("doctor.office", path=office))
        if office
        else Check("LibreOffice", State.HINT, say("doctor.no_office"))
    )


def _library(name: str) -> Check:
    try:
        return Check(name, State.GOOD, say("doctor.library", name=name, version=metadata.version(name)))
    except metadata.PackageNotFoundError:
        return Check(name, State.BAD, say("doctor.no_library", name=name))


def _department(open_department: Callable[[], Department]) -> Iterator[Check]:
    try:
        department = open_department()
        findings = department.setting_findings
        department.read_all()
    except KamxlError as error:
        yield Check("部门文件夹", State.BAD, error.text)
        return
    books = department.workbooks()
    yield Check("部门文件夹", State.GOOD, say("doctor.department", path=department.folder, count=len(books)))
    for finding in findings:
        yield Check(f"设置 {finding.where}", State.BAD, finding.message)
    for problem in department.problems:
        yield Check(problem.book, State.BAD, problem.reason)
    writable = os.access(department.folder, os.W_OK)
    yield (
        Check("写入权限", State.GOOD, say("doctor.writable"))
        if writable
        else Check("写入权限", State.BAD, say("doctor.not_writable", path=department.folder))
    )
    for owner in _open_elsewhere(department.folder):
        yield Check("打开中", State.HINT, say("doctor.open", path=owner))


def _open_elsewhere(folder: Path) -> Iterator[str]:
    for pattern in ("~$*.xls*", ".~lock.*#"):
        for path in sorted(folder.rglob(pattern)):
            yield path.name
