"""``kamxl libreoffice build | install | uninstall | status``: the extension for LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...errors import BookError
from .. import chinese, console
from ..app import Exit, app

libreoffice = chinese.App(
    cls=chinese.Group,
    no_args_is_help=True,
    help="LibreOffice 扩展：生成、安装、卸载、检查。 The extension for LibreOffice.",
)
app.add_typer(libreoffice, name="libreoffice")

Profile = Annotated[
    Path | None, typer.Option("--profile", help="另一个 LibreOffice 用户配置文件夹。Another profile folder.")
]


@libreoffice.command()
def build(output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件。The file to write.")]) -> int:
    """生成扩展文件 kamxl.oxt。 Build the extension from text: same sources and Python, same bytes."""
    from ...hosts.libreoffice.extension.build import oxt

    made = oxt()
    try:
        output.write_bytes(made)
    except OSError as error:
        raise BookError("books.cannot_write", path=output, reason=error.strerror or str(error)) from error
    console.note(f"已生成 {console.plain(output)}（{len(made):,} 字节）。 [dim]Built.[/]")
    return Exit.CLEAN


@libreoffice.command()
def install(profile: Profile = None) -> int:
    """为当前用户安装或更新扩展。 Install or renew the extension for this user."""
    from ...hosts.libreoffice.extension.install import install as put

    done = put(profile)
    console.note(f"已安装扩展 {done.version}，重新打开 LibreOffice 即可使用。 [dim]Installed.[/]")
    return Exit.CLEAN if done.current else Exit.FINDINGS


@libreoffice.command()
def uninstall(profile: Profile = None) -> int:
    """卸载扩展，不留痕迹。 Remove the extension without a trace."""
    from ...hosts.libreoffice.extension.install import uninstall as take

    there = take(profile)
    console.note("已卸载。 [dim]Removed.[/]" if there else "没有安装扩展。 [dim]It was not installed.[/]")
    return Exit.CLEAN


@libreoffice.command()
def status(profile: Profile = None) -> int:
    """查看 LibreOffice 和扩展的状态。 Which LibreOffice, which profile, which extension."""
    from ...hosts.libreoffice.extension.install import status as look

    found = look(profile)
    console.out(f"LibreOffice  {found.soffice}")
    console.out(f"配置文件夹 Profile  {found.profile}")
    console.out(f"扩展 Extension  {found.version or '未安装 not installed'}")
    return Exit.CLEAN if found.current else Exit.FINDINGS
