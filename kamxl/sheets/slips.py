"""Typing slips in labels: a character doubled, left out, put in or exchanged with its neighbour, and common homophones.

Other one-character differences are not taken for slips: 成立日期 and 建立日期 are two labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_SHORTEST = 4
# Characters that Chinese input methods offer for one another, or that look alike.
_ALIKE_TEXT = """
名各 档挡裆 账帐 系係糸 份分 期其旗 址扯止 编遍偏篇 客各 户护 称秤 额客颖 签鉴千 订定 坐座 做作 度渡 职只 质置 资姿咨 注住
册侧 传转 真针 邮油 访仿 联连 系细 式试 申甲 请情清 预予 算蒜 标目 目日 的地 状壮 态太 现观 报抱 销消
"""
_ALIKE = _ALIKE_TEXT.split()


def slips_of(labels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """``{misspelt label: the labels that it may mean}``, without those that are labels themselves."""
    known = set(labels)
    found: dict[str, set[str]] = {}
    for label in known:
        if len(label) >= _SHORTEST and not label.isascii():
            for slip in _slips(label):
                if slip not in known:
                    found.setdefault(slip, set()).add(label)
    return {slip: tuple(sorted(meant)) for slip, meant in found.items()}


def _slips(label: str) -> Iterator[str]:
    for place, char in enumerate(label):
        yield label[:place] + char + label[place:]
        if len(label) > _SHORTEST or place == 0 or place == len(label) - 1:
            yield label[:place] + label[place + 1 :]
        if place and label[place - 1] != char:
            yield label[: place - 1] + char + label[place - 1] + label[place + 1 :]
        for alike in _ALIKE:
            if char in alike:
                yield from (label[:place] + other + label[place + 1 :] for other in alike if other != char)
