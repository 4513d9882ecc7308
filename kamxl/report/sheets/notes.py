"""说明: how each figure is defined, what the department has set, and the document control (编制/审核/批准)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...domain.settings import Rules, rule_fields
from ..board import say_target
from ..cells import Column, Content
from ..page import Kit, Page
from ..sheet import Sheet

_WIDTHS = (7, 32, 44, 12, 16, 16, 10, 36)
_DEFINITIONS = (
    Column("序号", "center"),
    Column("指标", "text"),
    Column("定义", "text"),
    Column("考核周期", "center"),
    Column("数据来源", "center"),
    Column("目标", "center"),
    Column("权重", "rate"),
    Column("表格函数", "text"),
)
_RULES = (Column("序号", "center"), Column("规则", "text"), Column("取值", "text"), Column("说明", "text", 5))
_CONTROL = (
    Column("项目", "center", 2),
    Column("编制", "center"),
    Column("审核", "center", 3),
    Column("批准", "center", 2),
)


def draw(kit: Kit) -> None:
    page = Page(kit, SHEET.zh, _WIDTHS)
    edition = kit.edition
    page.title(
        f"说明（{edition.period.zh}）",
        f"文件日期：{edition.dated:%Y-%m-%d}。本报告由各工作簿的表单直接计算，未经人工改数。",
    )
    page.section("指标定义")
    page.table(_DEFINITIONS, _definitions(kit))
    page.line(
        "分母为零或期内无数据时没有数值，显示为“—”，不按 0 计。比率的记录按客户档案上的区域和负责专员归属。"
        "定性指标（年）在季度报告中为年初至本季末的累计。",
        "note",
    )
    page.gap()
    page.section("本部门的规则（设置·规则）")
    page.table(_RULES, _rules(edition.settings.rules))
    page.gap()
    page.section("文件控制", keep=140)
    page.table(_CONTROL, [["签名", "", "", ""], ["日期", "", "", ""]], tall=30)


def _definitions(kit: Kit) -> Iterator[list[Content]]:
    for number, kpi in enumerate(kit.board.kpis, 1):
        target = kit.board.target(kpi)
        yield [
            number,
            kpi.zh,
            kpi.definition,
            "/".join(kind.zh for kind in kpi.periods),
            kpi.source_zh,
            say_target(kpi, target),
            target.weight if target and target.weight else None,
            f'={kpi.udf}("{kit.edition.period.label}")',
        ]


def _rules(rules: Rules) -> Iterator[list[Content]]:
    for number, (name, field) in enumerate(rule_fields().items(), 1):
        value = getattr(rules, name)
        yield [number, field.title, _setting(field.title, value), "默认值" if value == field.default else "本部门设定"]


def _setting(title: str, value: Decimal | int | bool | None) -> str:
    """A setting in words; shares are percentages."""
    if value is None:
        return "未设置"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value * 100:.0f}%" if title.endswith(("占比", "比例")) else f"{value:,}"


SHEET = Sheet(number="10", zh="说明", draw=draw)
