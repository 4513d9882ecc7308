"""The board of a department too large to hold gives what the whole board gives.

1. Every figure that any sheet claims, every target's light, the movements, grades, scores and signs are the same,
   however the customers are dealt into groups.
2. The workbook is the same, but for the order of evidence.
3. A plan to sign on somebody without a profile, or nobody named, is the applicant's sign in both.
4. Lists that are cut short say how many there are, and are cut at the same row as those of the whole board.
5. The heads of groups add up to the same, however many of them were added up before.
"""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kamxl.domain.form import forms
from kamxl.domain.kpi import DEPARTMENT, Scope, ScopeKind
from kamxl.domain.records import Record, Tables
from kamxl.report.board import Board
from kamxl.report.build import build
from kamxl.report.bundle import Bundle, Row, Sums, bundle
from kamxl.report.edition import Edition
from kamxl.report.large import Grouped, LargeBoard
from kamxl.report.most import Most
from kamxl.report.part import Asked, Head, Tail, summarise
from kamxl.report.risk import Sign
from kamxl.report.travel import number

from ..kpis import department as small
from .made import edition

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def _customer(record: Record) -> str:
    return record.text(forms()[record.form].customer)


def split(whole: Edition, count: int) -> tuple[Edition, list[Tables]]:
    """The edition with the records without a customer, and the others in so many groups."""
    groups = [Tables() for _ in range(count)]
    common = Tables()
    for record in whole.tables:
        name = _customer(record)
        (groups[crc32(name.encode()) % count] if name else common).add(record)
    return replace(whole, tables=common), groups


class Packed:
    """As it comes from a worker or from the cache."""

    def __init__(self, whole: Edition, tables: Tables) -> None:
        made = summarise(tables, whole.settings, Asked(whole.period, whole.dated))
        self._head, self._tail = (one.dump() for one in made)
        self._tables = tables

    def head(self) -> Head:
        return Head.load(self._head)

    def tail(self) -> Tail:
        return Tail.load(self._tail)

    def tables(self) -> Tables:
        return self._tables


def bundled(groups: list[Packed], size: int) -> Grouped:
    """With the heads of so many groups added up, as they come from the cache."""
    starts = range(0, len(groups), size)
    made = (bundle([group.head() for group in groups[start : start + size]]) for start in starts)
    return Grouped(groups, (Bundle.load(one.dump()) for one in made))


@pytest.fixture(params=[(1, 1), (3, 2), (32, 1), (32, 5), (32, 32)], ids=str)
def large(request: pytest.FixtureRequest) -> LargeBoard:
    count, size = request.param
    common, groups = split(edition(), count)
    return LargeBoard(common, bundled([Packed(common, tables) for tables in groups], size))


def test_figures_are_the_same(large: LargeBoard) -> None:  # 1
    built = build(edition())
    for _, _, claim in built.claims:
        wanted = built.board.answer(claim.kpi, claim.scope, claim.period)
        found = large.answer(claim.kpi, claim.scope, claim.period)
        assert (found.value, found.figure.numerator, found.shown, found.span) == (
            wanted.value,
            wanted.figure.numerator,
            wanted.shown,
            wanted.span,
        )
        assert (found.reason and found.reason.what()) == (wanted.reason and wanted.reason.what())


def test_the_rest_is_the_same(large: LargeBoard) -> None:  # 1
    whole = Board(edition())
    scopes = [DEPARTMENT, *(Scope(ScopeKind.REGION, region) for region in whole.regions())]
    assert [large.movement(scope) for scope in scopes] == [whole.movement(scope) for scope in scopes]
    assert (large.regions(), large.specialists()) == (whole.regions(), whole.specialists())
    assert large.ranking() == whole.ranking()
    assert list(map(_shown, large.signs())) == list(map(_shown, whole.signs()))
    assert large.tally() == whole.tally()
    assert large.missing_reports() == whole.missing_reports()
    assert [(one.person, one.total, one.level) for one in large.appraisals()] == [
        (one.person, one.total, one.level) for one in whole.appraisals()
    ]
    for kpi in whole.kpis:
        wanted = {
            (e.record.source.book, e.record.source.sheet, e.fields, e.part, e.amount)
            for e in whole.figure(kpi).evidence
        }
        found = {
            (e.record.source.book, e.record.source.sheet, e.fields, e.part, e.amount)
            for e in large.figure(kpi).evidence
        }
        assert found == wanted


