"""What every test may ask for: the corpus of real workbooks, where it is present."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is installed (KAMXL_NO_SKIPS=1) a skipped test means that a part is missing: that is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if os.environ.get("KAMXL_NO_SKIPS") == "1" and skipped:
        for report in skipped:
            reporter.write_line(f"skipped although everything should be here: {report.nodeid} {report.longrepr}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@dataclass(frozen=True)
class CorpusBook:
    """A real workbook that nobody here made, with one plain cell that may be overwritten."""

    path: Path
    features: tuple[str, ...]
    sheet: str
    cell: str


def corpus_folder() -> Path:
    """The folder of real workbooks: ``KAMXL_CORPUS``, else ``shared/corpus`` beside the checkout."""
    default = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    return Path(os.environ.get("KAMXL_CORPUS", default))


@pytest.fixture(scope="session")
def corpus() -> list[CorpusBook]:
    folder = corpus_folder()
    manifest = folder / "manifest.json"
    if not manifest.exists():
        pytest.skip("真实工作簿语料不在此机器上 (set KAMXL_CORPUS to the folder with manifest.json)")
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    return [CorpusBook(folder / e["file"], tuple(e["features"]), e["sheet"], e["cell"]) for e in entries]


@pytest.fixture(scope="session", autouse=True)
def _keys_and_indexes_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that tests sign or look up touches the keys and indexes of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("KAMXL_HOME", str(home))
        patch.setenv("KAMXL_KEYS", str(home / "keys"))
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or fills the caches of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMXL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
