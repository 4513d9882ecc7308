"""A department made in memory for the report's tests: 4 regions, 26 customers, eight quarters. Arithmetic, no random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from kamxl.domain.clock import stamp
from kamxl.domain.event import Event, Evidence
from kamxl.domain.findings import Finding, Severity
from kamxl.domain.flow import Action
from kamxl.domain.form import forms
from kamxl.domain.judge import fold
from kamxl.domain.people import Person, Role, Staff
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.policy import SettingsBook
from kamxl.domain.records import Record, Source, Tables
from kamxl.domain.request import Request
from kamxl.domain.settings import Settings, Target
from kamxl.domain.values import Value
from kamxl.errors import say
from kamxl.report.edition import BookLine, Edition

QUARTER = Period(2026, 3, PeriodKind.QUARTER)
SPECIALISTS = (("张伟", "华东"), ("李娜", "华南"), ("王强", "华北"), ("赵静", "西南"))
_NAMES = (
    "上海宏远机电设备有限公司", "苏州工业园区精密制造有限公司", "杭州云帆信息技术有限公司", "宁波港通物流有限公司",
    "南京金陵电子仪器厂", "合肥科创新材料有限公司", "无锡太湖包装有限公司",
    "广州南方医药集团股份有限公司", "深圳前海智能装备有限公司", "佛山陶瓷实业有限公司", "东莞华强塑胶有限公司",
    "厦门海丝贸易有限公司", "珠海格林环保科技有限公司",
    "北京中关村数据服务有限公司", "天津滨海重工有限公司", "石家庄制药有限公司", "太原煤机集团有限公司",
    "济南泉城食品有限公司", "青岛海工装备有限公司", "大连远洋渔业有限公司",
    "成都天府软件园有限公司", "重庆两江汽车零部件有限公司", "昆明滇池生物科技有限公司", "贵阳大数据产业有限公司",
    "西安航空动力有限公司", "拉萨高原特产有限公司",
)  # fmt: skip
_COUNTS = (7, 6, 7, 6)


def settings() -> Settings:
    """Four specialists, a manager, and a target for every KPI."""
    people = [Person("陈国栋", Role.DIRECTOR), Person("林晓峰", Role.MANAGER), Person("周敏", Role.CLERK)]
    people += [Person(name, Role.SPECIALIST, region) for name, region in SPECIALISTS]
    return Settings(staff=Staff(people), targets=tuple(_targets()))


def _targets() -> Iterator[Target]:
    wanted = {
        "plan_rate": "0.95", "new_rate": "0.05", "churn": "1", "churn_rate": "0.03", "dev_rate": "0.8",
        "complaints": "2", "feedback_rate": "0.95", "revisit_rate": "0.9", "profile_rate": "0.98",
        "service_score": "85", "satisfaction": "90", "answer_rate": "0.95",
    }  # fmt: skip
    for kpi, target in wanted.items():
        yield Target(kpi, Decimal(target), Decimal("0.08"))
    yield Target("cost_rate", None, Decimal("0.08"), "区间", None, Decimal("0.8"), Decimal("1.05"))


def tables() -> Tables:
    """Every record that a KPI reads."""
    made = Tables()
    for record in _records():
        made.add(record)
    return made


def edition(*, unread: int = 1, found: int = 3) -> Edition:
    """The third quarter of 2026, with one workbook that could not be read and some findings."""
    data = tables()
    counts: dict[str, list[Record]] = {}
    for record in data:
        counts.setdefault(record.source.book, []).append(record)
    books = [BookLine(book, len(rows), tuple(sorted({r.form for r in rows}))) for book, rows in sorted(counts.items())]
    books += [
        BookLine(f"旧档案/损坏{n}.xlsx", problem=say("books.not_a_workbook", path=f"旧档案/损坏{n}.xlsx"))
        for n in range(unread)
    ]
    findings = tuple(
        Finding(
            "required", "专员-华东-张伟.xlsx", "客户档案表", f"C{5 + n}", Severity.ERROR,
            say("rules.required", field="客户地址", value=""), "客户地址", "",
        )
        for n in range(found)
    )  # fmt: skip
    return Edition(data, settings(), QUARTER, QUARTER.end, tuple(books), findings, requests())


def small() -> Edition:
    """The same with one customer and two quarters: every sheet and chart, few rows."""
    whole = edition(found=1)
    recent = (QUARTER, QUARTER.previous)
    kept = [
        one
        for one in whole.tables
        if one.text("customer") in (_NAMES[5], "")
        and ((one.period("quarter") or QUARTER) in recent and (one.day("date") or QUARTER.end) in QUARTER)
    ]
    return replace(whole, tables=Tables.of(kept), requests=whole.requests[:4])


def _customers() -> Iterator[tuple[int, str, str, str]]:
    index = 0
    for (specialist, region), count in zip(SPECIALISTS, _COUNTS, strict=True):
        for _ in range(count):
            yield index, _NAMES[index], region, specialist
            index += 1


def record(form: str, book: str, sheet: str, row: int, **values: Value | None) -> Record:
    """A row of a list: field n in column n."""
    known = {field: value for field, value in values.items() if value is not None}
    cells = {field.id: f"{_letters(n)}{row}" for n, field in enumerate(forms()[form].all_fields)}
    return Record.made(form, known, dict.fromkeys(known, "x"), Source(book, sheet, cells))


def _letters(index: int) -> str:
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def _records() -> Iterator[Record]:
    for index, name, region, specialist in _customers():
        yield _profile(index, name, region, specialist)
    yield from _plans()
    yield from _logs()
    yield from _costs()
    yield from _ratings()
    yield from _developments()
    yield from _others()


def _profile(index: int, name: str, region: str, specialist: str) -> Record:
    lost = {5: date(2026, 8, 11), 19: date(2026, 9, 3), 12: date(2026, 2, 20)}.get(index)
    started = {3: date(2026, 7, 15), 24: date(2026, 8, 1), 25: None}.get(index, date(2023, 1 + index % 12, 10))
    status = "流失" if lost else "合作" if started else "接触"
    return record(
        "profile", f"专员-{region}-{specialist}.xlsx", f"客户档案{index + 1}", 3,
        file_no=f"KH-{index + 1:03d}", filed_on=date(2023, 1, 5), customer=name, address="某市某路1号",
        phone=None if index % 9 == 4 else "021-55550000", contact_name="王经理", region=region, specialist=specialist,
        grade="ABC"[index % 3], status=status, since=started, lost_on=lost,
        lost_reason="价格" if lost else None,
    )  # fmt: skip


def _plans() -> Iterator[Record]:
    row = 4
    for step in range(-7, 1):
        quarter = QUARTER.shifted(step)
        for index, name, region, specialist in _customers():
            if index == 25:
                continue
            plan = Decimal(4_000_000 // (index % 13 + 1) ** 2 + 40_000)
            actual = plan * (88 + (index * 7 + step * 5) % 21) / 100
            row += 1
            yield record(
                "sales_plan", f"专员-{region}-{specialist}.xlsx", "销售计划与实绩", row,
                quarter=quarter, customer=name, plan=plan, actual=actual.quantize(Decimal(1)),
            )  # fmt: skip


def _logs() -> Iterator[Record]:
    row = 3
    for step in range(-7, 1):
        start = QUARTER.shifted(step).start
        for index, name, _, _ in _customers():
            for turn, category in enumerate(("回访", "意见", "咨询", "投诉")):
                if (index + turn * 3 + step) % (3, 4, 3, 8)[turn] == 1:
                    continue
                if category == "投诉" and (index + step) % 9:
                    continue
                row += 1
                day = start + timedelta(days=(index * 3 + turn * 17) % 85)
                late = (index + turn + step) % 11 == 0
                yield record(
                    "service_log", "客服部-服务台账.xlsx", "客户服务台账", row,
                    date=day, customer=name, category=category, content="按记录",
                    valid=(index % 2 == 0) if category == "投诉" else None, limit_days=3,
                    answered_on=day + timedelta(days=6 if late else 2),
                )  # fmt: skip


def _costs() -> Iterator[Record]:
    row = 3
    for step in range(-7, 1):
        for n, (specialist, region) in enumerate(SPECIALISTS):
            row += 1
            yield record(
                "service_cost", "财务部-费用台账.xlsx", "服务费用台账", row,
                quarter=QUARTER.shifted(step), budget=Decimal(120_000),
                spent=Decimal(98_000 + 9_500 * n + 2_500 * step), region=region, specialist=specialist,
            )  # fmt: skip


def _ratings() -> Iterator[Record]:
    row = 3
    for year in (2024, 2025, 2026):
        for index, name, _, specialist in _customers():
            for item, base in (("客户满意度", 86), ("服务规范", 82)):
                row += 1
                yield record(
                    "rating", "内勤-周敏.xlsx", "满意度与服务规范评分", row,
                    year=year, item=item, score=Decimal(base + (index * 5 + year) % 11),
                    rater="客户", customer=name, person=specialist,
                )  # fmt: skip


def _developments() -> Iterator[Record]:
    for n, index in enumerate((3, 24, 25)):
        _, name, region, specialist = list(_customers())[index]
        yield record(
            "development", f"专员-{region}-{specialist}.xlsx", f"开发申请{n + 1}", 4,
            no=f"KF-2026-{n + 1:02d}", applied_on=date(2026, 5, 6), customer=name, applicant=specialist,
            conclusion="有需求", screening="合格", goal="年内签约", sign_expected=date(2026, 8, 20), strategy="技术交流",
        )  # fmt: skip


def _others() -> Iterator[Record]:
    """What the early signs and 数据质量 look at: contracts, contacts, weekly reports, an opinion nobody answered."""
    for index, name, _, _ in _customers():
        book, row = f"专员-{SPECIALISTS[index % 4][1]}-{SPECIALISTS[index % 4][0]}.xlsx", 4 + index
        yield record(
            "contract", book, "合同登记", row, no=f"HT-{index:03d}", customer=name, signed_on=date(2025, 10, 1),
            amount=Decimal(500_000), starts=date(2025, 10, 1), ends=date(2026, 10, 1) + timedelta(days=index * 30 - 20),
        )  # fmt: skip
        if index % 5:
            seen = date(2026, 9, 28) - timedelta(days=index * 6)
            yield record("contact_log", book, "客户联络表", row, date=seen, customer=name, way="电话", content="回访")
    yield record(
        "service_log", "客服部-服务台账.xlsx", "客户服务台账", 900,
        date=date(2026, 9, 1), customer=_NAMES[2], category="意见", content="交货", limit_days=3,
    )  # fmt: skip
    for week in range(27, 40):
        for n, (specialist, _) in enumerate(SPECIALISTS):
            if (week + n) % 6:
                monday = date.fromisocalendar(2026, week, 1)
                yield record("weekly_report", "内勤-周敏.xlsx", "周报", week * 4 + n, week=monday, name=specialist)


def requests() -> tuple[Request, ...]:
    """Visits and expense claims in every stage, as their events made them."""
    book = SettingsBook(replace(settings(), staff=Staff([*settings().staff, Person("吴婷", Role.FINANCE)])))
    found = []
    for n in range(9):
        specialist = SPECIALISTS[n % 4][0]
        day = date(2026, 7, 6) + timedelta(days=n * 8)
        moves = [
            (Action.SUBMIT, specialist), (Action.APPROVE, "林晓峰"), (Action.APPROVE, "陈国栋"), (Action.APPROVE, "吴婷")
        ][: n % 4 + 1]  # fmt: skip
        for flow, form in (("visit", "visit_request"), ("expense", "expense_claim")):
            fields = {
                "customer": _NAMES[n],
                "visit_on": f"{day:%Y-%m-%d}",
                "budget": "800",
                "amount": "750",
                "applicant": specialist,
            }
            proof = Evidence(form=form, book=f"专员-{SPECIALISTS[n % 4][1]}-{specialist}.xlsx", sheet="申请", fields=fields,
                             cells={"no": f"A{n + 4}"}, facts={"approved_budget": "800"})  # fmt: skip
            events = [
                Event(
                    request=f"{flow[:2].upper()}-{n:02d}", flow=flow, action=action, actor=actor, evidence=proof,
                    at=stamp(datetime(day.year, day.month, day.day) + timedelta(days=2 * step)),
                )
                for step, (action, actor) in enumerate(moves)
            ]  # fmt: skip
            if (request := fold(events, book).request) is not None:
                found.append(request)
    return tuple(found)
