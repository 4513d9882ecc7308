"""Contents as people write them.

1. No digits that say nothing, no exponent; dates, ticks and choices in words.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kamxl.domain.values import Raw, Value, show


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (None, ""),
        (3.0, "3"),
        (12.5, "12.5"),
        (Decimal("3240000.0"), "3240000"),
        (Decimal("12.50"), "12.5"),
        (Decimal("0.00"), "0"),
        (Decimal("1200"), "1200"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.5"), "-0.5"),
        (True, "是"),
        (date(2026, 9, 30), "2026-09-30"),
        (datetime(2026, 9, 30, 8, 5), "2026-09-30 08:05"),
        (("甲", "乙"), "甲、乙"),
    ],
)
def test_show(content: Raw | Value, shown: str) -> None:  # 1
    assert show(content) == shown
