"""状态: which kamxl this is, where the department is, who is acting, where the log is."""

from __future__ import annotations

import getpass
import os
import sys

from ... import __version__
from ...commands.department import find_folder
from ...commands.progress import Progress
from ...errors import DepartmentError
from ..resident import endpoint
from ..resident.protocol import Press, Reply
from ..resident.service import local_path


def run(press: Press, progress: Progress) -> Reply:
    progress("状态", 0, 1)
    path = local_path(press.book)
    try:
        folder = str(find_folder(None, path.parent)) if path is not None else "—"
    except DepartmentError:
        folder = "—"
    lines = [
        f"kamxl {__version__}（Python {sys.version.split()[0]}）",
        f"部门文件夹：{folder}",
        f"登录名：{getpass.getuser()}",
        f"后台进程：{os.getpid()}",
        f"日志：{endpoint.home() / 'resident.log'}",
    ]
    return Reply("done", "\n".join(lines), extra={"show": "box"})
