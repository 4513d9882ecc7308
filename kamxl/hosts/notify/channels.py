"""Which channels this machine has: ``notify.json`` in the user's own folder, never in the department's.

    {"robots": [{"kind": "wecom" | "dingtalk" | "feishu", "url": "https://…", "secret": "…"}],
     "mail": {"host": "…", "port": 465, "tls": "ssl" | "starttls" | "none", "user": "…", "password": "…",
              "sender": "kamxl@…", "addresses": {"张伟": "zhang@…"}}}

Robots' addresses are secrets: whoever has one can write into the group. Nothing is sent while the file is not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ...commands.notify import Message, Sender
from ...errors import InputError
from .mail import send_mail
from .robots import ROBOTS, send_to_robot

FILE = "notify.json"


def channels(folder: Path, now: Callable[[], float]) -> dict[str, Sender]:
    """The senders that ``folder/notify.json`` describes, by name. Raises ``InputError`` for a file that is wrong."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        robots = list(content.get("robots", ()))
        mail = content.get("mail")
        found: dict[str, Sender] = {}
        for number, robot in enumerate(robots, 1):
            found[f"{robot['kind']} {number}"] = _robot(robot, now)
        if mail is not None:
            found[f"mail {mail['host']}"] = _mail(mail)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("notify.bad_file", path=path, reason=f"{type(error).__name__}: {error}") from error
    return found


def _robot(robot: dict[str, Any], now: Callable[[], float]) -> Sender:
    kind, url = str(robot["kind"]), str(robot["url"])
    if kind not in ROBOTS or not url.startswith(("https://", "http://127.0.0.1")):
        raise ValueError(f"kind {kind!r}, {url.split('/')[0]}")
    secret = str(robot.get("secret", ""))

    def send(message: Message) -> None:
        send_to_robot(kind, url, message, secret=secret, now=now())

    return send


def _mail(mail: dict[str, Any]) -> Sender:
    return partial(
        send_mail,
        host=str(mail["host"]),
        port=int(mail["port"]),
        tls=str(mail.get("tls", "ssl")),
        user=str(mail.get("user", "")),
        password=str(mail.get("password", "")),
        sender=str(mail["sender"]),
        addresses={str(name): str(address) for name, address in mail["addresses"].items()},
    )
