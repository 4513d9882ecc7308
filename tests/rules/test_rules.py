"""Every rule, from its data file.

1. Each rule has a data file of its name with at least one wrong and one right case, and each data file has its rule.
2. A wrong case gives exactly the findings that it lists, of that rule; a right case gives none of that rule.
3. Every finding says in both languages what is wrong and what to do, and names a cell of the sheet or the sheet itself.
4. A rule that breaks is reported as ours, and the other rules still run.

A case is a workbook (``sheets``, in the notation of tests/notation.py), perhaps with a second one (``other``), the
department's 设置 sheets (``settings``) and the day (``today``).
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamxl.books.address import position
from kamxl.commands.settings import load_settings
from kamxl.domain.findings import Finding, Severity
from kamxl.domain.records import Tables
from kamxl.domain.rule import Context, Rule, rules, run
from kamxl.domain.settings import Settings
from kamxl.domain.sheetfacts import SheetFacts, Validation
from kamxl.errors import say
from kamxl.sheets.read import read_book
from tests.notation import book

FOLDER = Path(__file__).parent
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule}-{case['name']}")
        for rule, content in sorted(FILES.items())
        for case in content.get(kind, [])
    ]


def findings_of(rule: str, case: dict[str, Any]) -> list[Finding]:
    today = case.get("today", date(2026, 9, 30))
    office = book(case["settings"], "设置.xlsx") if "settings" in case else None
    settings, faults = load_settings(office, today)
    reading = read_book(book(case.get("sheets", {}), facts=_facts(case)), "表.xlsx", settings)
    others = read_book(book(case.get("other", {})), "别的.xlsx", settings).records
    tables = Tables.of([*reading.records, *others])
    sheets = {(reading.book, sheet): facts for sheet, facts in reading.facts.items()}
    found = [*run(Context(reading.blocks, tables, settings, sheets)), *reading.findings, *faults]
    return [finding for finding in found if finding.rule == rule]


def _facts(case: dict[str, Any]) -> dict[str, SheetFacts]:
    """What the sheets themselves demand, as the case gives it: validations, formulas, errors."""
    return {
        sheet: SheetFacts(
            validations=tuple(_validation(**given) for given in facts.get("validations", [])),
            formulas=frozenset(facts.get("formulas", [])),
            errors=facts.get("errors", {}),
        )
        for sheet, facts in case.get("facts", {}).items()
    }


def _validation(area: str, kind: str, **given: Any) -> Validation:
    first, _, last = area.partition(":")
    limits = {name: Decimal(str(given[name])) for name in ("first", "second") if name in given}
    choices = tuple(given.get("choices", ()))
    operator = given.get("operator", "between")
    return Validation(((*position(first), *position(last or first)),), kind, operator, choices=choices, **limits)


def test_every_rule_has_wrong_and_right_cases() -> None:
    complete = {name for name, content in FILES.items() if content.get("wrong") and content.get("right")}
    assert complete == set(rules())


@pytest.mark.parametrize(("rule", "case"), _cases("wrong"))
def test_wrong(rule: str, case: dict[str, Any]) -> None:
    found = findings_of(rule, case)
    assert [finding.where for finding in found] == case["finds"]
    for finding in found:
        assert finding.severity in (rules()[rule].severity, *case.get("severities", ()))
        for language in ("zh", "en"):
            assert finding.message.what(language) != finding.message.fix(language) != ""


@pytest.mark.parametrize(("rule", "case"), _cases("right"))
def test_right(rule: str, case: dict[str, Any]) -> None:
    assert findings_of(rule, case) == []


def test_a_broken_rule_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(context: Context) -> list[Finding]:
        raise ZeroDivisionError("x")

    def works(context: Context) -> list[Finding]:
        return [Finding("works", "a.xlsx", "表", "A1", Severity.NOTE, say("rules.required", field="客户"))]

    fake = {
        name: Rule(id=name, zh=name, en=name, severity=Severity.ERROR, check=check, wrong="", right="")
        for name, check in (("broken", broken), ("works", works))
    }
    monkeypatch.setattr("kamxl.domain.rule.rules", lambda: fake)
    found = run(Context((), Tables(), Settings()))
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("broken_rule", Severity.WARNING),
        ("works", Severity.NOTE),
    ]
    assert "ZeroDivisionError" in found[0].message.what()
