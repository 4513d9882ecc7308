"""The engine against an independent model of it, driven by random people doing random things.

1. 10,000 steps a flow (100 runs of 10 × 10): the engine allows exactly what the model allows, and both then stand alike.
2. Every (state, action, role) that the table does not list is refused, with its reason.
3. Whatever the sequence in which events arrive, everybody ends in the same state.

``KAMXL_MODEL_RUNS`` scales the number of runs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from kamxl.domain.event import Event, Evidence
from kamxl.domain.flow import HANDLING, Action, Flow, Step, flows
from kamxl.domain.form import forms
from kamxl.domain.guard import guarded
from kamxl.domain.judge import judge, settle
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.policy import Policy
from kamxl.domain.request import Request
from kamxl.domain.seats import waiting
from kamxl.domain.settings import Rules
from kamxl.errors import FlowError, KamxlError

from .model import Model, Office, Try
from .office import at

RUNS = int(os.environ.get("KAMXL_MODEL_RUNS", "100"))
STEPS, AT_ONCE = 10, 10  # hypothesis draws one number for ten acts: drawing each would cost more than the acts
FIRST = date(2026, 9, 1)
ACTIONS = tuple(Action)


def _in(days: int) -> date:
    return FIRST + timedelta(days=days)


PEOPLE = (
    Person("董", Role.DIRECTOR),
    Person("经", Role.MANAGER, delegate="专乙", delegate_from=_in(2), delegate_to=_in(9)),
    Person("内", Role.CLERK),
    Person("专甲", Role.SPECIALIST, delegate="人", delegate_from=_in(5), delegate_to=_in(20)),
    Person("专乙", Role.SPECIALIST),
    Person("财甲", Role.FINANCE, delegate="财乙", delegate_from=FIRST, delegate_to=_in(30)),
    Person("财乙", Role.FINANCE),
    Person("人", Role.HR),
)  # fmt: skip
NAMES = tuple(person.name for person in PEOPLE)
STAFF = Staff(PEOPLE)


@dataclass(frozen=True)
class Case:
    """A flow under some settings. ``joint`` makes every finance audit want all of finance (会签)."""

    flow: Flow
    rules: Rules
    joint: bool = False

    @property
    def table(self) -> Flow:
        if not self.joint:
            return self.flow
        steps = tuple(
            replace(s, quorum=0) if s.role is Role.FINANCE and s.action.decides else s for s in self.flow.steps
        )
        return replace(self.flow, steps=steps)


def _rules(**values: object) -> Rules:
    return guarded(values)


CASES = [
    *(pytest.param(Case(flow, _rules()), id=flow.id) for flow in flows().values()),
    pytest.param(
        Case(flows()["visit"], _rules(director_budget=500, resubmit_from_start=True), joint=True), id="visit-joint"
    ),
    pytest.param(
        Case(flows()["development"], _rules(finance_budget=500, ask_same_person_once=False), joint=True),
        id="development-tiers",
    ),
]


class Book:
    """One policy, one staff."""

    def __init__(self, case: Case) -> None:
        self._policy = Policy({case.flow.id: case.table}, case.rules)

    def policy(self, event: Event) -> Policy | None:
        return self._policy

    def staff(self, event: Event) -> Staff:
        return STAFF


def fields_of(flow: Flow, applicant: str, variant: int) -> dict[str, str]:
    """What stands on the form: the variant changes amounts, screening and the taker."""
    form = forms()[flow.form]
    found = {form.person: applicant, "customer": "华东机电"}
    budget = ("", "400", "800")[variant % 3]
    if flow.id in ("visit", "reception", "development") and budget:
        found["budget"] = budget
    if flow.id == "development":
        found["screening"] = "不合格" if variant == 5 else "合格"
    if flow.id == "expense":
        found["amount"] = ("900", "1000", "1001")[variant % 3]
    if flow.id == "handover":
        found["taker"] = NAMES[(variant * 3) % len(NAMES)] if variant else "外人"
    return found


def evidence_for(flow: Flow, fields: dict[str, str], *, shown: bool, action: Action) -> Evidence | None:
    """What an actor lays on the table with the action."""
    if action is Action.SUBMIT:
        known = {**fields, **({"since": "2026-01-01"} if flow.id == "lifecycle" and shown else {})}
        return Evidence(form=flow.form, fields=known, facts={"approved_budget": "1000"})
    if not shown:
        return None
    customer = {"customer": "华东机电"}
    if flow.id == "visit":
        return Evidence(form="visit_record", fields={**customer, "visited_on": "2026-09-02"})
    if flow.id == "reception":
        return Evidence(form="reception_report", fields={"reception_no": "X-1"})
    return None


def shown_at(flow: Flow, to: str, *, shown: bool) -> Evidence | None:
    """For the life cycle: a contract where one is asked for, else the profile."""
    customer = {"customer": "华东机电"}
    if not shown:
        return None
    if to in ("成交",):
        return Evidence(form="contract", fields=customer)
    return Evidence(form="profile", fields={**customer, "since": "x", "lost_on": "x", "lost_reason": "x"})


class Choices:
    """One number, taken apart into choices."""

    def __init__(self, code: int) -> None:
        self._random = Random(code)  # noqa: S311 - choices of a test, drawn and shrunk by hypothesis as one number

    def one(self, options: tuple[str, ...] | list[str]) -> str:
        return options[self._random.randrange(len(options))] if options else ""

    def of(self, count: int) -> int:
        return self._random.randrange(count)


class Department(RuleBasedStateMachine):
    """People who act on one request, in the engine and in the model at once."""

    case: Case

    @initialize(applicant=st.sampled_from(NAMES))
    def begin(self, applicant: str) -> None:
        flow = self.case.table
        self.book = Book(self.case)
        self.applicant = applicant
        self.day = FIRST
        self.request: Request | None = None
        rows = [_row(step, self.case.rules) for step in flow.steps]
        rules = self.case.rules
        office = Office(
            roles={person.name: person.role.value for person in PEOPLE},
            stand_ins={
                p.name: (p.delegate, p.delegate_from, p.delegate_to)
                for p in PEOPLE
                if p.delegate and p.delegate_from and p.delegate_to
            },
            director_budget=int(rules.director_budget),
            finance_budget=int(rules.finance_budget) if rules.finance_budget is not None else None,
            from_start=rules.resubmit_from_start,
            once=rules.ask_same_person_once,
        )
        self.model = Model(rows, flow.start, flow.ends, forms()[flow.form].person, office)

    @rule(code=st.integers(0, 2**32))
    def act(self, code: int) -> None:
        choose = Choices(code)
        for _ in range(AT_ONCE):
            self._act(choose)

    def _act(self, choose: Choices) -> None:
        flow = self.case.table
        self.day += timedelta(days=(0, 0, 0, 0, 1, 2, 5)[choose.of(7)])
        trial = self._likely(choose) if choose.of(4) else self._anything(choose)
        event = self._event(flow, trial)
        if flow.id == "lifecycle":
            trial.shown = self._lifecycle_shown(trial)
        before = self.model.state
        allowed = self.model.attempt(trial)
        try:
            self.request = judge(self.request, event, self.book)
            engine, reason = True, ""
        except KamxlError as error:
            engine, reason = False, error.code
        assert engine == allowed, (before, trial, reason)
        if not engine:
            assert str(error_text(reason))
        self._alike()

    def _lifecycle_shown(self, trial: Try) -> bool:
        return trial.shown and not (self.model.state == "合作" and trial.to == "合作")

    def _anything(self, choose: Choices) -> Try:
        action = ACTIONS[choose.of(len(ACTIONS))]
        states = ["", *self.case.table.states]
        return Try(
            action=action.value,
            actor=choose.one((*NAMES, "外人")),
            behalf=choose.one(("", "", *NAMES)),
            day=self.day - timedelta(days=choose.of(12) == 0),
            to=choose.one(states),
            person=choose.one((*NAMES, "外人")),
            revision=self._revision(action) + (choose.of(8) == 0),
            comment=choose.of(4) > 0,
            shown=choose.of(4) > 0,
            fields=fields_of(self.case.flow, choose.one((self.applicant, self.applicant, *NAMES)), choose.of(6)),
        )

    def _likely(self, choose: Choices) -> Try:
        """Something that the table lists here, by somebody whose move it is: so that runs get anywhere."""
        state = self.model.state
        steps = self.case.table.steps_from(state)
        fields = fields_of(self.case.flow, self.applicant, choose.of(5))
        if not self.model.exists or not steps or choose.of(8) == 0:
            action = Action.SUBMIT if not self.model.exists else HANDLING[choose.of(len(HANDLING))]
            actor = choose.one((self.applicant, *NAMES))
            to = choose.one([s.to for s in steps]) if action is Action.SUBMIT else ""
        else:
            step = steps[choose.of(len(steps))]
            action, to = step.action, step.to if choose.of(3) else ""
            asked = sorted(self.model.asked())
            actor = choose.one(asked) if step.action.decides else choose.one((self.model.owner, *asked))
        behalf = ""
        for person in PEOPLE:
            if person.name == actor and person.delegate and choose.of(3) == 0:
                actor, behalf = person.delegate, person.name
        return Try(
            action=action.value,
            actor=actor or self.applicant,
            behalf=behalf,
            day=self.day,
            to=to,
            person=choose.one(NAMES),
            revision=self._revision(action),
            comment=choose.of(6) > 0,
            shown=choose.of(6) > 0,
            fields=fields,
        )

    def _revision(self, action: Action) -> int:
        return self.model.revision + 1 if action is Action.SUBMIT else self.model.revision

    def _event(self, flow: Flow, trial: Try) -> Event:
        action = Action(trial.action)
        evidence = evidence_for(flow, trial.fields, shown=trial.shown, action=action)
        if action is Action.ADVANCE:
            evidence = shown_at(flow, trial.to, shown=trial.shown)
        if evidence is not None and action is Action.SUBMIT and flow.id == "lifecycle":
            trial.fields = dict(evidence.fields)
        return Event(
            request="X-1", flow=flow.id, action=action, actor=trial.actor, at=at(trial.day), behalf=trial.behalf,
            comment="意见" if trial.comment else "", to=trial.to, person=trial.person, revision=trial.revision,
            evidence=evidence,
        )  # fmt: skip

    def _alike(self) -> None:
        if self.request is None:
            assert not self.model.exists
            return
        request, model = self.request, self.model
        assert (request.state, request.revision, request.applicant) == (model.state, model.revision, model.owner)
        assert request.barred == model.outside
        assert {move.person for move in waiting(request, STAFF, self.day)} == model.asked()


def error_text(code: str) -> str:
    """Every reason has words."""
    from kamxl.errors import message

    return message(code).zh


def _row(step: Step, rules: Rules) -> dict[str, object]:
    return {
        "state": step.state,
        "action": step.action.value,
        "role": step.role.value if step.role else "",
        "to": step.to,
        "condition": step.condition,
        "field": step.field,
        "only_if": step.only_if,
        "quorum": step.quorum,
        "due": step.due.days if step.due else 0,
    }


@pytest.mark.parametrize("case", CASES)
def test_the_engine_and_the_model_agree(case: Case) -> None:
    machine = type(f"Department_{case.flow.id}", (Department,), {"case": case})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# -- 2 -------------------------------------------------------------------------------------------------------------

REFUSALS = {
    "flows.not_in_table", "flows.not_your_turn", "flows.own_request", "flows.only_role", "flows.not_applicant",
    "flows.pending", "flows.not_ended", "flows.nobody_to_remind", "flows.not_overdue", "flows.which", "flows.not_role",
}  # fmt: skip


@pytest.mark.parametrize("flow", [pytest.param(flow, id=flow.id) for flow in flows().values()])
def test_what_the_table_does_not_list_is_refused_with_its_reason(flow: Flow) -> None:
    """Each state is set by hand; then every role tries every action."""
    book = Book(Case(flow, _rules()))
    fields = fields_of(flow, "专甲" if flow.id != "conduct" else "经", 1)
    person = forms()[flow.form].person
    base = Request(
        no="X-1", flow=flow, policy=Policy({flow.id: flow}), applicant=fields[person], state="", entered=FIRST,
        evidence=Evidence(form=flow.form, fields=fields), barred=frozenset({fields[person]}),
    )  # fmt: skip
    first = Event(request="X-1", flow=flow.id, action=Action.SUBMIT, actor=fields[person], at=at(FIRST))
    laid = evidence_for(flow, fields, shown=True, action=Action.SUBMIT)
    tried = 0
    for state in flow.states:
        request = replace(base, state=state, trail=(_entry(first, state),))
        listed = {(step.action, _who(step, request)) for step in flow.steps_from(state)}
        for action in ACTIONS:
            if action in HANDLING:
                continue
            for role in (*Role, None):
                name = fields[person] if role is None else next((p.name for p in PEOPLE if p.role is role), "")
                if not name or any(a is action and name in who for a, who in listed):
                    continue
                event = Event(
                    request="X-1", flow=flow.id, action=action, actor=name, at=at(FIRST), comment="x",
                    revision=2 if action is Action.SUBMIT else 1, evidence=laid, to=_some_target(flow, state, action),
                )  # fmt: skip
                with pytest.raises(FlowError) as caught:
                    judge(request, event, book)
                assert caught.value.code in REFUSALS
                assert request.no in caught.value.text.what() or caught.value.code == "flows.not_role"
                tried += 1
    assert tried > 30


def _some_target(flow: Flow, state: str, action: Action) -> str:
    rows = flow.steps_from(state, action)
    return rows[0].to if len(rows) > 1 else ""


def _entry(event: Event, state: str):  # type: ignore[no-untyped-def]
    from kamxl.domain.request import Entry

    return Entry(event, "提交", "", state)


def _who(step: Step, request: Request) -> tuple[str, ...]:
    from kamxl.domain.seats import holders

    return holders(step, request, STAFF, FIRST)


# -- 3 -------------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_the_sequence_of_arrival_does_not_matter(seed: int, shuffle: int) -> None:
    """Two offices act without knowing of each other; whoever gets the events, in whatever sequence, sees the same."""
    events = _two_offices(Random(seed))  # noqa: S311 - a test's choices
    book = Book(Case(flows()["visit"], _rules(), joint=True))
    first = settle(events, book)
    again = list(events)
    Random(shuffle).shuffle(again)  # noqa: S311
    assert settle(again, book) == first
    counted = len([e for e in first.request.trail if e.note is None]) if first.request else 0
    assert counted + len(first.refused) == len(events)


def _two_offices(random: Random) -> list[Event]:
    """A request whose events grow in two copies that meet now and then."""
    flow = flows()["visit"]
    book = Book(Case(flow, _rules(), joint=True))
    fields = fields_of(flow, "专甲", 2)
    copies: list[dict[str, Event]] = [{}, {}]
    for number in range(random.randrange(1, 14)):
        side = copies[random.randrange(2)]
        if random.randrange(4) == 0:
            both = {**copies[0], **copies[1]}
            copies = [dict(both), dict(both)]
            continue
        case = settle(side.values(), book)
        request = case.request
        action = random.choice(
            [Action.APPROVE, Action.APPROVE, Action.RETURN, Action.REJECT, Action.WITHDRAW, Action.SUBMIT]
        )
        actor = random.choice(NAMES)
        if (
            request is not None
            and (asked := [m.person for m in waiting(request, STAFF, FIRST)])
            and random.randrange(5)
        ):
            actor = random.choice(asked)
        if request is None:
            action, actor = Action.SUBMIT, "专甲"
        revision = (request.revision if request else 0) + (action is Action.SUBMIT)
        side[f"{number:064x}"] = Event(
            request="X-1", flow="visit", action=action, actor=actor, at=at(FIRST, 9 + random.randrange(3)), comment="x",
            revision=revision, evidence=Evidence(form="visit_request", fields=fields), id=f"{number:064x}",
            after=case.heads,
        )  # fmt: skip
    return list({**copies[0], **copies[1]}.values())
