"""Departments of many small workbooks, made quickly: the sample department's rows dealt out over as many files as wanted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from kamxl.domain.form import forms
from kamxl.templates import sample
from kamxl.templates.book import build

SPECIALISTS = (("张伟", "华东"), ("李娜", "华南"), ("王强", "华北"), ("赵静", "西南"))


def department(folder: Path, books: int, *, rows: int = 6) -> Path:
    """设置.xlsx of the sample department and ``books`` workbooks: profiles, plans and services of two customers each."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = next(book for book in sample.books() if book.name == "设置.xlsx")
    (folder / settings.name).write_bytes(build(settings, sample.office()))
    for number in range(books):
        workbook(folder / f"客户-{number:05d}.xlsx", number, rows)
    return folder


def workbook(path: Path, number: int, rows: int = 6) -> None:
    specialist, region = SPECIALISTS[number % 4]
    names = [f"第{number:05d}号客户{letter}有限公司" for letter in "甲乙"]
    made = xlsxwriter.Workbook(path, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    profiles = [
        {
            "file_no": f"KH-{number:05d}-{n}", "filed_on": date(2024, 1, 5), "customer": name, "address": "某市某路1号",
            "phone": "021-55551234", "contact_name": "王经理", "region": region, "specialist": specialist, "grade": "B",
            "status": "合作", "since": date(2024, 3, 1 + number % 25),
        }
        for n, name in enumerate(names)
    ]  # fmt: skip
    plans = [
        {"quarter": f"2026Q{q}", "customer": name, "plan": 100_000 + number, "actual": 90_000 + (number * 37) % 20_000}
        for name in names
        for q in (1, 2, 3)
    ]
    logs = [
        {
            "date": date(2026, 7, 1) + timedelta(days=(n * 13 + number) % 90), "customer": names[n % 2],
            "category": ("回访", "意见", "咨询", "投诉")[n % 4], "content": f"第{n}次", "valid": "是" if n % 8 == 3 else None,
            "limit_days": 3, "answered_on": date(2026, 7, 3) + timedelta(days=(n * 13 + number) % 90),
        }
        for n in range(rows)
    ]  # fmt: skip
    for form, records in (("profile", profiles), ("sales_plan", plans), ("service_log", logs)):
        sheet(made, day, form, records)
    made.close()


def sheet(book: xlsxwriter.Workbook, day: object, form_id: str, records: list[dict[str, object]]) -> None:
    form = forms()[form_id]
    page = book.add_worksheet(form.zh)
    page.write(0, 0, form.zh)
    fields = [field for field in form.fields if field.id in records[0]]
    for column, field in enumerate(fields):
        page.write(2, column, "主要联系人姓名" if field.id == "contact_name" else field.zh)
        for row, record in enumerate(records, start=3):
            value = record[field.id]
            if isinstance(value, date):
                page.write_datetime(row, column, value, day)
            elif value is not None:
                page.write(row, column, value)
