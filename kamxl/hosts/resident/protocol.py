"""What a host asks of the resident process and what it gets.

    /hello    {}                                      -> {"version", "pid"}
    /press    Press                                   -> Reply
    /progress {}                                      -> {"text", "done", "total"}     of the press that runs now
    /where    {"book"}                                -> {"enabled": [action ids]}
    /warm     {"book"}                                -> {}      at once; then reads that workbook's department
    /values   {"book", "calls": [[name, args…], …]}   -> {"answers": […], "stamp"}
              with "ahead": n                     -> also {"more": [[name, [args…], answer], …]}, likely to be asked next
    /stream   /values, a line each way, until the host hangs up
    /stop     {}                                      -> {}

Bodies are JSON objects. ``Accept: text/plain`` asks for the answer in lines, which VBA takes apart (``plain``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, field
from typing import Any, Literal, TypeAlias, cast

from ...commands.progress import Progress
from ...dataclass import dataclass
from ...errors import InputError
from ...errors.text import Language

Host: TypeAlias = Literal["excel", "libreoffice"]
Kind: TypeAlias = Literal["done", "finding", "ask", "error"]


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: which action, on which open workbook, and the answers given so far.

    ``book`` is the workbook's full name as its host says it (a path, or an OneDrive URL), "" where none is open.
    ``app`` tells the running application: ``pid`` and ``hwnd`` for Excel, the connection for LibreOffice.
    """

    action: str
    host: Host
    book: str = ""
    sheet: str = ""
    cell: str = ""
    language: Language = "zh"
    answers: Mapping[str, str] = field(default_factory=dict)
    app: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Press:
        """Raises ``InputError("resident.bad_request")`` for a body that no host of ours sends."""
        press = cls(
            action=_text(body, "action"),
            host=cast(Host, _one_of(body, "host", ("excel", "libreoffice"))),
            book=_text(body, "book", ""),
            sheet=_text(body, "sheet", ""),
            cell=_text(body, "cell", ""),
            language=cast(Language, _one_of(body, "language", ("zh", "en"), "zh")),
            answers=_mapping(body, "answers"),
            app=_mapping(body, "app"),
        )
        if any(not isinstance(value, str) for value in press.answers.values()):
            raise InputError("resident.bad_request", field="answers")
        return press


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that the host puts to the person; it presses again with ``answers[id]``.

    ``kind`` is ``yesno`` (answer ``yes`` or ``no``), ``text`` or ``choice`` (one of ``options``). Cancelling ends it.
    """

    id: str
    kind: Literal["yesno", "text", "choice"]
    prompt: str
    default: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the host shows. ``done``: it worked (``text`` may be empty: then nothing pops up); ``finding``: it worked and
    something on the sheets is wrong; ``error``: it could not, nothing was changed; ``ask``: the host asks first."""

    kind: Kind
    text: str = ""
    ask: Ask | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "kind": self.kind,
            "text": self.text,
            "ask": asdict(self.ask) if self.ask else None,
            "extra": self.extra,
        }


Handler: TypeAlias = Callable[[Press, Progress], Reply]


def _text(body: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise InputError("resident.bad_request", field=name)
    return value


def _one_of(body: Mapping[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = _text(body, name, default)
    if value not in allowed:
        raise InputError("resident.bad_request", field=name)
    return value


def _mapping(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name, {})
    if not isinstance(value, dict) or any(not isinstance(key, str) for key in value):
        raise InputError("resident.bad_request", field=name)
    return value
