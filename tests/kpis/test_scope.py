"""Whose figure is asked for.

1. A region, a specialist (name or login), a customer (name or file number) are found as people type them; blank and
   全部门 mean the department, and so do the manager and the director.
2. A name that fits several kinds means the first of region, specialist, customer; a word before it decides otherwise.
3. Anything else is an error that names what is known.
4. A record belongs where its customer's profile says, else where its own columns or its person say.
"""

from __future__ import annotations

import pytest

from kamxl.domain.scope import DEPARTMENT, Scope, ScopeKind
from kamxl.errors import InputError

from .department import facts, profiles, record, rows

EAST = Scope(ScopeKind.REGION, "华东")
ZHANG = Scope(ScopeKind.SPECIALIST, "张伟")
FIRST = Scope(ScopeKind.CUSTOMER, "甲机电")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", DEPARTMENT),
        (None, DEPARTMENT),
        ("  ", DEPARTMENT),
        ("全部门", DEPARTMENT),
        ("all", DEPARTMENT),
        ("林晓峰", DEPARTMENT),
        ("linxf", DEPARTMENT),
        ("陈国栋", DEPARTMENT),
        ("华东", EAST),
        (" 华东 区 ", EAST),
        ("华东大区", EAST),
        ("区域:华东", EAST),
        ("张伟", ZHANG),
        ("张 伟", ZHANG),
        ("ZhangWei", ZHANG),
        ("专员：张伟", ZHANG),
        ("甲机电", FIRST),
        ("kh-001", FIRST),
        ("ＫＨ－００１", FIRST),
        ("客户:KH-001", FIRST),
    ],
)
def test_scope_is_found(text, expected) -> None:
    assert facts(profiles()).scopes.parse(text) == expected


def test_a_word_before_the_name_decides_between_kinds() -> None:
    both = facts(profiles(), rows("profile", "| customer | region | specialist |\n| 华东 | 华南 | 李娜 |"))
    assert both.scopes.parse("华东") == EAST
    assert both.scopes.parse("客户:华东") == Scope(ScopeKind.CUSTOMER, "华东")


@pytest.mark.parametrize("text", ["火星", "客户:张伟", "专员:华东", 3.5, True, "华"])
def test_unknown_scope_names_the_known(text) -> None:
    with pytest.raises(InputError) as caught:
        facts(profiles()).scopes.parse(text)
    assert caught.value.code == "kpis.unknown_scope"
    assert caught.value.text.params["known"] == "华东、华南、张伟、李娜"


def test_a_person_without_customers_has_no_figures() -> None:
    with pytest.raises(InputError) as caught:
        facts(profiles()).scopes.parse("周敏")
    assert caught.value.code == "kpis.no_scope_of"


def test_the_kinds_have_names() -> None:
    assert [kind.zh for kind in ScopeKind] == ["部门", "区域", "专员", "客户"]
    assert (DEPARTMENT.zh, EAST.zh) == ("全部门", "华东")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"customer": "甲机电", "region": "华南", "specialist": "李娜"}, ("华东", "张伟", "甲机电")),
        ({"customer": "", "region": "西北", "specialist": "李娜"}, ("西北", "李娜", "")),
        ({"customer": "陌生", "region": "", "specialist": "李娜"}, ("华南", "李娜", "陌生")),
        ({"customer": "", "region": "", "specialist": "外人"}, ("", "外人", "")),
    ],
)
def test_a_record_has_one_place(raw, expected) -> None:
    place = facts(profiles()).place(record("service_cost", raw))
    assert (place.region, place.specialist, place.customer) == expected
