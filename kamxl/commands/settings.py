"""Reads ``设置.xlsx``: people, targets, rules, labels and the calendar, typed; every bad setting is a finding at its cell.

A setting that cannot be understood leaves its default in force; the finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from ..books.port import Book
from ..dataclass import dataclass
from ..domain.fieldtype import Rejected, parse
from ..domain.findings import Finding, Severity
from ..domain.form import Field, forms
from ..domain.guard import guarded
from ..domain.people import Person, Role, Staff
from ..domain.records import Record, Tables
from ..domain.rule import Context, run
from ..domain.settings import Rules, Settings, Target, rule_fields
from ..domain.values import Raw, is_blank, show
from ..domain.workdays import WorkCalendar
from ..errors import Text, say
from ..sheets.labels import label_key
from ..sheets.read import read_settings_book
from .kept_settings import KeptSettings
from .naming import field_called, form_called, known_fields, known_forms
from .setting_checks import own_checks


def load_settings(
    book: Book | None, today: date, kept: KeptSettings | None = None
) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings and what is wrong with them. Without a book everything has its default.

    They are ``kept`` for the next command where that is given.
    """
    if book is None:
        return Settings(today=today), ()
    reading = read_settings_book(book, book.name)
    loader = _Loader(Tables(reading.blocks))
    settings = loader.load(today)
    generic = run(Context(reading.blocks, loader.tables, settings), only=("required", "duplicate_record"))
    found = [*reading.findings, *generic, *loader.findings]
    loaded = settings, tuple(sorted(found, key=lambda finding: finding.order))
    if kept is not None:
        kept.keep(loaded, reading.blocks)
    return loaded


