"""Reading forms by their labels.

1. A card is found by its labels: spaces and colons inside, asterisks, units, groups, boxes to tick, merged cells.
2. Values may stand right of the label, below it, in its own cell, or where a row and a column of a people table cross.
3. A list is found below its header, also over two rows, beside another list, and in English; subtotals and notes are no records.
4. A form that stands twice on a sheet gives two records.
5. A missing required label is a finding; a title without enough labels is one, too.
6. A value that its type refuses is a finding at its cell, absent from the values and kept as raw.
7. The fiscal year of the settings holds for quarters; 设置's own labels are understood.
8. A headline above another list is no record of the list before, even where it names no form; a card of few labels with
   its values below them is no list.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.records import Record
from kamxl.domain.settings import Rules, Settings
from kamxl.domain.values import Value
from kamxl.sheets.read import read_book
from kamxl.sheets.reading import Reading
from tests.notation import book


def read(sheets: dict[str, str], settings: Settings | None = None) -> Reading:
    return read_book(book(sheets), "专员.xlsx", settings or Settings())


def values(record: Record) -> dict[str, tuple[Value, str]]:
    return {name: (value, record.source.cell(name)) for name, value in record.values.items()}


def test_card_with_groups_units_and_boxes() -> None:
    reading = read(
        {
            "客户档案表": """
            | 华东机电有限公司大客户档案表 | < | < | < |
            | 文件编号 | DKH-BD-01 | 版本 | A/0 |
            | 档案编号： | KH-001 | 建档日期 | d:2026-01-05 |
            | 客 户 名 称 | 华东机电 | < | < |
            | 客户地址* | 上海市 | < | < |
            | 电话 | 021-62345678 | 传真 | / |
            | 注册资金（万元） | n:5000 | 成立日期 | 年  月  日 |
            | 公司法人 | 姓名 | 王一 | 职位 |
            | ^ | 出生日期 | 1970.1.2 | |
            | 主要联系人 | 姓名 | 李四 | 职位 |
            | ^ | 出生日期 |  | |
            | 公司性质 | □上市公司 ☑民营企业 | < | < |
            | 区域 | 华东大区 | 负责专员 | 张 伟 |
            | 客户等级 | A | 状态 | 合作 |
            | 合作开始日期 | 2025.13.1 | 流失日期 | |
            | 编制 | 张伟 | 审核 | |
            """
        }
    )
    (record,) = reading.records
    assert values(record) == {
        "file_no": ("KH-001", "B3"),
        "filed_on": (date(2026, 1, 5), "D3"),
        "customer": ("华东机电", "B4"),
        "address": ("上海市", "B5"),
        "phone": ("021-62345678", "B6"),
        "capital": (Decimal(50_000_000), "B7"),
        "legal_name": ("王一", "C8"),
        "legal_born": (date(1970, 1, 2), "C9"),
        "contact_name": ("李四", "C10"),
        "nature": (("民营企业",), "B12"),
        "region": ("华东", "B13"),
        "specialist": ("张伟", "D13"),
        "grade": ("A", "B14"),
        "status": ("合作", "D14"),
    }
    assert record.raw["since"] == "2025.13.1"
    assert [(f.rule, f.where, f.field, f.value, f.message.code) for f in reading.findings] == [
        ("type", "客户档案表!B15", "合作开始日期", "2025.13.1", "types.date_impossible")
    ]


def test_people_as_a_table() -> None:
    reading = read(
        {
            "档案": """
            | 客户资料表 |<|<|<|
            | 档案编号 | KH-001 | 建档日期 | d:2026-01-05 |
            | 客户名称 | 华东机电 | 客户地址 | 上海 |
            | 电话 | 021-62345678 | 区域 | 华东 |
            |  | 姓名 | 职位 | 出生日期 |
            | 公司法人 | 王一 | 董事长 | 1970-1-2 |
            | 主要联系人 | 李四 | 采购 | |
            | 负责专员 | 张伟 | 客户等级 | B |
            | 状态 | 合作 | 合作开始日期 | d:2025-01-01 |
            """
        }
    )
    (record,) = reading.records
    people = {name: cell for name, cell in values(record).items() if name.startswith(("legal", "contact"))}
    assert people == {
        "legal_name": ("王一", "B6"),
        "legal_title": ("董事长", "C6"),
        "legal_born": (date(1970, 1, 2), "D6"),
        "contact_name": ("李四", "B7"),
        "contact_title": ("采购", "C7"),
    }
    assert reading.findings == ()


DEVELOPMENT = """
| 大客户开发申请表 |<|<|<|
| 申请编号：KF-{n} | < | 申请日期：2026年7月{n}日 | < |
| 客户 | 申请人 | 筛选评价 | 预计签约日期 |
| 华东机电 | 张伟 | ☑合格 □不合格 | d:2026-09-01 |
| 调查结论 |<|<|<|
| 很好 |<|<|<|
| 开发目标 |<|开发策略|<|
| 签约 |<| 拜访 |<|
"""


def test_values_below_and_inside_and_a_form_twice() -> None:
    reading = read({"开发申请": DEVELOPMENT.format(n=1) + "||" + DEVELOPMENT.format(n=2)})
    assert [(f.form, f.layout, f.missing) for f in reading.located] == [("development", "card", ())] * 2
    assert [values(record) for record in reading.records] == [
        {
            "no": (f"KF-{n}", f"A{top}"),
            "applied_on": (date(2026, 7, n), f"C{top}"),
            "customer": ("华东机电", f"A{top + 2}"),
            "applicant": ("张伟", f"B{top + 2}"),
            "screening": ("合格", f"C{top + 2}"),
            "sign_expected": (date(2026, 9, 1), f"D{top + 2}"),
            "conclusion": ("很好", f"A{top + 4}"),
            "goal": ("签约", f"A{top + 6}"),
            "strategy": ("拜访", f"C{top + 6}"),
        }
        for n, top in ((1, 2), (2, 11))
    ]


def test_lists_side_by_side_with_a_header_over_two_rows() -> None:
    reading = read(
        {
            "Sheet1": """
            | 客户拜访记录 |||||||||
            | 客户名称 | 拜访情况 |<|<|<|<| | 季度 | 客户 | 计划额（万元） |
            | ^ | 拜访日期 | 拜访人 | 受访人 | 拜访目的 | 是否成功 | | 2026Q3 | 华东机电 | n:20 |
            | 华东机电 | d:2026-07-02 | 张伟 | 李四 | 回访 | √ | | 2026Q3 | 华南 | 30万元 |
            | 合计 |||||| | 小计 | | n:50 |
            | 注：由专员填写 |
            """
        }
    )
    quarter = Period(2026, 3, PeriodKind.QUARTER)
    assert [(record.form, values(record)) for record in reading.records] == [
        (
            "visit_record",
            {
                "customer": ("华东机电", "A4"),
                "visited_on": (date(2026, 7, 2), "B4"),
                "visitor": ("张伟", "C4"),
                "visitee": ("李四", "D4"),
                "purpose": ("回访", "E4"),
                "success": (True, "F4"),
            },
        ),
        ("sales_plan", {"quarter": (quarter, "H3"), "customer": ("华东机电", "I3"), "plan": (Decimal(200_000), "J3")}),
        ("sales_plan", {"quarter": (quarter, "H4"), "customer": ("华南", "I4"), "plan": (Decimal(300_000), "J4")}),
    ]
    assert reading.findings == ()


def test_english_traditional_and_misspelt_labels() -> None:
    reading = read(
        {
            "EN": """
            | Visit request |
            | No. | Customer | Person to visit | Visit on | Purpose | Applicant | Applied on |
            | 1 | 华东 | 李四 | d:2026-07-02 | 谈 | 张伟 | d:2026-07-01 |
            """,
            "接待": """
            | 接待计划 |<|<|<|
            | 编号 | JD-1 | 來訪客戶 | 华东机电 |
            | 来访人数 | 5人 | 来访日其 | 2026.7.8 |
            | 来访目的 | | 接待地点 | 总部 |
            | 费用预算\\n（元） | 1,000 | 申请人 | 张伟 |
            """,
        }
    )
    assert [values(record) for record in reading.records] == [
        {
            "no": ("1", "A3"),
            "customer": ("华东", "B3"),
            "visitee": ("李四", "C3"),
            "visit_on": (date(2026, 7, 2), "D3"),
            "purpose": ("谈", "E3"),
            "applicant": ("张伟", "F3"),
            "applied_on": (date(2026, 7, 1), "G3"),
        },
        {
            "no": ("JD-1", "B2"),
            "customer": ("华东机电", "D2"),
            "headcount": (5, "B3"),
            "date": (date(2026, 7, 8), "D3"),
            "place": ("总部", "D4"),
            "budget": (Decimal(1000), "B5"),
            "applicant": ("张伟", "D5"),
        },
    ]


def test_missing_labels_and_titles_without_labels_are_findings() -> None:
    reading = read(
        {
            "销售计划": """
            | 季度 | 客户 | 备注 |
            | 2026Q3 | 华东机电 | |
            """,
            "接待计划": """
            | 接待计划 |
            | 编号 | JD-1 |
            | 客人 | 华东机电 |
            """,
        }
    )
    assert [(f.rule, f.where, f.field) for f in reading.findings] == [
        ("unsure_form", "接待计划!A2", ""),
        ("missing_label", "销售计划!A1", "计划额"),
    ]
    assert [record.form for record in reading.records] == ["sales_plan"]


def test_fiscal_year_and_own_aliases() -> None:
    settings = Settings(rules=Rules(fiscal_first_month=4), aliases={("sales_plan", "plan"): ("任务数",)})
    reading = read(
        {"销售计划": "| 季度 | 客户 | 任务数 |\n| 2026Q3 | 华东机电 | 5 |\n| d:2026-02-01 | 华南 | 6 |"}, settings
    )
    assert [record.period("quarter") for record in reading.records] == [
        Period(2026, 3, PeriodKind.QUARTER, 4),
        Period(2025, 4, PeriodKind.QUARTER, 4),
    ]
    assert [record.amount("plan") for record in reading.records] == [Decimal(5), Decimal(6)]


def test_a_headline_ends_the_list_above() -> None:
    reading = read(
        {
            "记录": """
            | 日期 | 客户 | 联系方式 | 沟通内容 |
            | d:2026-07-20 | 华东机电 | 电话 | 核对六月份对账单 |
            | d:2026-07-21 | 华东机电 | 邮件 | 已签框架协议 |
            | | | | |
            | 下半年的 | | | |
            | 日期 | 客户 | 联系方式 | 沟通内容 |
            | d:2026-09-01 | 江南机电 | 电话 | 无差异 |
            """
        }
    )
    assert [(record.form, record.source.cell("date")) for record in reading.records] == [
        ("contact_log", "A2"),
        ("contact_log", "A3"),
        ("contact_log", "A7"),
    ]
    assert reading.findings == ()


def test_a_card_of_few_labels_above_their_values() -> None:
    reading = read(
        {
            "考核": """
            | 考核评分表 | |
            | 被考核人 | 季度 |
            | 李娜 | 2026Q3 |
            | 考核人： | |
            | 赵静 | |
            """
        }
    )
    (record,) = reading.records
    assert values(record) == {
        "person": ("李娜", "A3"),
        "quarter": (Period(2026, 3, PeriodKind.QUARTER), "B3"),
        "appraiser": ("赵静", "A5"),
    }
