"""Seeded layouts: for each number one sheet with one form or several, drawn in a look that nobody planned."""

from __future__ import annotations

from random import Random

from kamxl.domain.form import Form, Layout, forms
from kamxl.domain.values import Raw

from .canvas import Canvas
from .cards import Look, draw_card
from .lists import draw_list
from .values import value

OFFICES = ("华东分公司", "大客户部", "××集团股份有限公司", "营销中心")
FOOT = ("编制：周敏", "审核：林晓峰", "批准：陈国栋")


def drawable() -> list[Form]:
    return [form for form in forms().values() if form.kept_by != ("settings",)]


def record(form: Form, rng: Random, *, full: bool = False) -> dict[str, Raw]:
    """A filled-in form: every required field, most of the others, some of them left blank."""
    found: dict[str, Raw] = {}
    for field in form.fields:
        if field.owned or not (full or field.required or rng.random() < 0.75):
            continue
        blank = not field.required and rng.random() < 0.15
        found[field.id] = None if blank else value(field, rng)
    return found


def layout(seed: int) -> Canvas:
    """The sheet of that number: the same number gives the same sheet."""
    rng = Random(seed)  # noqa: S311 - layouts, not secrets
    form = rng.choice(drawable())
    kind = rng.choice(("one", "one", "one", "one", "repeated", "two below", "two beside"))
    canvas = Canvas(_sheet_name(form, rng, seed))
    named = canvas.name != f"Sheet{seed}"
    top, left = rng.choice((0, 0, 1, 3)), rng.choice((0, 0, 0, 1, 2))
    top = _title(canvas, rng, form, top, left, always=kind != "one" or (not named and rng.random() < 0.7))
    if kind == "repeated":
        _repeat(canvas, rng, form, top, left)
    else:
        _form(canvas, rng, form, top, left)
        if kind != "one":
            other = rng.choice([f for f in drawable() if f.id != form.id])
            below = kind == "two below"
            top, left = (
                (canvas.bottom + rng.randint(1, 3), left) if below else (top - 1, canvas.right + rng.randint(1, 2))
            )
            top = _title(canvas, rng, other, top, left, always=True)
            _form(canvas, rng, other, top, left)
    if rng.random() < 0.3:
        for number, text in enumerate(FOOT):
            canvas.put(canvas.bottom if number == 0 else canvas.bottom - 1, left + number * 2, text)
    return canvas


def _sheet_name(form: Form, rng: Random, seed: int) -> str:
    names = (form.zh, f"{form.zh}-{rng.randint(1, 9)}", *form.titles)
    return rng.choice(names).replace("/", "") if rng.random() < 0.5 else f"Sheet{seed}"


def _title(canvas: Canvas, rng: Random, form: Form, top: int, left: int, *, always: bool) -> int:
    """Perhaps a headline; gives the first row below it."""
    if not always and rng.random() < 0.5:
        return top
    title = rng.choice((form.zh, form.zh, *form.titles))
    text = rng.choice((title, title, rng.choice(OFFICES) + title, f"{title}（2026年）", " ".join(title)))
    canvas.put(top, left, text, 1, rng.randint(2, 8), merge=rng.random() < 0.8)
    if rng.random() < 0.2:
        canvas.put(top + 1, left, f"文件编号：{form.doc_no or 'DKH-01'}")
        top += 1
    return top + 1 + (rng.random() < 0.2)


def _form(canvas: Canvas, rng: Random, form: Form, top: int, left: int) -> None:
    as_list = (form.layout is Layout.LIST) == (rng.random() < 0.85) and not any(f.group for f in form.fields)
    if as_list:
        first = record(form, rng)
        rest = [{name: value(form.field(name), rng) for name in first} for _ in range(rng.randint(0, 6))]
        draw_list(canvas, rng, form, [{k: v or value(form.field(k), rng) for k, v in first.items()}, *rest], top, left)
    else:
        draw_card(canvas, rng, form, record(form, rng), Look.any(rng), top, left)


def _repeat(canvas: Canvas, rng: Random, form: Form, top: int, left: int) -> None:
    """The same card two or three times below one another."""
    look = Look.any(rng)
    fields = record(form, rng)
    titled = rng.random() < 0.6
    for number in range(rng.randint(2, 3)):
        if number:
            top = canvas.bottom + rng.randint(0 if titled else 1, 2)
            top = _title(canvas, rng, form, top, left, always=True) if titled else top
        filled = {name: value(form.field(name), rng) for name in fields}
        draw_card(canvas, rng, form, filled, look, top, left)
