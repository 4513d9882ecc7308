"""What a run says of itself: Chinese first, what to do where something failed; Markdown to read and send, JSON to process."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum

from ... import __version__
from ...dataclass import dataclass
from ...errors import Text
from ..resident.protocol import Host


class State(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    LEFT = "left"

    @property
    def zh(self) -> str:
        return {"passed": "通过", "failed": "未通过", "left": "未做"}[self]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was done, how it ended, what was found and what to do."""

    id: str
    zh: str
    en: str
    state: State
    text: Text
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """A run. ``versions`` are the host's own."""

    host: Host
    versions: Mapping[str, str]
    department: str
    day: str
    steps: Sequence[Step]

    @property
    def passed(self) -> bool:
        return all(step.state is not State.FAILED for step in self.steps)

    @property
    def failed(self) -> int:
        return sum(step.state is State.FAILED for step in self.steps)


def about() -> dict[str, str]:
    """This machine and this Python, without anybody's name or paths."""
    release = "" if sys.platform == "linux" else f"{platform.release()} "
    system = f"{platform.system()} {release}{platform.machine()}"
    return {"kamxl": __version__, "Python": platform.python_version(), "系统 System": system, "xlwings": _xlwings()}


def _xlwings() -> str:
    found = sys.modules.get("xlwings")
    return str(getattr(found, "__version__", "—"))


def markdown(report: Report) -> str:
    """The report as a page."""
    name = {"excel": "Excel", "libreoffice": "LibreOffice"}[report.host]
    verdict = "**全部通过** All passed" if report.passed else f"**{report.failed} 步未通过** {report.failed} failed"
    lines = [
        f"# kamxl 自测报告：{name} · Self-test on {name}",
        "",
        f"{verdict}（{len(report.steps)} 步 steps，{report.day}）。",
        "",
        f"命令 Command：`kamxl selftest --host {report.host}`。部门 Department：{report.department}。",
        "",
        "| 项目 Item | 版本 Version |",
        "| --- | --- |",
        *(f"| {_cell(item)} | {_cell(version)} |" for item, version in {**about(), **report.versions}.items()),
        "",
        "每个按钮在应用程序中打开的工作簿上按下，同一操作再由文件方式在另一份相同的部门文件夹上执行，然后逐个单元格比较工作簿，逐步比较审批记录。",
        "*Each button is pressed on a workbook that is open in the application; the same is done on files in an identical "
        "copy; workbooks are compared cell by cell, the ledgers step by step.*",
        "",
        "| 步骤 Step | 结果 Result | 说明 What was found | 秒 s |",
        "| --- | --- | --- | --- |",
        *(_row(step) for step in report.steps),
        "",
    ]
    for step in report.steps:
        if step.state is State.FAILED:
            lines += [f"## 未通过 Failed：{step.zh}", "", step.text.full(), "", f"*{step.text.full('en')}*", ""]
    return "\n".join(lines)


def data(report: Report) -> dict[str, object]:
    """The report as a JSON object."""
    return {
        "host": report.host,
        "day": report.day,
        "department": report.department,
        "versions": {**about(), **report.versions},
        "passed": report.passed,
        "steps": [
            {
                "id": step.id,
                "zh": step.zh,
                "en": step.en,
                "state": step.state.value,
                "code": step.text.code,
                "text": step.text.what(),
                "fix": step.text.fix() if step.state is State.FAILED else "",
                "text_en": step.text.what("en"),
                "fix_en": step.text.fix("en") if step.state is State.FAILED else "",
                "seconds": round(step.seconds, 2),
            }
            for step in report.steps
        ],
    }


def _row(step: Step) -> str:
    return (
        f"| {step.zh} {step.en} | {step.state.zh} {step.state.value} | {_cell(step.text.what())} | {step.seconds:.1f} |"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
