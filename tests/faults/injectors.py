"""Faults by rule: each injector puts one into a record of the sample department and says where it must be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from kamxl.books.address import address, letters, position
from kamxl.domain.form import forms
from kamxl.domain.records import Record
from kamxl.domain.rules.date_order import ORDERS
from kamxl.domain.rules.date_plausible import PAST
from kamxl.domain.sheetfacts import SheetFacts, Validation
from kamxl.domain.values import Raw
from kamxl.sheets.reading import LocatedForm

from .office import SETTINGS, Edit, Office, cell_of, required_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the edit, and the rule and cell that must be reported."""

    rule: str
    edit: Edit
    where: tuple[str, str, str]


BAD: dict[str, tuple[Raw, ...]] = {
    "choice": ("别的", "不知道"),
    "credit_code": ("91120116MA0123456X", "9135010", "91350100M000100YO3"),
    "date": ("下周", "2026-13-08", "26.3.5", "2026年3月", 45000.0),
    "email": ("a.b.com", "a@b", "张伟@公司"),
    "integer": ("十二", 1.5),
    "money": ("约五百万", "100-200万", "500美元"),
    "number": ("很多",),
    "phone": ("0851-12", "1381234", "62345678"),
    "postcode": ("23003", "abcdef"),
    "quarter": ("去年四季", "Q3", "本季度"),
    "rating5": (9.0, "好"),
    "score": (820.0, "优"),
    "ticks": ("☑火星企业",),
    "time": ("25:61", "下午"),
    "week": ("第60周", "2026年第60周"),
    "year": ("明年", "26"),
    "yes_no": ("大概", "☑是 ☑否"),
}


def one_cell(rule: str, record: Record, name: str, raw: Raw, at: str = "") -> Fault:
    edit = Edit({cell_of(record, name): raw})
    return Fault(rule, edit, cell_of(record, at or name))


def required(office: Office, rng: Random) -> Fault:
    record = rng.choice([r for r in office.records if len(required_of(r)) > 1])
    return one_cell("required", record, rng.choice(required_of(record)), rng.choice((None, "　", "  ")))


def wrong_type(office: Office, rng: Random) -> Fault:
    record = rng.choice(office.records)
    fields = [f for f in forms()[record.form].fields if f.id in record.values and f.type in BAD and not f.owned]
    if not fields:
        return wrong_type(office, rng)
    field = rng.choice(fields)
    return one_cell("type", record, field.id, rng.choice(BAD[field.type]))


def date_order(office: Office, rng: Random) -> Fault:
    choices = [
        (record, first, last)
        for record in office.records
        for first, last in ORDERS.get(record.form, ())
        if record.day(first) and record.day(last)
    ]
    record, first, last = rng.choice(choices)
    earlier = (record.day(first) or date.min) - timedelta(days=rng.randint(1, 300))
    return one_cell("date_order", record, last, earlier)


def date_plausible(office: Office, rng: Random) -> Fault:
    choices = [(r, name) for r in office.records for name in PAST.get(r.form, ()) if r.day(name)]
    record, name = rng.choice(choices)
    return one_cell("date_plausible", record, name, rng.choice((date(2062, 7, 8), date(2031, 1, 1))))


def staff_sum(office: Office, rng: Random) -> Fault:
    record = rng.choice(
        [r for r in office.of("profile") if r.amount("staff_cn") is not None and r.amount("staff") is not None]
    )
    return one_cell(
        "staff_sum", record, "staff_cn", float(record.amount("staff_cn") or 0) + rng.randint(1, 90), "staff"
    )


def negative(office: Office, rng: Random) -> Fault:
    names = {"expense_claim": "amount", "contract": "amount", "opportunity": "amount", "sales_plan": "plan"}
    names |= {
        "service_cost": "budget",
        "reception_report": "cost",
        "service_log": "limit_days",
        "weekly_report": "visits",
    }
    record = rng.choice([r for r in office.records if r.form in names and names[r.form] in r.values])
    return one_cell("negative_amount", record, names[record.form], -float(rng.randint(1, 9000)))


