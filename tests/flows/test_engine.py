"""The engine: what events make of a request, and why they may not.

1. Each flow runs from its submission to its end along its table.
2. Nobody decides their own request: the audit is passed over to the next, and refused where nobody is left.
3. A deputy acts on dated leave only, and both names are recorded.
4. Withdrawing works before the first decision only; returning goes to the applicant or an earlier audit, with a comment.
5. A resubmission is the next revision; it goes back to whoever returned it, unless a sum rose or 设置 says otherwise.
6. Amount tiers pass over audits; the same person is asked once for the same matter.
7. 会签 wants all, 或签 any one, a quorum so many.
8. 转交, 加签 before and after, 催办, 升级, 重新打开, 变更申请人.
9. What the table does not list is refused with its reason.
10. Deadlines count working days from the state's start or the form's date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamxl.domain.event import Event, Evidence
from kamxl.domain.flow import Action, Due, Flow, Step, flows
from kamxl.domain.judge import fold, judge
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.policy import Policy, Rulebook
from kamxl.domain.request import Case, Request
from kamxl.domain.seats import waiting
from kamxl.domain.settings import Rules
from kamxl.domain.status import next_step, status_of
from kamxl.errors import FlowError, InputError

from .office import TODAY, book, event, evidence, people, settings

A = Action
VISIT = {"no": "BF-001", "customer": "华东机电", "visit_on": "2026-09-07", "budget": "800", "applicant": "张伟"}


def submit(no: str, flow: str, actor: str, revision: int = 1, day: date = TODAY, /, **fields: str) -> Event:
    form = flows()[flow].form
    return event(no, flow, A.SUBMIT, actor, day, revision=revision, evidence=evidence(form, **fields))


def visit(actor: str = "张伟", **changes: str) -> Event:
    return submit("BF-001", "visit", actor, **{**VISIT, **changes})


def on(action: Action, actor: str, day: date = TODAY, **more: object) -> Event:
    return event("BF-001", "visit", action, actor, day, **more)


def run(*events: Event, using: Rulebook | None = None) -> Request:
    case = fold(events, using or book())
    assert case.refused == ()
    assert case.request is not None
    return case.request


def refused(*events: Event, using: Rulebook | None = None) -> str:
    """The code with which the last event is refused; those before it must all count."""
    rulebook = using or book()
    request: Request | None = None
    for each in events[:-1]:
        request = judge(request, each, rulebook)
    with pytest.raises((FlowError, InputError)) as caught:
        judge(request, events[-1], rulebook)
    return caught.value.code


RECORD = Evidence(form="visit_record", fields={"customer": "华东机电", "visited_on": "2026-09-07"})
REPORT = Evidence(form="reception_report", fields={"reception_no": "JD-001"})
CONTRACT = Evidence(form="contract", fields={"customer": "华东机电"})
PROFILE = Evidence(
    form="profile",
    fields={
        "customer": "华东机电",
        "since": "2026-09-01",
        "lost_on": "2026-09-02",
        "lost_reason": "停产",
        "specialist": "张伟",
    },
)
TO_WAIT = (visit(), on(A.APPROVE, "林晓峰"), on(A.APPROVE, "陈国栋"), on(A.APPROVE, "吴婷"))


def states(request: Request) -> list[str]:
    return [entry.after for entry in request.trail]


def test_visit_to_its_end() -> None:
    request = run(
        *TO_WAIT,
        on(A.DONE, "张伟", evidence=RECORD),
        on(A.APPROVE, "林晓峰"),
        on(A.APPROVE, "陈国栋"),
        on(A.APPROVE, "吴婷"),
        on(A.DONE, "吴婷"),
    )
    assert states(request) == [
        "经理审核", "总监审批", "款项支持", "待拜访", "检查报告", "总监审核报告", "财务审核", "费用报销", "结束",
    ]  # fmt: skip
    assert request.ended
    assert waiting(request, book().staff(TO_WAIT[0]), TODAY) == ()
    assert request.shown == {"visit_record": RECORD}


def test_reception_to_its_end() -> None:
    def jd(action: Action, actor: str, **more: object) -> Event:
        return event("JD-001", "reception", action, actor, **more)

    fields = {"no": "JD-001", "customer": "华东机电", "date": "2026-09-03", "applicant": "张伟"}
    request = run(
        submit("JD-001", "reception", "张伟", **fields),
        jd(A.APPROVE, "林晓峰"),
        jd(A.APPROVE, "陈国栋"),
        jd(A.DONE, "张伟"),
        jd(A.DONE, "张伟", evidence=REPORT),
        jd(A.APPROVE, "林晓峰"),
        jd(A.APPROVE, "陈国栋"),
        jd(A.APPROVE, "吴婷"),
        jd(A.DONE, "吴婷"),
    )
    assert states(request) == [
        "经理审核", "总监审批", "接待准备", "已接待", "检查报告", "总监审核报告", "财务审核", "费用报销", "结束",
    ]  # fmt: skip


def test_development_to_its_end() -> None:
    def kf(action: Action, actor: str, **more: object) -> Event:
        return event("KF-001", "development", action, actor, **more)

    request = run(
        submit("KF-001", "development", "张伟", screening="合格", applicant="张伟", customer="华东机电"),
        kf(A.APPROVE, "林晓峰"),
        kf(A.APPROVE, "陈国栋"),
        kf(A.DONE, "林晓峰"),
        kf(A.DONE, "周敏"),
        kf(A.REPORT, "张伟"),
        kf(A.DONE, "张伟"),
    )
    assert states(request) == ["经理审核", "总监审核", "财务会审", "已批准", "建立档案", "实施中", "实施中", "结束"]


def test_handover_expense_and_conduct_to_their_ends() -> None:
    fields = {"no": "JJ-001", "customer": "华东机电", "giver": "张伟", "taker": "李娜"}
    handed = run(
        submit("JJ-001", "handover", "张伟", **fields),
        event("JJ-001", "handover", A.APPROVE, "李娜"),
        event("JJ-001", "handover", A.APPROVE, "林晓峰"),
    )
    assert states(handed) == ["接收人确认", "经理审核", "已交接"]
    claim = replace(
        evidence("expense_claim", no="BX-1", amount="800", applicant="张伟", request_no="BF-001"),
        facts={"approved_budget": "1000", "claimed_before": "200"},
    )
    paid = run(
        event("BX-1", "expense", A.SUBMIT, "张伟", evidence=claim),
        *(event("BX-1", "expense", A.APPROVE, name) for name in ("林晓峰", "陈国栋", "吴婷")),
    )
    assert states(paid) == ["经理审核", "总监审核", "财务审核", "已报销"]
    punished = run(
        submit("JC-1", "conduct", "林晓峰", applicant="林晓峰", subject="张伟"),
        event("JC-1", "conduct", A.APPROVE, "陈国栋"),
    )
    assert states(punished) == ["总监审批", "已批准"]


def test_lifecycle_from_prospect_to_loss() -> None:
    def move(to: str, shown: Evidence = PROFILE) -> Event:
        return event("DA-1", "lifecycle", A.ADVANCE, "张伟", to=to, evidence=shown)

    first = event("DA-1", "lifecycle", A.SUBMIT, "张伟", to="潜在", evidence=PROFILE)
    request = run(
        first, move("接触"), move("谈判"), move("成交", CONTRACT), move("合作"), move("合作", CONTRACT), move("流失")
    )
    assert states(request) == ["潜在", "接触", "谈判", "成交", "合作", "合作", "流失"]
    assert refused(first, event("DA-1", "lifecycle", A.ADVANCE, "张伟")) == "flows.which"
    assert refused(first, move("接触"), move("谈判"), move("成交", PROFILE)) == "flows.contract_signed"
    bare = replace(PROFILE, fields={"customer": "华东机电", "specialist": "张伟"})
    late = replace(first, to="合作", evidence=bare)
    assert refused(late) == "flows.since_known"
    assert refused(replace(first, to="合作"), move("流失", bare)) == "flows.loss_explained"


@pytest.mark.parametrize(
    ("flow", "fields", "code"),
    [
        ("development", {"screening": "不合格", "applicant": "张伟"}, "flows.screened"),
        ("handover", {"giver": "张伟", "taker": "张伟"}, "flows.taker_known"),
        ("handover", {"giver": "张伟", "taker": "外人"}, "flows.taker_known"),
        ("expense", {"amount": "5", "applicant": "张伟"}, "flows.within_budget"),
        ("conduct", {"applicant": "张伟"}, "flows.not_role"),
        ("visit", {"applicant": "李娜"}, "flows.not_applicant"),
    ],
)
def test_a_submission_that_may_not_be(flow: str, fields: dict[str, str], code: str) -> None:
    assert refused(submit("X-1", flow, "张伟", **fields)) == code


def test_a_claim_stays_within_budget_and_tolerance() -> None:
    def claim(amount: str) -> Event:
        shown = replace(evidence("expense_claim", amount=amount, applicant="张伟"), facts={"approved_budget": "1000"})
        return event("BX-1", "expense", A.SUBMIT, "张伟", evidence=shown)

    assert refused(claim("1000.01")) == "flows.within_budget"
    assert run(claim("1100"), using=book(budget_tolerance="0.1")).state == "经理审核"


def test_an_approver_s_own_request_goes_past_them() -> None:
    request = run(visit("林晓峰", applicant="林晓峰"))
    assert (request.state, [str(entry.note.what("en")) for entry in request.trail if entry.note]) == (
        "总监审批",
        ["The applicant would decide here: “经理审核” is passed over, others decide."],
    )
    assert refused(visit("林晓峰", applicant="林晓峰"), on(A.APPROVE, "林晓峰")) == "flows.own_request"


def test_a_request_that_nobody_else_can_decide_is_refused() -> None:
    alone = tuple(person for person in people() if person.role not in (Role.DIRECTOR, Role.FINANCE))
    conduct = submit("JC-1", "conduct", "林晓峰", applicant="林晓峰")
    assert run(conduct, using=book(alone)).state == "总监审批"  # the office is vacant: it waits, it does not pass
    own = Flow(
        id="conduct",
        zh="奖惩",
        en="Conduct",
        form="conduct",
        start="草稿",
        ends=("已批准",),
        steps=(Step("草稿", A.SUBMIT, None, "审"), Step("审", A.APPROVE, Role.MANAGER, "已批准")),
    )
    assert (
        refused(submit("JC-1", "conduct", "林晓峰", applicant="林晓峰"), using=_Pinned(own)) == "flows.nobody_decides"
    )


class _Pinned:
    """A rulebook with one flow of the test's own."""

    def __init__(self, flow: Flow, staff: tuple[Person, ...] | None = None, **rules: object) -> None:
        self.settings = settings(staff, **rules)
        self._flow = flow

    def policy(self, event: Event) -> Policy | None:
        return replace(Policy.of(self.settings), flows={self._flow.id: self._flow})

    def staff(self, event: Event) -> Staff:
        return self.settings.staff


