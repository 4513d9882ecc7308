"""部门设置: opens the department's 设置.xlsx."""

from __future__ import annotations

from ...commands.department import SETTINGS_FILE
from ...commands.progress import Progress
from ..resident.protocol import Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        desk.app.books.open(desk.department.folder / SETTINGS_FILE).activate()
        return Reply("done")
