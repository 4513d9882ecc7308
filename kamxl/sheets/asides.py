"""Rows of a list that are no records: subtotals, and the notes and signatures that end it. Their first text tells."""

from __future__ import annotations

from .. import lazy
from ..domain.spelling import squeeze
from .labels import label_key

_TOTAL = lazy.pattern(
    r"(本?[页月季年周]?度?|[一二三四]季度?|\d+月份?|各?区域?|全部?)?(合计|小计|总计|共计|累计|汇总|平均值?|合计数)[:]?"
)
_NOTE = lazy.pattern(
    r"(注|备注|说明|填表说明|填写说明|注意事项?)[:1-9一].*"
    r"|(制表人?|编制人?|审核人?|批准人?|填表人|负责人签字?|经理签字?)[:].*"
)
_NOTES = frozenset({"填表说明", "编制", "审核"})


def is_total(text: str) -> bool:
    """Whether a row that begins with this text sums up others."""
    return _TOTAL.fullmatch(squeeze(text)) is not None


def is_note(text: str) -> bool:
    """Whether a row that begins with this text speaks about the list."""
    return _NOTE.fullmatch(squeeze(text)) is not None or label_key(text) in _NOTES
