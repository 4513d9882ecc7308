"""Typing slips in labels: a character doubled, left out, put in or exchanged with its neighbour, and common homophones.

Other one-character differences are not taken for slips: 成立日期 and 建立日期 are two labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SHORTEST = 4
# Characters that Chinese input methods offer for one another, or that look alike.
_ALIKE_TEXT = """
名各 档挡裆 账帐 系係糸 份分 期其旗 址扯止 编遍偏篇 客各 户护 称秤 额客颖 签鉴千 订定 坐座 做作 度渡 职只 质置 资姿咨 注住
册侧 传转 真针 邮油 访仿 联连 系细 式试 申甲 请情清 预予 算蒜 标目 目日 的地 状壮 态太 现观 报抱 销消
"""
_ALIKE: dict[str, str] = {}
for _group in _ALIKE_TEXT.split():
    for _char in _group:
        _ALIKE[_char] = _ALIKE.get(_char, "") + _group.replace(_char, "")


class Slips:
    """Finds the labels that a text may misspell. Worked out for a label when it first comes into question."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._known = frozenset(labels)
        self._near: dict[str, list[str]] = {}  # by first and by last character: a slip leaves one of them
        for label in self._known:
            if len(label) >= _SHORTEST and not label.isascii():
                self._near.setdefault(label[0], []).append(label)
                self._near.setdefault(f"…{label[-1]}", []).append(label)
        self._slips: dict[str, frozenset[str]] = {}

    def meant(self, text: str) -> tuple[str, ...]:
        """The labels that the text misspells; none for a label."""
        if len(text) < _SHORTEST - 1 or text in self._known:
            return ()
        near = {*self._near.get(text[0], ()), *self._near.get(f"…{text[-1]}", ())}
        return tuple(sorted(label for label in near if abs(len(label) - len(text)) <= 1 and text in self._of(label)))

    def _of(self, label: str) -> frozenset[str]:
        if label not in self._slips:
            self._slips[label] = frozenset(_slips(label))
        return self._slips[label]


def _slips(label: str) -> Iterator[str]:
    for place, char in enumerate(label):
        yield label[:place] + char + label[place:]
        if len(label) > _SHORTEST or place == 0 or place == len(label) - 1:
            yield label[:place] + label[place + 1 :]
        if place and label[place - 1] != char:
            yield label[: place - 1] + char + label[place - 1] + label[place + 1 :]
        for other in _ALIKE.get(char, ""):
            yield label[:place] + other + label[place + 1 :]
