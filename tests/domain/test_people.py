"""People and working days.

1. A person is found by name or login; an unknown one is an error that lists who is known.
2. Delegation and employment are bounded by their dates, inclusive.
3. Working days skip weekends and holidays and count worked weekends.
"""

from __future__ import annotations

from datetime import date

import pytest

from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.workdays import WorkCalendar
from kamxl.errors import InputError

ZHANG = Person(
    "张伟", Role.SPECIALIST, "华东", "zhangwei", "李娜", date(2026, 7, 1), date(2026, 7, 5), left=date(2026, 9, 30)
)
LI = Person("李娜", Role.SPECIALIST, "华南", joined=date(2026, 2, 1))
STAFF = Staff([ZHANG, LI])


def test_found_by_name_or_login() -> None:
    assert [STAFF.find("张伟"), STAFF.find(" zhangwei ")] == [ZHANG, ZHANG]
    assert ("李娜" in STAFF, "王五" in STAFF, list(STAFF)) == (True, False, [ZHANG, LI])


def test_an_unknown_person_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(InputError) as caught:
        STAFF.find("王五")
    assert dict(caught.value.text.params) == {"name": "王五", "known": "张伟、李娜"}


def test_delegation_is_bounded() -> None:
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 5), date(2026, 7, 6)]
    assert [ZHANG.delegates_on(day) for day in days] == [False, True, True, False]
    assert LI.delegates_on(days[1]) is False
    assert Person("赵静", Role.SPECIALIST, delegate="李娜").delegates_on(days[1]) is False


def test_a_role_is_held_while_employed() -> None:
    assert STAFF.in_role(Role.SPECIALIST, date(2026, 1, 31)) == (ZHANG,)
    assert STAFF.in_role(Role.SPECIALIST, date(2026, 3, 1)) == (ZHANG, LI)
    assert STAFF.in_role(Role.SPECIALIST, date(2026, 10, 1)) == (LI,)


def test_roles_have_their_chinese_names() -> None:
    assert [Role.from_zh(role.zh) for role in Role] == list(Role)


def test_working_days() -> None:
    calendar = WorkCalendar(off=frozenset({date(2026, 10, 1), date(2026, 10, 2)}), on=frozenset({date(2026, 9, 27)}))
    assert calendar.after(date(2026, 9, 30), 3) == date(2026, 10, 7)
    assert calendar.after(date(2026, 9, 25), 1) == date(2026, 9, 27)
    assert calendar.after(date(2026, 9, 25), 0) == date(2026, 9, 25)
    assert list(calendar.between(date(2026, 9, 26), date(2026, 9, 29))) == [
        date(2026, 9, 27),
        date(2026, 9, 28),
        date(2026, 9, 29),
    ]
