"""What if a target, a weight or a rule were another: settings with some numbers changed, as people write the change.

``目标 大客户流失数=1``, ``权重 churn=0.3``, ``零分值 …``, ``区间下限 …``, ``区间上限 …`` change every row of a KPI; anything else
names a rule of 设置·规则, by its name on the sheet or its id: ``无订单视为流失（月）=6``, ``churn_idle_months=6``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from ..dataclass import dataclass
from ..errors import InputError
from .guard import guarded
from .kpi import Kpi, find_kpi
from .settings import Settings, Target, rule_fields
from .spelling import squeeze

_PARTS = {"目标": "target", "权重": "weight", "零分值": "floor", "区间下限": "low", "区间上限": "high"}
_YES_NO = {"是": True, "否": False, "TRUE": True, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Change:
    """One change as it was understood: of what, from what, to what."""

    what: str
    old: str
    new: str


def with_changes(settings: Settings, wanted: Iterable[str]) -> tuple[Settings, tuple[Change, ...]]:
    """The settings with the changes. Raises ``InputError`` for one that nobody understands."""
    changes: list[Change] = []
    for text in wanted:
        left, sign, right = text.partition("=")
        if not sign or not right.strip():
            raise InputError("whatif.unknown", text=text, known=_known())
        word, _, name = left.strip().partition(" ")
        if word in _PARTS and name.strip():
            settings, change = _target(settings, find_kpi(name), word, _number(text, right))
        else:
            settings, change = _rule(settings, left.strip(), right.strip(), text)
        changes.append(change)
    return settings, tuple(changes)


def _target(settings: Settings, kpi: Kpi, word: str, value: Decimal) -> tuple[Settings, Change]:
    """Every row of the KPI; where there is none, one for everybody."""
    part, names = _PARTS[word], (kpi.id, kpi.zh, kpi.udf)
    rows = [row for row in settings.targets if row.kpi in names]
    old = "、".join(_shown(getattr(row, part)) for row in rows) or "—"
    changed = tuple(_with(row, part, value) if row.kpi in names else row for row in settings.targets)
    if not rows:
        changed = (*settings.targets, _with(Target(kpi.id), part, value))
    return replace(settings, targets=changed), Change(f"{word} {kpi.zh}", old, _shown(value))


def _with(row: Target, part: str, value: Decimal) -> Target:
    given: dict[str, Any] = {part: value}
    return replace(row, **given)


def _rule(settings: Settings, name: str, value: str, text: str) -> tuple[Settings, Change]:
    for field, info in rule_fields().items():
        if squeeze(name) in (field, squeeze(info.title)):
            given: object = _YES_NO.get(value.upper(), value)
            try:
                rules = guarded({**asdict(settings.rules), field: given})
            except ValidationError as error:
                raise InputError("whatif.bad_value", text=text, reason=error.errors()[0]["msg"]) from error
            change = Change(info.title, _shown(getattr(settings.rules, field)), _shown(getattr(rules, field)))
            return replace(settings, rules=rules), change
    raise InputError("whatif.unknown", text=text, known=_known())


def _number(text: str, given: str) -> Decimal:
    plain = squeeze(given)
    try:
        return Decimal(plain.removesuffix("%")) / 100 if plain.endswith("%") else Decimal(plain)
    except InvalidOperation as error:
        raise InputError("whatif.bad_value", text=text, reason=given.strip()) from error


def _shown(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _known() -> str:
    return "、".join((*(f"{word} 指标" for word in _PARTS), *(info.title for info in rule_fields().values())))
