"""What stands in a template's ``{{…}}``: a figure, its target, its light, or a word about the report.

{{kpi.churn}}                     the report's quarter, the whole department
{{kpi.churn[2026Q2]}}             another period; also 上季度, 去年同期, 2026, 2026-03
{{kpi.plan_rate[2026Q3, 华东]}}    a region, a specialist or a customer; also {{kpi.plan_rate[华东]}}
{{kpi.plan_rate.target}}          target, light, comment, numerator, denominator, shown
{{kpi.大客户流失数}}               the KPI by its Chinese name or function
{{quarter}} {{quarter.zh}} {{date}} {{department}} {{books}} {{warning}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from .. import lazy
from ..dataclass import dataclass
from ..domain.kpi import DEPARTMENT, Answer, Kpi, Scope, Unit, find_kpi
from ..domain.periods import Period, parse_period
from ..errors import InputError
from .board import LIGHT_WORDS, Board, say_target
from .comment import comment

PATTERN = lazy.pattern(r"\{\{([^{}]*)\}\}")
_KPI = lazy.pattern(r"kpi\.(?P<id>[^\[\].]+)(?:\[(?P<asked>[^\]]*)\])?(?:\.(?P<part>\w+))?")
_FORMS = {Unit.RATE: "0.0%", Unit.COUNT: "#,##0", Unit.SCORE: "0.0"}
_RELATIVE = {"本季度": 0, "本季": 0, "上季度": -1, "上季": -1, "去年同期": -4}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a placeholder becomes.

    ``value`` is for a cell that holds nothing else, ``text`` for the inside of other text, ``form`` the number format
    for a cell that has none.
    """

    value: Decimal | str | date | None
    text: str
    form: str = ""


def evaluate(expression: str, board: Board) -> Filled:
    """The content of one placeholder, without its braces. Raises ``InputError("report.placeholder")`` or that of a
    period, scope or KPI that nobody knows."""
    wanted = expression.strip().replace("，", ",").replace("【", "[").replace("】", "]")
    if said := _WORDS.get(wanted):
        return said(board)
    found = _KPI.fullmatch(wanted)
    if found is None:
        raise InputError("report.placeholder", text=f"{{{{{expression}}}}}")
    kpi = find_kpi(found["id"])
    period, scope = _asked(found["asked"] or "", board)
    part = _PARTS.get(found["part"] or "value")
    if part is None:
        raise InputError("report.placeholder", text=f"{{{{{expression}}}}}")
    return part(board, kpi, scope, period)


def _asked(text: str, board: Board) -> tuple[Period, Scope]:
    """The period and scope in the brackets, in either order; what is missing is the report's quarter, the department."""
    period, scope = board.edition.period, DEPARTMENT
    for part in (part.strip() for part in text.split(",") if part.strip()):
        found = _period(part, board)
        if found is not None:
            period = found
        else:
            scope = board.facts.scopes.parse(part)
    return period, scope


def _period(text: str, board: Board) -> Period | None:
    """A period, 上季度 and 去年同期 counted from the report's quarter; ``None`` for what names a scope."""
    quarter = board.edition.period
    if text in _RELATIVE:
        return quarter.shifted(_RELATIVE[text])
    try:
        return parse_period(text, today=quarter.end, first_month=quarter.first_month)
    except InputError:
        return None


def _value(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    answer: Answer = board.answer(kpi, scope, period)
    return Filled(answer.value, answer.shown, _FORMS[kpi.unit])


def _shown(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    return _text(board.answer(kpi, scope, period).shown)


def _numerator(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    return _number(board.figure(kpi, scope, period).numerator)


def _denominator(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    return _number(board.figure(kpi, scope, period).denominator)


def _target(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    target = board.target(kpi, scope)
    return Filled(target.target if target else None, say_target(kpi, target), _FORMS[kpi.unit])


def _light(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    return _text(LIGHT_WORDS[board.light(kpi, scope, period)])


def _comment(board: Board, kpi: Kpi, scope: Scope, period: Period) -> Filled:
    return _text(comment(board, kpi))


def _number(number: Decimal | None) -> Filled:
    return Filled(number, "—" if number is None else f"{number:,.4f}".rstrip("0").rstrip("."))


def _text(text: str) -> Filled:
    return Filled(text, text)


_PARTS: Mapping[str, Callable[[Board, Kpi, Scope, Period], Filled]] = {
    "value": _value,
    "shown": _shown,
    "target": _target,
    "light": _light,
    "comment": _comment,
    "numerator": _numerator,
    "denominator": _denominator,
}

_WORDS: Mapping[str, Callable[[Board], Filled]] = {
    "quarter": lambda board: _text(board.edition.period.label),
    "quarter.zh": lambda board: _text(board.edition.period.zh),
    "year": lambda board: _text(board.edition.period.fiscal_year.zh),
    "date": lambda board: Filled(board.edition.dated, f"{board.edition.dated:%Y-%m-%d}", "yyyy-mm-dd"),
    "department": lambda board: _text(board.edition.department),
    "books": lambda board: _number(Decimal(len(board.edition.books) - len(board.edition.unread))),
    "warning": lambda board: _text(
        "" if board.edition.complete else f"数据不完整：{len(board.edition.unread)} 个工作簿未能读取"
    ),
}