ON_LEAVE = tuple(
    replace(p, delegate="李娜", delegate_from=TODAY, delegate_to=TODAY + timedelta(days=3)) if p.name == "林晓峰" else p
    for p in people()
)


def test_a_deputy_decides_on_dated_leave_with_both_names() -> None:
    using = book(ON_LEAVE)
    request = run(visit(), on(A.APPROVE, "李娜", behalf="林晓峰"), using=using)
    assert (request.state, request.last.signed_by) == ("总监审批", "李娜(代林晓峰)")
    assert status_of(request, using.settings.staff, TODAY)["flow_actor"] == "李娜(代林晓峰)"
    assert refused(visit(), on(A.APPROVE, "李娜"), using=using) == "flows.not_your_turn"
    late = on(A.APPROVE, "李娜", TODAY + timedelta(days=4), behalf="林晓峰")
    assert refused(visit(), late, using=using) == "flows.not_your_turn"
    own = visit("李娜", applicant="李娜")
    assert refused(own, on(A.APPROVE, "李娜", behalf="林晓峰"), using=using) == "flows.own_request"
    assert run(own, on(A.APPROVE, "林晓峰"), using=using).state == "总监审批"


def test_a_deputy_may_submit_but_then_not_decide() -> None:
    away = tuple(
        replace(p, delegate="林晓峰", delegate_from=TODAY, delegate_to=TODAY) if p.name == "张伟" else p
        for p in people()
    )
    using = book(away)
    sent = replace(visit(), actor="林晓峰", behalf="张伟")
    assert run(sent, using=using).state == "总监审批"
    assert refused(sent, on(A.APPROVE, "林晓峰"), using=using) == "flows.own_request"