def unique_number(office: Office, rng: Random) -> Fault:
    form = rng.choice([f for f in forms().values() if f.number and len([r for r in office.of(f.id) if r.number]) > 1])
    first, second = rng.sample([r for r in office.of(form.id) if r.number], 2)
    return one_cell("unique_number", first, form.number, second.number)


def duplicate_record(office: Office, rng: Random) -> Fault:
    names = [
        f.id
        for f in forms().values()
        if not f.number and f.id in ("sales_plan", "weekly_report", "rating", "visit_record")
    ]
    rows = office.of(rng.choice(names))
    earlier, later = sorted(rng.sample(range(len(rows)), 2))
    first, second = rows[earlier], rows[later]
    if first.source.sheet != second.source.sheet or first.source.book != second.source.book:
        return duplicate_record(office, rng)
    form = forms()[first.form]
    edit = Edit({cell_of(second, key): first.raw.get(key) for key in form.key if second.source.cell(key)})
    return Fault("duplicate_record", edit, cell_of(second, form.key[0]))


def duplicate_customer(office: Office, rng: Random) -> Fault:
    first, second = rng.sample(office.of("profile"), 2)
    name = second.text("customer")
    written = rng.choice((name, name.replace("有限公司", "公司"), f" {name} "))
    return one_cell("duplicate_customer", first, "customer", written)


def customer_known(office: Office, rng: Random) -> Fault:
    known = ("visit_record", "sales_plan", "service_log", "contract", "relationship", "contact_log")
    record = rng.choice([r for r in office.records if r.form in known and r.text("customer")])
    name = record.text("customer")
    place = rng.randrange(2)
    return one_cell("customer_known", record, "customer", name[:place] + "鑫" + name[place + 1 :])


def person_known(office: Office, rng: Random) -> Fault:
    choices = [(r, f.id) for r in office.records for f in forms()[r.form].fields if f.type == "person" and r.text(f.id)]
    record, name = rng.choice(choices)
    return one_cell("person_known", record, name, rng.choice(("张三丰", "李四光", "王五")))


def region_known(office: Office, rng: Random) -> Fault:
    record = rng.choice([r for r in office.records if "region" in r.values])
    return one_cell("region_known", record, "region", rng.choice(("华中", "东北", "西北区")))


def request_known(office: Office, rng: Random) -> Fault:
    record = rng.choice(office.of("expense_claim"))
    return one_cell("request_known", record, "request_no", f"QT-2026-{rng.randint(1, 999):03d}")


def over_budget(office: Office, rng: Random) -> Fault:
    record = rng.choice(office.of("expense_claim"))
    return one_cell("claim_within_budget", record, "amount", float(rng.randint(60_000, 900_000)))


def not_approved(office: Office, rng: Random) -> Fault:
    claim = rng.choice([c for c in office.of("expense_claim") if c.text("request_no").startswith("BF")])
    request = next(r for r in office.of("visit_request") if r.number == claim.text("request_no"))
    edit = Edit({cell_of(request, "flow_status"): rng.choice(("已退回", "草稿", "待经理审核"))})
    return Fault("request_approved", edit, cell_of(claim, "request_no"))


def record_owed(office: Office, rng: Random) -> Fault:
    request = rng.choice([r for r in office.of("visit_request") if (r.day("visit_on") or date.max) < date(2026, 9, 15)])
    records = [r for r in office.of("visit_record") if r.text("customer") == request.text("customer")]
    cells: dict[tuple[str, str, str], Raw] = {}
    for record in records:
        cells[cell_of(record, "visited_on")] = date(2024, 1, 5)
        if record.source.cell("request_no"):
            cells[cell_of(record, "request_no")] = None
        if record.source.cell("next_visit"):
            cells[cell_of(record, "next_visit")] = None
    return Fault("record_owed", Edit(cells), cell_of(request, "visit_on"))


def minimum_calls(office: Office, rng: Random) -> Fault:
    specialists = {"张伟", "李娜", "王强", "赵静"}
    rows = [r for r in office.of("weekly_report") if r.text("name") in specialists and "visits" in r.values]
    return one_cell("minimum_calls", rng.choice(rows), "visits", float(rng.randint(0, 2)))


