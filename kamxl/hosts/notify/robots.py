"""Group robots: one HTTP POST of a text message, signed where the robot asks for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import quote_plus
from urllib.request import Request, urlopen

from ...commands.notify import Message
from ...errors import InputError

_TIMEOUT = 10
# What each robot answers when it has taken the message.
ROBOTS: Mapping[str, str] = {"wecom": "errcode", "dingtalk": "errcode", "feishu": "code"}


def send_to_robot(kind: str, url: str, message: Message, *, secret: str, now: float) -> None:
    """Posts the message. Raises ``InputError("notify.refused")`` when the robot does not take it."""
    address, body = _request(kind, url, message.text, secret, now)
    content = json.dumps(body, ensure_ascii=False).encode()
    post = Request(address, data=content, headers={"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    try:
        with urlopen(post, timeout=_TIMEOUT) as answer:  # noqa: S310 - https, or loopback, as the configuration demands
            given = json.loads(answer.read(65_536) or b"{}")
    except (URLError, TimeoutError, ValueError, OSError) as error:
        raise InputError("notify.refused", channel=kind, reason=type(error).__name__) from error
    if given.get(ROBOTS[kind], 0) != 0:
        raise InputError("notify.refused", channel=kind, reason=given.get("errmsg") or given.get("msg") or given)


def _request(kind: str, url: str, text: str, secret: str, now: float) -> tuple[str, dict[str, Any]]:
    if kind == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            stamp = str(int(now))
            body |= {"timestamp": stamp, "sign": _digest(f"{stamp}\n{secret}".encode(), b"")}
        return url, body
    body = {"msgtype": "text", "text": {"content": text}}
    if kind == "dingtalk" and secret:
        stamp = str(int(now * 1000))
        sign = quote_plus(_digest(secret.encode(), f"{stamp}\n{secret}".encode()))
        return f"{url}&timestamp={stamp}&sign={sign}", body
    return url, body


def _digest(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
