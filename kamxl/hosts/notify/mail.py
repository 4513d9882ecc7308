"""E-mail by SMTP, with the standard library."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage

from ...commands.notify import Message
from ...errors import InputError

_TIMEOUT = 20


def send_mail(
    message: Message,
    *,
    host: str,
    port: int,
    tls: str,
    user: str,
    password: str,
    sender: str,
    addresses: Mapping[str, str],
) -> None:
    """Mails the message to its person; does nothing for somebody without an address.

    Raises ``InputError("notify.refused")`` when the server does not take it.
    """
    address = addresses.get(message.to)
    if address is None:
        return
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, address, message.title
    mail.set_content(message.text)
    try:
        with _connected(host, port, tls) as server:
            if tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if user:
                server.login(user, password)
            server.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise InputError("notify.refused", channel=f"mail {host}", reason=type(error).__name__) from error


def _connected(host: str, port: int, tls: str) -> smtplib.SMTP:
    if tls == "ssl":
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=_TIMEOUT)
