"""Plain data for the sample department: CSV files that people can read and change, one a form, in UTF-8 with BOM.

``books.csv`` names the workbooks; every other file has 工作簿, 工作表 (cards only) and the form's labels as heads;
``faults.csv`` says what is typed wrongly where. An ISO date in a date field and a bare number in a number field become
a true date and number, as a person who types them gets; any other text stays text, as Excel leaves it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from .. import lazy
from ..dataclass import dataclass
from ..domain.form import Field, Form
from .sheet import Content

BOOK, SHEET = "工作簿", "工作表"
_DATE = lazy.pattern(r"\d{4}-\d{2}-\d{2}")
_TIME = lazy.pattern(r"(\d{1,2}):(\d{2})")
_NUMBER = lazy.pattern(r"-?\d+(\.\d+)?")
_NUMBER_TYPES = ("money", "integer", "number", "percent", "score", "rating5", "year")


@dataclass(frozen=True, slots=True)
class Row:
    """One record in plain text. ``sheet`` is empty for a list."""

    book: str
    sheet: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What somebody typed wrongly: in the record of that key (a list's) or on that sheet (a card's)."""

    book: str
    sheet: str
    record: str
    field: str
    typed: str
    note: str


def folder() -> Path:
    """``workbooks/``: beside the package in a checkout, within it once installed."""
    inside = Path(__file__).resolve().parents[1] / "workbooks"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "workbooks"


def table(name: str) -> list[dict[str, str]]:
    """The rows of one CSV file of the sample; none where there is no such file."""
    path = folder() / "sample" / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rows(form: Form) -> Iterator[Row]:
    """A form's records, in the file's order."""
    ids = {field.label: field.id for field in form.all_fields}
    for line in table(form.id):
        texts = {ids[head]: text for head, text in line.items() if head not in (BOOK, SHEET)}
        yield Row(line[BOOK], line.get(SHEET, ""), texts)


def faults() -> list[Fault]:
    """The planted faults."""
    return [Fault(*(line[head] for head in (BOOK, SHEET, "记录", "字段", "键入", "说明"))) for line in table("faults")]


def typed(text: str, field: Field) -> Content:
    """What the cell holds after a person has typed that text into it."""
    if not text:
        return None
    if field.type == "date" and _DATE.fullmatch(text):
        return _date(text)
    if field.type == "time" and (found := _TIME.fullmatch(text)):
        return time(int(found[1]), int(found[2]))
    if field.type in _NUMBER_TYPES and _NUMBER.fullmatch(text):
        return Decimal(text)
    return text


def _date(text: str) -> Content:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a day that does not exist stays text, in Excel as here
        return text


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that somebody does in the sample quarter. ``verb`` is an action's Chinese name, or 修改 (types a value)."""

    at: datetime
    person: str
    verb: str
    no: str
    field: str
    text: str
    comment: str


def happenings() -> list[Happening]:
    """What the people of the sample department do in its quarter, in order of time."""
    heads = ("人", "动作", "编号", "字段", "内容", "意见")
    found = [Happening(datetime.fromisoformat(line["时间"]), *(line[h] for h in heads)) for line in table("quarter")]
    return sorted(found, key=lambda happening: happening.at)
