"""Fills the tables in README.md and docs/*.md from the code.

    python docs/generate.py            rewrites what is stale
    python docs/generate.py --check    only says what is stale (exit code 1)

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``; what is between them is never edited by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kamxl.domain.check import kinds  # noqa: E402 - run as a script from a clone
from kamxl.domain.conditions import CONDITIONS  # noqa: E402
from kamxl.domain.flow import Flow, Step, flows  # noqa: E402
from kamxl.domain.form import forms  # noqa: E402
from kamxl.domain.kpi import kpis  # noqa: E402
from kamxl.domain.rule import rules  # noqa: E402
from kamxl.functions.function import functions  # noqa: E402
from kamxl.hosts.resident.service import available  # noqa: E402

_BLOCK = re.compile(r"(<!-- table: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.S)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A markdown table; bars in cells are escaped."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Every command with the first line of its help."""
    import typer

    from kamxl.cli import app as cli
    from kamxl.cli import commands

    commands.register(())
    group = typer.main.get_command(cli.app)
    rows: list[tuple[str, str]] = []

    def walk(prefix: str, node: object) -> None:
        for name, command in sorted(getattr(node, "commands", {}).items()):
            if hasattr(command, "commands"):
                walk(f"{prefix} {name}", command)
            elif not command.hidden:
                rows.append((f"`{prefix} {name}`", (command.help or "").strip().splitlines()[0]))

    walk("kamxl", group)
    return table(("命令 Command", "做什么 What it does"), rows)


def kpi_table() -> str:
    """The KPIs in the order of the manual."""
    return table(
        ("指标 KPI", "函数 Function", "期间 Periods", "定义 Definition"),
        [(k.zh, f"`{k.udf}`", "/".join(p.zh for p in k.periods), k.definition) for k in kpis().values()],
    )


def form_table() -> str:
    """The forms, with how many fields each has."""
    return table(
        ("表单 Form", "id", "字段 Fields", "审批 Flow"),
        [(f.zh, f"`{f.id}`", str(len(f.fields)), flows()[f.flow].zh if f.flow else "—") for f in forms().values()],
    )


def check_table() -> str:
    """The kinds of check for 设置·自定规则."""
    return table(
        ("检查 Check", "做什么 What it does", "要求 例如 Wanted, for example"),
        [(f"{k.zh} {k.en}", k.help, k.need or "（不填）") for k in kinds().values()],
    )


def rule_table() -> str:
    """The rules with a wrong and a right example."""
    return table(
        ("规则 Rule", "id", "错 Wrong", "对 Right"),
        [(r.zh, f"`{r.id}`", r.wrong, r.right) for r in rules().values()],
    )


def flow_tables() -> str:
    """Each flow as a diagram and as its table."""
    return "\n".join(_flow(flow) for flow in flows().values())


def _flow(flow: Flow) -> str:
    names = {state: f"s{position}" for position, state in enumerate(flow.states)}
    lines = [f"## {flow.zh} `{flow.id}`", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'  state "{state}" as {name}' for state, name in names.items()]
    lines += [f"  [*] --> {names[flow.start]}"]
    lines += [f"  {names[s.state]} --> {names[s.to]}: {s.zh} ({_who(s)})" for s in flow.steps]
    lines += [f"  {names[end]} --> [*]" for end in flow.ends if end in names]
    heads = ("状态 State", "动作 Action", "谁 Who", "条件 Condition", "成为 Next", "期限 Due")
    rows = [(s.state, s.zh, _who(s), _condition(s), s.to, _due(s)) for s in flow.steps]
    return "\n".join([*lines, "```", ""]) + "\n" + table(heads, rows)


def _who(step: Step) -> str:
    if step.field:
        return "接收人"
    return step.role.zh if step.role else "申请人"


def _condition(step: Step) -> str:
    named = step.condition or step.only_if
    words = (CONDITIONS[named].__doc__ or "").strip().split("\n")[0] if named else ""
    return f"只在 only if `{named}`: {words}" if step.only_if else f"`{named}`: {words}" if named else ""


def _due(step: Step) -> str:
    if step.due is None:
        return ""
    since = f"(自 since `{step.due.since}`)" if step.due.since else ""
    return f"{step.due.days} 个工作日{since}" if step.due.days else f"当天{since}"


def button_table() -> str:
    """The buttons of the ribbon and of the LibreOffice menu."""
    rows = [(a.group.zh, a.zh, a.en, a.tip_zh) for a in available()]
    return table(("组 Group", "按钮 Button", "English", "做什么 What it does"), rows)


def function_table() -> str:
    """The spreadsheet functions with their help."""
    rows = [(f"`{f.signature}`", f.zh, f.help, f"`{f.example}`") for f in functions().values()]
    return table(("函数 Function", "名称 Name", "说明 Help", "例子 Example"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "buttons": button_table,
    "checks": check_table,
    "commands": commands,
    "flows": flow_tables,
    "forms": form_table,
    "functions": function_table,
    "kpis": kpi_table,
    "rules": rule_table,
}


def filled(text: str) -> str:
    """The document with its tables made anew. ``KeyError`` for a table that nobody makes."""
    return _BLOCK.sub(lambda found: found[1] + TABLES[found["name"]]() + found[3], text)


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def stale() -> list[Path]:
    """The documents whose tables differ from the code."""
    return [path for path in documents() if filled(text := path.read_text(encoding="utf-8")) != text]


def main(arguments: Sequence[str]) -> int:
    found = stale()
    for path in found:
        if "--check" in arguments:
            print(f"stale: {path.relative_to(ROOT)}")
        else:
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
