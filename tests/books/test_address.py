"""A1 addresses.

1. Address and position are each other's inverse over Excel's whole grid.
2. What is not one cell's address is refused.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.books.address import address, position


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_address_and_position_are_inverse(row: int, column: int) -> None:
    assert position(address(row, column)) == (row, column)


def test_known_addresses() -> None:
    assert [address(0, 0), address(4, 1), address(9, 26), address(1_048_575, 16_383)] == [
        "A1",
        "B5",
        "AA10",
        "XFD1048576",
    ]


@pytest.mark.parametrize("text", ["", "5", "B", "A0", "A1:B2", "工作表!A1", "ABCD1"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        position(text)
