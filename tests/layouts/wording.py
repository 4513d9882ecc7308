"""A label's wording as people vary it: synonyms, spaces, colons, asterisks, units, numbering, English, traditional, slips."""

from __future__ import annotations

from random import Random

from kamxl.domain.form import Field, Form

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_TRADITIONAL = dict(
    zip(
        "档户编号际标实额计划预资电话邮职业质区员等级状态开发访对象时间费来数报销单据张讨论务类别结项团组评价现关联记录签订约终续归",
        "檔戶編號際標實額計劃預資電話郵職業質區員等級狀態開發訪對象時間費來數報銷單據張討論務類別結項團組評價現關聯記錄簽訂約終續歸",
        strict=True,
    )
)


def label(form: Form, field: Field, rng: Random, *, grouped: bool = True) -> str:
    """One wording of the field's label. ``grouped``: the group stands elsewhere, the label does not repeat it."""
    text = rng.choice((field.zh, field.zh, field.zh, *field.aliases))
    if field.group and not grouped:
        heads = (field.group, *dict(form.groups).get(field.group, ()))
        text = rng.choice(heads) + text
    return dressed(text, field, rng)


def dressed(text: str, field: Field, rng: Random) -> str:
    draw = rng.random()
    if draw < 0.06:
        text = "".join(_TRADITIONAL.get(char, char) for char in text)
    elif draw < 0.12 and field.en and not field.group:
        text = rng.choice((f"{text} {field.en}", f"{text}\n{field.en}", f"{text}/{field.en}"))
    elif draw < 0.16:
        text = text.translate(_WIDE)
    elif draw < 0.19 and not field.group:
        text = slipped(text, rng)
    if len(text) <= 4 and rng.random() < 0.15 and text.isalpha() and not text.isascii():
        text = rng.choice((" ", "　", "  ")).join(text)
    if field.unit and rng.random() < 0.5:
        text += rng.choice((f"（{field.unit}）", f"({field.unit})", f"\n（{field.unit}）", f"（单位：{field.unit}）"))
    if rng.random() < 0.12:
        text = rng.choice(("*", "＊", "★")) + text
    if rng.random() < 0.1:
        text += rng.choice(("*", "（必填）", "(必填)", "（选填）"))
    if rng.random() < 0.06:
        text = f"{rng.randint(1, 9)}{rng.choice(('.', '、', '．'))}{text}"
    return text


def slipped(text: str, rng: Random) -> str:
    """A small typing slip in a label of four characters or more: a doubled character, or two exchanged."""
    if len(text) < 4 or text.isascii() or "（" in text:
        return text
    place = rng.randrange(1, len(text) - 1)
    if rng.random() < 0.5:
        return text[:place] + text[place] + text[place:]
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]


def colon(rng: Random) -> str:
    return rng.choice(("", "", "：", ":", " ："))
