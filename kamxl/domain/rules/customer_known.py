"""客户有档案: the customer of a record has a profile; a prospect's visits need at least its development application."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..form import forms
from ..rule import Context, Rule, at
from ..spelling import company, nearest

# Forms that come before the profile, or are not about our customers.
_WITHOUT = {"profile", "supplier_profile", "development"}
# Forms about somebody who may still be a prospect.
_PROSPECTS = {"contact_log", "visit_request", "visit_record", "reception_request", "reception_report", "opportunity"}


def check(context: Context) -> Iterator[Finding]:
    known = {record.text("customer") for record in context.tables["profile"]} - {""}
    if not known:
        return  # a workbook looked at alone: nothing to compare with
    sought = {record.text("customer") for record in context.tables["development"]} - {""}
    for record in context.of():
        form = forms()[record.form]
        name = record.text(form.customer) if form.customer and record.form not in _WITHOUT else ""
        if not name or name in known or (record.form in _PROSPECTS and name in sought):
            continue
        meant = _meant(name, known)
        code = "customer_known" if meant is None else "customer_spelt"
        yield at(
            "customer_known", Severity.ERROR, record, form.customer, code=code, **({"meant": meant} if meant else {})
        )


def _meant(name: str, known: set[str]) -> str | None:
    """The customer that the name most likely means: the same company written another way, or one letter off."""
    same = [other for other in sorted(known) if company(other) == company(name)]
    return same[0] if same else nearest(name, known)


RULE = Rule(
    id="customer_known",
    zh="客户有档案",
    en="Customer has a profile",
    severity=Severity.ERROR,
    check=check,
    wrong="拜访记录的客户写成“深圳鹏城”，档案里只有“深圳鹏程”",
    right="拜访记录的客户与档案的客户名称一致",
    wide=True,
)
