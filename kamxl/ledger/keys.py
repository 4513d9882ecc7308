"""Keys: Ed25519, one for each person and machine; the private half stays in the system's keyring or a 0600 file."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..dataclass import dataclass
from ..errors import LedgerError

if TYPE_CHECKING:  # loaded when something is signed or verified: most commands only read what was verified before
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SERVICE = "kamxl"


def key_id(public: bytes) -> str:
    """A key's name: the first 16 hexadecimal digits of its digest."""
    return sha256(public).hexdigest()[:16]


def fingerprint(public: bytes) -> str:
    """What two people compare on the telephone: five groups of four."""
    digits = sha256(public).hexdigest()[:20]
    return "-".join(digits[start : start + 4] for start in range(0, 20, 4))


def verified(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` is that key's over ``content``."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public_key(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _public_key(public: bytes) -> Ed25519PublicKey:
    """The key of those bytes: a department has a few dozen, and signatures by the hundred thousand."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """A signing key. Its secret is never shown, logged or put into an error."""

    secret: bytes

    @classmethod
    def new(cls) -> PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)

    @property
    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.secret)

    def __repr__(self) -> str:
        return f"PrivateKey({self.id})"


class KeyChain(Protocol):
    """Where this machine keeps the private keys of those who work on it."""

    def load(self, dept: str, name: str) -> PrivateKey | None:
        """The person's key, ``None`` where this machine has none."""

    def save(self, dept: str, name: str, key: PrivateKey) -> None:
        """Keeps the key. Raises ``LedgerError`` when that is impossible."""


@dataclass(frozen=True, slots=True)
class FileKeys:
    """One file a key, readable by its owner only."""

    root: Path

    def load(self, dept: str, name: str) -> PrivateKey | None:
        path = self._path(dept, name)
        try:
            return PrivateKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise LedgerError("ledger.bad_key", path=path, name=name) from error

    def save(self, dept: str, name: str, key: PrivateKey) -> None:
        path = self._path(dept, name)
        aside = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(key.secret.hex())
            aside.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise LedgerError("ledger.key_not_saved", path=path, reason=error.strerror or error) from error

    def _path(self, dept: str, name: str) -> Path:
        return self.root / dept[:16] / f"{name}.key"


@dataclass(frozen=True, slots=True)
class SystemKeys:
    """The system's keyring (Windows Credential Manager, macOS Keychain, Secret Service), else files."""

    files: FileKeys

    def load(self, dept: str, name: str) -> PrivateKey | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            kept = keyring.get_password(_SERVICE, f"{dept[:16]}/{name}")
        except KeyringError:
            kept = None
        return PrivateKey(bytes.fromhex(kept)) if kept else self.files.load(dept, name)

    def save(self, dept: str, name: str, key: PrivateKey) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, f"{dept[:16]}/{name}", key.secret.hex())
        except KeyringError:
            self.files.save(dept, name, key)


@dataclass(frozen=True, slots=True)
class WithDemoKeys:
    """One's own keys, and for reading only those that the demo left in its folder, where everybody is one person.

    Nothing is ever saved there: a folder that others can write to must not be where a private key goes.
    """

    own: KeyChain
    demo: FileKeys

    def load(self, dept: str, name: str) -> PrivateKey | None:
        return self.own.load(dept, name) or self.demo.load(dept, name)

    def save(self, dept: str, name: str, key: PrivateKey) -> None:
        self.own.save(dept, name, key)


def keychain(own_folder: Path | None = None) -> KeyChain:
    """This machine's keys: files under ``KAMXL_KEYS`` where that is set, else the system's keyring."""
    named = os.environ.get("KAMXL_KEYS", "")
    keys: KeyChain = FileKeys(Path(named)) if named else SystemKeys(FileKeys(private_folder() / "keys"))
    demo = own_folder / "keys" if own_folder is not None else None
    return WithDemoKeys(keys, FileKeys(demo)) if demo is not None and demo.is_dir() else keys


def private_folder() -> Path:
    """The user's own folder for what no colleague needs: keys without a keyring, and local indexes."""
    named = os.environ.get("KAMXL_HOME", "")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "kamxl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "kamxl"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "kamxl"
