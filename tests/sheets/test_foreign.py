"""The quick refusal of what cannot be a label.

1. Whatever the full look-up takes for a label is let pass: labels as people write them, and texts made of their pieces; so is
   every title.
2. It does refuse the common values of lists: that is what it is for.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamxl.domain.form import forms
from kamxl.sheets.labels import Told, Vocabulary
from kamxl.sheets.locate import vocabulary
from kamxl.sheets.traditional import written

OWN = {("profile", "customer"): ("单位2", "甲方名称①")}
WORDS = vocabulary({})
NUMBERED = Vocabulary(forms().values(), OWN)  # a department's alias with a digit in it

LABELS = sorted(
    {wording for form in forms().values() for f in form.all_fields for wording in (f.zh, f.en, f.group, *f.aliases)}
    | {title for form in forms().values() for title in (form.zh, *form.titles)}
    | {"备注", "填表说明", "合计", "編製", "客戶名稱", "單位2", "甲方名称①", "法定代表人"}
)
PIECES = [
    *"0123456789①２Ａa Zz:：()（）[]【】<《「{/、,|.·-—_*★□☑\n\t　\u200b\u0301\u20e3㈠㈱℡帳帐號亿萬鑫槑",
    *("（万元）", "(全称)", "/万元", "一、", "十二.", "12、", "3)", "Customer ", "名 称", "2026", "A1", "No."),
]
TITLES = st.sampled_from([title for form in forms().values() for title in (form.zh, *form.titles)]).flatmap(
    lambda title: st.tuples(*(st.sampled_from(sorted(written({char}))) for char in title)).map("".join)
)
TEXTS = st.lists(st.sampled_from(LABELS) | st.sampled_from(PIECES) | st.characters(), max_size=6).map("".join)


@given(TEXTS)
@settings(max_examples=1500, deadline=None)
def test_no_label_is_refused(text: str) -> None:  # 1
    for words in (WORDS, NUMBERED):
        match = words.match(text)
        for texts in ({text}, [text, "某公司", "", "第12号"]):
            told = words.tell(texts)
            assert told.labels == ({} if match is None else {text: match})
            assert told.labels.keys() | told.asides == told.telling <= {*texts}
            assert {each for each in texts if not each.strip() or each[0] in "□☐○◯"} <= told.doubtful


def test_every_label_passes_dressed_up() -> None:  # 1
    forms_of = (
        "{}",
        "{}：",
        " {} ",
        "1.{}",
        "（一）{}",
        "十一、{}",
        "*{}（万元）",
        "{}/万元",
        "{}\nABC 123",
        "12{}：甲1",
    )
    dressed = {form.format(label) for label in LABELS for form in forms_of}
    for words in (WORDS, NUMBERED):
        assert words.tell(dressed).labels.keys() == {text for text in dressed if words.match(text) is not None}


def test_values_of_lists_are_refused() -> None:  # 2
    values = ("HT-2026-0001", "第00012号客户03有限公司", "021-55550123", "内容12", "华东鑫源", "2026Q3", "张三丰，138")
    assert WORDS.tell(values) == Told({}, frozenset(), frozenset(), frozenset(), frozenset({None}))
    assert not WORDS.titles(values)


@example("１２客-户 档案表")
@example("（一）客戶（大）檔案表")
@example("VISIT 帳號")
@given(st.lists(TITLES | st.sampled_from(PIECES) | st.characters(), max_size=4).map("".join))
@settings(max_examples=1500, deadline=None)
def test_no_title_is_refused(text: str) -> None:  # 1
    for texts in ([text], [text, "某公司"], ["某公司", "销售\0", text, ""]):
        assert WORDS.titles(texts) == {each for each in texts if WORDS.is_title(each)}
