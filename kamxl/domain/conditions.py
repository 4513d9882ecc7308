"""Conditions that a flow's table names: each a pure function of what is on the forms and what 设置 says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal, InvalidOperation

from ..dataclass import dataclass
from .event import Evidence
from .people import Staff
from .settings import Rules

_NO_FIELDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition may look at: the request's fields, the form shown with this action, the numbers, the people."""

    request: str
    fields: Mapping[str, str]
    evidence: Evidence | None = None
    rules: Rules = field(default_factory=lambda: Rules())
    staff: Staff = field(default_factory=lambda: Staff(()))

    def shown(self, form: str) -> Mapping[str, str]:
        """The fields of the form shown, empty when it is another form."""
        return self.evidence.fields if self.evidence is not None and self.evidence.form == form else _NO_FIELDS

    @property
    def budget(self) -> Decimal:
        """The request's 费用预算; 0 where it has none."""
        return money(self.fields.get("budget", ""))


def money(text: str) -> Decimal:
    """A normalised amount; 0 for none."""
    try:
        return Decimal(text) if text else Decimal(0)
    except InvalidOperation:
        return Decimal(0)


def screened(case: Situation) -> bool:
    """Only prospects whose 筛选评价 is 合格 are put forward."""
    return case.fields.get("screening") == "合格"


def within_budget(case: Situation) -> bool:
    """All claims against a request together stay within its approved budget and the tolerance of 设置."""
    known = case.evidence.facts if case.evidence is not None else _NO_FIELDS
    if "approved_budget" not in known:
        return False
    limit = money(known["approved_budget"]) * (1 + case.rules.budget_tolerance)
    return money(case.fields.get("amount", "")) + money(known.get("claimed_before", "")) <= limit


def taker_known(case: Situation) -> bool:
    """The customer goes to somebody who works here, and not to the giver."""
    taker = case.fields.get("taker", "")
    return taker in case.staff and taker != case.fields.get("giver")


def visit_recorded(case: Situation) -> bool:
    """The visit's record is filled in for the same customer (successful or not)."""
    record = case.shown("visit_record")
    return bool(record.get("visited_on")) and record.get("customer") == case.fields.get("customer")


def reception_reported(case: Situation) -> bool:
    """The 接待工作报告 of this reception is filled in."""
    return case.shown("reception_report").get("reception_no") == case.request


def contract_signed(case: Situation) -> bool:
    """A contract with this customer is on the clerk's list."""
    return case.shown("contract").get("customer") == case.fields.get("customer")


def since_known(case: Situation) -> bool:
    """The profile says since when the customer buys from us."""
    return bool(case.shown("profile").get("since"))


def loss_explained(case: Situation) -> bool:
    """The profile says when and why the customer was lost."""
    profile = case.shown("profile")
    return bool(profile.get("lost_on")) and bool(profile.get("lost_reason"))


def director_tier(case: Situation) -> bool:
    """The budget reaches the amount from which the director decides (0: always)."""
    return case.budget >= case.rules.director_budget


def finance_tier(case: Situation) -> bool:
    """The budget reaches the amount from which finance decides too (blank: never)."""
    limit = case.rules.finance_budget
    return limit is not None and case.budget >= limit


def has_budget(case: Situation) -> bool:
    """There is money to release."""
    return case.budget > 0


CONDITIONS: Mapping[str, Callable[[Situation], bool]] = {
    "screened": screened,
    "within_budget": within_budget,
    "taker_known": taker_known,
    "visit_recorded": visit_recorded,
    "reception_reported": reception_reported,
    "contract_signed": contract_signed,
    "since_known": since_known,
    "loss_explained": loss_explained,
    "director_tier": director_tier,
    "finance_tier": finance_tier,
    "has_budget": has_budget,
}


def holds(name: str, case: Situation) -> bool:
    """Whether the condition holds; "" always does."""
    return not name or CONDITIONS[name](case)


# The form that has to be shown for a condition to hold, where that is not the request itself.
SHOWN_FORMS: Mapping[str, str] = {
    "visit_recorded": "visit_record",
    "reception_reported": "reception_report",
    "contract_signed": "contract",
    "since_known": "profile",
    "loss_explained": "profile",
}