def test_withdraw_before_the_first_decision_only() -> None:
    assert run(visit(), on(A.WITHDRAW, "张伟")).state == "已撤回"
    assert refused(visit(), on(A.WITHDRAW, "李娜")) == "flows.not_your_turn"
    assert refused(visit(), on(A.APPROVE, "林晓峰"), on(A.WITHDRAW, "张伟")) == "flows.decided_already"
    again = submit("BF-001", "visit", "张伟", 2, **VISIT)
    assert run(visit(), on(A.WITHDRAW, "张伟"), again).state == "经理审核"


def test_return_and_reject_want_a_comment() -> None:
    assert refused(visit(), on(A.RETURN, "林晓峰")) == "flows.comment_needed"
    assert refused(visit(), on(A.REJECT, "林晓峰", comment="  ")) == "flows.comment_needed"
    assert run(visit(), on(A.REJECT, "林晓峰", comment="不必要")).state == "已拒绝"


def test_resubmission_goes_back_to_whoever_returned_it() -> None:
    back = (visit(), on(A.APPROVE, "林晓峰"), on(A.RETURN, "陈国栋", comment="补充目的"))
    again = submit("BF-001", "visit", "张伟", 2, **VISIT)
    assert run(*back).state == "已退回"
    assert run(*back, again).state == "总监审批"
    assert (
        run(*back, replace(again, evidence=evidence("visit_request", **{**VISIT, "budget": "8000"}))).state
        == "经理审核"
    )
    assert run(*back, again, using=book(resubmit_from_start=True)).state == "经理审核"
    assert refused(*back, replace(again, revision=3)) == "flows.stale"
    assert refused(*back, replace(again, actor="李娜")) == "flows.not_applicant"
    assert refused(*back, replace(again, evidence=None)) == "flows.unknown_policy"
    assert refused(*back, replace(again, at=again.at - timedelta(days=1))) == "flows.backdated"
    first_step = (visit(), on(A.RETURN, "林晓峰", comment="改"))
    assert run(*first_step, again).state == "经理审核"


