"""When a check of the department's own applies: ``状态 = 流失``, ``金额 ≥ 5万 且 备注 没填``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import lazy
from ..dataclass import dataclass
from ..errors import say
from .relation import AND, SIGN, BadCheck, Named, Relation, plain, relations
from .values import is_blank

if TYPE_CHECKING:
    from .records import Record
    from .settings import Settings

_BLANK = lazy.pattern(r"(?P<name>.+?)\s*(?P<word>为空|没填|未填|不填|没有填|不为空|非空|已填|填了|有值)")
_WITHOUT = frozenset({"为空", "没填", "未填", "不填", "没有填"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one field: it is blank, it is filled in, or its value stands in ``relations``."""

    field: str
    blank: bool | None
    relations: tuple[Relation, ...] = ()

    def holds(self, record: Record, settings: Settings) -> bool:
        if self.blank is not None:
            return is_blank(record.held(self.field)) is self.blank
        value = record.value(self.field)
        return value is not None and all(relation.holds(value, record, settings) for relation in self.relations)


def premise(text: str, named: Named) -> tuple[Condition, ...]:
    """The conditions that must all hold; none for blank text. Raises ``BadCheck`` of the cell 前提."""
    if not text.strip():
        return ()
    try:
        return tuple(_condition(part, named) for part in AND.split(plain(text)))
    except BadCheck as fault:
        raise BadCheck(fault.text, "when") from fault


def _condition(text: str, named: Named) -> Condition:
    blank = _BLANK.fullmatch(text)
    if blank and (field := named(blank["name"])) is not None:
        return Condition(field.id, blank["word"] in _WITHOUT)
    for sign in SIGN.finditer(text):
        field = named(text[: sign.start()].strip())
        if field is not None:
            return Condition(field.id, None, relations(text[sign.start() :], field, named))
    raise BadCheck(say("settings.check_premise", value=text))
