"""``python -m kamxl.hosts.resident``: becomes this user's resident process, or ends at once where one runs already.

``KAMXL_RESIDENT_IDLE`` (seconds) says how long it stays without a question, else 8 hours.
"""

from __future__ import annotations

import argparse
import os
import sys

from ... import __version__
from .endpoint import home
from .run import IDLE_SECONDS, run
from .service import LiveService


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m kamxl.hosts.resident", description="kamxl 后台进程 resident process"
    )
    parser.add_argument(
        "--tcp", action="store_true", help="127.0.0.1 而非本地套接字 127.0.0.1 instead of a Unix socket"
    )
    idle = float(os.environ.get("KAMXL_RESIDENT_IDLE") or IDLE_SECONDS)
    parser.add_argument("--idle", type=float, default=idle, help="无请求多少秒后退出 seconds without questions")
    given = parser.parse_args(arguments)
    return run(LiveService(), __version__, home(), tcp=given.tcp, idle=given.idle)


if __name__ == "__main__":
    sys.exit(main())