def test_return_to_an_earlier_audit() -> None:
    at_finance = TO_WAIT[:3]
    request = run(*at_finance, on(A.RETURN, "吴婷", comment="请总监再看", to="总监审批"))
    assert (request.state, request.passed) == ("总监审批", ("经理审核",))
    assert (
        run(*at_finance, on(A.RETURN, "吴婷", comment="x", to="经理审核"), on(A.APPROVE, "林晓峰")).state == "总监审批"
    )
    assert refused(*at_finance, on(A.RETURN, "吴婷", comment="x", to="结束")) == "flows.bad_target"
    assert refused(*TO_WAIT, on(A.RETURN, "吴婷", comment="x")) == "flows.not_in_table"


def test_a_report_sent_back_is_written_again() -> None:
    done = (*TO_WAIT, on(A.DONE, "张伟", evidence=RECORD))
    assert run(*done, on(A.RETURN, "林晓峰", comment="太简单")).state == "待拜访"
    assert refused(*TO_WAIT, on(A.DONE, "张伟")) == "flows.visit_recorded"
    other = replace(RECORD, fields={**RECORD.fields, "customer": "别家"})
    assert refused(*TO_WAIT, on(A.DONE, "张伟", evidence=other)) == "flows.visit_recorded"


def test_amount_tiers() -> None:
    small = book(director_budget="1000")
    assert run(visit(), on(A.APPROVE, "林晓峰"), using=small).state == "款项支持"
    free = visit(budget="")
    assert run(free, on(A.APPROVE, "林晓峰"), using=small).state == "待拜访"
    big = submit("KF-1", "development", "张伟", screening="合格", applicant="张伟", budget="50000")
    steps = (big, *(event("KF-1", "development", A.APPROVE, name) for name in ("林晓峰", "陈国栋")))
    assert run(*steps, using=book(finance_budget="50000")).state == "财务会审"
    assert run(*steps, using=book(finance_budget="50001")).state == "已批准"


