"""同步: brings the workbooks of the department in line with the ledger, the open ones where they are open."""

from __future__ import annotations

from ...commands.progress import Progress
from ...commands.sync import sync
from ..resident.protocol import Press, Reply
from .desk import at_desk


def run(press: Press, progress: Progress) -> Reply:
    with at_desk(press) as desk:
        result = sync(desk.department, desk.now, progress)
        lines = [f"写入 {len(result.written)} 个工作簿，{result.unchanged} 个无变化。"]
        lines += [f"手工填写的状态无效，已改回：{cell}" for cell in result.overwritten]
        lines += [f"下次再同步 {problem.book}：{problem.reason.full(press.language)}" for problem in result.waiting]
        return Reply("finding" if result.waiting or result.overwritten else "done", "\n".join(lines))
