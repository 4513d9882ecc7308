"""How much room text needs.

1. Chinese counts two, Latin a little more than one, and the longest line is what counts.
2. Chinese breaks anywhere; a word, a number, and marks that cling to it stay whole, and may cost a line more.
3. A word longer than the line is parted after all.
"""

from __future__ import annotations

import pytest

from kamxl.books.measure import lines, text_width


@pytest.mark.parametrize(
    ("text", "wanted"), [("", 0.0), ("客户", 4.0), ("客户\n联系人", 6.0), ("AB", 2.2), ("（A）", 5.1)]
)
def test_width(text: str, wanted: float) -> None:  # 1
    assert text_width(text) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("", 10, 1),
        ("客户名称", 10.5, 1),
        ("客户名称表", 10.5, 2),
        ("一\n二\n三", 20, 3),
        ("客户客户客户客户客户客户", 14.5, 2),
        ("客户客户客91120116MA0123456X", 22.5, 2),  # 30 wide: two lines of 20 hold it only if the number stays whole
        ("客户客户91120116MA0123456X客户客户客户", 22.5, 3),  # 40 wide, but the number may not be parted
        ("他说“好”", 10.5, 2),  # the quotation marks go with the word
        ("91120116MA0123456X91120116MA0123456X", 22.5, 2),  # 3
    ],
)
def test_lines(text: str, width: float, wanted: int) -> None:  # 2, 3
    assert lines(text, width) == wanted
