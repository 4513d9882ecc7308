"""What LibreOffice's cells were told already.

1. An answer is given again without a question; one that was taken along counts as asked when it is wanted.
2. After a change everything known is asked again with the first question, of that workbook's department only.
3. The more of what was taken along is used, the more is taken along; where it is not used, less.
4. A live function's answer is kept until the next look only, and not asked again by itself.
"""

from __future__ import annotations

from kamxl.hosts.libreoffice.extension.carried.knowing import Answers

Key = tuple[str, str, tuple[str, ...]]


def _key(scope: str, name: str = "KAM_CHURN", book: str = "一.xlsx") -> Key:
    return (book, name, ("2026Q3", scope))


def test_known_and_taken_along() -> None:  # 1
    answers = Answers(())
    assert answers.get(_key("华东")) is None
    assert answers.question(_key("华东")) == ([_key("华东")], 1)
    answers.take([_key("华东")], [1.0], [(_key("华南"), 0.0)])
    assert [answers.get(_key(scope)) for scope in ("华东", "华南", "华北")] == [1.0, 0.0, None]


def test_asked_again_after_a_change() -> None:  # 2
    answers = Answers(())
    for scope in ("华东", "华南"):
        answers.take([_key(scope)], [1.0], ())
    answers.take([_key("华东", book="二.xlsx")], [1.0], [(_key("西南", book="二.xlsx"), 1.0)])
    answers.forget()
    assert [answers.get(_key(scope)) for scope in ("华东", "华南")] == [None, None]
    keys, _ = answers.question(_key("华南"))
    assert keys == [_key("华南"), _key("华东")]
    answers.take(keys, [5.0, 6.0], ())
    assert [answers.get(_key(scope)) for scope in ("华东", "华南")] == [6.0, 5.0]
    assert answers.question(_key("华北"))[0] == [_key("华北")]
    assert answers.question(_key("西南", book="二.xlsx"))[0] == [
        _key("西南", book="二.xlsx"),
        _key("华东", book="二.xlsx"),
    ]


def _crossing(answers: Answers, number: int, used: bool) -> int:
    """One miss; what is taken along is used, or not. Gives how much was taken along."""
    keys, ahead = answers.question(_key(f"客户{number}"))
    coming = [_key(f"客户{number}-{index}") for index in range(ahead)]
    answers.take(keys, [1.0], [(key, 1.0) for key in coming])
    if used:
        assert [answers.get(key) for key in coming] == [1.0] * ahead
    return ahead


def test_more_where_it_is_used() -> None:  # 3
    answers = Answers(())
    assert [_crossing(answers, number, used=True) for number in range(7)] == [1, 4, 16, 64, 256, 1024, 1024]
    assert [_crossing(answers, 9 + number, used=False) for number in range(3)] == [1024, 256, 64]


def test_live_answers_are_short_lived() -> None:  # 4
    answers = Answers(("KAM_SOURCE",))
    key = _key("", name="KAM_SOURCE")
    answers.take([key], ["截至"], ())
    assert answers.get(key) == "截至"
    answers.look()
    assert answers.get(key) is None
    answers.forget()
    assert answers.question(_key("华东"))[0] == [_key("华东")]
