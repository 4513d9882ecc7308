"""刷新KPI: reads the workbooks that changed and recalculates the KAM_ functions of the open workbook."""

from __future__ import annotations

from ...commands.progress import Progress
from ..resident.protocol import Press, Reply
from .desk import at_desk
from .figures import functions
from .reach import forget_answers


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        snapshot = functions().refresh(desk.department.folder, progress)
        forget_answers(desk.app, press)
        progress("重算", 0, 1)
        desk.app.calculate()
        unread = f"，{len(snapshot.problems)} 个未能读取" if snapshot.problems else ""
        text = f"已更新：{len(snapshot.books)} 个工作簿{unread}。"
        return Reply("finding" if snapshot.problems else "done", text, extra={"stamp": snapshot.stamp})