def status_dates(office: Office, rng: Random) -> Fault:
    record = rng.choice([r for r in office.of("profile") if r.text("status") in ("流失", "合作")])
    name = "lost_on" if record.text("status") == "流失" else "since"
    return one_cell("status_dates", record, name, None)


def lost_digits(office: Office, rng: Random) -> Fault:
    record = rng.choice([r for r in office.of("profile") if r.source.cell("account")])
    return one_cell("lost_digits", record, "account", float(rng.randint(10**17, 10**18)))


def handover_parties(office: Office, rng: Random) -> Fault:
    record = rng.choice(office.of("handover"))
    return one_cell("handover_parties", record, "taker", record.text("giver"))


def error_cell(office: Office, rng: Random) -> Fault:
    record = rng.choice(office.records)
    name = rng.choice([n for n in record.values if n not in ("flow_status",)])
    book, sheet, cell = cell_of(record, name)
    error = rng.choice(("#REF!", "#N/A", "#DIV/0!"))
    facts = replace(office.facts.get((book, sheet), SheetFacts()), errors={cell: error})
    return Fault("error_cell", Edit({(book, sheet, cell): None}, {(book, sheet): facts}), (book, sheet, cell))


def outside_dropdown(office: Office, rng: Random) -> Fault:
    kinds = ("text", "choice")
    choices = [
        (r, f.id) for r in office.records for f in forms()[r.form].fields if f.type in kinds and f.id in r.values
    ]
    record, name = rng.choice(choices)
    offered = Validation((_area(record, name),), "list", choices=("甲", "乙"))
    return _ruled(office, record, name, "outside_dropdown", offered)


def breaks_validation(office: Office, rng: Random) -> Fault:
    choices = [(r, n) for r in office.records for n, raw in r.raw.items() if isinstance(raw, float) and n in r.values]
    record, name = rng.choice(choices)
    limit = Validation((_area(record, name),), "decimal", "lessThan", Decimal(-1))
    return _ruled(office, record, name, "breaks_validation", limit)


def _area(record: Record, name: str) -> tuple[int, int, int, int]:
    row, column = position(record.source.cell(name))
    return (row, column, row, column)


def _ruled(office: Office, record: Record, name: str, rule: str, validation: Validation) -> Fault:
    book, sheet, cell = cell_of(record, name)
    known = office.facts.get((book, sheet), SheetFacts())
    facts = replace(known, validations=(validation, *known.validations))
    return Fault(rule, Edit({}, {(book, sheet): facts}), (book, sheet, cell))


def overwritten_formula(office: Office, rng: Random) -> Fault:
    rows = [r for r in office.of("sales_plan") if r.source.book == "专员-华东-张伟.xlsx" and "actual" in r.values]
    record = rng.choice(rows)
    book, sheet, cell = cell_of(record, "actual")
    formulas = frozenset(r.source.cell("actual") for r in rows if r is not record)
    return Fault("overwritten_formula", Edit({}, {(book, sheet): SheetFacts(formulas=formulas)}), (book, sheet, cell))


def text_number(office: Office, rng: Random) -> Fault:
    record = rng.choice([r for r in office.of("sales_plan") if isinstance(r.raw.get("actual"), float)])
    return one_cell("text_number", record, "actual", rng.choice(("1200", "1,200", "１２００")))


def totals_agree(office: Office, rng: Random) -> Fault:
    rows = [
        r
        for r in office.of("sales_plan")
        if r.source.book == rng.choice(("专员-华北-王强.xlsx", "专员-西南-赵静.xlsx"))
    ]
    if not rows:
        return totals_agree(office, rng)
    last = max(rows, key=lambda r: position(r.source.cell("plan"))[0])
    row, column = position(last.source.cell("plan"))
    book, sheet, _ = cell_of(last, "plan")
    first = last.source.cell("quarter").rstrip("0123456789")
    total = address(row + 1, column)
    edit = Edit({(book, sheet, f"{first}{row + 2}"): "合计", (book, sheet, total): float(rng.randint(1, 999))})
    return Fault("totals_agree", edit, (book, sheet, total))


