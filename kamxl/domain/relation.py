"""Relations that a department writes into 设置: ``≥ 0``, ``0–100``, ``≤ 计划额 × 1.2``, ``≤ 发生日期 + 30天``, ``不晚于 今天``.

A relation compares a field's value with a constant, with today, or with another field of the same record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .. import lazy
from ..dataclass import dataclass
from ..errors import Text, say
from .fieldtype import Rejected, parse
from .form import Field
from .periods import Period
from .values import Value, show

if TYPE_CHECKING:
    from .records import Record
    from .settings import Settings

Named = Callable[[str], Field | None]
"""Finds a field of the form by what people call it."""


class BadCheck(ValueError):  # noqa: N818 - said of what a person wrote
    """What stands in 设置 cannot be understood; ``text`` says why and what to write, ``cell`` is the field with the fault."""

    def __init__(self, text: Text, cell: str = "need") -> None:
        self.text = text
        self.cell = cell
        super().__init__(text.code)


_NUMBERS = frozenset({"money", "integer", "number", "percent", "score", "rating5", "year"})
_DAYS = frozenset({"date", "week"})
_SIGNS = {
    ">=": ("≥", ">=", "=>", "不小于", "不低于", "不少于", "不早于", "至少", "大于等于", "大于或等于"),
    "<=": ("≤", "<=", "=<", "不大于", "不超过", "不高于", "不多于", "不晚于", "至多", "小于等于", "小于或等于"),
    "!=": ("≠", "!=", "<>", "不等于", "不是"),
    "=": ("=", "==", "等于", "是"),
    ">": (">", "大于", "晚于", "高于", "多于"),
    "<": ("<", "小于", "早于", "低于", "少于"),
}
_BY_WORD = {word: sign for sign, words in _SIGNS.items() for word in words}
SIGN = lazy.pattern("|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True)))
_RANGE = lazy.pattern(r"(?P<low>.+?)\s*(?:至|到|~|–|—|\.\.)\s*(?P<high>.+)")
_PLAIN_RANGE = lazy.pattern(r"(?P<low>-?[\d.,]+\s*[^\d\s-]*?)\s*-\s*(?P<high>-?[\d.,]+.*)")
_OFFSET = lazy.pattern(r"(?P<name>.+?)\s*(?P<sign>[-+×x*])\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>%|个?工作日|天|日)?")
_TODAY = ("今天", "当天", "今日")
AND = lazy.pattern(r"\s*(?:并且|而且|且|;|\n)\s*")


def plain(text: str) -> str:
    """Half-width, without spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def family(field: Field) -> str:
    """What a field's values can be compared with: ``number``, ``day``, ``period`` or ``text``."""
    if field.type in _NUMBERS:
        return "number"
    return "day" if field.type in _DAYS else "period" if field.type == "quarter" else "text"


@dataclass(frozen=True, slots=True)
class Operand:
    """What is compared with: a constant, today, or another ``field``, then ``plus`` so many days or ``times`` so much."""

    constant: Value | None = None
    field: str = ""
    today: bool = False
    plus: Decimal = Decimal(0)
    times: Decimal = Decimal(1)
    workdays: bool = False

    def value(self, record: Record, settings: Settings) -> Value | None:
        """``None`` where it cannot be told: the other field is blank, or nobody knows which day it is."""
        if self.today:
            base: Value | None = settings.today if settings.has_today else None
        else:
            base = record.value(self.field) if self.field else self.constant
        if isinstance(base, bool):
            return base
        if isinstance(base, date) and self.plus:
            return self._later(base, settings)
        if isinstance(base, Decimal | int):
            return Decimal(base) * self.times + self.plus
        return base

    def _later(self, day: date, settings: Settings) -> date:
        days = int(self.plus)
        if self.workdays and days > 0:
            return settings.calendar.after(day, days)
        return day + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Relation:
    """``sign`` is ``>=``, ``<=``, ``>``, ``<``, ``=`` or ``!=``; of several operands (甲、乙) one is enough; for ``!=`` none may
    be equal."""

    sign: str
    operands: tuple[Operand, ...]

    def holds(self, value: Value, record: Record, settings: Settings) -> bool:
        """Whether the value stands so; what cannot be compared counts as kept: another rule tells of it."""
        known = [other for operand in self.operands if (other := operand.value(record, settings)) is not None]
        if not known:
            return True
        if self.sign == "!=":
            return all(not _equal(value, other) for other in known)
        if self.sign == "=":
            return any(_equal(value, other) for other in known)
        return any(_ordered(self.sign, value, other) for other in known)


