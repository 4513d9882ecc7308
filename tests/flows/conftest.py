"""Keys and indexes of tests stay in the test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .postgres import server


@pytest.fixture(autouse=True)
def _private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KAMXL_HOME", str(home))
    monkeypatch.setenv("KAMXL_KEYS", str(home / "keys"))
    monkeypatch.delenv("KAMXL_LEDGER", raising=False)
    return home


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real server, or a skip with the reason."""
    with server() as address:
        yield address