def missing_label(office: Office, rng: Random) -> Fault:
    book, located = rng.choice(_forms(office))
    wanted = [f.id for f in forms()[located.form].required if f.id in located.labels and not f.group]
    edit = Edit({(book, located.sheet, located.labels[rng.choice(wanted)]): "某某栏目"})
    return Fault("missing_label", edit, (book, located.sheet, ""))


def unsure_form(office: Office, rng: Random) -> Fault:
    cards = ("reception_request", "development", "conduct")
    book, located = rng.choice([pair for pair in _forms(office) if pair[1].form in cards])
    kept = next(iter(located.labels.values()))
    cells: dict[tuple[str, str, str], Raw] = {
        (book, located.sheet, cell): "某某" for cell in located.labels.values() if cell != kept
    }
    return Fault("unsure_form", Edit(cells), (book, located.sheet, ""))


def _forms(office: Office) -> list[tuple[str, LocatedForm]]:
    return [(name, found) for name, reading in office.readings.items() for found in reading.located if found.records]


WRONG_SETTINGS: tuple[tuple[str, str, Raw], ...] = (
    ("规则", "取值", -5.0),
    ("规则", "规则", "喝水次数"),
    ("指标", "指标", "喝水率"),
    ("指标", "权重", 1.8),
    ("字段别名", "字段", "水"),
    ("自定规则", "字段", "水"),
)


def setting(office: Office, rng: Random) -> Fault:
    sheet, column, raw = rng.choice(WRONG_SETTINGS)
    rows = office.rows[SETTINGS][sheet]
    header = next(
        number for number, row in enumerate(rows) if sum(cell is not None for cell in row) > 1 and column in row
    )
    place = rows[header].index(column)
    filled = [n for n in range(header + 1, len(rows)) if len(rows[n]) > place and rows[n][place] not in (None, "")]
    cell = f"{letters(place)}{rng.choice(filled) + 1}"
    return Fault("setting", Edit({(SETTINGS, sheet, cell): raw}), (SETTINGS, sheet, cell))


# What breaks a row of the sample's 设置·自定规则, by form and field.
AGAINST_OWN: tuple[tuple[str, str, Raw], ...] = (
    ("contract", "no", "合同第8号"),
    ("contract", "no", "HT-2026-8"),
    ("contract", "ends", datetime(2049, 1, 1)),
    ("visit_record", "next_visit", datetime(2027, 3, 1)),
    ("contact_log", "content", "同上"),
    ("contact_log", "content", "见面后再说，待定。"),
)


def own_rule(office: Office, rng: Random) -> Fault:
    form, name, raw = rng.choice(AGAINST_OWN)
    records = [
        r
        for r in office.records
        if r.form == form and name in r.values and (name != "next_visit" or r.day("visited_on"))
    ]
    return one_cell("own_rule", rng.choice(records), name, raw)


Injector = Callable[[Office, Random], Fault]
INJECTORS: dict[str, Injector] = {
    "required": required,
    "type": wrong_type,
    "date_order": date_order,
    "date_plausible": date_plausible,
    "staff_sum": staff_sum,
    "negative_amount": negative,
    "unique_number": unique_number,
    "duplicate_record": duplicate_record,
    "duplicate_customer": duplicate_customer,
    "customer_known": customer_known,
    "person_known": person_known,
    "region_known": region_known,
    "request_known": request_known,
    "claim_within_budget": over_budget,
    "request_approved": not_approved,
    "record_owed": record_owed,
    "minimum_calls": minimum_calls,
    "status_dates": status_dates,
    "lost_digits": lost_digits,
    "handover_parties": handover_parties,
    "error_cell": error_cell,
    "outside_dropdown": outside_dropdown,
    "breaks_validation": breaks_validation,
    "overwritten_formula": overwritten_formula,
    "text_number": text_number,
    "totals_agree": totals_agree,
    "missing_label": missing_label,
    "unsure_form": unsure_form,
    "setting": setting,
    "own_rule": own_rule,
}


def faults(office: Office, rng: Random, count: int) -> Iterator[Fault]:
    """So many faults, over all rules in turn, half of them of the two rules that every field has."""
    names = list(INJECTORS)
    for number in range(count):
        name = names[number // 2 % len(names)] if number % 2 else rng.choice(("required", "type"))
        yield INJECTORS[name](office, rng)
