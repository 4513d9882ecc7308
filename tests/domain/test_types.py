"""What a field accepts, and what it makes of it.

1. Each spelling that domain.md names is read, and so are the common ones beside it.
2. Anything else is refused with the message that tells what to write; nothing is guessed.
3. No input makes a type fail in any other way.
4. Every type that a form uses exists.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.fieldtype import Rejected, field_types, parse
from kamxl.domain.form import Field, forms
from kamxl.domain.periods import Period, PeriodKind
from kamxl.domain.values import Raw, Value

CHOICES = {
    "choice": ("A", "B", "合格", "不合格"),
    "ticks": ("上市公司", "国有企业", "民营企业", "其他"),
}


def field_of(kind: str, unit: str = "") -> Field:
    return Field(id="x", zh="项目", en="Item", type=kind, choices=CHOICES.get(kind, ()), unit=unit)


def q(year: int, number: int) -> Period:
    return Period(year, number, PeriodKind.QUARTER)


D = Decimal
READ: list[tuple[str, Raw, Value]] = [
    ("text", 3.0, "3"),
    ("text", "  两 字 ", "两 字"),
    ("date", date(2024, 3, 5), date(2024, 3, 5)),
    ("date", datetime(2024, 3, 5, 14, 30), date(2024, 3, 5)),
    ("date", "2024.3.5", date(2024, 3, 5)),
    ("date", "2024/3/5", date(2024, 3, 5)),
    ("date", "２０２４－０３－０５", date(2024, 3, 5)),
    ("date", "20240305", date(2024, 3, 5)),
    ("date", 20240305.0, date(2024, 3, 5)),
    ("date", "2024年3月5日", date(2024, 3, 5)),
    ("date", "2024 年 3 月 5 号", date(2024, 3, 5)),
    ("date", "2024-03-05 14:30:00", date(2024, 3, 5)),
    ("date", "2024-3-5（星期二）", date(2024, 3, 5)),
    ("date", "二〇二四年十二月二十五日", date(2024, 12, 25)),
    ("date", "二零二四年三月五日", date(2024, 3, 5)),
    ("money", 1234.5, D("1234.5")),
    ("money", "1,234.50", D("1234.50")),
    ("money", "￥1，234.50元", D("1234.50")),
    ("money", "人民币 500 元整", D(500)),
    ("money", "500万元", D(5_000_000)),
    ("money", "1.2 亿", D(120_000_000)),
    ("money", "３０００", D(3000)),
    ("money", "(1,200)", D(-1200)),
    ("money", "壹万贰仟叁佰元整", D(12300)),
    ("money", "人民币伍佰零捌元伍角", D("508.5")),
    ("money", "贰拾亿零伍万元整", D(2_000_050_000)),
    ("number", 95.0, D("95.0")),
    ("number", "95%", D("0.95")),
    ("number", "1.5万", D(15000)),
    ("integer", 12.0, 12),
    ("integer", "12人", 12),
    ("integer", "1,200 人", 1200),
    ("integer", "5个工作日", 5),
    ("percent", "85%", D("0.85")),
    ("percent", "85％", D("0.85")),
    ("percent", 0.85, D("0.85")),
    ("score", "92分", D(92)),
    ("score", 100, D(100)),
    ("rating5", "4分", 4),
    ("rating5", "4/5", 4),
    ("rating5", "★★★☆☆", 3),
    ("rating5", 5.0, 5),
    ("time", time(14, 30), "14:30"),
    ("time", 0.604166666, "14:30"),
    ("time", timedelta(hours=9, minutes=5), "09:05"),
    ("time", "下午2点半", "14:30"),
    ("time", "9：00～10：30", "09:00-10:30"),
    ("time", "2:30 PM", "14:30"),
    ("time", "14点", "14:00"),
    ("week", "2026年第30周", date(2026, 7, 20)),
    ("week", "2026-W30", date(2026, 7, 20)),
    ("week", date(2026, 7, 22), date(2026, 7, 20)),
    ("week", "2026.7.20-2026.7.26", date(2026, 7, 20)),
    ("week", "2026-7-20 至 7-26", date(2026, 7, 20)),
    ("week", "2026-7-20-7-26", date(2026, 7, 20)),
    ("year", "2026年度", 2026),
    ("year", 2026.0, 2026),
    ("year", date(2026, 1, 1), 2026),
    ("quarter", "2026Q3", q(2026, 3)),
    ("quarter", "2026年三季度", q(2026, 3)),
    ("quarter", "26Q3", q(2026, 3)),
    ("quarter", date(2026, 8, 1), q(2026, 3)),
    ("phone", 13812345678.0, "13812345678"),
    ("phone", "+86 138 1234 5678", "13812345678"),
    ("phone", "（021）62345678", "021-62345678"),
    ("phone", "021-62345678转8012", "021-62345678-8012"),
    ("phone", "021-62345678-8012", "021-62345678-8012"),
    ("phone", "0512-6234567", "0512-6234567"),
    ("phone", "400-820-8820", "400-820-8820"),
    ("phone", "95588", "95588"),
    ("phone", "+852 2345 6789", "+85223456789"),
    ("phone", "13812345678/021-62345678", "13812345678、021-62345678"),
    ("phone", "13812345678 13912345678", "13812345678、13912345678"),
    ("postcode", "２０００４０", "200040"),
    ("postcode", 200040.0, "200040"),
    ("postcode", 10010.0, "010010"),
    ("email", "zhang.wei＠example.com", "zhang.wei@example.com"),
    ("email", "a@b.cn；c@d.com.cn", "a@b.cn; c@d.com.cn"),
    ("credit_code", "91350100M000100Y43", "91350100M000100Y43"),
    ("credit_code", "9135 0100 m000 100y 43", "91350100M000100Y43"),
    ("code", "bf－2026－001 ", "BF-2026-001"),
    ("code", 12.0, "12"),
    ("customer", " 华东 机电(上海)有限公司", "华东机电（上海）有限公司"),
    ("customer", "ABC  Trading Co.", "ABC Trading Co."),
    ("person", "张　伟", "张伟"),
    ("person", "John  Smith", "John Smith"),
    ("region", "华东大区", "华东"),
    ("region", "华东区", "华东"),
    ("region", "华东", "华东"),
    ("region", "浦东新区", "浦东新区"),
    ("choice", "ａ", "A"),
    ("choice", "A级", "A"),
    ("choice", "☑合格 □不合格", "合格"),
    ("choice", "□合格 √不合格", "不合格"),
    ("choice", "合格（√） 不合格（ ）", "合格"),
    ("ticks", "□上市公司 ☑民营企业 ■其他：合伙", ("民营企业", "其他")),
    ("ticks", "上市公司□ 民营企业☑", ("民营企业",)),
    ("ticks", "民营企业、国有企业", ("国有企业", "民营企业")),
    ("yes_no", "是", True),
    ("yes_no", "否", False),
    ("yes_no", "√", True),
    ("yes_no", "×", False),
    ("yes_no", False, False),
    ("yes_no", "☑是 □否", True),
    ("yes_no", "□是 ■否", False),
    ("yes_no", "N", False),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ)
def test_what_is_read(kind: str, raw: Raw, value: Value) -> None:
    actual = parse(raw, field_of(kind))
    assert (actual, type(actual)) == (value, type(value))


REFUSED: list[tuple[str, Raw, str]] = [
    ("date", "下个月", "types.date"),
    ("date", True, "types.date"),
    ("date", "2024-02-30", "types.date_impossible"),
    ("date", "2024年13月1日", "types.date_impossible"),
    ("date", "24.3.5", "types.date_short_year"),
    ("date", "2024年3月", "types.date_partial"),
    ("date", "3月5日", "types.date_partial"),
    ("date", 45356.0, "types.date_serial"),
    ("money", "约500万", "types.money"),
    ("money", "100-200万", "types.money"),
    ("money", "待定", "types.money"),
    ("money", "12,34", "types.money"),
    ("money", date(2024, 3, 5), "types.money"),
    ("money", "500万美元", "types.money_foreign"),
    ("money", "$500", "types.money_foreign"),
    ("money", "壹万贰仟", "types.money"),
    ("money", "壹元玖拾角", "types.money"),
    ("number", "很多", "types.number"),
    ("number", True, "types.number"),
    ("integer", "十二", "types.integer"),
    ("integer", 1.5, "types.integer_fraction"),
    ("percent", 20.0, "types.percent_bare"),
    ("percent", "高", "types.percent"),
    ("percent", "高%", "types.percent"),
    ("score", 101.0, "types.score"),
    ("score", "优", "types.score"),
    ("rating5", 6, "types.rating5"),
    ("rating5", "3.5", "types.rating5"),
    ("time", "25:00", "types.time"),
    ("time", "下午", "types.time"),
    ("time", date(2024, 3, 5), "types.time_date"),
    ("week", "第30周", "types.week"),
    ("week", "2026年第54周", "types.week_number"),
    ("week", "2026.7.x-2026.7.26", "types.week"),
    ("year", "26", "types.year"),
    ("quarter", "Q3", "types.quarter"),
    ("quarter", "2026", "types.quarter"),
    ("quarter", "本季度", "types.quarter_relative"),
    ("phone", "1381234567", "types.phone"),
    ("phone", "62345678", "types.phone_no_area"),
    ("phone", "/", "types.phone"),
    ("postcode", "20004", "types.postcode"),
    ("postcode", "000000", "types.postcode"),
    ("email", "zhang.wei", "types.email"),
    ("email", "a..b@c.com", "types.email"),
    ("credit_code", "91350100M000100Y44", "types.credit_code_check"),
    ("credit_code", "91350100M000100YO3", "types.credit_code_characters"),
    ("credit_code", "91350100M000100Y4", "types.credit_code_length"),
    ("credit_code", 9.1350100001e17, "types.credit_code_number"),
    ("choice", "C", "types.choice"),
    ("choice", "□合格 □不合格", "types.choice_ticks"),
    ("choice", "☑合格 ☑不合格", "types.choice_ticks"),
    ("ticks", "□上市公司 □其他", "types.ticks_none"),
    ("ticks", "合伙企业", "types.ticks"),
    ("yes_no", "也许", "types.yes_no"),
    ("yes_no", "☑是 ☑否", "types.yes_no"),
]


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED)
def test_what_is_refused(kind: str, raw: Raw, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        parse(raw, field_of(kind))
    assert refusal.value.text.code == code
    assert refusal.value.text.params["field"] == "项目"
    assert refusal.value.text.what() != refusal.value.text.fix()


@pytest.mark.parametrize(
    ("raw", "yuan"), [(5000.0, D(50_000_000)), ("5000", D(50_000_000)), ("500元", D(500)), ("2亿元", D(200_000_000))]
)
def test_a_bare_amount_is_in_the_unit_of_the_label(raw: Raw, yuan: Decimal) -> None:
    assert parse(raw, field_of("money", unit="万元")) == yuan


RAWS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789年月日第季Qq-./:（）()%万亿元□☑√ 　一二三十壹拾佰整", max_size=16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=2)),
)


@pytest.mark.parametrize("kind", sorted(field_types()))
def test_anything_is_read_or_refused(kind: str) -> None:
    @given(RAWS)
    def check(raw: Raw) -> None:
        try:
            parse(raw, field_of(kind))
        except Rejected as refusal:
            assert refusal.text.full()  # noqa: PT017
            assert refusal.text.full("en")  # noqa: PT017

    check()


def test_a_value_read_back_gives_itself() -> None:
    """Types that ``fix`` may tidy: writing the normalised value and reading it again changes nothing."""
    for kind, raw, value in READ:
        if field_types()[kind].tidy:
            assert parse(value, field_of(kind)) == value, (kind, raw)  # type: ignore[arg-type]


def test_every_type_that_a_form_uses_exists() -> None:
    used = {field.type for form in forms().values() for field in form.all_fields}
    assert used <= set(field_types())
