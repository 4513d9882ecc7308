"""What kamxl says when something is wrong: one exception tree and one bilingual catalogue.

    KamxlError                  the tool cannot go on (exit code 2)
    ├── InputError              the person gave something that cannot be used: a period, a person, a number
    ├── BookError               a workbook cannot be read or written: no workbook, encrypted, locked, damaged
    │   └── RefusedEdit         an edit that would lose or hide something is refused; the file is untouched
    ├── DepartmentError         the department folder or its 设置.xlsx is missing or unusable
    ├── FlowError               this person may not do this to this request now
    └── LedgerError             the record of events cannot be read, written or believed

A finding (``domain.findings.Finding``) is *not* an exception: it is a value that says what is wrong on a sheet.
Both get their words from the catalogue, one module a room, so that every message exists in zh-CN and in English
and says where, what and how to fix.
"""

from __future__ import annotations

from .text import Message, Text, message, say

__all__ = [
    "BookError",
    "DepartmentError",
    "FlowError",
    "HostError",
    "InputError",
    "KamxlError",
    "LedgerError",
    "Message",
    "RefusedEdit",
    "Text",
    "message",
    "say",
]


class KamxlError(Exception):
    """The tool cannot go on. ``code`` names a message in the catalogue, ``params`` fill its braces."""

    def __init__(self, code: str, **params: object) -> None:
        self.text: Text = say(code, **params)
        super().__init__(code)

    @property
    def code(self) -> str:
        return self.text.code

    def __str__(self) -> str:
        return self.text.full()

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments must survive a process pool
        return (_rebuild, (type(self), self.text.code, dict(self.text.params)))


def _rebuild(kind: type[KamxlError], code: str, params: dict[str, object]) -> KamxlError:
    return kind(code, **params)


class InputError(KamxlError):
    """The person gave something that cannot be used."""


class BookError(KamxlError):
    """A workbook cannot be read or written."""


class RefusedEdit(BookError):  # noqa: N818 - "refused" is the field's word; nothing went wrong inside
    """An edit that would lose or hide something is refused; the file is untouched."""


class DepartmentError(KamxlError):
    """The department folder or its settings are missing or unusable."""


class HostError(KamxlError):
    """The spreadsheet application cannot be reached or driven."""


class FlowError(KamxlError):
    """This person may not do this to this request now."""


class LedgerError(KamxlError):
    """The record of events cannot be read, written or believed."""
