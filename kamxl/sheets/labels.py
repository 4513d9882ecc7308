"""Labels as people write them, and the fields that they name.

``客 户 名 称：``, ``*客户名称``, ``客户名称（全称）``, ``客户名称\\nCustomer`` and ``客戶名稱`` are one label. A unit in
brackets (``注册资金（万元）``) is kept: it says what a bare number in the value cell means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import lazy
from ..dataclass import dataclass
from ..domain.form import Field, Form
from ..domain.spelling import fold
from ..domain.values import Raw
from .foreign import BOXES, ODD, SPECIAL, foreign_to, may_be_aside, titled
from .slips import Slips
from .traditional import simplified

if TYPE_CHECKING:
    from .choose import Choice

LONGEST = 60
_MOST = 50_000
_UNITS = r"元|千元|万元|百万元|亿元|人民币|天|工作日|人|次|张|分|%|个|小时"
_BRACKET = lazy.pattern(r"[(\[【〔<《「{]([^()\[\]【】〔〕<>《》「」{}]*)[)\]】〕>》」}]")
_UNIT = lazy.pattern(rf"(?:单位[:]?)?(?:人民币)?({_UNITS})")
_SLASH_UNIT = lazy.pattern(rf"[/,、|]\s*({_UNITS})$")
_MARK = "[*★☆●◆■]?"
_NUMBERING = lazy.pattern(
    rf"^{_MARK}(?:[一二三四五六七八九十]{{1,3}}[、.]|\d{{1,2}}[、.)](?=\D)|\d{{1,2}}(?={_MARK}[\u4e00-\u9fff]))"
)
_NOISE = lazy.pattern(r"[\s*#№★☆●◆■▲△▪·•_.\-—~、,;:!?/|\"'“”‘’()\[\]]+")
_LATIN = lazy.pattern(r"[A-Za-z][A-Za-z .'\-/&]*")


class Likeness(IntEnum):
    """How a label on the sheet matched a field: the smaller, the surer."""

    zh: str

    NAME = 0, "名称一致"
    ALIAS = 1, "常用叫法"
    SETTING = 2, "本部门的叫法"
    ENGLISH = 3, "英文名称"
    SLIP = 4, "疑似错别字"

    def __new__(cls, value: int, zh: str) -> Likeness:
        member = int.__new__(cls, value)
        member._value_, member.zh = value, zh
        return member


@dataclass(frozen=True, slots=True)
class Entry:
    """One field that a label may name. ``grouped`` labels (姓名) name it only within the field's group (主要联系人)."""

    form: str
    field: Field
    likeness: Likeness
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a cell's text says as a label.

    ``entries`` are the fields that it may name, ``groups`` the (form, group) blocks that it may head; ``unit`` comes
    from its brackets; ``rest`` is the text behind its colon, the value inside the label's own cell.
    """

    key: str
    entries: tuple[Entry, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    rest: str = ""
    colon: bool = False


@lru_cache(maxsize=1 << 13)  # the forms' own words and a workbook's headers come again and again
def label_key(text: str) -> str:
    """A label without everything that varies: spaces, marks, brackets, numbering, width, case, traditional forms."""
    bare = _BRACKET.sub("", fold(text))
    bare = _NUMBERING.sub("", bare.replace(" ", ""))
    return simplified(_NOISE.sub("", bare)).casefold()


def split(text: str) -> tuple[str, str, bool, str]:
    """Label text as (head, rest behind the colon, whether there is a colon, unit)."""
    folded = fold(text)
    unit = ""
    for inside in _BRACKET.findall(folded):
        if found := _UNIT.fullmatch(inside.replace(" ", "")):
            unit = found[1]
    bare = _BRACKET.sub("", folded)
    head, colon, rest = bare.partition(":")
    if colon:
        rest = _rest(folded)
    if found := _SLASH_UNIT.search(head):
        unit, head = found[1], head[: found.start()]
    return head, rest, bool(colon), unit


def _rest(folded: str) -> str:
    """What stands behind the first colon that is not inside brackets, brackets kept."""
    depth = 0
    for place, char in enumerate(folded):
        depth += (char in "([【〔") - (char in ")]】〕")
        if char == ":" and depth <= 0:
            return folded[place + 1 :].strip()
    return ""


# Labels that forms carry besides their fields (document control, serial numbers): never a value, never a field.
_CONTROL = """
序号 编制 编制人 编制日期 审核 审核人 审核日期 批准 批准人 修改标记 修改处数 修改日期 版本 版次 页码 页次 文件编号 表单编号
填表人 填表日期 填报人 填报部门 制表人 制表日期 制表
签字 签名 盖章 部门 部门意见 领导意见 经理意见 总监意见 财务意见 主管意见 审批意见
填表说明 说明 备注 合计 小计 总计 保管期限 密级 归档
"""
CONTROL = frozenset(label_key(text) for text in _CONTROL.split())


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of a sheet that may be more than values: ``labels``, each with what it says; ``asides``, which may be totals
    or notes; ``telling`` is both. ``filled_in`` are the labels with a value behind their colon; ``doubtful`` are the texts that
    may be blank, or boxes that nobody ticked, and ``None``."""

    labels: Mapping[str, Match]
    asides: Set[Raw]
    telling: Set[Raw]
    filled_in: Set[Raw]
    doubtful: Set[Raw]


