"""Each KPI worked out again from the cells that ``explain`` lists, and from nothing else.

What stands in a cell is read by its field's type (the label on the sheet says which); the arithmetic is written here a
second time, from domain.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kamxl.domain.fieldtype import parse
from kamxl.domain.form import forms
from kamxl.domain.values import is_blank


@dataclass(frozen=True)
class Line:
    part: str
    values: Mapping[str, Any]


def _lines(records: list[dict[str, Any]]) -> list[Line]:
    by_name = {form.zh: form for form in forms().values()}
    lines = []
    for record in records:
        fields = {field.label: field for field in by_name[record["form"]].fields}
        cells = {cell["field"]: cell["content"] for cell in record["cells"].values()}
        values = {
            label: None if is_blank(content) else parse(content, fields[label]) for label, content in cells.items()
        }
        lines.append(Line(record["part"], values))
    return lines


@dataclass(frozen=True)
class Case:
    lines: list[Line]
    start: date
    end: date
    usual_days: int

    def part(self, name: str) -> list[Mapping[str, Any]]:
        return [line.values for line in self.lines if line.part == name]

    def inside(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


def recompute(explained: dict[str, Any], start: date, end: date, usual_days: int = 3) -> Decimal | None:
    """The value from an explanation's JSON; ``None`` where there is nothing to divide by."""
    case = Case(_lines(explained["records"]), start, end, usual_days)
    return _KPIS[explained["kpi"]](case)


def _over(numerator: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    return None if denominator == 0 else Decimal(numerator) / Decimal(denominator)


def _total(case: Case, part: str, label: str) -> Decimal:
    return sum((values[label] for values in case.part(part)), Decimal(0))


def _active_at_start(case: Case) -> int:
    return sum(
        values["合作开始日期"] < case.start
        and not (values["状态"] == "流失" and values["流失日期"] is not None and values["流失日期"] < case.start)
        for values in case.part("denominator")
    )


def _lost(case: Case) -> int:
    return sum(v["状态"] == "流失" and case.inside(v["流失日期"]) for v in case.part("numerator"))


def _in_time(case: Case) -> Decimal | None:
    answered = 0
    for values in case.part("numerator"):
        limit = case.usual_days if values.get("标准时限") is None else values["标准时限"]
        answered += 0 <= (values["反馈时间"] - values["日期"]).days <= limit
    return _over(answered, sum(case.inside(v["日期"]) for v in case.part("denominator")))


def _revisits(case: Case) -> Decimal | None:
    done = {v["客户"] for v in case.part("numerator") if v["反馈时间"] is not None and case.inside(v["日期"])}
    return _over(len(done), len({v["客户"] for v in case.part("denominator") if case.inside(v["日期"])}))


def _mean(case: Case) -> Decimal | None:
    scores = [v["分数"] for v in case.part("denominator")]
    return _over(sum(scores, Decimal(0)), len(scores))


def _signed(case: Case) -> Decimal | None:
    began = {v["客户名称"]: v["合作开始日期"] for v in case.part("basis")}
    done = sum(v["申请日期"] <= began[v["客户"]] <= case.end for v in case.part("numerator"))
    return _over(done, sum(case.inside(v["预计签约日期"]) for v in case.part("denominator")))


def _profiles(case: Case) -> Decimal | None:
    complete = sum(all(value is not None for value in v.values()) for v in case.part("numerator"))
    return _over(complete, sum(v["合作开始日期"] <= case.end for v in case.part("denominator")))


_KPIS: dict[str, Callable[[Case], Decimal | None]] = {
    "plan_rate": lambda case: _over(_total(case, "numerator", "实际额"), _total(case, "denominator", "计划额")),
    "new_rate": lambda case: _over(
        sum(case.inside(v["合作开始日期"]) for v in case.part("numerator")), _active_at_start(case)
    ),
    "churn": lambda case: Decimal(_lost(case)),
    "churn_rate": lambda case: _over(_lost(case), _active_at_start(case)),
    "dev_rate": _signed,
    "complaints": lambda case: Decimal(
        sum(v["类别"] == "投诉" and v["是否有效"] is True and case.inside(v["日期"]) for v in case.part("numerator"))
    ),
    "feedback_rate": _in_time,
    "revisit_rate": _revisits,
    "cost_rate": lambda case: _over(_total(case, "numerator", "开支额"), _total(case, "denominator", "预算额")),
    "profile_rate": _profiles,
    "service_score": _mean,
    "satisfaction": _mean,
    "answer_rate": _in_time,
}
