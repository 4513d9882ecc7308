"""Where keys are kept, and a local index that can be lost at any time.

1. Keys go into the system's keyring; without a usable one into files; the demo's are only read.
2. A damaged or missing index is made anew; one that cannot be written lives in memory.
3. Two processes that share an index see what the other took in.
"""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from kamxl.commands.acting import open_ledger
from kamxl.commands.decide import decide
from kamxl.commands.submit import submit
from kamxl.domain.flow import Action
from kamxl.errors import LedgerError
from kamxl.ledger.index import Index
from kamxl.ledger.keys import FileKeys, PrivateKey, SystemKeys, fingerprint, keychain, private_folder

from .office import OfficeInMemory, at, settings, visit

DEPT = "d" * 64
BOOK = "专员-华东-张伟.xlsx"


class _Safe(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def backend() -> _Safe:
    return _Safe()


def test_keys_go_into_the_keyring(backend: _Safe, tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        keys = SystemKeys(FileKeys(tmp_path))
        key = PrivateKey.new()
        assert keys.load(DEPT, "张伟") is None
        keys.save(DEPT, "张伟", key)
        assert keys.load(DEPT, "张伟") == key
        assert list(backend.kept) == [("kamxl", f"{DEPT[:16]}/张伟")]
        assert list(tmp_path.rglob("*")) == []
    finally:
        keyring.set_keyring(before)


def test_without_a_keyring_into_files(tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        keys = SystemKeys(FileKeys(tmp_path))
        key = PrivateKey.new()
        keys.save(DEPT, "张伟", key)
        assert keys.load(DEPT, "张伟") == key
        assert [path.name for path in tmp_path.rglob("*.key")] == ["张伟.key"]
    finally:
        keyring.set_keyring(before)


def test_the_demo_s_keys_are_only_read(tmp_path: Path) -> None:
    own = tmp_path / ".kamxl"
    key = PrivateKey.new()
    FileKeys(own / "keys").save(DEPT, "张伟", key)
    chain = keychain(own)
    assert chain.load(DEPT, "张伟") == key
    mine = PrivateKey.new()
    chain.save(DEPT, "张伟", mine)
    assert chain.load(DEPT, "张伟") == mine
    assert FileKeys(own / "keys").load(DEPT, "张伟") == key


def test_a_key_that_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        FileKeys(tmp_path / "file").save(DEPT, "张伟", PrivateKey.new())
    assert caught.value.code == "ledger.key_not_saved"


def test_fingerprints_are_read_in_groups() -> None:
    assert fingerprint(b"\0" * 32) == "6668-7aad-f862-bd77-6c8f"


def test_the_private_folder_follows_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMXL_HOME")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "L")
    assert private_folder() == Path("L/kamxl")
    monkeypatch.setattr("sys.platform", "darwin")
    assert private_folder().parts[-3:] == ("Library", "Application Support", "kamxl")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "X")
    assert private_folder() == Path("X/kamxl")


@pytest.fixture
def office(tmp_path: Path) -> OfficeInMemory:
    made = OfficeInMemory(tmp_path, settings())
    made.add(BOOK, [("visit_request", visit())])
    made.found()
    submit(made, made.folder / BOOK, "张伟", at())
    return made


def test_a_damaged_index_is_made_anew(office: OfficeInMemory) -> None:
    index = next((private_folder() / "index").glob("*.sqlite"))
    for path in index.parent.iterdir():
        path.unlink()
    index.write_bytes(b"this is no database at all, but long enough to look like a file of one" * 20)
    with open_ledger(office) as ledger:
        assert ledger.request("BF-001").state == "经理审核"
    for path in index.parent.iterdir():
        path.unlink()
    with open_ledger(office) as ledger:
        assert (ledger.request("BF-001").state, ledger.index.count()) == ("经理审核", 3)


def test_an_index_that_cannot_be_written_lives_in_memory(
    office: OfficeInMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("x", encoding="utf-8")
    monkeypatch.setenv("KAMXL_HOME", str(blocked))
    with open_ledger(office) as ledger:
        assert ledger.request("BF-001").state == "经理审核"
    assert Index(None).count() == 0


def test_two_who_share_an_index(office: OfficeInMemory) -> None:
    with open_ledger(office) as first, open_ledger(office) as second:
        assert first.request("BF-001").state == second.request("BF-001").state == "经理审核"
        decide(office, "BF-001", Action.APPROVE, "林晓峰", at())
        first.refresh()
        second.refresh()
        assert first.request("BF-001").state == second.request("BF-001").state == "总监审批"
        assert [request.no for request in second.open_requests()] == ["BF-001"]
        assert [request.state for request in second.requests_on(at().date())] == ["总监审批"]
