"""One person at one computer who works until killed: submits, decides or pushes statuses, through the real commands.

After each command that returned, the id of its event goes into the log. A line means: this is done.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from kamxl.commands.decide import decide
from kamxl.commands.inbox import inbox
from kamxl.commands.submit import submit
from kamxl.commands.sync import sync
from kamxl.domain.flow import Action
from kamxl.errors import BookError, FlowError
from kamxl.ledger.envelope import Envelope
from kamxl.ledger.ledger import Ledger

from .real_office import DAY, number, opened

START = datetime(DAY.year, DAY.month, DAY.day, 9)


def work(folder: Path, role: str, seed: int, log: Path, rows: int, began: float) -> None:
    random = Random(seed)  # noqa: S311 - a test's choices
    written = _noting_writes()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        now = START + timedelta(seconds=time.monotonic() - began)
        written.clear()
        try:
            _once(folder, role, random, now, rows)
        except (FlowError, BookError):
            continue  # somebody else was faster, or holds the workbook: that is the point of the exercise
        os.write(handle, "".join(f"{name}\n" for name in written).encode())


def _noting_writes() -> list[str]:
    """The ids of what this process writes, noted when the ledger has said that it is written."""
    written: list[str] = []
    plain = Ledger.write

    def write(self: Ledger, envelope: Envelope) -> None:
        plain(self, envelope)
        written.append(envelope.id)

    Ledger.write = write  # type: ignore[method-assign]
    return written


def _once(folder: Path, role: str, random: Random, now: datetime, rows: int) -> None:
    department = opened(folder)
    if role == "sync":
        sync(department, now)
    elif role in ("张伟", "李娜"):
        book = folder / f"专员-{'华东' if role == '张伟' else '华南'}-{role}.xlsx"
        wanted = number(role, random.randrange(1, rows + 1))
        if random.randrange(6) == 0:
            decide(department, wanted, Action.WITHDRAW, role, now)
        else:
            submit(department, book, role, now, record=wanted)
    elif items := inbox(department, role, now):
        action = random.choice([Action.APPROVE, Action.APPROVE, Action.APPROVE, Action.RETURN, Action.REJECT])
        decide(department, random.choice(items).request.no, action, role, now, comment="看过")
