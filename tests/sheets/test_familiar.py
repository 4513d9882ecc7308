"""Lists under a head that was seen before.

1. On every sheet ``locate`` finds what it would find on a sheet that is like none before, whatever it has read so far: with rows
   added, left out and blanked, with labels, titles, totals and notes strewn among them, heads and names changed, cells
   merged, and by two vocabularies in turn.
2. Most of these sheets are known again; so are plain lists of any length, with or without totals.
3. What is remembered does not grow without end, and holds neither rows nor who filled them in.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from random import Random

import pytest

from kamxl.books.by_column import ByColumn
from kamxl.books.port import Grid
from kamxl.domain.form import forms
from kamxl.domain.values import Raw
from kamxl.sheets import familiar, heads
from kamxl.sheets.labels import Vocabulary
from kamxl.sheets.locate import find_forms, locate
from kamxl.sheets.view import View
from tests.layouts.generator import layout
from tests.notation import book

WORDS = Vocabulary(forms().values())
OTHER = Vocabulary(
    forms().values(), {("sales_plan", "plan"): ("电话", "任务数"), ("visit_record", "visitor"): ("跑单人",)}
)
STREWN: list[Raw] = [
    *(
        "电话",
        "拜访",
        "客户",
        "日期",
        "大型",
        "总经理",
        "备注",
        "说明",
        "编制",
        "审核：王",
        "合计",
        "小计：",
        "注：以上",
    ),
    *(
        "客户拜访记录",
        "销售计划",
        "奖惩建议",
        "公司法人",
        "客户名称",
        "",
        "  ",
        "□",
        "☑是",
        "2026Q3",
        "单位：万元",
        "某公司",
    ),
    *(None, None, 3.0, True),
]
Rows = list[list[Raw]]


def lists(count: int) -> list[tuple[Grid, int]]:
    """Generated sheets with one list on them, each with the last row of its header."""
    found: list[tuple[Grid, int]] = []
    seed = 0
    while len(found) < count:
        grid = layout(seed).grid()
        forms_on, _ = find_forms(View(grid, WORDS), ())
        if len(forms_on) == 1 and forms_on[0].outline.heads:
            found.append((grid, forms_on[0].outline.header))
        seed += 1
    return found


def changed(grid: Grid, header: int, rng: Random) -> Grid:
    rows: Rows = [list(row) for row in grid.rows]
    head, body = rows[: header + 1], rows[header + 1 :] or [[None] * len(rows[0])]
    body = [list(rng.choice(body)) for _ in range(rng.choice((0, 1, 2, 7, 30, 90)))]
    for _ in range(rng.choice((0, 0, 1, 2, 5))):
        change_body(body, rng)
    if rng.random() < 0.1:
        row = rng.choice(head)
        row[rng.randrange(len(row))] = rng.choice(STREWN)
    merges = list(grid.merges)
    if body and rng.random() < 0.1:
        top, left = header + rng.randint(0, len(body)), rng.randrange(len(rows[0]))
        merges.append((top, left, top + rng.randint(0, 2), left + rng.randint(0, 2)))
    name = rng.choice((grid.name, grid.name, "Sheet1", "客户拜访记录", "销售计划"))
    return Grid(name, [*head, *body], merges)


def change_body(body: Rows, rng: Random) -> None:
    if not body:
        return
    row = rng.choice(body)
    place = rng.randrange(len(row))
    match rng.randrange(8):
        case 0:
            row[place] = rng.choice(STREWN)
        case 1:
            for other in rng.sample(body, max(1, len(body) // 3)):
                other[place] = rng.choice(STREWN[:6])
        case 2:
            row[:] = [None] * len(row)
        case 3:
            row[:] = [rng.choice((None, cell)) for cell in row]
        case 4:
            row[:] = [None] * len(row)
            row[place] = rng.choice(STREWN)
        case 5:
            row[:] = [rng.choice(STREWN) for _ in row]
        case 6:
            body.extend([None] * len(row) for _ in range(rng.choice((1, 61))))
        case _:
            for cells in body:
                cells[place] = None


def test_what_is_remembered_is_what_would_be_found() -> None:  # 1, 2
    rng = Random(5)  # noqa: S311 - layouts, not secrets
    sheets = lists(60)
    known = 0
    for _ in range(2_500):
        grid, header = rng.choice(sheets)
        again = changed(grid, header, rng)
        words = rng.choice((WORDS, WORDS, OTHER))
        bound = rng.choice(((), (), ("visit_record",)))
        titles = tuple(dict.fromkeys((*words.title(again.name), *bound)))
        known += familiar.recall(View(again, words), titles) is not None
        kept = replace(again, rows=ByColumn.of(again.rows)) if rng.random() < 0.5 else again
        assert locate(View(kept, words), bound) == find_forms(View(again, words), titles), again
    assert known > 500


PLAN = "| 销售计划 |\n||\n| 季度 | 客户 | 计划额 | 实际额 |\n"


@pytest.mark.parametrize(
    "body",
    [
        "| 2026Q3 | 华东 | n:1 | n:2 |\n" * 200,
        "| 2026Q3 | 华东 | n:1 | |\n| | 华南 | | n:2 |\n| 合计 | | n:1 | n:2 |\n| 填表说明：无 |",
        "| 2026Q3 | 电话 | n:1 | n:2 |\n| 编制：张 | | 审核：李 | |",
    ],
)
def test_lists_are_known_again(body: str) -> None:  # 2
    words = Vocabulary(forms().values())
    first = View(book({"计划": PLAN + "| 2026Q1 | 某公司 | n:5 | n:6 |"}).grid("计划"), words)
    titles = words.title("计划")
    assert locate(first) == locate(first) == find_forms(first, titles)
    view = View(book({"计划": PLAN + body}).grid("计划"), words)
    found = familiar.recall(view, titles)
    assert found is not None
    assert ([found], []) == find_forms(view, titles)


def test_heads_filled_in_by_colleagues_are_alike() -> None:  # 2, 3
    words = Vocabulary(forms().values())
    sheets = [
        f"| {year}年销售计划（{name}） |\n| 填表人：{name} | 日期：{year}-07-01 | {name}组 | 共 1 页 |\n"
        f"| 季度 | 客户 | 计划额 | 实际额 |\n| {year}Q1 | {name}公司 | n:5 | n:6 |"
        for year, name in ((2026, "张伟"), (2027, "李娜"), (2028, "王芳"))
    ]
    views = [View(book({"计划": sheet}).grid("计划"), words) for sheet in sheets]
    assert all(locate(view)[0] for view in views[:2])
    assert familiar.recall(views[2], words.title("计划")) == find_forms(views[2], words.title("计划"))[0][0]
    assert not any(name in text for name in ("张伟", "李娜") for text in kept(familiar._heads(words)))


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:  # 3
    monkeypatch.setattr(heads, "_MOST", 5)
    words = Vocabulary(forms().values())
    for number in range(12):
        sheet = f"| 季度 | 客户 | 计划额 | 第{number} |\n| 2026Q1 | 某公司 | n:5 | n:6 |"
        for _ in range(2):
            assert locate(View(book({"计划": sheet}).grid("计划"), words))[0]
    held = kept(familiar._heads(words))
    assert "第11" in held
    assert sum(text.startswith("第") for text in held) <= 5
    assert "某公司" not in held


def kept(memory: object) -> set[str]:
    """All texts that hang on a memory, the forms aside."""
    seen: dict[int, object] = {}
    waiting = [memory]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type) or one.__class__.__module__ == "kamxl.domain.form":
            continue
        seen[id(one)] = one
        waiting += gc.get_referents(one)
    return {one for one in seen.values() if isinstance(one, str)}
