"""The flows' tables.

1. A flow's file name is its id; its form exists and says that it starts this flow (profiles have no status cells).
2. Every state but an end can be left, every state can be reached, and every condition is known and has its words.
3. An audit lists who approves once; whoever returns or rejects there is the same.
4. Every deadline's rule and every named field exist.
"""

from __future__ import annotations

import pytest

from kamxl.domain.conditions import CONDITIONS, SHOWN_FORMS
from kamxl.domain.flow import HANDLING, Action, Flow, flow_of_form, flows
from kamxl.domain.form import forms
from kamxl.domain.settings import rule_fields
from kamxl.errors import message

ALL = [pytest.param(flow, id=flow.id) for flow in flows().values()]


def test_the_seven_flows_are_found() -> None:
    assert list(flows()) == ["conduct", "development", "expense", "handover", "lifecycle", "reception", "visit"]


@pytest.mark.parametrize("flow", ALL)
def test_flow_and_form_name_each_other(flow: Flow) -> None:
    assert flows()[flow.id] is flow
    assert flow_of_form()[flow.form] is flow
    assert forms()[flow.form].flow == ("" if flow.id == "lifecycle" else flow.id)
    assert forms()[flow.form].number
    assert forms()[flow.form].person


@pytest.mark.parametrize("flow", ALL)
def test_every_state_is_reached_and_left(flow: Flow) -> None:
    reached = {flow.start}
    while more := {step.to for step in flow.steps if step.state in reached} - reached:
        reached |= more
    assert reached == set(flow.states)
    stuck = {state for state in flow.states if not flow.steps_from(state)}
    assert stuck <= set(flow.ends)


@pytest.mark.parametrize("flow", ALL)
def test_conditions_are_known_and_worded(flow: Flow) -> None:
    for step in flow.steps:
        if step.condition:
            assert step.condition in CONDITIONS
            assert message(f"flows.{step.condition}").zh
        if step.only_if:
            assert step.only_if in CONDITIONS
            assert message(f"flows.passed_{step.only_if}").zh


@pytest.mark.parametrize("flow", ALL)
def test_an_audit_has_one_judge(flow: Flow) -> None:
    for state in flow.states:
        approving = flow.steps_from(state, Action.APPROVE)
        assert len(approving) <= 1
        judging = {(step.role, step.field) for step in flow.steps_from(state) if step.action.decides}
        assert len(judging) <= 1
        assert bool(judging) == bool(approving)
    assert not [step for step in flow.steps if step.action in HANDLING]


@pytest.mark.parametrize("flow", ALL)
def test_deadlines_and_fields_exist(flow: Flow) -> None:
    form = forms()[flow.form]
    for step in flow.steps:
        if step.field:
            assert form.field(step.field).type == "person"
        if step.due is not None:
            assert not step.due.rule or step.due.rule in rule_fields()
            assert not step.due.since or form.field(step.due.since).type == "date"


def test_shown_forms_belong_to_conditions() -> None:
    assert set(SHOWN_FORMS) <= set(CONDITIONS)
    assert set(SHOWN_FORMS.values()) <= set(forms())
