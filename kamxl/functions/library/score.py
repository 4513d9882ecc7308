"""某人某季度的考核得分（0–100）。A person's appraisal score of a quarter.

Σ weight × score ÷ Σ weight of what could be scored (设置·指标); #N/A for a role that is not appraised or nothing to score.
"""

from __future__ import annotations

from ...domain.periods import PeriodKind
from ...domain.scoring import appraise
from ...errors import say
from ..desk import Desk
from ..function import PERIOD, Argument, Function, help_of
from ..values import Plain, missing, number, refuse


def call(desk: Desk, person: object, period: object) -> Plain:
    who, when = desk.person(person), desk.period(period)
    if when.kind is not PeriodKind.QUARTER:
        raise refuse("quarter_wanted", period=when.zh)
    found = appraise(who, when, desk.facts)
    if found is None or found.total is None:
        raise missing(say("functions.no_score", person=who.name, role=who.role.zh, period=when.zh))
    return number(found.total)


FUNCTION = Function(
    name="KAM_SCORE",
    zh="考核得分",
    en="Appraisal score",
    args=(Argument("person", "人员", "姓名或登录名"), PERIOD),
    call=call,
    help=help_of(call),
    example='=KAM_SCORE("张伟","2026Q3")',
)
