"""The guard before the numbers of 设置·规则: whatever comes from outside passes pydantic before it is a rule.

pydantic is loaded for what has to be judged only; numbers that are spelt as we write them need no judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from functools import cache
from operator import ge, gt, le
from typing import TYPE_CHECKING, Any, get_type_hints

from .settings import RuleField, Rules, rule_fields

if TYPE_CHECKING:
    from pydantic import BaseModel

_FLAGS = {"True": True, "False": False}
_WITHIN: dict[str, Callable[[Any, int], bool]] = {"gt": gt, "ge": ge, "le": le}


def guarded(values: Mapping[str, object]) -> Rules:
    """The rules that these values make, defaults for the rest. Raises ``pydantic.ValidationError``, a ``ValueError``."""
    return Rules(**dict(_model().model_validate(dict(values))))


def spelled(rules: Rules) -> dict[str, str]:
    """The rules as text, without those that are not set."""
    return {name: str(value) for name, value in asdict(rules).items() if value is not None}


def from_spelled(texts: Mapping[str, str]) -> Rules:
    """The rules again. Raises as ``guarded`` does, which decides on whatever is spelled in another way."""
    known = rule_fields()
    values: dict[str, Any] = {}
    for name, text in texts.items():
        values[name] = _value(known[name], text) if name in known else None
        if values[name] is None:
            return guarded(texts)
    rules = Rules(**values)
    return rules if _in_order(rules) else guarded(texts)


def _value(field: RuleField, text: object) -> int | Decimal | None:
    """The value within its limits, ``None`` where we would have spelled it in another way."""
    if not isinstance(text, str):
        return None
    if field.kind is bool:
        return _FLAGS.get(text)
    try:
        value = field.kind(text)
    except (ValueError, InvalidOperation):
        return None
    if str(value) != text or not (isinstance(value, int) or value.is_finite()):
        return None
    return value if all(_WITHIN[mark](value, limit) for mark, limit in field.limits.items()) else None


@cache
def _model() -> type[BaseModel]:
    from pydantic import ConfigDict, Field, create_model, model_validator

    types, known = get_type_hints(Rules), rule_fields()
    limits: dict[str, Any] = {name: dict(field.limits) for name, field in known.items()}
    fields: dict[str, Any] = {name: (types[name], Field(known[name].default, **limits[name])) for name in known}
    order: dict[str, Any] = {"shares": model_validator(mode="after")(_shares_in_order)}
    config = ConfigDict(frozen=True, extra="forbid")
    made: type[BaseModel] = create_model("Rules", __config__=config, __validators__=order, **fields)
    return made


def _shares_in_order(rules: Any) -> Any:
    if not _in_order(rules):
        raise ValueError("A级累计占比 > B级累计占比")
    return rules


def _in_order(rules: Any) -> bool:
    return bool(rules.grade_a_share <= rules.grade_b_share)