def test_the_same_person_is_asked_once_for_the_same_matter() -> None:
    both = (*(p for p in people() if p.role is not Role.DIRECTOR), Person("林晓峰", Role.DIRECTOR))
    twice = Flow(
        id="conduct", zh="奖惩", en="c", form="conduct", start="草稿", ends=("已批准",),
        steps=(
            Step("草稿", A.SUBMIT, None, "一审"),
            Step("一审", A.APPROVE, Role.FINANCE, "二审"),
            Step("二审", A.APPROVE, Role.FINANCE, "已批准"),
        ),
    )  # fmt: skip
    events = (submit("JC-1", "conduct", "张伟", applicant="张伟"), event("JC-1", "conduct", A.APPROVE, "吴婷"))
    assert run(*events, using=_Pinned(twice, both)).state == "已批准"
    assert run(*events, using=_Pinned(twice, both, ask_same_person_once=False)).state == "二审"


FINANCES = (*people(), Person("钱进", Role.FINANCE), Person("孙账", Role.FINANCE))


def _joint(quorum: int) -> _Pinned:
    flow = Flow(
        id="conduct", zh="奖惩", en="c", form="conduct", start="草稿", ends=("已批准", "已拒绝"),
        steps=(
            Step("草稿", A.SUBMIT, None, "会签"),
            Step("会签", A.APPROVE, Role.FINANCE, "已批准", quorum=quorum),
            Step("会签", A.REJECT, Role.FINANCE, "已拒绝"),
            Step("会签", A.WITHDRAW, None, "草稿"),
        ),
    )  # fmt: skip
    return _Pinned(flow, FINANCES)


@pytest.mark.parametrize(("quorum", "needed"), [(1, 1), (2, 2), (0, 3), (9, 3)])
def test_quorum(quorum: int, needed: int) -> None:
    using = _joint(quorum)
    sent = submit("JC-1", "conduct", "张伟", applicant="张伟")
    votes = [event("JC-1", "conduct", A.APPROVE, name) for name in ("吴婷", "钱进", "孙账")]
    assert [run(sent, *votes[:count], using=using).state for count in range(needed + 1)] == ["会签"] * needed + [
        "已批准"
    ]


def test_a_joint_audit_counts_each_person_once_and_any_refusal() -> None:
    using = _joint(0)
    sent = submit("JC-1", "conduct", "张伟", applicant="张伟")
    vote = event("JC-1", "conduct", A.APPROVE, "吴婷")
    assert refused(sent, vote, vote, using=using) == "flows.voted"
    assert refused(sent, vote, event("JC-1", "conduct", A.WITHDRAW, "张伟"), using=using) == "flows.decided_already"
    no = event("JC-1", "conduct", A.REJECT, "钱进", comment="不同意")
    request = run(sent, vote, no, using=using)
    assert request.state == "已拒绝"
    open_seats = waiting(run(sent, vote, using=using), using.settings.staff, TODAY)
    assert [move.person for move in open_seats] == ["钱进", "孙账"]


def test_transfer() -> None:
    moved = (visit(), on(A.TRANSFER, "林晓峰", person="孙丽", comment="请代审"))
    assert [m.person for m in waiting(run(*moved), book().staff(visit()), TODAY)] == ["孙丽"]
    assert run(*moved, on(A.APPROVE, "孙丽")).state == "总监审批"
    assert run(*moved, on(A.TRANSFER, "孙丽", person="林晓峰"), on(A.APPROVE, "林晓峰")).state == "总监审批"
    assert refused(*moved, on(A.APPROVE, "林晓峰")) == "flows.not_your_turn"
    assert refused(visit(), on(A.TRANSFER, "林晓峰", person="张伟")) == "flows.own_request"
    assert refused(visit(), on(A.TRANSFER, "林晓峰", person="林晓峰")) == "flows.already_asked"
    assert refused(visit(), on(A.TRANSFER, "张伟", person="孙丽")) == "flows.not_your_turn"
    assert refused(*TO_WAIT, on(A.TRANSFER, "张伟", person="孙丽")) == "flows.not_in_table"
    gone = (*people(), Person("老赵", Role.CLERK, left=date(2026, 1, 1)))
    assert refused(visit(), on(A.TRANSFER, "林晓峰", person="老赵"), using=book(gone)) == "flows.not_working"
    assert refused(visit(), on(A.TRANSFER, "林晓峰", person="无此人")) == "people.unknown"


