"""Events as canonical JSON: one spelling for one meaning, so that a digest of the bytes is a digest of the event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias, cast

from ..domain.event import Event, Evidence
from ..domain.flow import Action

Json: TypeAlias = dict[str, Any]


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Sorted keys, no white space, UTF-8, only text, whole numbers, lists and objects."""
    return _ENCODER.encode(content).encode()


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def event_json(event: Event) -> Json:
    """An event without what is empty."""
    content: Json = {
        "request": event.request,
        "flow": event.flow,
        "action": event.action.value,
        "actor": event.actor,
        "at": event.at.isoformat(),
        "behalf": event.behalf,
        "comment": event.comment,
        "to": event.to,
        "person": event.person,
        "revision": event.revision,
        "policy": event.policy,
        "evidence": evidence_json(event.evidence) if event.evidence is not None else "",
    }
    return {key: value for key, value in content.items() if value != ""}


def evidence_json(evidence: Evidence) -> Json:
    content: Json = {
        "form": evidence.form,
        "book": evidence.book,
        "sheet": evidence.sheet,
        "fields": dict(evidence.fields),
        "cells": dict(evidence.cells),
        "seals": dict(evidence.seals),
        "facts": dict(evidence.facts),
    }
    return {key: value for key, value in content.items() if value}


def event_from(
    content: Json,
    actor: str,
    at: datetime,
    *,
    name: str = "",
    after: tuple[str, ...] = (),
    law: str = "",
) -> Event:
    """The event again, by its envelope's author and time. Raises ``ValueError`` or ``KeyError`` for what is no event."""
    evidence = cast("Json | None", content.get("evidence"))
    return Event(
        request=str(content["request"]),
        flow=str(content["flow"]),
        action=Action(content["action"]),
        actor=actor,
        at=at,
        behalf=str(content.get("behalf", "")),
        comment=str(content.get("comment", "")),
        to=str(content.get("to", "")),
        person=str(content.get("person", "")),
        revision=int(content["revision"]),
        policy=str(content.get("policy", "")),
        evidence=evidence_from(evidence) if evidence is not None else None,
        id=name,
        after=after,
        law=law,
    )


def evidence_from(content: Json) -> Evidence:
    return Evidence(
        form=str(content["form"]),
        book=str(content.get("book", "")),
        sheet=str(content.get("sheet", "")),
        fields=dict(content.get("fields", {})),
        cells=dict(content.get("cells", {})),
        seals=dict(content.get("seals", {})),
        facts=dict(content.get("facts", {})),
    )
