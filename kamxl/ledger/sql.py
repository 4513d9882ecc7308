"""Events in a database, through SQLAlchemy: SQLite in one file for one machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ..errors import LedgerError

_METADATA = MetaData()
_EVENTS = Table(
    "events",
    _METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), unique=True, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


class SqlStore:
    """One table of immutable rows."""

    def __init__(self, url: str) -> None:
        self._place = url
        try:
            self._engine = create_engine(url)
            _METADATA.create_all(self._engine)
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

    def put(self, name: str, content: bytes) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_EVENTS).values(name=name, content=content))
        except IntegrityError:
            return  # the same content is there already
        except SQLAlchemyError as error:
            raise self._unreachable(error) from error

    def items(self) -> Iterator[tuple[str, bytes]]:
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(select(_EVENTS.c.name, _EVENTS.c.content).order_by(_EVENTS.c.seq)).all()
        except SQLAlchemyError as error:
            raise self._unreachable(error) from error
        for name, content in rows:
            yield str(name), bytes(content)

    def close(self) -> None:
        self._engine.dispose()

    def _unreachable(self, error: SQLAlchemyError) -> LedgerError:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return LedgerError("ledger.unreachable", place=self._place, reason=reason)
