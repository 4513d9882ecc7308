"""``kamxl excel build | install | uninstall | status`` and ``kamxl bundle``: the add-in for Excel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import BookError, KamxlError, Text
from .. import chinese, console, options
from ..app import Exit, app

if TYPE_CHECKING:
    from ...commands.doctor import Check

excel = chinese.App(
    cls=chinese.Group, no_args_is_help=True, help="Excel 加载项：生成、安装、卸载、检查。 The add-in for Excel."
)
app.add_typer(excel, name="excel")

Out = Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件。The file to write.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="不显示任何内容，只给退出码。Say nothing; exit codes only.")]
Log = Annotated[Path | None, typer.Option("--log", help="把经过写进这个文件。Write what happens to this file.")]
From = Annotated[Path | None, typer.Option("--from", help="已生成的 kamxl.xlam。A built add-in, else it is built.")]
_SIGNS = {"good": "[green]好[/]", "hint": "[yellow]注意[/]", "bad": "[bold red]有问题[/]"}


@excel.command()
def build(
    output: Out,
    check: Annotated[
        bool, typer.Option("--check", help="只比较：该文件与源文件是否一致。Compare the file with the sources.")
    ] = False,
) -> int:
    """由文本源文件生成 kamxl.xlam。 Build the add-in from text: same sources, same bytes."""
    from ...functions.function import functions
    from ...hosts.excel import sources
    from ...hosts.excel.build import differences

    stale = sources.stale(list(functions().values()))
    if stale:
        raise BookError("excel.stale_sources", files=", ".join(stale))
    built = _built()
    if check:
        found = differences(_read(output), built)
        for difference in found:
            console.note(f"[yellow]不一致[/] {console.plain(difference.part)}")
        console.note(
            "与源文件不一致。 [dim]Differs from the sources.[/]"
            if found
            else "与源文件一致。 [dim]Agrees with the sources.[/]"
        )
        return Exit.FINDINGS if found else Exit.CLEAN
    try:
        output.write_bytes(built)
    except OSError as error:
        raise BookError("books.cannot_write", path=output, reason=error.strerror or str(error)) from error
    console.note(f"已生成 {console.plain(output)}（{len(built):,} 字节）。 [dim]Built.[/]")
    return Exit.CLEAN


@excel.command()
def install(
    source: From = None,
    no_trust: Annotated[bool, typer.Option("--no-trust", help="不设受信任位置。Make no trusted location.")] = False,
    at_sign_in: Annotated[
        bool,
        typer.Option(
            "--at-sign-in", help="登录时启动后台进程（公司策略禁止 Office 启动程序时）。Start at sign-in, not by Excel."
        ),
    ] = False,
    quiet: Quiet = False,
    log: Log = None,
) -> int:
    """为本用户安装或升级加载项（不需要管理员）。 Install, upgrade or repair, for this user."""
    from ...hosts.excel.install import Choices
    from ...hosts.excel.install import install as command
    from ...hosts.excel.machine import this_machine

    def run() -> list[Text]:
        machine = this_machine()
        return command(machine, _checked(source), Choices(trust=not no_trust, at_sign_in=at_sign_in))

    return _reported(run, quiet, log)


@excel.command()
def uninstall(quiet: Quiet = False, log: Log = None) -> int:
    """卸载加载项，恢复安装前的样子。 Take the add-in and everything it set away."""
    from ...hosts.excel.install import uninstall as command
    from ...hosts.excel.machine import this_machine

    return _reported(lambda: command(this_machine()), quiet, log)


@excel.command()
def status(as_json: options.Json = False) -> int:
    """检查加载项的安装。 How the installation stands, with remedies."""
    from ...hosts.excel.install import status as command
    from ...hosts.excel.machine import this_machine

    checks = command(this_machine())
    if as_json:
        console.data([_as_json(check) for check in checks])
    else:
        for check in checks:
            console.note(f"{_SIGNS[check.state]} {console.plain(check.name)} {console.plain(check.text.full())}")
    return Exit.FINDINGS if any(check.state == "bad" for check in checks) else Exit.CLEAN


@app.command()
def bundle(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件夹。The folder to make.")],
    platform: Annotated[str, typer.Option("--platform", help="目标系统。pip's platform tag.")] = "win_amd64",
    python: Annotated[str, typer.Option("--python", help="目标 Python。The target's Python.")] = "3.12",
    wheel: Annotated[Path | None, typer.Option("--wheel", help="kamxl 的 wheel。kamxl's own wheel.")] = None,
) -> int:
    """做一个离线安装包文件夹。 One folder to install from without internet: wheels, add-in, script."""
    from ...hosts.excel.bundle import bundle as command
    from ...hosts.excel.wheels import Target

    files = command(output, _built(), Target(platform, python), wheel)
    console.note(f"已生成 {console.plain(output)}：{len(files)} 个文件。 [dim]{len(files)} files.[/]")
    return Exit.CLEAN


def _built() -> bytes:
    from ...functions.function import CATEGORY, functions
    from ...hosts.excel.build import build as command

    return command(list(functions().values()), CATEGORY)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BookError("books.not_found", path=path) from error
    except OSError as error:
        raise BookError("ooxml.cannot_read", path=path, reason=error.strerror or str(error)) from error


def _checked(source: Path | None) -> bytes:
    """The add-in to install: a given file only if it is this version's. A signed one differs in its signature alone."""
    if source is None:
        return _built()
    from ... import __version__
    from ...hosts.excel.build import differences, is_signature

    given = _read(source)
    foreign = [one.part for one in differences(given, _built()) if not is_signature(one.part)]
    if foreign:
        raise BookError("excel.bad_addin", path=source, version=__version__, parts=", ".join(foreign))
    return given


def _reported(run: Callable[[], Sequence[Text]], quiet: bool, log: Path | None) -> int:
    """Runs it, tells the person (unless quiet) and writes the log; a refusal is exit code 2 in every case."""
    error: KamxlError | None = None
    done: Sequence[Text] = ()
    try:
        done = run()
    except KamxlError as raised:
        error = raised
    if log is not None:
        _write_log(log, [*done, *([error.text] if error else [])])
    if error is not None:
        if quiet:
            return Exit.FAILED
        raise error
    if not quiet:
        for text in done:
            console.note(f"{console.plain(text.what())} [dim]{console.plain(text.what('en'))}[/]")
    return Exit.CLEAN


def _write_log(log: Path, texts: Sequence[Text]) -> None:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    lines = [f"{now} {' '.join(sys.argv[1:])}", *(f"  {text.code}: {text.full('en')}" for text in texts)]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise BookError("books.cannot_write", path=log, reason=error.strerror or str(error)) from error


def _as_json(check: Check) -> dict[str, str]:
    return {"name": check.name, "state": check.state, "code": check.text.code, "text": check.text.full()}
