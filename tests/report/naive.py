"""The report's sums worked out record by record, from domain.md and with none of the report's own means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from kamxl.domain.facts import Facts
from kamxl.domain.form import forms
from kamxl.domain.grades import annual_span
from kamxl.domain.kpi import Kpi, kpis
from kamxl.domain.periods import Period, Span
from kamxl.domain.records import Record
from kamxl.domain.scope import Scope, ScopeKind

Pair = tuple[Decimal | int, Decimal | int]


class Naive:
    """Records of a department without the rule of silence."""

    def __init__(self, records: Iterable[Record], facts: Facts) -> None:
        self.records = list(records)
        self.facts = facts
        self.profiles: dict[str, Record] = {}
        for record in facts.tables["profile"]:
            if record.text("customer"):
                self.profiles.setdefault(record.text("customer"), record)

    def row(self, period: Period, scope: Scope) -> list[Decimal | int | None]:
        """Numerator and denominator (``None``: a count) of each KPI."""
        row: list[Decimal | int | None] = []
        for kpi in kpis().values():
            if (span := kpi.span(period)) is None or span.start > self.facts.settings.today:
                row += [0, None]
                continue
            mine = [record for record in self.records if self._counts_for(record, scope, kpi)]
            top, bottom = _KPIS[kpi.id](self, mine, span, period)
            row += [top, None if kpi.unit == "count" else bottom]
        return row

    def annual(self, period: Period) -> dict[str, Decimal]:
        span = annual_span(period)
        found = {name: Decimal(0) for name, profile in self.profiles.items() if _active(profile, span.end)}
        for record in self.records:
            name, actual = record.text("customer"), record.amount("actual")
            if record.form == "sales_plan" and name and actual is not None and self._within(record, span):
                found[name] = found.get(name, Decimal(0)) + actual
        return found

    def of_customer(self, kpi: str, name: str, period: Period) -> Pair:
        mine = [record for record in self.records if record.text("customer") == name and record.form != "profile"]
        return _KPIS[kpi](self, mine, period.span, period)

    def movement(self, span: Span, scope: Scope) -> list[int]:
        mine = [
            record for record in self.profiles.values() if scope == Scope() or scope in self.facts.place(record).scopes
        ]
        before = span.start - timedelta(days=1)
        return [
            sum(_active(one, before) for one in mine),
            sum(_began(one, span) for one in mine),
            sum(_lost(one, span) for one in mine),
            sum(_active(one, span.end) for one in mine),
        ]

    def _counts_for(self, record: Record, scope: Scope, kpi: Kpi) -> bool:
        if record.form == "profile" and self.profiles.get(record.text("customer")) != record:
            return False
        if scope == Scope():
            return True
        place = self.facts.place(record)
        if kpi.id == "service_score" and scope.kind is ScopeKind.SPECIALIST:
            return (record.text("person") or place.specialist) == scope.name
        return scope in place.scopes

    def _within(self, record: Record, span: Span) -> bool:
        quarter = self.facts.period(record, "quarter")
        return quarter is not None and span.start <= quarter.start and quarter.end <= span.end

    def amounts(self, form: str, top: str, bottom: str) -> Callable[[list[Record], Span], Pair]:
        def added(mine: list[Record], span: Span) -> Pair:
            rows = [record for record in mine if record.form == form and self._within(record, span)]
            return _total(rows, top), _total(rows, bottom)

        return added


def _total(rows: list[Record], field: str) -> Decimal:
    return sum((record.amount(field) or Decimal(0) for record in rows), Decimal(0))


def _active(profile: Record, day: object) -> bool:
    since, lost = profile.day("since"), profile.day("lost_on") if profile.text("status") == "流失" else None
    return since is not None and since <= day and (lost is None or lost > day)  # type: ignore[operator]


def _began(profile: Record, span: Span) -> bool:
    since = profile.day("since")
    return since is not None and since in span


def _lost(profile: Record, span: Span) -> bool:
    lost = profile.day("lost_on")
    return profile.text("status") == "流失" and lost is not None and lost in span


def _service(mine: list[Record], span: Span, category: str) -> list[Record]:
    rows = [record for record in mine if record.form == "service_log" and record.text("category") == category]
    return [record for record in rows if (day := record.day("date")) is not None and day in span]


def _in_time(category: str) -> Callable[[Naive, list[Record], Span, Period], Pair]:
    def counted(naive: Naive, mine: list[Record], span: Span, _: Period) -> Pair:
        asked = _service(mine, span, category)
        done = 0
        for record in asked:
            day, answered, limit = record.day("date"), record.day("answered_on"), record.amount("limit_days")
            allowed = naive.facts.settings.rules.answer_days if limit is None else limit
            done += day is not None and answered is not None and 0 <= (answered - day).days <= allowed
        return done, len(asked)

    return counted


def _revisits(_: Naive, mine: list[Record], span: Span, __: Period) -> Pair:
    rows = [record for record in _service(mine, span, "回访") if record.text("customer")]
    done = {record.text("customer") for record in rows if record.day("answered_on") is not None}
    return len(done), len({record.text("customer") for record in rows})


def _of_profiles(mine: list[Record]) -> list[Record]:
    return [record for record in mine if record.form == "profile" and record.text("customer")]


def _opening(mine: list[Record], span: Span) -> int:
    return sum(_active(record, span.start - timedelta(days=1)) for record in _of_profiles(mine))


def _churn_rate(naive: Naive, mine: list[Record], span: Span, _: Period) -> Pair:
    more = (
        sum(_began(record, span) for record in _of_profiles(mine))
        if naive.facts.settings.rules.churn_rate_with_new
        else 0
    )
    return sum(_lost(record, span) for record in _of_profiles(mine)), _opening(mine, span) + more


def _complete(naive: Naive, mine: list[Record], span: Span, _: Period) -> Pair:
    needed = [field.id for field in forms()["profile"].fields if field.required]
    active = [record for record in _of_profiles(mine) if _active(record, span.end)]
    filled = [sum(record.value(field) is not None for field in needed) for record in active]
    if naive.facts.settings.rules.profile_by_field:
        return sum(filled), len(needed) * len(active)
    return sum(count == len(needed) for count in filled), len(active)


def _developed(naive: Naive, mine: list[Record], span: Span, _: Period) -> Pair:
    rows = [
        one
        for one in mine
        if one.form == "development" and (day := one.day("sign_expected")) is not None and day in span
    ]
    done = 0
    for record in rows:
        profile, applied = naive.profiles.get(record.text("customer")), record.day("applied_on")
        since = profile.day("since") if profile is not None else None
        done += since is not None and applied is not None and applied <= since <= span.end
    return done, len(rows)


def _mean(item: str) -> Callable[[Naive, list[Record], Span, Period], Pair]:
    def counted(naive: Naive, mine: list[Record], _: Span, period: Period) -> Pair:
        rated = [record for record in mine if record.form == "rating" and record.text("item") == item]
        year = period.fiscal_year.year
        rows = [one for one in rated if naive.facts.year(one, "year") == year and one.amount("score") is not None]
        return _total(rows, "score"), len(rows)

    return counted


_KPIS: Mapping[str, Callable[[Naive, list[Record], Span, Period], Pair]] = {
    "plan_rate": lambda naive, mine, span, _: naive.amounts("sales_plan", "actual", "plan")(mine, span),
    "cost_rate": lambda naive, mine, span, _: naive.amounts("service_cost", "spent", "budget")(mine, span),
    "new_rate": lambda _, mine, span, __: (sum(_began(one, span) for one in _of_profiles(mine)), _opening(mine, span)),
    "churn": lambda _, mine, span, __: (sum(_lost(one, span) for one in _of_profiles(mine)), 0),
    "churn_rate": _churn_rate,
    "dev_rate": _developed,
    "complaints": lambda _, mine, span, __: (sum(one.flag("valid") is True for one in _service(mine, span, "投诉")), 0),
    "feedback_rate": _in_time("意见"),
    "answer_rate": _in_time("咨询"),
    "revisit_rate": _revisits,
    "profile_rate": _complete,
    "satisfaction": _mean("客户满意度"),
    "service_score": _mean("服务规范"),
}
