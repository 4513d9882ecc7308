"""The settings as they were read last, kept on this machine, so that a command need not read ``设置.xlsx`` first.

They are taken again, with what is wrong with them, only while the workbook holds the same bytes and the same code reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from ..domain.check import Check
from ..domain.findings import Finding, Severity
from ..domain.guard import from_spelled, spelled
from ..domain.people import Person, Role, Staff
from ..domain.records import Block, Tables
from ..domain.settings import Settings, Target
from ..domain.tagged import tagged, untag
from ..domain.workdays import WorkCalendar
from ..errors import Text
from ..gather.kept_file import keep
from ..gather.pack import pack, unpack
from .kept import code_stamp

_ROOMS = ("books", "commands", "domain", "gather", "ooxml", "sheets")
_CHECKS = "setting_check"
_FINDING = Finding.__slots__
_PERSON = Person.__slots__
_TARGET = Target.__slots__

Loaded: TypeAlias = tuple[Settings, tuple[Finding, ...]]


class KeptSettings:
    """The ``file`` that keeps what was read of one ``workbook``."""

    def __init__(self, file: Path, workbook: Path) -> None:
        self._file = file
        self._workbook = workbook
        self._stamp = self._stamped()

    def _stamped(self) -> str:
        """Names what the settings depend on: the workbook's content and the code that reads."""
        try:
            content = self._workbook.read_bytes()
        except OSError:
            return ""
        return hashlib.blake2b(content + code_stamp(*_ROOMS).encode(), digest_size=20).hexdigest()

    def load(self, today: date) -> Loaded | None:
        """The settings and their findings, ``None`` where none are kept of the workbook as it is, or they are damaged."""
        try:
            stamp, checks, parts, found = self._file.read_text(encoding="utf-8").split("\n")
            if stamp != self._stamp:
                return None
            blocks = unpack(self._workbook.name, bytes.fromhex(checks))
            return _made(_untagged(parts), Tables(blocks), today), _findings(_untagged(found))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, loaded: Loaded, blocks: Sequence[Block]) -> None:
        """Keeps what was read, and of the blocks that it comes from the department's own checks.

        Where nothing can be kept the next command reads again: nothing worse.
        """
        if not self._stamp or self._stamped() != self._stamp:
            return  # saved again while it was read: it is not known which of the two these are
        checks = pack(block for block in blocks if block.form == _CHECKS).hex()
        settings, findings = loaded
        try:
            found = _tagged([_finding_parts(finding) for finding in findings])
        except TypeError:
            return  # a message about something that cannot be written down
        if _findings(_untagged(found)) != findings:
            return
        lines = (self._stamp, checks, _tagged(_parts(settings)), found)
        keep(self._file, "\n".join(lines).encode())


def _parts(settings: Settings) -> list[Any]:
    return [
        [[getattr(person, name) for name in _PERSON] for person in settings.staff],
        list(spelled(settings.rules).items()),
        [[getattr(target, name) for name in _TARGET] for target in settings.targets],
        [[*key, *labels] for key, labels in settings.aliases.items()],
        [sorted(settings.calendar.off), sorted(settings.calendar.on)],
    ]


def _made(parts: list[Any], tables: Tables, today: date) -> Settings:
    people, rules, targets, aliases, (off, on) = parts
    return Settings(
        staff=Staff(Person(name, Role(role), *rest) for name, role, *rest in people),
        rules=from_spelled(dict(rules)),
        targets=tuple(Target(*target) for target in targets),
        aliases={(form, field): tuple(labels) for form, field, *labels in aliases},
        calendar=WorkCalendar(frozenset(off), frozenset(on)),
        checks=_own_checks(tables),
        today=today,
    )


def _own_checks(tables: Tables) -> tuple[Check, ...]:
    rows = tables[_CHECKS]
    if not rows:
        return ()
    from .setting_checks import own_checks

    return tuple(own_checks(rows, lambda row, field, text: None))  # what is wrong with a row is among the findings


def _finding_parts(finding: Finding) -> list[Any]:
    rule, book, sheet, cell, severity, message, *rest = (getattr(finding, name) for name in _FINDING)
    return [rule, book, sheet, cell, severity.value, message.code, list(message.params.items()), *rest]


def _findings(parts: list[Any]) -> tuple[Finding, ...]:
    return tuple(
        Finding(rule, book, sheet, cell, Severity(severity), Text(code, dict(params)), *rest)
        for rule, book, sheet, cell, severity, code, params, *rest in parts
    )


def _tagged(parts: list[Any]) -> str:
    return json.dumps(parts, ensure_ascii=False, default=tagged)


def _untagged(text: str) -> list[Any]:
    found: list[Any] = json.loads(text, object_hook=untag)
    return found
