"""``kamxl notify``: tells people what they owe."""

from __future__ import annotations

import time

from ...errors import InputError
from .. import console, options
from ..app import Exit, app


@app.command()
def notify(dept: options.Dept = None) -> int:
    """把待办发到企业微信、钉钉、飞书或邮箱。 Send everybody what they owe; off until a channel is set up."""
    from ...commands.notify import notify as command
    from ...hosts.notify.channels import FILE, channels
    from ...ledger.keys import private_folder

    senders = channels(private_folder(), time.time)
    if not senders:
        raise InputError("notify.none", path=private_folder() / FILE)
    result = command(options.department(dept), options.now(), senders)
    for channel, reason in result.failed:
        console.note(f"[yellow]{console.plain(channel)}[/] {console.plain(reason.full())}")
    console.note(f"已通知 {len(result.told)} 人。 [dim]{len(result.told)} told.[/]")
    return Exit.FINDINGS if result.failed else Exit.CLEAN