def test_a_further_signature_before() -> None:
    asked = (visit(), on(A.ASK_BEFORE, "林晓峰", person="孙丽"))
    assert [m.person for m in waiting(run(*asked), book().staff(visit()), TODAY)] == ["孙丽"]
    assert refused(*asked, on(A.APPROVE, "林晓峰")) == "flows.waits_for"
    assert run(*asked, on(A.APPROVE, "孙丽")).state == "经理审核"
    assert run(*asked, on(A.APPROVE, "孙丽"), on(A.APPROVE, "林晓峰")).state == "总监审批"
    assert run(*asked, on(A.RETURN, "孙丽", comment="请改")).state == "已退回"
    assert refused(*asked, on(A.ASK_BEFORE, "林晓峰", person="孙丽")) == "flows.already_asked"


def test_a_further_signature_after() -> None:
    asked = (visit(), on(A.ASK_AFTER, "林晓峰", person="孙丽"))
    assert refused(*asked, on(A.APPROVE, "孙丽")) == "flows.not_your_turn"
    approved = (*asked, on(A.APPROVE, "林晓峰"))
    assert run(*approved).state == "经理审核"
    assert [m.person for m in waiting(run(*approved), book().staff(visit()), TODAY)] == ["孙丽"]
    assert run(*approved, on(A.APPROVE, "孙丽")).state == "总监审批"
    assert refused(*approved, on(A.TRANSFER, "林晓峰", person="周敏")) == "flows.voted"
    assert run(*approved, on(A.REJECT, "孙丽", comment="不行")).state == "已拒绝"


def test_remind_once_a_day_while_somebody_else_is_asked() -> None:
    assert run(visit(), on(A.REMIND, "张伟")).reminded == TODAY
    assert refused(visit(), on(A.REMIND, "张伟"), on(A.REMIND, "张伟")) == "flows.reminded"
    assert refused(visit(), on(A.REMIND, "李娜")) == "flows.not_applicant"
    assert refused(*TO_WAIT, on(A.REMIND, "张伟")) == "flows.nobody_to_remind"


def test_escalation_after_the_deadline() -> None:
    late = date(2026, 9, 4)  # due on the 3rd: two working days after the 1st
    raised = (visit(), on(A.ESCALATE, "张伟", late))
    assert run(*raised, on(A.APPROVE, "陈国栋", late)).state == "款项支持"
    assert run(*raised, on(A.TRANSFER, "陈国栋", late, person="孙丽"), on(A.APPROVE, "孙丽", late)).state == "总监审批"
    assert refused(visit(), on(A.ESCALATE, "张伟", date(2026, 9, 3))) == "flows.not_overdue"
    assert refused(visit(), on(A.ESCALATE, "李娜", late)) == "flows.not_applicant"
    assert refused(*raised, on(A.ESCALATE, "张伟", late)) == "flows.nobody_above"
    director = (visit(), on(A.APPROVE, "林晓峰"), on(A.ESCALATE, "张伟", late))
    assert refused(*director) == "flows.nobody_above"


def test_reopen_by_the_director_with_a_reason() -> None:
    ended = (visit(), on(A.REJECT, "林晓峰", comment="不必要"))
    request = run(*ended, on(A.REOPEN, "陈国栋", comment="客户坚持"))
    assert request.state == "已退回"
    assert (
        run(*ended, on(A.REOPEN, "陈国栋", comment="x"), submit("BF-001", "visit", "张伟", 2, **VISIT)).state
        == "经理审核"
    )
    assert refused(*ended, on(A.REOPEN, "林晓峰", comment="x")) == "flows.only_role"
    assert refused(*ended, on(A.REOPEN, "陈国栋")) == "flows.comment_needed"
    assert refused(visit(), on(A.REOPEN, "陈国栋", comment="x")) == "flows.not_ended"
    own = (visit("陈国栋", applicant="陈国栋"), on(A.REJECT, "林晓峰", comment="不"))
    assert refused(*own, on(A.REOPEN, "陈国栋", comment="x")) == "flows.own_request"


