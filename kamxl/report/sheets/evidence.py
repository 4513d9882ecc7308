"""明细: the records behind each of the department's figures, each with a link to its file and cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.form import forms
from ...domain.kpi import DEPARTMENT, Evidence, Kpi
from ...domain.values import Value, show
from ..board import Claim, say_value
from ..cells import Band, Cell, Column, Content
from ..links import cell_link
from ..page import Kit, Page
from ..sheet import Sheet

_WIDTHS = (7, 26, 9, 28, 15, 52, 34, 22, 10)
_COLUMNS = (
    Column("序号", "count"),
    Column("指标", "text"),
    Column("用于", "center"),
    Column("客户", "text"),
    Column("计入数值", "amount"),
    Column("依据（字段：内容）", "text"),
    Column("工作簿", "text"),
    Column("工作表", "text"),
    Column("单元格", "link"),
)


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    page.title(
        f"指标明细（{kit.edition.period.zh}，全部门）",
        "每个数字由下列记录得出；点“单元格”打开原工作簿的该单元格。链接按本报告与各工作簿现在的相对位置建立，移动报告后请重新生成。",
    )
    page.table(_COLUMNS, _rows(kit), repeat=True, filters=True, freeze=True)


def _rows(kit: Kit) -> Iterator[list[Content] | Band]:
    number, most = 0, kit.edition.most.evidence
    for kpi in kit.board.kpis:
        figure = kit.board.figure(kpi)
        yield _summary(kit, kpi)
        for evidence in figure.evidence[:most]:
            number += 1
            yield _row(kit, kpi, evidence, number)
        if (rest := kit.board.records_behind(kpi) - most) > 0:
            yield Band(
                [
                    "",
                    kpi.zh,
                    "",
                    "",
                    "",
                    f"另有 {rest} 条记录未列出（每个指标最多列 {most} 条）",
                    "",
                    "",
                    "",
                ],
                ("none",),
            )


def _summary(kit: Kit, kpi: Kpi) -> Band:
    """One row that works the figure out: numerator ÷ denominator = value."""
    figure = kit.board.figure(kpi, DEPARTMENT)
    value = say_value(kpi, kit.board.value(kpi))
    if figure.denominator is None:
        worked = f"合计 {_plain(figure.numerator)}，记录 {kit.board.records_behind(kpi)} 条"
    else:
        worked = f"{_plain(figure.numerator)} ÷ {_plain(figure.denominator)} = {value}，记录 {kit.board.records_behind(kpi)} 条"
    return Band(["", kpi.zh, "", "", Claim(kpi, DEPARTMENT, kit.edition.period), worked, "", "", ""])


def _plain(number: Decimal) -> str:
    text = f"{number:,.4f}"
    return text.rstrip("0").rstrip(".")


def _cell(evidence: Evidence) -> str:
    """The cell that says most: the last field that is filled in."""
    source, filled = evidence.record.source, evidence.record.values
    told = [field for field in reversed(evidence.fields) if field in filled] or list(source.cells)
    return next((cell for field in told if (cell := source.cell(field))), "")


def _show(value: Value) -> str:
    """A field's content; amounts with thousands separators."""
    return _plain(value) if isinstance(value, Decimal) else show(value)


def _row(kit: Kit, kpi: Kpi, evidence: Evidence, number: int) -> list[Content]:
    record = evidence.record
    form = forms()[record.form]
    last = _cell(evidence)
    said = [
        f"{form.field(field).zh}：{_show(record.values[field])}"
        for field in evidence.fields
        if field in record.values and field != form.customer
    ]
    return [
        number,
        kpi.zh,
        evidence.part.zh,
        (record.text(form.customer) if form.customer else "") or None,
        evidence.amount,
        "；".join(said) or form.zh,
        record.source.book,
        record.source.sheet,
        Cell(last, link=cell_link(kit.edition.folder, record.source.book, record.source.sheet, last)) if last else None,
    ]


SHEET = Sheet(number="08", zh="明细", draw=draw)
