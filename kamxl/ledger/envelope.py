"""An envelope: what is signed. Its bytes are canonical JSON, its id the digest of all of them, signature included.

The body names the department, the author and key, the author's own previous envelopes (``prev``), the request's
latest known ones (``after``) and the latest known law (``law``). So leaving one out, changing one or moving one to
another department breaks a digest that somebody else has signed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from ..dataclass import dataclass
from ..domain.event import Event
from .codec import Json, canonical, digest, event_from, event_json
from .keys import PrivateKey, verified

VERSION = 1


# Where the body stands in an envelope's bytes: {"body":…,"sig":"128 hexadecimal digits"}
_BODY = slice(len(b'{"body":'), -len(b',"sig":""}') - 128)


class Kind(StrEnum):
    """What an envelope holds: the department's law, somebody's wish to join, or an event of a request."""

    LAW = "law"
    JOIN = "join"
    EVENT = "event"


class Unreadable(ValueError):  # noqa: N818 - said of a blob, not of the program
    """The bytes are no envelope; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A signed envelope as read. ``key`` is the id of the public key, ``content`` its bytes."""

    id: str
    kind: Kind
    dept: str
    author: str
    key: str
    seq: int
    prev: tuple[str, ...]
    after: tuple[str, ...]
    law: str
    at: datetime
    data: Json
    signature: bytes
    content: bytes

    @property
    def request(self) -> str:
        return str(self.data.get("request", "")) if self.kind is Kind.EVENT else ""

    @property
    def day(self) -> str:
        return self.at.date().isoformat()

    @property
    def parents(self) -> tuple[str, ...]:
        """Every envelope that this one builds on."""
        return (*self.prev, *self.after, *((self.law,) if self.law else ()))

    @property
    def canonical(self) -> bool:
        """Whether it is spelt in the one way in which we spell: another spelling would be the same event a second time."""
        return canonical({"body": _body(self), "sig": self.signature.hex()}) == self.content

    def signed_with(self, public: bytes) -> bool:
        """Whether the signature is that key's, over the body as it is spelt here."""
        return verified(public, self.signature, self.content[_BODY])

    def event(self) -> Event:
        """The event within, with its place in the chain."""
        try:
            return event_from(self.data, self.author, self.at, name=self.id, after=self.after, law=self.law)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"不是审批事件 ({error})") from error


def _body(envelope: Envelope) -> Json:
    return {
        "v": VERSION,
        "kind": envelope.kind.value,
        "dept": envelope.dept,
        "by": envelope.author,
        "key": envelope.key,
        "seq": envelope.seq,
        "prev": list(envelope.prev),
        "after": list(envelope.after),
        "law": envelope.law,
        "at": envelope.at.isoformat(),
        "data": envelope.data,
    }


def seal(
    kind: Kind,
    data: Json,
    key: PrivateKey,
    *,
    author: str,
    at: datetime,
    dept: str,
    seq: int,
    prev: Sequence[str] = (),
    after: Sequence[str] = (),
    law: str = "",
) -> Envelope:
    """Signs what ``author`` says."""
    draft = Envelope(
        id="",
        kind=kind,
        dept=dept,
        author=author,
        key=key.id,
        seq=seq,
        prev=tuple(sorted(prev)),
        after=tuple(sorted(after)),
        law=law,
        at=at,
        data=data,
        signature=b"",
        content=b"",
    )
    body = _body(draft)
    signature = key.sign(canonical(body))
    content = canonical({"body": body, "sig": signature.hex()})
    return replace(draft, id=digest(content), signature=signature, content=content)


def seal_event(event: Event, key: PrivateKey, *, dept: str, seq: int, prev: Sequence[str]) -> Envelope:
    """Signs an event; its author and time are the envelope's own."""
    data = {name: value for name, value in event_json(event).items() if name not in ("actor", "at")}
    return seal(
        Kind.EVENT, data, key, author=event.actor, at=event.at, dept=dept, seq=seq, prev=prev, after=event.after,
        law=event.law,
    )  # fmt: skip


def open_envelope(content: bytes, *, known_as: str = "") -> Envelope:
    """Reads an envelope; nothing about it is believed yet. Raises ``Unreadable`` with the reason.

    ``known_as`` is the id of one that was read before, from where nobody else writes.
    """
    try:
        outer = json.loads(content)
        body = outer["body"]
        if body["v"] != VERSION:
            raise Unreadable(f"版本 {body['v']} 需要更新的 kamxl (a newer kamxl is needed)")
        at = datetime.fromisoformat(body["at"])
        envelope = Envelope(
            id=known_as or digest(content),
            kind=Kind(body["kind"]),
            dept=str(body["dept"]),
            author=str(body["by"]),
            key=str(body["key"]),
            seq=int(body["seq"]),
            prev=tuple(map(str, body["prev"])),
            after=tuple(map(str, body["after"])),
            law=str(body["law"]),
            at=at,
            data=dict(body["data"]),
            signature=bytes.fromhex(outer["sig"]),
            content=content,
        )
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"内容不完整或不是 kamxl 的记录 ({type(error).__name__})") from error
    if at.tzinfo is None:
        raise Unreadable("时间没有时区 (a time without its offset)")
    return envelope