@dataclass(slots=True)
class _Loader:
    tables: Tables
    findings: list[Finding] = field(default_factory=list)

    def load(self, today: date) -> Settings:
        people = list(self._people())
        return Settings(
            staff=Staff(people),
            rules=self._rules(),
            targets=tuple(self._targets()),
            aliases=self._aliases(),
            calendar=self._calendar(),
            checks=tuple(own_checks(self.tables["setting_check"], self._fault)),
            today=today,
        )

    def _people(self) -> Iterator[Person]:
        rows = self.tables["setting_person"]
        names = {row.text("name") for row in rows}
        logins: set[str] = set()
        for row in rows:
            if not row.text("name") or not row.text("role"):
                continue  # a finding of required or type says so
            login = row.text("login")
            if login and login.casefold() in logins:
                self._fault(row, "login", say("settings.login_twice", value=login))
            logins.add(login.casefold())
            self._check_delegate(row, names)
            self._check_order(row, "joined", "left")
            yield Person(
                name=row.text("name"),
                role=Role.from_zh(row.text("role")),
                region=row.text("region"),
                login=login,
                delegate=row.text("delegate"),
                delegate_from=row.day("delegate_from"),
                delegate_to=row.day("delegate_to"),
                joined=row.day("joined"),
                left=row.day("left"),
            )

    def _check_delegate(self, row: Record, names: set[str]) -> None:
        delegate = row.text("delegate")
        if delegate and (delegate not in names or delegate == row.text("name")):
            self._fault(row, "delegate", say("settings.delegate_unknown", value=delegate))
        if delegate and (row.day("delegate_from") is None or row.day("delegate_to") is None):
            cell = "delegate_from" if row.day("delegate_from") is None else "delegate_to"
            self._fault(row, cell, say("settings.delegate_dates", value=delegate), Severity.WARNING)
        self._check_order(row, "delegate_from", "delegate_to")

    def _check_order(self, row: Record, first: str, last: str) -> None:
        start, end = row.day(first), row.day(last)
        if start and end and end < start:
            labels = [forms()[row.form].field(name).zh for name in (first, last)]
            self._fault(row, last, say("settings.order", first=labels[0], last=labels[1], start=start, end=end))

    def _rules(self) -> Rules:
        titles = {label_key(info.title): name for name, info in rule_fields().items()}
        values: dict[str, object] = {}
        rows: dict[str, Record] = {}
        for row in self.tables["setting_rule"]:
            name = titles.get(label_key(row.text("name")))
            if name is None:
                known = "、".join(info.title for info in rule_fields().values())
                self._fault(row, "name", say("settings.rule_unknown", value=row.text("name"), known=known))
            elif name in rows:
                self._fault(row, "name", say("settings.rule_twice", value=row.text("name")))
            elif (value := self._rule_value(row, name)) is not None:
                values[name], rows[name] = value, row
        try:
            return guarded(values)
        except ValidationError as error:  # each value passed alone: the shares contradict one another
            reason = error.errors()[0]["msg"].removeprefix("Value error, ")
            row = rows.get("grade_b_share") or rows["grade_a_share"]
            self._fault(row, "value", say("settings.rules_contradict", reason=reason))
            return guarded({k: v for k, v in values.items() if k not in ("grade_a_share", "grade_b_share")})

    def _rule_value(self, row: Record, name: str) -> object:
        """The value of one rule, ``None`` when it is blank or a finding says what is wrong with it."""
        raw = row.raw.get("value")
        if is_blank(raw):
            return None
        info = rule_fields()[name]
        whole = info.kind is int and not info.optional
        kind = "yes_no" if info.kind is bool else "integer" if whole else "number"
        what = Field(id="value", zh=info.title, en=name, type=kind)
        try:
            value = parse(raw, what)
            guarded({name: value})
        except Rejected as refusal:
            self._fault(row, "value", refusal.text)
        except ValidationError as error:
            # The shares are checked against each other's default here; only a fault of this value alone counts.
            if error.errors()[0]["loc"]:
                limits = _limits(name)
                self._fault(row, "value", say("settings.out_of_range", name=what.zh, value=show(raw), **limits))
            else:
                return value
        else:
            return value
        return None

    def _targets(self) -> Iterator[Target]:
        from ..domain.kpi import kpis

        known = {label_key(word): kpi.id for kpi in kpis().values() for word in (kpi.id, kpi.zh, kpi.udf, kpi.en)}
        for row in self.tables["setting_kpi"]:
            kpi = known.get(label_key(row.text("kpi")))
            if kpi is None:
                names = "、".join(k.zh for k in kpis().values())
                self._fault(row, "kpi", say("settings.kpi_unknown", value=row.text("kpi"), known=names))
                continue
            low, high = row.amount("low"), row.amount("high")
            if row.text("rule") == "区间" and (low is None or high is None or low > high):
                self._fault(
                    row, "low", say("settings.band", low=show(row.raw.get("low")), high=show(row.raw.get("high")))
                )
            weight = row.amount("weight")
            if weight is not None and not 0 <= weight <= 1:
                self._fault(row, "weight", say("settings.weight", value=show(row.raw.get("weight"))))
                weight = None
            yield Target(
                kpi=kpi,
                target=row.amount("target"),
                weight=weight or Decimal(0),
                rule=row.text("rule"),
                floor=row.amount("floor"),
                low=low,
                high=high,
                role=row.text("role"),
            )

    def _aliases(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in self.tables["setting_alias"]:
            form = form_called(row.text("form"))
            if form is None:
                self._fault(row, "form", say("settings.form_unknown", value=row.text("form"), known=known_forms()))
                continue
            named = field_called(form, row.text("field"))
            if named is None:
                known = known_fields(form)
                message = say("settings.field_unknown", form=form.zh, value=row.text("field"), known=known)
                self._fault(row, "field", message)
                continue
            alias = row.text("alias")
            taken = field_called(form, alias)
            if taken is not None and taken.id != named.id:
                self._fault(row, "alias", say("settings.alias_taken", value=alias, field=taken.label))
                continue
            key = (form.id, named.id)
            found[key] = (*found.get(key, ()), alias)
        return found

    def _calendar(self) -> WorkCalendar:
        days: dict[str, set[date]] = {"休息": set(), "上班": set()}
        for row in self.tables["setting_holiday"]:
            day, kind = row.day("date"), row.text("kind")
            if day is None or not kind:
                continue
            if any(day in other for other in days.values()):
                self._fault(row, "date", say("settings.day_twice", value=day))
                continue
            days[kind].add(day)
        return WorkCalendar(frozenset(days["休息"]), frozenset(days["上班"]))

    def _fault(self, row: Record, cell: str, message: Text, severity: Severity = Severity.ERROR) -> None:
        source, label = row.source, forms()[row.form].field(cell).label
        self.findings.append(
            Finding("setting", source.book, source.sheet, source.cell(cell), severity, message, label, _now(row, cell))
        )


def _now(row: Record, cell: str) -> str:
    raw: Raw = row.raw.get(cell)
    return show(raw)


def _limits(name: str) -> dict[str, str]:
    """The range that a rule allows, as people write it."""
    words = {"ge": "≥ ", "gt": "> ", "le": "≤ "}
    limits = rule_fields()[name].limits
    return {"limits": ",".join(f"{words[kind]}{limit}" for kind, limit in limits.items())}
