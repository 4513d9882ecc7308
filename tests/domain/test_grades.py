"""The grades by value are those that a plain walk down the list gives, whatever the values and however few are listed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.grades import Grade, Ranking, ranking
from kamxl.domain.settings import Rules

_AMOUNTS = st.one_of(
    st.integers(-50, 2000), st.just(0), st.decimals(-10, 500, places=2), st.sampled_from([Decimal("0.00"), Decimal(7)])
)
_NAMES = st.text("甲乙丙丁ab", min_size=1, max_size=3)
_SHARES = st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal("0.8"), Decimal("0.95"), Decimal(1)])


def walked(values: dict[str, Decimal | int], rules: Rules, most: int | None) -> Ranking:
    total = sum((value for value in values.values() if value > 0), Decimal(0))
    made = Decimal(0)
    grades, letters = [], {}
    counts, totals = dict.fromkeys("ABC", 0), dict.fromkeys("ABC", Decimal(0))
    for place, name in enumerate(sorted(values, key=lambda name: (-values[name], name)), start=1):
        value = values[name]
        before = made / total if total else Decimal(1)
        letter = "C" if value <= 0 or before >= rules.grade_b_share else "B" if before >= rules.grade_a_share else "A"
        letters[name] = letter
        counts[letter] += value > 0
        totals[letter] += value
        grades.append(Grade(name, place, Decimal(value), before, letter, value > 0 and place <= rules.vip_count))
        made += max(value, 0)
    return Ranking(tuple(grades[:most]), letters, counts, totals, total)


@given(
    st.dictionaries(_NAMES, _AMOUNTS, max_size=12),
    st.tuples(_SHARES, _SHARES),
    st.integers(0, 4),
    st.sampled_from([None, 0, 1, 3, 50]),
)
def test_the_grades_are_those_of_a_walk(
    values: dict[str, Decimal | int], shares: tuple[Decimal, Decimal], vips: int, most: int | None
) -> None:
    rules = replace(Rules(), grade_a_share=shares[0], grade_b_share=shares[1], vip_count=vips)
    found, wanted = ranking(values, rules, most), walked(values, rules, most)
    assert found == wanted
    assert list(found.letters) == list(wanted.letters)
    assert all(one.value.__class__ is Decimal and one.before.__class__ is Decimal for one in found.grades)
    assert all(one.__class__ is Decimal for one in (found.value, *found.totals.values()))
