"""交接双方: a customer is handed from one person to another."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding, Severity
from ..rule import Context, Rule, at


def check(context: Context) -> Iterator[Finding]:
    for record in context.of("handover"):
        if record.text("giver") and record.text("giver") == record.text("taker"):
            yield at("handover_parties", Severity.ERROR, record, "taker")


RULE = Rule(
    id="handover_parties",
    zh="交接双方",
    en="Two parties",
    severity=Severity.ERROR,
    check=check,
    wrong="移交人和接收人都是李娜",
    right="移交人李娜，接收人张伟",
)
