"""帮助: what each button does, from the one list of buttons."""

from __future__ import annotations

from ...commands.progress import Progress
from ..resident.protocol import Press, Reply
from ..resident.service import available


def run(press: Press, progress: Progress) -> Reply:
    chinese = press.language == "zh"
    lines = [f"{one.zh}：{one.tip_zh}" if chinese else f"{one.en}: {one.tip_en}" for one in available()]
    return Reply("done", "\n".join(lines), extra={"show": "box"})
