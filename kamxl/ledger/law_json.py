"""People and policies as JSON, as the department's law holds them."""

from __future__ import annotations

from datetime import date
from typing import cast

from ..domain.flow import Action, Due, Flow, Step
from ..domain.guard import from_spelled, spelled
from ..domain.people import Person, Role
from ..domain.policy import Policy
from ..domain.workdays import WorkCalendar
from ..errors import LedgerError
from .codec import Json


def person_json(person: Person) -> Json:
    content: Json = {
        "name": person.name,
        "role": person.role.value,
        "region": person.region,
        "login": person.login,
        "delegate": person.delegate,
        "from": _day(person.delegate_from),
        "to": _day(person.delegate_to),
        "joined": _day(person.joined),
        "left": _day(person.left),
    }
    return {key: value for key, value in content.items() if value}


def person_from(content: Json) -> Person:
    return Person(
        name=str(content["name"]),
        role=Role(content["role"]),
        region=str(content.get("region", "")),
        login=str(content.get("login", "")),
        delegate=str(content.get("delegate", "")),
        delegate_from=_date(content.get("from")),
        delegate_to=_date(content.get("to")),
        joined=_date(content.get("joined")),
        left=_date(content.get("left")),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def policy_json(policy: Policy) -> Json:
    """The flows' tables, the rules' numbers as text, and the calendar."""
    return {
        "flows": {flow.id: _flow_json(flow) for flow in policy.flows.values()},
        "rules": spelled(policy.rules),
        "off": sorted(day.isoformat() for day in policy.calendar.off),
        "on": sorted(day.isoformat() for day in policy.calendar.on),
    }


def policy_from(content: Json) -> Policy:
    """Raises ``LedgerError`` when a newer kamxl wrote it."""
    try:
        flows = {name: _flow_from(name, cast(Json, flow)) for name, flow in content["flows"].items()}
        rules = from_spelled(content["rules"])
        off, on = (frozenset(map(date.fromisoformat, content[key])) for key in ("off", "on"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError("ledger.newer", reason=type(error).__name__) from error
    return Policy(flows, rules, WorkCalendar(off, on))


def _flow_json(flow: Flow) -> Json:
    return {
        "zh": flow.zh,
        "en": flow.en,
        "form": flow.form,
        "start": flow.start,
        "ends": list(flow.ends),
        "steps": [_step_json(step) for step in flow.steps],
    }


def _flow_from(name: str, content: Json) -> Flow:
    return Flow(
        id=name,
        zh=str(content["zh"]),
        en=str(content["en"]),
        form=str(content["form"]),
        start=str(content["start"]),
        ends=tuple(map(str, content["ends"])),
        steps=tuple(_step_from(step) for step in content["steps"]),
    )


def _step_json(step: Step) -> Json:
    content: Json = {
        "state": step.state,
        "action": step.action.value,
        "role": step.role.value if step.role else "",
        "to": step.to,
        "condition": step.condition,
        "field": step.field,
        "only_if": step.only_if,
        "quorum": step.quorum,
        "label": step.label,
        "due": [step.due.days, step.due.rule, step.due.since] if step.due else "",
    }
    return {key: value for key, value in content.items() if value != ""}


def _step_from(content: Json) -> Step:
    due = content.get("due")
    return Step(
        state=str(content["state"]),
        action=Action(content["action"]),
        role=Role(content["role"]) if content.get("role") else None,
        to=str(content["to"]),
        condition=str(content.get("condition", "")),
        due=Due(int(due[0]), str(due[1]), str(due[2])) if due else None,
        field=str(content.get("field", "")),
        only_if=str(content.get("only_if", "")),
        quorum=int(content["quorum"]),
        label=str(content.get("label", "")),
    )
