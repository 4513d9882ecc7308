"""The quick refusal of what cannot be a label.

1. Whatever the full look-up takes for a label is let pass: labels as people write them, and texts made of their pieces.
2. It does refuse the common values of lists: that is what it is for.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.form import forms
from kamxl.sheets.labels import Vocabulary
from kamxl.sheets.locate import vocabulary

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
TEXTS = st.lists(st.sampled_from(LABELS) | st.sampled_from(PIECES) | st.characters(), max_size=6).map("".join)


@given(TEXTS)
@settings(max_examples=1500, deadline=None)
def test_no_label_is_refused(text: str) -> None:  # 1
    for words in (WORDS, NUMBERED):
        match = words.match(text)
        for texts in ({text}, [text, "某公司", "", "第12号"]):
            labels, telling = words.telling(texts)
            assert labels == ({} if match is None else {text: match})
            assert labels.keys() <= set(telling) <= {*texts}


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
        assert words.telling(dressed)[0].keys() == {text for text in dressed if words.match(text) is not None}


def test_values_of_lists_are_refused() -> None:  # 2
    values = ("HT-2026-0001", "第00012号客户03有限公司", "021-55550123", "内容12", "华东鑫源", "2026Q3", "张三丰，138")
    assert WORDS.telling(values) == ({}, frozenset())
