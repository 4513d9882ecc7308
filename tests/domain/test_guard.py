"""The numbers of 设置·规则 pass a guard, which pydantic is loaded for only where it has to judge.

1. What we spell is read again without pydantic, equal to what pydantic makes of it, type by type.
2. Whatever is spelled in another way, out of its limits or unknown is as pydantic says: taken or refused.
"""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from pydantic import ValidationError

from kamxl.domain.guard import from_spelled, guarded, spelled
from kamxl.domain.settings import Rules, rule_fields

CHANGED = {
    "grade_a_share": Decimal("0.7"),
    "warning_score": Decimal("60.50"),
    "director_budget": Decimal("1E+6"),
    "decision_days": 5,
    "share_revenue": True,
}


@pytest.mark.parametrize("values", [{}, CHANGED], ids=["defaults", "changed"])
def test_what_we_spell_is_read_again(values: dict[str, object]) -> None:  # 1
    rules = guarded(values)
    texts = spelled(rules)
    assert vars(from_spelled(texts)) == vars(guarded(texts)) == vars(rules)
    assert [type(value) for value in vars(from_spelled(texts)).values()] == [type(v) for v in vars(rules).values()]


def test_what_we_spell_loads_no_pydantic() -> None:  # 1
    code = (
        "from kamxl.domain.guard import *; from kamxl.domain.settings import Rules; import sys;"
        "print(from_spelled(spelled(Rules())) == Rules(), 'pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "True False\n"


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [("vip_count", "07", 7), ("share_sold", "no", False), ("budget_tolerance", " 0.1", Decimal("0.1"))],
)
def test_another_spelling_is_read_by_pydantic(name: str, text: str, meant: object) -> None:  # 2
    assert getattr(from_spelled({name: text}), name) == meant


@pytest.mark.parametrize(
    "texts",
    [
        {"vip_count": "1001"},
        {"vip_count": "2.5"},
        {"grade_a_share": "0"},
        {"director_budget": "Infinity"},
        {"director_budget": "NaN"},
        {"share_sold": "也许"},
        {"grade_a_share": "0.99"},  # more than B's
        {"vip_number": "3"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(texts: dict[str, str]) -> None:  # 2
    with pytest.raises(ValidationError):
        from_spelled(texts)


def test_defaults_are_within_their_limits() -> None:  # 1
    assert guarded({name: field.default for name, field in rule_fields().items()}) == Rules()
