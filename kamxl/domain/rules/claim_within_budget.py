"""报销不超预算: the claims on a request stay within its 费用预算 (设置: 报销超预算容许比例)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..findings import Finding, Severity
from ..records import Record
from ..rule import Context, Rule, at

_REQUESTS = ("visit_request", "reception_request", "development")


def check(context: Context) -> Iterator[Finding]:
    under_check = {_place(record) for record in context.of("expense_claim")}
    if not under_check:
        return
    budgets = {r.number: r.amount("budget") for form in _REQUESTS for r in context.tables[form] if r.number}
    spent: dict[str, Decimal] = {}
    claims = [claim for claim in context.tables["expense_claim"] if claim.amount("amount") is not None]
    for claim in sorted(claims, key=lambda claim: (str(claim.day("date")), claim.number)):
        number, amount = claim.text("request_no"), claim.amount("amount") or Decimal(0)
        budget = budgets.get(number)
        if budget is None:
            continue
        before = spent.get(number, Decimal(0))
        spent[number] = before + amount
        if spent[number] > budget * (1 + context.settings.rules.budget_tolerance) and _place(claim) in under_check:
            params = {
                "request": number,
                "budget": f"{budget.normalize():,f}",
                "total": f"{spent[number].normalize():,f}",
            }
            yield at("claim_within_budget", Severity.ERROR, claim, "amount", **params)


def _place(record: Record) -> tuple[str, str, str]:
    return (record.source.book, record.source.sheet, record.source.cell("amount"))


RULE = Rule(
    id="claim_within_budget",
    zh="报销不超预算",
    en="Claim within budget",
    severity=Severity.ERROR,
    check=check,
    wrong="预算 3,000 元的拜访报销了 980 元和 4,800 元",
    right="预算 3,000 元的拜访报销了 980 元和 1,450 元",
    wide=True,
)
