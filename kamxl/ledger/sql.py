"""Events in a database, through SQLAlchemy: PostgreSQL for many offices, SQLite in one file for one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from ..errors import LedgerError
from .port import Blob

_METADATA = MetaData()
_EVENTS = Table(
    "kamxl_events",
    _METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), unique=True, nullable=False),
    Column("day", String(10), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
_BATCH = 2000
# One writer at a time in PostgreSQL: rows become visible in the order of their numbers, so no reader skips one.
_WRITER_LOCK = 0x6B616D786C


class SqlStore:
    """One table of immutable rows at ``url``. Raises ``LedgerError`` when it is out of reach."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            self._place = parsed.render_as_string(hide_password=True)
            self._postgresql = parsed.get_backend_name() == "postgresql"
            options: dict[str, object] = {"pool_pre_ping": True}
            if self._postgresql:
                options["connect_args"] = {"connect_timeout": 10}
            else:
                options["connect_args"] = {"timeout": 30}
            self._engine = create_engine(parsed, **options)
            self._prepare()
        except (ArgumentError, ImportError) as error:
            raise LedgerError("ledger.bad_place", place=url.split("@")[-1], reason=error) from error
        except SQLAlchemyError as error:
            raise self._unreachable(error) from error

    @classmethod
    def in_file(cls, path: Path) -> SqlStore:
        """SQLite in that file, made when it is not there."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError("ledger.unreachable", place=path, reason=error.strerror or error) from error
        return cls(f"sqlite:///{path.as_posix()}")

    @property
    def place(self) -> str:
        return self._place

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            self._lock(connection)
            _METADATA.create_all(connection)

    def _lock(self, connection: Connection) -> None:
        if self._postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})

    def put(self, name: str, day: str, content: bytes) -> None:
        try:
            with self._engine.begin() as connection:
                self._lock(connection)
                if connection.execute(select(_EVENTS.c.seq).where(_EVENTS.c.name == name)).first() is None:
                    connection.execute(insert(_EVENTS).values(name=name, day=day, content=content))
        except IntegrityError:
            return  # another process on SQLite was faster with the same event
        except SQLAlchemyError as error:
            raise self._unreachable(error) from error

    def since(self, mark: str, known: Callable[[str], bool]) -> tuple[list[Blob], str]:
        last = int(mark or 0)
        found: list[Blob] = []
        for seq, blob in self._rows(last):
            last = seq
            if not known(blob.name):
                found.append(blob)
        return found, str(last)

    def everything(self) -> Iterator[Blob]:
        for _, blob in self._rows(0):
            yield blob

    def _rows(self, after: int) -> Iterator[tuple[int, Blob]]:
        while True:
            query = (
                select(_EVENTS.c.seq, _EVENTS.c.name, _EVENTS.c.content)
                .where(_EVENTS.c.seq > after)
                .order_by(_EVENTS.c.seq)
                .limit(_BATCH)
            )
            try:
                with self._engine.connect() as connection:
                    rows = connection.execute(query).all()
            except SQLAlchemyError as error:
                raise self._unreachable(error) from error
            for seq, name, content in rows:
                after = int(seq)
                yield after, Blob(str(name), f"kamxl_events#{seq}", _bytes(content))
            if len(rows) < _BATCH:
                return

    def clock(self) -> datetime:
        try:
            with self._engine.connect() as connection:
                found: datetime = connection.execute(select(func.current_timestamp())).scalar_one()
        except SQLAlchemyError as error:
            raise self._unreachable(error) from error
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)  # SQLite tells UTC without saying so

    def close(self) -> None:
        self._engine.dispose()

    def _unreachable(self, error: SQLAlchemyError) -> LedgerError:
        reason = (str(getattr(error, "orig", None) or error).splitlines() or ["?"])[0]
        return LedgerError("ledger.unreachable", place=self._place, reason=reason)


def _bytes(content: object) -> bytes:
    """What a row holds, also where somebody has put text into it by hand."""
    return content.encode() if isinstance(content, str) else bytes(content)  # type: ignore[call-overload]