def _shown(sign: Sign) -> tuple[object, ...]:
    """The sign as the report shows it: of its record the form and the cell."""
    source = sign.record.source if sign.record else None
    place = (sign.record.form, source.book, source.sheet, source.cell(sign.field)) if sign.record and source else ()
    return (sign.order, sign.seen, sign.advice, place)


def test_what_the_parts_were_not_asked_for_is_counted(large: LargeBoard) -> None:  # 1
    whole = Board(edition())
    other = whole.edition.period.shifted(-3)
    scopes = [DEPARTMENT, *(Scope(ScopeKind.REGION, name) for name in whole.regions())]
    scopes += [Scope(ScopeKind.CUSTOMER, one.name) for one in list(whole.customers)[:3]]
    for kpi in whole.kpis:
        for scope in scopes:
            for period in (other, other.fiscal_year, whole.edition.period):
                wanted, found = whole.answer(kpi, scope, period), large.answer(kpi, scope, period)
                assert (found.value, found.figure.numerator, found.shown) == (
                    wanted.value,
                    wanted.figure.numerator,
                    wanted.shown,
                )


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_heads_are_added_up_alike_however_they_are_bundled(size: int) -> None:  # 5
    common, tables = split(edition(), 40)
    groups = [Packed(common, one) for one in tables]
    made, wanted = (build(common, grouped=grouped).content for grouped in (bundled(groups, size), Grouped.of(groups)))
    assert made == wanted


_NUMBERS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.decimals(-(10**9), 10**9, places=3).map(number))


@given(st.lists(st.lists(_NUMBERS, min_size=6, max_size=6), max_size=6), st.integers(0, 6))
def test_sums_lose_nothing(rows: list[Row], cut: int) -> None:  # 5
    whole, first, both = Sums(3), Sums(3), Sums(3)
    rows = [[0 if one is None and not at % 2 else one for at, one in enumerate(row)] for row in rows]
    for row in rows:
        whole.add(row)
    for row in rows[:cut]:
        first.add(row)
    for row in (first.row(), *rows[cut:]):
        both.add(json.loads(json.dumps(row)))
    assert list(map(repr, both.row())) == list(map(repr, whole.row()))


def _texts(content: bytes) -> dict[str, list[object]]:
    return {
        sheet.title: sorted(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
        for sheet in load_workbook(BytesIO(content)).worksheets
    }


def test_the_workbook_is_the_same() -> None:  # 2
    common, groups = split(edition(), 5)
    made = build(common, grouped=Grouped.of([Packed(common, tables) for tables in groups]))
    assert _texts(made.content) == _texts(build(edition()).content)


@pytest.mark.parametrize("customer", ["没有档案的客户", ""])
def test_a_late_plan_belongs_to_its_applicant(customer: str) -> None:  # 3
    whole = edition()
    plan = {
        "no": "K9",
        "customer": customer,
        "applied_on": "2026-01-01",
        "applicant": "张伟",
        "sign_expected": "2026-07-01",
    }
    whole.tables.add(small.record("development", plan, book="新.xlsx"))
    common, groups = split(whole, 3)
    large, plain = LargeBoard(common, Grouped.of([Packed(common, tables) for tables in groups])), Board(whole)
    assert list(map(_shown, large.signs())) == list(map(_shown, plain.signs()))
    assert large.tally() == plain.tally()
    assert [sign.specialist for sign in large.signs() if sign.customer == customer] == ["张伟"]


def test_long_lists_are_cut_short() -> None:  # 4
    most = Most(customers=3, signs=4, evidence=2, findings=1, books=1)
    whole = replace(edition(), most=most)
    common, groups = split(whole, 5)
    made = build(common, grouped=Grouped.of([Packed(common, tables) for tables in groups]))
    books = [load_workbook(BytesIO(content)) for content in (made.content, build(whole).content)]
    for name, said in (
        ("客户", "价值最高的 3 个"),
        ("风险", "最紧急的 4 条"),
        ("数据质量", "前 1 条"),
        ("数据质量", "至多 1 行"),
    ):
        found = [[str(cell.value) for row in book[name].iter_rows() for cell in row if cell.value] for book in books]
        assert found[0] == found[1]
        assert sum(said in text for text in found[0]) == 1
    assert books[0]["明细"].max_row == books[1]["明细"].max_row
