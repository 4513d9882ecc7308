"""考核: every appraised person's score, level and warning, how each line was scored, and the charts that compare them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...domain.people import Role
from ...domain.scoring import Appraisal, Line, scope_of
from ..board import Claim, say_target
from ..cells import Area, Band, Cell, Column, Content
from ..charts import Series, bar_chart, radar_chart
from ..page import Kit, Page
from ..sheet import Sheet

_WIDTHS = (14, 18, 28, 14, 13, 13, 22, 14, 50)
_PEOPLE = (
    Column("姓名", "center"),
    Column("岗位", "center"),
    Column("考核人", "center"),
    Column("计分指标（项）", "count"),
    Column("得分", "score"),
    Column("等级", "center"),
    Column("警告线（分）", "center"),
    Column("警告", "center"),
    Column("说明"),
)
_LINES = (
    Column("姓名", "center"),
    Column("权重", "rate"),
    Column("指标"),
    Column("目标", "center"),
    Column("实际"),
    Column("得分", "score"),
    Column("加权得分", "score"),
    Column("评分规则", "center"),
    Column("说明"),
)
_COMPARED = 6
_LEVELS = {"优秀": "good", "良好": "good", "合格": "near", "不合格": "bad"}


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    found = kit.board.appraisals()
    page.title(
        f"季度考核（{kit.edition.period.zh}）",
        "得分=Σ（权重×指标得分）÷Σ权重；没有数值的指标不计，其权重由其余指标分担；定性（年度）指标只在第四季度计分。定性评分由考核人另行评定。",
    )
    area = page.table(_PEOPLE, [_person(one) for one in found])
    page.gap()
    if any(one.total is not None for one in found):
        slot = page.reserve(page.room(least=320, most=420))
        compared = _compare(page, kit, found)
        charts = [_scores(kit, area), *([_radar(kit, compared)] if compared else [])]
        page.place(slot, charts)
        page.gap()
    page.section("指标计分明细")
    page.table(_LINES, _lines(kit, found), repeat=True)


def _person(one: Appraisal) -> list[Content]:
    counted = sum(1 for line in one.lines if line.score is not None)
    return [
        one.person.name,
        one.person.role.zh,
        one.appraisers,
        counted,
        Cell(one.total, ("bold",)),
        Cell(one.level or None, (_LEVELS.get(one.level, "none"),)),
        one.threshold_zh.removesuffix("分"),
        Cell(one.warning or "无", ("bad_fill", "bold") if one.warning else ("none",)),
        "" if counted else "没有可计分的指标：请在“设置·指标”填写目标和权重，或由考核人评分",
    ]


def _lines(kit: Kit, found: Sequence[Appraisal]) -> Iterator[list[Content] | Band]:
    for one in found:
        for line in one.lines:
            yield _line(kit, one, line)
        yield Band(
            [
                one.person.name,
                sum((line.weight for line in one.lines), Decimal(0)),
                "合计",
                "",
                "",
                one.total,
                "",
                "",
                "",
            ]
        )


def _line(kit: Kit, one: Appraisal, line: Line) -> list[Content]:
    answer = line.answer
    said = line.note.what() if line.note else ""
    return [
        one.person.name,
        line.weight,
        line.name,
        say_target(answer.kpi, line.target) if answer else "5分制",
        Claim(answer.kpi, scope_of(one.person), kit.edition.period) if answer else line.score,
        line.score,
        line.score * line.weight if line.score is not None else None,
        (line.target.rule or "按指标方向") if line.target else "平均",
        said,
    ]


def _compare(page: Page, kit: Kit, found: Sequence[Appraisal]) -> Area | None:
    """Specialists side by side, KPI by KPI: what the radar shows. ``None`` where nobody can be compared."""
    people = [one for one in found if one.person.role is Role.SPECIALIST and one.total is not None][:_COMPARED]
    names = [line.name for line in people[0].lines if line.score is not None] if people else []
    if len(names) < 3:
        return None
    page.section("专员指标得分对比")
    columns = [Column("指标", "text", 2), *(Column(one.person.name, "score") for one in people)]
    rows: list[list[Content]] = []
    for name in names:
        scores = [next((line.score for line in one.lines if line.name == name), None) for one in people]
        rows.append([name, *scores])
    area = page.table(columns, rows)
    page.gap()
    return area


def _scores(kit: Kit, area: Area) -> object:
    series = [Series("得分", area.column(4), "0.0")]
    return bar_chart(kit, "季度考核得分", ("姓名", "得分"), area.column(0), series)


def _radar(kit: Kit, area: Area) -> object:
    names = area.column(0)
    series = [Series(area.titles[index], area.column(index), "0") for index in range(1, len(area.starts))]
    return radar_chart(kit, "专员指标得分雷达图", names, series)


SHEET = Sheet(number="05", zh="考核", draw=draw)
