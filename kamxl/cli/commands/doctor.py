"""``kamxl doctor``."""

from __future__ import annotations

from .. import console, options
from ..app import Exit, app


@app.command()
def doctor(dept: options.Dept = None, as_json: options.Json = False) -> int:
    """检查本机和部门文件夹是否就绪。 Is this machine and this department fit for kamxl?"""
    from ...commands.doctor import State, examine

    checks = examine(lambda: options.department(dept))
    if as_json:
        console.data([{"name": c.name, "state": c.state, "zh": c.text.full(), "en": c.text.full("en")} for c in checks])
    else:
        marks = {State.GOOD: "[green]✓[/]", State.HINT: "[yellow]![/]", State.BAD: "[red]✗[/]"}
        for check in checks:
            console.note(
                f"{marks[check.state]} [bold]{console.plain(check.name)}[/] {console.plain(check.text.full())}"
            )
    return Exit.FINDINGS if any(check.state is State.BAD for check in checks) else Exit.CLEAN
