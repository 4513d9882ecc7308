"""考核评分表: a workbook with one sheet for each appraised person, to be discussed, completed by hand and signed. A4 upright.

What is computed stands there (score, level, warning, how each line was scored); what only people can say has room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from ..domain.form import forms
from ..domain.records import Record
from ..domain.scoring import Appraisal, Line, appraise, scope_of
from .board import Board, Claim, say_target
from .build import properties, workbook_options
from .cells import Band, Cell, Column, Content
from .edition import Edition
from .look import FONT, Look
from .page import Kit, Page

_FORM = forms()["appraisal"]
_WIDTHS = (23, 9, 12, 11, 9, 10, 11, 38)
_LAST = len(_WIDTHS) - 1
_LINES = (
    Column("指标"),
    Column("权重", "rate"),
    Column("目标", "center"),
    Column("实际"),
    Column("得分", "score"),
    Column("加权得分", "score"),
    Column("评分规则", "center"),
    Column("说明"),
)
_LABEL, _VALUE = ("cell", "band", "bold", "center"), ("cell", "left")
_ROOM = ("定性评分（0–100）", "主要成绩", "不足与改进措施", "下季度目标")
_SIGNING = ("被考核人签字", "考核人签字", "人力资源部签字", "日期")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_LONGEST_NAME = 31


def build_appraisals(edition: Edition, people: Sequence[str] = ()) -> bytes:
    """The workbook's bytes: everybody who is appraised in the edition's quarter, or only ``people``, by name.

    The same edition gives the same bytes. A quarter without anybody gives one sheet that says so.
    """
    buffer = BytesIO()
    workbook = Workbook(buffer, workbook_options())
    properties(workbook, edition, f"{_FORM.zh} {edition.period.zh}")
    kit = Kit(workbook, edition, Board(edition), Look(workbook))
    found = [one for one in kit.board.appraisals() if not people or one.person.name in people]
    taken: set[str] = set()
    for one in found:
        _draw(kit, one, _tab(one.person.name, taken))
    if not found:
        Page(kit, _FORM.zh, _WIDTHS, landscape=False).title(
            f"{_FORM.zh}（{edition.period.zh}）", "没有需要考核的人员。"
        )
    workbook.close()
    return buffer.getvalue()


def _tab(name: str, taken: set[str]) -> str:
    """The person's name as a sheet may be called, once each."""
    plain = name.translate(_NOT_IN_NAMES)[: _LONGEST_NAME - 3] or "_"
    free = next(tab for number in range(1, 1000) if (tab := plain if number == 1 else f"{plain}{number}") not in taken)
    taken.add(free)
    return free


def _draw(kit: Kit, one: Appraisal, tab: str) -> None:
    edition = kit.edition
    page = Page(kit, tab, _WIDTHS, landscape=False)
    font = f'&"{FONT},常规"&9 '
    page.sheet.set_header(f"&L{font}{_FORM.doc_no}&R{font}{edition.period.zh}")
    page.sheet.fit_to_pages(1, 1)  # whatever the weights make of it, the signatures stand on the same page
    page.title(f"{_FORM.zh}（{edition.period.zh}）", f"{edition.department}　{_FORM.doc_no}")
    own = _written(kit, one)
    _grid(page, ("被考核人", one.person.name), ("岗位", one.person.role.zh), ("区域", one.person.region or "全部门"))
    appraiser = own.text("appraiser") if own is not None else ""
    _grid(page, ("考核季度", edition.period.zh), ("考核人", appraiser or one.appraisers), ("警告线", one.threshold_zh))
    page.gap()
    _result(kit, page, one)
    page.gap()
    page.section("指标计分")
    page.table(_LINES, _lines(kit, one))
    page.line(
        "得分=Σ（权重×指标得分）÷Σ权重；没有数值的指标不计，其权重由其余指标分担；定性（年度）指标只在第四季度计分。",
        "note",
    )
    page.gap()
    page.section("考核人评定")
    for label in _ROOM:
        given = own.amount("quality_score") if own is not None and label == _ROOM[0] else None
        shown = "" if given is None else f"{given.normalize():f}"
        page.spread([(0, 0, label, _LABEL), (1, _LAST, shown, _VALUE)], 26 if label == _ROOM[0] else 46)
    page.gap()
    page.spread([(0, 0, _SIGNING[0], _LABEL), (1, 3, "", _VALUE), (4, 5, _SIGNING[1], _LABEL), (6, 7, "", _VALUE)], 34)
    page.spread([(0, 0, _SIGNING[2], _LABEL), (1, 3, "", _VALUE), (4, 5, _SIGNING[3], _LABEL), (6, 7, "", _VALUE)], 34)


def _grid(page: Page, *pairs: tuple[str, str]) -> None:
    """One row of three labels, each with its value."""
    blocks = []
    for (label, value), (at, first, last) in zip(pairs, ((0, 1, 2), (3, 4, 5), (6, 7, 7)), strict=True):
        blocks += [(at, at, label, _LABEL), (first, last, value, (*_VALUE, "text"))]
    page.spread(blocks, 36 if any(len(value) > 9 for _, value in pairs[:2]) else 24)


def _result(kit: Kit, page: Page, one: Appraisal) -> None:
    """Score, level and warning, large; and what the score was the quarter before."""
    before = appraise(one.person, kit.edition.period.shifted(-1), kit.board.facts, kit.board.answer)
    total, last = (None if each is None or each.total is None else each.total for each in (one, before))
    change = "—" if total is None or last is None else f"{total - last:+.1f}"
    tiles = [
        (0, 1, "指标得分", "—" if total is None else f"{total:.1f}", ()),
        (2, 3, "等级", one.level or "—", ()),
        (4, 6, "警告", one.warning or "无", ("bad_fill",) if one.warning else ()),
        (7, 7, "上季度得分（增减）", "—" if last is None else f"{last:.1f}（{change}）", ()),
    ]
    page.spread([(first, end, name, ("tile_name",)) for first, end, name, _, _ in tiles], 20)
    page.spread([(first, end, value, ("tile_value", *traits)) for first, end, _, value, traits in tiles], 34)


def _lines(kit: Kit, one: Appraisal) -> Iterator[list[Content] | Band]:
    for line in one.lines:
        yield _line(kit, one, line)
    counted = [line for line in one.lines if line.score is not None]
    weights = sum((line.weight for line in counted), Decimal(0))
    note = f"计分指标 {len(counted)} 项" if counted else "没有可计分的指标"
    yield Band(["合计", weights, "", "", one.total, "", "", note])


def _line(kit: Kit, one: Appraisal, line: Line) -> list[Content]:
    answer = line.answer
    return [
        line.name,
        line.weight,
        say_target(answer.kpi, line.target) if answer else "5分制",
        Claim(answer.kpi, scope_of(one.person), one.quarter) if answer else Cell(line.score, ("score",)),
        line.score,
        line.score * line.weight if line.score is not None else None,
        (line.target.rule or "按指标方向") if line.target else "平均",
        line.note.what() if line.note else "",
    ]


def _written(kit: Kit, one: Appraisal) -> Record | None:
    """The row that the appraiser has kept of this person and quarter in a 考核评分表 of their own."""
    for record in kit.board.facts.rows(_FORM.id):
        if record.text("person") == one.person.name and kit.board.facts.period(record, "quarter") == one.quarter:
            return record
    return None
