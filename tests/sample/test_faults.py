"""The faults planted in the sample department.

1. ``validate`` finds exactly these, each by its rule at its cell, and nothing else.
2. Without the planted faults it finds only the visit of which no record was written: that is a fault of what is not there.
3. Each fault of ``faults.csv`` is typed into a cell of its own, and that cell really changes.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kamxl.books.closed import open_closed
from kamxl.commands.demo import lay_out
from kamxl.commands.department import Department
from kamxl.commands.validate import validate
from kamxl.templates import plain, sample

from .conftest import LAST_DAY

HD, HN, HB, XN = "专员-华东-张伟.xlsx", "专员-华南-李娜.xlsx", "专员-华北-王强.xlsx", "专员-西南-赵静.xlsx"
CLERK, SERVICE, FINANCE = "内勤-周敏.xlsx", "客服部-服务台账.xlsx", "财务部-费用台账.xlsx"
RECORD_OWED = ("record_owed", XN, "拜访申请", "D7")  # BF-2026-046: visited on 09-02, nothing written since

PLANTED = [
    ("required", HD, "档案-杭州云川", "F6"),  # 电话
    ("type", HD, "档案-合肥智联", "C6"),  # 邮编 23003
    ("date_order", HD, "档案-常州恒通", "F26"),  # 流失日期 before 合作开始日期
    ("date_plausible", HD, "档案-无锡锡能", "F3"),  # 建档日期 in 2062
    ("type", HD, "客户联络表", "D7"),  # 方式 上门: not in the dropdown
    ("claim_within_budget", HD, "费用报销单", "D5"),  # 4,800 + 980 against a budget of 2,600
    ("negative_amount", HD, "商机登记", "C4"),
    ("required", HN, "档案-南宁桂盛", "C18"),  # 主要联系人·姓名
    ("type", HN, "档案-深圳鹏程", "F7"),  # E-mail without @
    ("type", HN, "档案-广州粤通", "F13"),  # 八月初三
    ("staff_sum", HN, "档案-佛山美嘉", "F21"),  # 640 + 60 ≠ 640
    ("type", HN, "开发-珠海格瑞", "E8"),  # 约一百五十万
    ("request_known", HN, "费用报销单", "B4"),  # BF-2026-306
    ("customer_known", HN, "客户拜访记录表", "A4"),  # 鹏城 for 鹏程
    ("person_known", HN, "客户拜访记录表", "C6"),  # 李丽
    ("handover_parties", HN, "交接-珠海格瑞", "E4"),  # to herself
    ("required", HB, "档案-内蒙蒙原", "C5"),  # 客户地址
    ("type", HB, "档案-北京恒业", "C8"),  # 30 February
    ("type", HB, "档案-天津滨海", "C11"),  # check character
    ("type", HB, "档案-青岛海联", "C25"),  # 客户等级 A+
    ("type", HB, "客户拜访记录表", "I7"),  # 是否成功 大概
    ("type", HB, "销售计划与实绩", "A8"),  # 去年四季
    ("type", XN, "档案-贵阳黔能", "F6"),  # 电话 0851-12
    ("status_dates", XN, "档案-拉萨雪域", "F26"),  # 流失 without a date
    ("unique_number", XN, "档案-成都天府", "C3"),  # the same number as the next: both are named
    ("unique_number", XN, "档案-绵阳科创", "C3"),
    ("type", XN, "拜访申请", "D5"),  # the 13th month
    RECORD_OWED,
    ("date_order", CLERK, "合同登记", "F7"),
    ("type", CLERK, "周工作总结及下周计划", "A18"),  # week 60
    ("minimum_calls", CLERK, "周工作总结及下周计划", "C28"),
    ("type", CLERK, "满意度与服务规范评分", "C20"),  # 820 of 100
    ("required", SERVICE, "客户服务台账", "C4"),  # 类别
    ("required", FINANCE, "服务费用台账", "A7"),  # 季度
    ("setting", "设置.xlsx", "规则", "B6"),  # 三个工作日
]


def _found(department: Department) -> Counter[tuple[str, str, str, str]]:
    return Counter((f.rule, f.book, f.sheet, f.cell) for f in validate(department).findings)


def test_validate_finds_every_planted_fault_and_nothing_else(department: Department) -> None:  # 1
    assert _found(department) == Counter(PLANTED)


def test_sound_department_has_only_the_record_that_is_owed(tmp_path: Path) -> None:  # 2
    lay_out(tmp_path, faults=())
    assert _found(Department(tmp_path, open_closed, LAST_DAY)) == Counter([RECORD_OWED])


def test_each_fault_changes_one_cell(department: Department) -> None:  # 3
    sound = {book.name: book for book in sample.books()}
    faults = plain.faults()
    typed = {(fault.book, fault.sheet, sample.cell_of(fault)) for fault in faults}
    changed = [book.name for book in sample.books(faults) if book != sound[book.name]]
    assert (len(typed), sorted(changed)) == (len(faults), sorted({fault.book for fault in faults}))