class Vocabulary:
    """Every label of a set of forms. ``aliases`` are the department's own, by (form id, field id)."""

    def __init__(self, forms: Iterable[Form], aliases: Mapping[tuple[str, str], Sequence[str]] | None = None) -> None:
        self.forms = {form.id: form for form in forms}
        self._entries: dict[str, list[Entry]] = {}
        self._groups: dict[str, list[tuple[str, str]]] = {}
        self._titles: dict[str, str] = {}
        for form in self.forms.values():
            self._add_form(form, aliases or {})
        self._long_titles = tuple(title for title in self._titles if len(title) > 2)
        self._initials = frozenset(title[0] for title in self._long_titles)
        self._odd = re.compile(ODD).search
        self._titled_text = re.compile(titled(self._long_titles)).search
        self._slips = Slips(self._entries)
        self._known: dict[str, Match | None] = {}
        self._headlines: dict[str, bool] = {}
        self._titled: dict[str, tuple[str, ...]] = {}
        self._misspelt: dict[str, Match | None] = {}
        self.ranked: dict[tuple[tuple[str, ...], tuple[str, ...], int], Sequence[Choice]] = {}
        foreign = foreign_to((*self._entries, *self._groups, *CONTROL))
        self._told: tuple[Collection[str], Told] | None = None
        self._look = re.compile(rf"\0((?:(?!{foreign})|{SPECIAL})[^\0]*)").findall

    def tell(self, texts: Collection[str]) -> Told:
        """What there is among the texts besides values. Almost every value is told by its characters, all in one look."""
        together = "\0".join(("", *texts))
        told = self._look(together) if together.count("\0") == len(texts) else texts
        found = ((text, self.match(text)) for text in told)
        labels = {text: match for text, match in found if match is not None}
        asides = frozenset(filter(may_be_aside, told))
        filled_in = frozenset(text for text, match in labels.items() if match.rest)
        doubtful = frozenset((None, *(text for text in told if text[:1].isspace() or text[:1] in BOXES)))
        return Told(labels, asides, asides.union(labels), filled_in, doubtful)

    def tell_shared(self, texts: Collection[str]) -> Told:
        """The same of texts that the sheets of a workbook share: remembered for the next sheet."""
        if self._told is None or self._told[0] is not texts:
            self._told = (texts, self.tell(texts))
        return self._told[1]

    def titles(self, texts: Collection[str]) -> Set[str]:
        """Those of the texts that are headlines. Most values are told by their characters."""
        together = "\0".join(texts)
        if self._odd(together) is None and self._titled_text(together) is None:
            return frozenset()
        return {t for t in texts if (self._odd(t) or self._titled_text(t)) and self.is_title(t)}

    def match(self, text: str) -> Match | None:
        """What the text says as a label, ``None`` if it is none. Remembered: labels repeat on every sheet."""
        if len(text) > LONGEST:
            return None
        try:
            return self._known[text]
        except KeyError:
            found = self._match(text)
            if len(self._known) > _MOST:  # a list's contents pass here too
                self._known.clear()
            self._known[text] = found
            return found

    def title(self, text: str) -> tuple[str, ...]:
        """The forms whose title stands in the text (a headline or a sheet's name), the longest title first.

        Remembered: colleagues call their sheets alike.
        """
        if len(text) > LONGEST:
            return ()
        known = self._titled.get(text)
        if known is None:
            key = label_key(text)
            found = [(title, form) for title, form in self._titles.items() if title in key]
            longest = max((len(title) for title, _ in found), default=0)
            known = tuple(dict.fromkeys(form for title, form in found if len(title) == longest))
            if len(self._titled) > _MOST:
                self._titled.clear()
            self._titled[text] = known
        return known

    def is_title(self, text: str) -> bool:
        """Whether the text is a headline: a form's title with little else around it. Remembered, like labels."""
        found = self._headlines.get(text)
        if found is None:
            key = label_key(text)
            found = not self._initials.isdisjoint(key) and any(
                title in key and len(key) <= len(title) + 14 for title in self._long_titles
            )
            if len(self._headlines) > _MOST:
                self._headlines.clear()
            self._headlines[text] = found
        return found

    def slip(self, text: str) -> Match | None:
        """The label that the text misspells, if exactly one field per form comes that close. Remembered, like labels."""
        if len(text) > LONGEST:
            return None
        if text not in self._misspelt:
            if len(self._misspelt) > _MOST:
                self._misspelt.clear()
            self._misspelt[text] = self._slip(text)
        return self._misspelt[text]

    def _slip(self, text: str) -> Match | None:
        head, rest, colon, unit = split(text)
        names = self._slips.meant(label_key(head))
        entries = tuple(
            replace(entry, likeness=Likeness.SLIP)
            for name in names
            for entry in self._entries[name]
            if not entry.grouped
        )
        return Match(label_key(head), entries, (), unit, rest, colon) if entries else None

    def _match(self, text: str) -> Match | None:
        head, rest, colon, unit = split(text)
        for key in self._keys(head, text):
            entries, groups = self._entries.get(key), self._groups.get(key)
            if entries or groups:
                return Match(key, tuple(entries or ()), tuple(groups or ()), unit, rest, colon)
        key = label_key(head)
        if key in CONTROL:
            return Match(key, (), (), unit, rest, colon)
        return None

    def _keys(self, head: str, text: str) -> Iterable[str]:
        """The readings of a label, the plainest first: whole, with its brackets, its Chinese part, its first line."""
        yield label_key(head)
        yield simplified(_NOISE.sub("", fold(head))).casefold()
        chinese = _LATIN.sub("", head)
        if chinese != head and len(label_key(chinese)) >= 2:
            yield label_key(chinese)
        if "\n" in text:
            yield label_key(text.split("\n")[0].rstrip(":："))

    def _add_form(self, form: Form, aliases: Mapping[tuple[str, str], Sequence[str]]) -> None:
        for title in {form.zh, *form.titles}:
            for key in {label_key(title), label_key(title).removesuffix("表")}:
                if len(key) >= 2:
                    self._titles.setdefault(key, form.id)
        groups = dict(form.groups)
        for group in dict.fromkeys(field.group for field in form.fields if field.group):
            for name in (group, *groups.get(group, ())):
                self._groups.setdefault(label_key(name), []).append((form.id, group))
        for field in form.all_fields:
            heads = (field.group, *groups.get(field.group, ())) if field.group else ("",)
            own = aliases.get((form.id, field.id), ())
            wordings = [(field.zh, Likeness.NAME), *((alias, Likeness.ALIAS) for alias in field.aliases)]
            wordings += [(alias, Likeness.SETTING) for alias in own]
            for wording, likeness in wordings:
                if field.group:
                    self._add(label_key(wording), Entry(form.id, field, likeness, grouped=True))
                for head in heads:
                    self._add(label_key(head + wording), Entry(form.id, field, likeness))
            for heading in heads if field.heads_group else ():
                self._add(label_key(heading), Entry(form.id, field, Likeness.ALIAS))
            self._add(label_key(field.en), Entry(form.id, field, Likeness.ENGLISH))

    def _add(self, key: str, entry: Entry) -> None:
        """The surer of two readings of one label within one form stays; grouped labels keep one entry a group."""
        known = self._entries.setdefault(key, [])
        for place, other in enumerate(known):
            if other.form == entry.form and (other.field.id == entry.field.id or not (other.grouped or entry.grouped)):
                if entry.likeness < other.likeness:
                    known[place] = entry
                return
        known.append(entry)
