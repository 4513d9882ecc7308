"""状态: which kamxl this is, where the department is, who is acting, where the log is."""

from __future__ import annotations

import getpass
import os
import sys

from ... import __version__
from ...commands.department import find_folder
from ...commands.progress import Progress
from ...errors import DepartmentError, say
from ..resident import endpoint
from ..resident.protocol import Press, Reply
from ..resident.service import local_path


def run(press: Press, progress: Progress) -> Reply:
    path = local_path(press.book)
    try:
        folder = str(find_folder(None, path.parent)) if path is not None else "—"
    except DepartmentError:
        folder = "—"
    told = say(
        "live.status",
        version=__version__,
        python=sys.version.split()[0],
        folder=folder,
        login=getpass.getuser(),
        pid=os.getpid(),
        log=endpoint.home() / "resident.log",
    )
    return Reply("done", told.full(press.language), extra={"show": "box"})