def _equal(value: Value, other: Value) -> bool:
    if isinstance(value, tuple):
        return show(other) in value
    return _key(value) == _key(other)


def _key(value: Value) -> object:
    if isinstance(value, str):
        return plain(value).replace(" ", "").casefold()
    return value


def _ordered(sign: str, value: Value, other: Value) -> bool:
    first, second = (one.start if isinstance(one, Period) else one for one in (value, other))
    if isinstance(first, date) and isinstance(second, date):
        return _stands(sign, (first - second).days)
    if isinstance(first, Decimal | int) and isinstance(second, Decimal | int):
        return _stands(sign, Decimal(first) - Decimal(second))
    return True


def _stands(sign: str, difference: Decimal | int) -> bool:
    return {">=": difference >= 0, "<=": difference <= 0, ">": difference > 0, "<": difference < 0}[sign]


# ── reading ──


def relations(text: str, field: Field, named: Named) -> tuple[Relation, ...]:
    """All that must hold. Raises ``BadCheck``."""
    found: list[Relation] = []
    for part in AND.split(plain(text)):
        found.extend(_relation(part, field, named))
    return tuple(found)


def _relation(text: str, field: Field, named: Named) -> Iterator[Relation]:
    sign = SIGN.match(text)
    if sign is not None and text[sign.end() :].strip():
        yield _signed(_BY_WORD[sign[0]], text[sign.end() :].strip(), field, named)
        return
    bounds = _RANGE.fullmatch(text) or _PLAIN_RANGE.fullmatch(text)
    if bounds is None:
        raise BadCheck(say("settings.check_relation", value=text))
    low, high = (operand(bounds[name].strip(), field, named) for name in ("low", "high"))
    if isinstance(low.constant, Decimal | int) and isinstance(high.constant, Decimal | int):
        swapped = Decimal(low.constant) > Decimal(high.constant)
    else:
        swapped = isinstance(low.constant, date) and isinstance(high.constant, date) and low.constant > high.constant
    if swapped:
        raise BadCheck(say("settings.check_swapped", low=bounds["low"], high=bounds["high"]))
    for bound_sign, bound in ((">=", low), ("<=", high)):
        yield _comparable(Relation(bound_sign, (bound,)), field)


def _signed(sign: str, text: str, field: Field, named: Named) -> Relation:
    parts = re.split(r"[、,]|或", text) if sign in ("=", "!=") else [text]
    return _comparable(Relation(sign, tuple(operand(part.strip(), field, named) for part in parts)), field)


def _comparable(relation: Relation, field: Field) -> Relation:
    if relation.sign not in ("=", "!=") and family(field) == "text":
        raise BadCheck(say("settings.check_order", field=field.label))
    return relation


def operand(text: str, field: Field, named: Named) -> Operand:
    """What ``field`` is compared with. Raises ``BadCheck`` for a word that is neither a value nor a field of its kind."""
    kind = family(field)
    if (base := _base(text, kind, named)) is not None:
        return base
    offset = _OFFSET.fullmatch(text)
    if offset and (base := _base(offset["name"].strip(), kind, named)) is not None:
        return _moved(base, offset, kind)
    quoted = len(text) > 1 and text[0] in "“\"'" and text[-1] in "”\"'"
    try:
        return Operand(constant=parse(text[1:-1] if quoted else text, field))
    except Rejected as refusal:
        raise BadCheck(say("settings.check_operand", value=text, field=field.label)) from refusal


def _base(text: str, kind: str, named: Named) -> Operand | None:
    if text in _TODAY and kind == "day":
        return Operand(today=True)
    other = named(text)
    if other is None:
        return None
    if family(other) != kind:
        raise BadCheck(say("settings.check_families", other=other.label))
    return Operand(field=other.id)


def _moved(base: Operand, offset: re.Match[str], kind: str) -> Operand:
    number, unit = Decimal(offset["number"]), offset["unit"] or ""
    if offset["sign"] in "×x*":
        if kind != "number" or unit not in ("", "%"):
            raise BadCheck(say("settings.check_offset", value=offset[0]))
        return replace(base, times=number / 100 if unit else number)
    days = unit in ("天", "日") or unit.endswith("工作日")
    whole = number == number.to_integral_value()
    if (
        (kind == "day" and (unit == "%" or not whole or number > 36_500))
        or (kind == "number" and unit)
        or kind in ("text", "period")
    ):
        raise BadCheck(say("settings.check_offset", value=offset[0]))
    workdays = days and unit.endswith("工作日")
    if workdays and offset["sign"] == "-":
        raise BadCheck(say("settings.check_offset", value=offset[0]))
    return replace(base, plus=-number if offset["sign"] == "-" else number, workdays=workdays)
