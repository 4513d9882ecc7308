"""Answers in lines, for VBA.

1. A reply's lines are its fields, nested ones dotted, lists repeated, nothing for None.
2. Whatever text goes in comes out of the documented escapes.
3. Each kind of cell has its letter; what a cell cannot hold is our fault.
4. An array says its size, then its cells row by row.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.hosts.resident import plain
from kamxl.hosts.resident.protocol import Ask, Reply


def test_reply_in_lines() -> None:
    reply = Reply("ask", "继续\r\n共 2 处", Ask("go", "choice", "选", options=("a", "b")), {"big": True, "n": 3})
    assert plain.lines(reply.body()) == (
        "kind\task\ntext\t\\u7ee7\\u7eed\\u000a\\u5171 2 \\u5904\n"
        "ask.id\tgo\nask.kind\tchoice\nask.prompt\t\\u9009\nask.default\t\n"
        "ask.options\ta\nask.options\tb\nextra.big\t1\nextra.n\t3\n"
    )
    assert plain.lines(Reply("done").body()) == "kind\tdone\ntext\t\n"


@given(st.text(max_size=40))
def test_escaped_text_is_plain_ascii_and_comes_back(text: str) -> None:
    escaped = plain.escape(text)
    assert set(escaped) <= {chr(code) for code in range(32, 127)}
    assert json.loads(f'"{escaped.replace(chr(34), chr(92) + chr(34))}"') == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (None, "e:NA"),
        (True, "b:1"),
        (3, "n:3"),
        (0.25, "n:0.25"),
        (Decimal("0.1"), "n:0.1"),
        (date(2026, 9, 30), "d:46295"),
        (datetime(2026, 9, 30, 8, 0), "d:46295"),
        ("a\tb\\大😀", "s:a\\u0009b\\u005c\\u5927\\ud83d\\ude00"),
        ({"error": "VALUE"}, "e:VALUE"),
    ],
)
def test_typed(value: object, line: str) -> None:
    assert plain.typed(value) == line


def test_a_cell_cannot_hold_a_set() -> None:
    with pytest.raises(TypeError):
        plain.typed({1})


def test_array_answers() -> None:
    assert plain.answers([[[1, "x"], [None, True]], 0.5], "s1") == (
        "stamp\ts1\nanswer\ta:2,2\ncell\tn:1\ncell\ts:x\ncell\te:NA\ncell\tb:1\nanswer\tn:0.5\n"
    )
