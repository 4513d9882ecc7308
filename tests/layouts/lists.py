"""Draws a form as a list: its header in any row, over one or two rows, with what people put around lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from kamxl.domain.form import Field, Form
from kamxl.domain.values import Raw

from .canvas import Canvas, Drawn
from .wording import label

UNKNOWN = ("客户来源", "经办科室", "内部编码", "优先顺序")
PARENTS = ("基本情况", "明细", "登记内容")


def draw_list(
    canvas: Canvas, rng: Random, form: Form, records: Sequence[Mapping[str, Raw]], top: int, left: int
) -> list[Drawn]:
    """Draws a list of the records; the fields are those that the first names."""
    fields: list[Field | str] = [field for field in form.fields if field.id in records[0]]
    if rng.random() < 0.4:
        rng.shuffle(fields)
    if rng.random() < 0.5:
        fields.insert(0, "序号")
    if rng.random() < 0.3:
        fields.insert(rng.randint(1, len(fields)), rng.choice(UNKNOWN))
    first = _header(canvas, rng, form, fields, top, left)
    drawn: list[Drawn] = []
    row = first
    for number, record in enumerate(records):
        if rng.random() < 0.1:
            row += 1
        drawn.append(_row(canvas, rng, form, fields, record, row, left, number))
        row += 1
        if rng.random() < 0.08:
            canvas.put(row, left, rng.choice(("小计", "小 计", "7月合计")))
            row += 1
    if rng.random() < 0.3:
        canvas.put(row, left, rng.choice(("合计", "合  计：", "总计")))
        row += 1
    if rng.random() < 0.3:
        canvas.put(row, left, rng.choice(("注：由专员填写，内勤汇总。", "编制：张伟", "说明：金额单位为元")))
    canvas.forms.extend(drawn)
    return drawn


def _header(canvas: Canvas, rng: Random, form: Form, fields: Sequence[Field | str], top: int, left: int) -> int:
    """Writes the header; gives the first row below it."""
    texts = [name if isinstance(name, str) else label(form, name, rng, grouped=False) for name in fields]
    if len(fields) < 5 or rng.random() < 0.7:
        for number, text in enumerate(texts):
            canvas.put(top, left + number, text)
        return top + 1
    start = rng.randint(1, len(fields) - 3)
    end = start + rng.randint(2, min(4, len(fields) - start))
    canvas.put(top, left + start, rng.choice(PARENTS), 1, end - start)
    for number, text in enumerate(texts):
        if start <= number < end:
            canvas.put(top + 1, left + number, text)
        else:
            canvas.put(top, left + number, text, 2, 1)
    return top + 2


def _row(
    canvas: Canvas,
    rng: Random,
    form: Form,
    fields: Sequence[Field | str],
    record: Mapping[str, Raw],
    row: int,
    left: int,
    number: int,
) -> Drawn:
    drawn = Drawn(form.id)
    for offset, field in enumerate(fields):
        if isinstance(field, str):
            raw: Raw = float(number + 1) if field == "序号" else rng.choice(("甲", "乙", None))
            canvas.put(row, left + offset, raw)
        else:
            drawn.cells[field.id] = canvas.put(row, left + offset, record[field.id])
            drawn.raw[field.id] = record[field.id]
    return drawn
