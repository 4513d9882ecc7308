"""What cells are given, as file content.

1. Numbers are written as Excel writes them, and read back as the same double.
2. Dates become serial numbers of the workbook's date system, Excel's false leap day included.
3. Text is text whatever it begins with; what XML cannot carry is escaped as ``_xHHHH_`` and comes back.
4. What no cell can hold is refused.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.errors import RefusedEdit
from kamxl.ooxml.markup import decode_xstring, encode_xstring
from kamxl.ooxml.values import CellError, Content, Formula, content_of, number_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (0.05, "0.05"),
        (1.1, "1.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.0123, "1.23E-2"),
        (-0.0123, "-1.23E-2"),
        (0.00035, "3.5E-4"),
        (0.096, "9.6000000000000002E-2"),
        (1e21, "1E+21"),
        (1.9999999991653392e19, "1.9999999991653392E+19"),
        (99999999999.0, "99999999999"),
        (749730712528.75537, "749730712528.75537"),
        (5e-324, "4.9406564584124654E-324"),
    ],
)
def test_numbers_as_excel_writes_them(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text_keeps_the_double(number: float) -> None:
    assert float(number_text(number)) == number


@pytest.mark.parametrize(
    ("value", "date1904", "content"),
    [
        (date(1900, 1, 1), False, Content("n", "1", None, "date")),
        (date(1900, 2, 28), False, Content("n", "59", None, "date")),
        (date(1900, 3, 1), False, Content("n", "61", None, "date")),
        (date(2024, 3, 5), False, Content("n", "45356", None, "date")),
        (date(2024, 3, 5), True, Content("n", "43894", None, "date")),
        (datetime(2024, 3, 5, 18), False, Content("n", "45356.75", None, "datetime")),
        (time(6), False, Content("n", "0.25", None, "time")),
        (timedelta(hours=36), False, Content("n", "1.5", None, "duration")),
        (True, False, Content("b", "1")),
        (Decimal("12.30"), False, Content("n", "12.3")),
        (None, False, Content("")),
        ("=1+1", False, Content("inline", "=1+1")),
        (CellError("#N/A"), False, Content("e", "#N/A")),
        (Formula("=B5*2", 3), False, Content("n", "3", "B5*2")),
        (Formula("A1", "文"), False, Content("str", "文", "A1")),
    ],
)
def test_content(value: object, date1904: bool, content: Content) -> None:
    assert content_of(value, "Sheet1!A1", date1904=date1904) == content  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("1E+400"),
        10**400,
        date(1899, 12, 31),
        datetime(2024, 3, 5, tzinfo=UTC),
        CellError("#OOPS"),  # type: ignore[arg-type]
        Formula("= "),
        "字" * 32_768,
    ],
)
def test_refused_values(value: object) -> None:
    with pytest.raises(RefusedEdit) as caught:
        content_of(value, "表!A1", date1904=False)  # type: ignore[arg-type]
    assert caught.value.text.params["where"] == "表!A1"


@pytest.mark.parametrize(
    ("plain", "encoded"),
    [
        ("a\rb", "a_x000D_b"),
        ("a\nb\tc", "a\nb\tc"),
        ("\x00\x1f\ufffe", "_x0000__x001F__xFFFE_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x41_ _X0041_", "_x41_ _X0041_"),
        ("\ud83d", "_xD83D_"),
        ("😀", "😀"),
    ],
)
def test_xstring(plain: str, encoded: str) -> None:
    assert (encode_xstring(plain), decode_xstring(encoded)) == (encoded, plain)


def test_escaped_surrogate_pair_is_one_character() -> None:
    assert decode_xstring("_xD83D__xDE00_") == "😀"


@given(st.text(st.characters(blacklist_categories=[]), max_size=40))
def test_xstring_round_trip(text: str) -> None:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert decode_xstring(encode_xstring(joined)) == joined
