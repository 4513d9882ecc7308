"""A department in memory for tests: people, settings, workbooks as records, and a ledger in a temporary folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from kamxl.books.address import position
from kamxl.books.memory import MemoryBook
from kamxl.books.port import Change
from kamxl.commands.department import Department
from kamxl.commands.init import init
from kamxl.domain.clock import stamp
from kamxl.domain.event import Event, Evidence
from kamxl.domain.findings import Finding
from kamxl.domain.flow import Action
from kamxl.domain.form import forms
from kamxl.domain.guard import guarded
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.policy import SettingsBook
from kamxl.domain.records import Record, Source, blocks_of
from kamxl.domain.settings import Settings
from kamxl.domain.values import Raw, Value
from kamxl.errors import BookError
from kamxl.sheets.reading import Reading

TODAY = date(2026, 9, 1)  # a Tuesday


def people() -> tuple[Person, ...]:
    return (
        Person("陈国栋", Role.DIRECTOR, login="chen"),
        Person("林晓峰", Role.MANAGER, login="lin"),
        Person("周敏", Role.CLERK),
        Person("张伟", Role.SPECIALIST, region="华东", login="zhang"),
        Person("李娜", Role.SPECIALIST, region="华南"),
        Person("吴婷", Role.FINANCE),
        Person("郑洁", Role.SERVICE),
        Person("孙丽", Role.HR),
    )


def settings(staff: tuple[Person, ...] | None = None, **rules: object) -> Settings:
    return Settings(staff=Staff(staff or people()), rules=guarded(rules), today=date(2026, 9, 8))


def book(staff: tuple[Person, ...] | None = None, **rules: object) -> SettingsBook:
    return SettingsBook(settings(staff, **rules))


def evidence(form: str, **fields: str) -> Evidence:
    return Evidence(form=form, book="专员-华东-张伟.xlsx", sheet=forms()[form].zh, fields=fields)


def at(day: date = TODAY, hour: int = 9) -> datetime:
    return stamp(datetime(day.year, day.month, day.day, hour))


def event(no: str, flow: str, action: Action, actor: str, day: date = TODAY, **more: object) -> Event:
    return Event(request=no, flow=flow, action=action, actor=actor, at=at(day), **more)  # type: ignore[arg-type]


def record(
    form: str, book_name: str, sheet: str, row: int, values: Mapping[str, Value], raw: Mapping[str, Raw]
) -> Record:
    """A row of a list on ``sheet``: the form's fields from column A on, the status fields after them."""
    names = [field.id for field in forms()[form].all_fields]
    cells = {name: f"{chr(65 + index)}{row}" for index, name in enumerate(names)}
    return Record.made(form, values, raw, Source(book_name, sheet, cells))


def visit(no: str = "BF-001", row: int = 2, **changes: Value) -> dict[str, Value]:
    values: dict[str, Value] = {
        "no": no,
        "customer": "华东机电",
        "visitee": "王总",
        "visit_on": date(2026, 9, 7),
        "purpose": "续约",
        "budget": Decimal("800.00"),
        "applicant": "张伟",
        "applied_on": TODAY,
    }
    return {**values, **changes}


class OfficeInMemory(Department):
    """A department whose workbooks are lists of (form, values) rows; status cells are read back from the books."""

    def __init__(self, folder: Path, known: Settings) -> None:
        (folder / "设置.xlsx").touch()
        super().__init__(folder, self._open, known.today)
        self._known = known
        self.rows: dict[str, list[tuple[str, dict[str, Value]]]] = {}
        self.books: dict[str, MemoryBook] = {}
        self.faults: dict[str, tuple[Finding, ...]] = {}
        self.locked: set[str] = set()
        self.applied = 0

    @property
    def setting_findings(self) -> tuple[Finding, ...]:
        return ()

    @property
    def settings(self) -> Settings:
        return self._known

    def found(self, admin: str = "周敏") -> OfficeInMemory:
        """Founds the ledger, with keys for everybody."""
        init(self, admin, at(date(2026, 8, 31)), everyone=True, simulated=True)
        return self

    def add(self, name: str, rows: list[tuple[str, dict[str, Value]]]) -> None:
        (self.folder / name).touch()
        self.rows[name] = rows
        sheets: dict[str, list[list[Raw]]] = {"首页": [["说明"]]}
        for form, _ in rows:
            heads: list[Raw] = [field.zh for field in forms()[form].all_fields]
            sheets.setdefault(forms()[form].zh, [heads])
        self.books[name] = MemoryBook(name, sheets)

    def _open(self, path: Path) -> MemoryBook:
        found = self.books[path.name]
        return _Locked(found) if path.name in self.locked else found

    def read(self, path: Path) -> Reading:
        name = path.name
        records = []
        rows: dict[str, int] = {}
        for form, values in self.rows[name]:
            sheet = forms()[form].zh
            rows[sheet] = rows.get(sheet, 1) + 1
            made = record(form, name, sheet, rows[sheet], values, {})
            grid = self.books[name].grid(sheet)
            raw: dict[str, Raw] = {key: _raw(value) for key, value in values.items()}
            for field in forms()[form].all_fields:
                if field.owned:
                    raw[field.id] = grid.at(*position(made.source.cell(field.id)))
            records.append(Record.made(form, values, raw, made.source))
        return Reading(name, tuple(blocks_of(records)), (), self.faults.get(name, ()))


class _Locked(MemoryBook):
    """A workbook that is open in somebody's Excel: it can be read but not written."""

    def __init__(self, inner: MemoryBook) -> None:
        super().__init__(inner.name, {sheet: inner.grid(sheet).rows for sheet in inner.sheet_names()})

    def apply(self, change: Change) -> None:
        raise BookError("books.locked", path=self.name, owner="张伟")


def _raw(value: Value) -> Raw:
    return float(value) if isinstance(value, Decimal) else str(value) if isinstance(value, tuple) else value  # type: ignore[return-value]
