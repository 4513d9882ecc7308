"""Small departments for tests, written as markdown tables: the records are what reading such sheets would give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kamxl.domain.facts import Facts
from kamxl.domain.fieldtype import Rejected, parse
from kamxl.domain.form import forms
from kamxl.domain.guard import guarded
from kamxl.domain.kpi import Answer, answer, kpis
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.periods import parse_period
from kamxl.domain.records import Record, Source, Tables
from kamxl.domain.settings import Settings, Target
from kamxl.domain.values import Raw, Value, is_blank

TODAY = date(2026, 10, 8)
STAFF = Staff(
    [
        Person("陈国栋", Role.DIRECTOR),
        Person("林晓峰", Role.MANAGER, login="linxf"),
        Person("周敏", Role.CLERK),
        Person("张伟", Role.SPECIALIST, region="华东", login="zhangwei"),
        Person("李娜", Role.SPECIALIST, region="华南", login="lina"),
    ]
)


def settings(targets: Iterable[Target] = (), today: date = TODAY, **rules: object) -> Settings:
    return Settings(staff=STAFF, rules=guarded(rules), targets=tuple(targets), today=today)


def rows(form_id: str, markdown: str, book: str = "甲.xlsx") -> list[Record]:
    """Records from ``| id | id |`` and rows below it; the columns stand in A, B, … and the rows begin in row 2."""
    header, *lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in markdown.strip().splitlines()
    ]
    return [record(form_id, dict(zip(header, line, strict=True)), number, book) for number, line in enumerate(lines, 2)]


def record(form_id: str, raw: dict[str, Raw], row: int = 2, book: str = "甲.xlsx") -> Record:
    form = forms()[form_id]
    values: dict[str, Value] = {}
    kept: dict[str, Raw] = {}
    for field_id, content in raw.items():
        kept[field_id] = None if is_blank(content) else content
        if not is_blank(content):
            try:
                values[field_id] = parse(content, form.field(field_id))
            except Rejected:
                continue
    cells = {field_id: f"{chr(65 + column)}{row}" for column, field_id in enumerate(raw)}
    return Record.made(form_id, values, kept, Source(book, form.zh, cells))


def facts(*tables: Iterable[Record], use: Settings | None = None) -> Facts:
    return Facts(Tables.of(record for table in tables for record in table), use or settings())


def ask(found: Facts, kpi: str, period: str, scope: str = "") -> Answer:
    when = parse_period(period, today=found.settings.today, first_month=found.settings.rules.fiscal_first_month)
    return answer(kpis()[kpi], when, found.scopes.parse(scope), found)


def value(found: Facts, kpi: str, period: str, scope: str = "") -> Decimal | None:
    return ask(found, kpi, period, scope).value


PROFILES = """
    | customer | region | specialist | status | since      | lost_on    | file_no | grade |
    | 甲机电   | 华东   | 张伟       | 合作   | 2025-03-01 |            | KH-001  | A     |
    | 乙化工   | 华东   | 张伟       | 流失   | 2025-06-01 | 2026-08-20 | KH-002  | B     |
    | 丙电子   | 华南   | 李娜       | 合作   | 2026-07-10 |            | KH-003  | C     |
    | 丁食品   | 华南   | 李娜       | 合作   | 2025-01-05 |            | KH-004  | A     |
    | 戊纺织   | 华南   | 李娜       | 流失   | 2025-02-01 |            | KH-005  | C     |
    | 己物流   | 华东   | 张伟       | 谈判   |            |            | KH-006  | C     |
"""


def profiles() -> list[Record]:
    return rows("profile", PROFILES, "客户档案.xlsx")