def test_a_handover_changes_the_applicant() -> None:
    moved = (visit(), on(A.REASSIGN, "林晓峰", person="李娜", comment="JJ-001"))
    request = run(*moved)
    assert (request.applicant, request.barred) == ("李娜", frozenset({"张伟", "李娜"}))
    assert run(*moved, on(A.WITHDRAW, "李娜")).state == "已撤回"
    assert refused(*moved, on(A.WITHDRAW, "张伟")) == "flows.not_your_turn"
    assert refused(visit(), on(A.REASSIGN, "张伟", person="李娜", comment="x")) == "flows.only_role"
    assert refused(visit(), on(A.REASSIGN, "林晓峰", person="林晓峰", comment="x")) == "flows.own_request"
    ended = (visit(), on(A.REJECT, "林晓峰", comment="不"))
    assert refused(*ended, on(A.REASSIGN, "林晓峰", person="李娜", comment="x")) == "flows.not_in_table"
    gone = (*people(), Person("老赵", Role.CLERK, left=date(2026, 1, 1)))
    leaver = on(A.REASSIGN, "林晓峰", person="老赵", comment="x")
    assert refused(visit(), leaver, using=book(gone)) == "flows.not_working"


def test_what_is_not_in_the_table_is_refused() -> None:
    assert refused(on(A.APPROVE, "林晓峰")) == "flows.unknown_request"
    assert refused(visit(), on(A.DONE, "张伟")) == "flows.not_in_table"
    assert refused(visit(), on(A.APPROVE, "陈国栋")) == "flows.not_your_turn"
    assert refused(visit(), on(A.APPROVE, "无此人")) == "people.unknown"
    assert refused(visit(), on(A.APPROVE, "林晓峰", revision=2)) == "flows.stale"
    assert refused(visit(), on(A.APPROVE, "林晓峰", TODAY - timedelta(days=1))) == "flows.backdated"
    assert refused(visit(), visit()) == "flows.pending"
    assert refused(visit(), visit("李娜", applicant="李娜")) == "flows.number_taken"
    assert refused(visit(), submit("BF-001", "expense", "张伟", applicant="张伟")) == "flows.number_taken"
    assert refused(replace(visit(), revision=2)) == "flows.stale"
    assert refused(replace(visit(), evidence=evidence("profile"))) == "flows.unknown_policy"
    gone = tuple(replace(p, left=date(2026, 1, 1)) if p.name == "林晓峰" else p for p in people())
    assert refused(visit(), on(A.APPROVE, "林晓峰"), using=book(gone)) == "flows.not_working"


def test_a_fold_keeps_what_it_refuses() -> None:
    wrong = on(A.APPROVE, "陈国栋")
    case = fold((wrong, visit(), wrong), book())
    assert isinstance(case, Case)
    assert [(r.event, r.reason.code) for r in case.refused] == [
        (wrong, "flows.unknown_request"),
        (wrong, "flows.not_your_turn"),
    ]
    assert case.request is not None
    assert case.request.state == "经理审核"


def test_deadlines_in_working_days() -> None:
    request = run(*TO_WAIT)
    assert request.due_on == date(2026, 9, 10)  # three working days after Monday 7 September, the visit's day
    assert run(visit()).due_on == date(2026, 9, 3)
    assert run(visit(), on(A.REJECT, "林晓峰", comment="不")).due_on is None
    assert Policy.of(book(record_due_days=5).settings).due_on(Due(3, "record_due_days"), TODAY, None) == date(
        2026, 9, 8
    )


def test_status_and_next_step() -> None:
    staff = Staff(ON_LEAVE)
    request = run(visit(), using=book(ON_LEAVE))
    assert status_of(request, staff, TODAY) == {
        "flow_status": "经理审核",
        "flow_actor": None,
        "flow_comment": None,
        "flow_date": None,
        "flow_next": "林晓峰（代理 李娜） 经理审核，2026-09-03 前",
    }
    waits = run(*TO_WAIT)
    assert next_step(waits, book().settings.staff, TODAY) == "张伟 填写拜访记录，2026-09-10 前"
    assert next_step(run(visit(), on(A.REJECT, "林晓峰", comment="不")), staff, TODAY) == ""
    rejected = status_of(run(visit(), on(A.REJECT, "林晓峰", comment="=1+1\x07")), staff, TODAY)
    assert (rejected["flow_comment"], rejected["flow_date"], rejected["flow_next"]) == ("'=1+1", TODAY, None)


def test_request_facts() -> None:
    request = run(visit(), on(A.APPROVE, "林晓峰"))
    assert (request.customer, request.submitted, request.last.actor) == ("华东机电", TODAY, "林晓峰")
    assert request.policy.rules == Rules()
