"""A real PostgreSQL server for tests: started on loopback in a temporary folder, as a user who is not root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _programs() -> Path | None:
    """The folder with initdb and pg_ctl: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def _as_user() -> list[str]:
    """PostgreSQL refuses root: the server then runs as the user ``postgres`` or ``nobody``."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    runner = shutil.which("runuser")
    user = next((name for name in ("postgres", "nobody") if name in names), None)
    if runner is None or user is None:
        pytest.skip("没有可用来启动 PostgreSQL 的普通用户 (no ordinary user to run PostgreSQL as)")
    return [runner, "-u", user, "--"]


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh, empty database; ``KAMXL_TEST_POSTGRES`` names one to use instead."""
    given = os.environ.get("KAMXL_TEST_POSTGRES", "")
    if given:
        yield given
        return
    programs = _programs()
    if programs is None:
        pytest.skip("本机没有 PostgreSQL (apt-get install postgresql)")
    prefix = _as_user()
    root = Path(tempfile.mkdtemp(prefix="kamxl-pg-"))
    root.chmod(0o777)
    data = root / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={root} -c fsync=off"
    run = [*prefix, str(programs / "initdb"), "-D", str(data), "-U", "kamxl", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(run, check=True, capture_output=True, cwd=root)
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    try:
        start = [*control, "-o", options, "-l", str(root / "log"), "start"]
        subprocess.run(start, check=True, capture_output=True, cwd=root)
        yield f"postgresql://kamxl@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=root)
        shutil.rmtree(root, ignore_errors=True)
