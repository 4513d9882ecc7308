"""Values that a field accepts, as different people type them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from kamxl.domain.form import Field
from kamxl.domain.types.credit_code import check_character
from kamxl.domain.values import Raw

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张"
GIVEN = ("伟", "娜", "强", "静", "敏", "丽", "国栋", "晓峰", "文博", "海燕", "建华", "雪梅", "振宇", "桂英")
CITIES = ("上海", "苏州", "杭州", "广州", "深圳", "北京", "天津", "成都", "重庆", "昆明", "南京", "合肥")
TRADES = ("机电", "精工制造", "云川科技", "海晟物流", "申华医疗器械", "锡能电气", "粤通电子", "鲁信软件")
KINDS = ("有限公司", "股份有限公司", "集团有限公司", "(中国)有限公司")
REGIONS = ("华东", "华南", "华北", "西南")
WORDS = (
    "核对六月份对账单",
    "参观装配线并确认交付标准",
    "安排高层互访",
    "价格高于同行两个百分点",
    "已签框架协议",
    "按计划推进，三季度末复核",
    "客户要求缩短交期",
    "无差异",
)


def value(field: Field, rng: Random) -> Raw:
    """A good value for the field. Texts never look like labels of a form."""
    return _MAKERS.get(field.type, _text)(field, rng)


def _text(field: Field, rng: Random) -> Raw:
    if field.zh in ("姓名", "联系人", "拜访对象", "受访人", "评分人", "考核人", "对象", "同行人", "陪同人员"):
        return person(rng)
    return rng.choice(WORDS) + (f"{rng.randint(2, 99)}项" if rng.random() < 0.3 else "")


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def customer(rng: Random) -> str:
    return rng.choice(CITIES) + rng.choice(TRADES) + rng.choice(KINDS)


def day(rng: Random, first: date = date(2025, 10, 1), last: date = date(2026, 9, 28)) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def written(when: date, rng: Random) -> Raw:
    """A date as a person types it."""
    return rng.choice(
        (
            when,
            when,
            when.isoformat(),
            f"{when.year}.{when.month}.{when.day}",
            f"{when.year}/{when.month}/{when.day}",
            f"{when.year}年{when.month}月{when.day}日",
            f"{when:%Y%m%d}",
        )
    )


def _date(field: Field, rng: Random) -> Raw:
    return written(day(rng), rng)


def _money(field: Field, rng: Random) -> Raw:
    amount = rng.randint(1, 9000) * 100
    return rng.choice((float(amount), float(amount), f"{amount:,}", f"￥{amount:,}元", f"{amount / 10000:g}万元"))


def _integer(field: Field, rng: Random) -> Raw:
    number = rng.randint(1, 60)
    return rng.choice((float(number), float(number), str(number)))


def _phone(field: Field, rng: Random) -> Raw:
    mobile = f"1{rng.choice('3578')}{rng.randint(0, 999999999):09d}"
    landline = f"{rng.choice(('021', '0512', '0755', '010'))}-{rng.randint(20000000, 89999999)}"
    return rng.choice((mobile, landline, landline.replace("-", "－")))


def credit_code(rng: Random) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + rng.choice(("310112", "440300", "330108")) + "".join(rng.choice(alphabet) for _ in range(9))
    return body + check_character(body + "0")


def _choice(field: Field, rng: Random) -> Raw:
    return rng.choice(field.choices)


def _ticks(field: Field, rng: Random) -> Raw:
    chosen = rng.choice(field.choices)
    return " ".join(("☑" if choice == chosen else "□") + choice for choice in field.choices)


def _quarter(field: Field, rng: Random) -> Raw:
    year, number = rng.choice(((2025, 4), (2026, 1), (2026, 2), (2026, 3)))
    return rng.choice((f"{year}Q{number}", f"{year}年第{number}季度", f"{year}年{'一二三四'[number - 1]}季度"))


_MAKERS = {
    "choice": _choice,
    "code": lambda field, rng: f"{rng.choice(('KH', 'BF', 'HT', 'SJ', 'KF'))}-2026-{rng.randint(1, 999):03d}",
    "credit_code": lambda field, rng: credit_code(rng),
    "customer": lambda field, rng: customer(rng),
    "date": _date,
    "email": lambda field, rng: f"sales{rng.randint(1, 99)}@example{rng.randint(1, 9)}.com.cn",
    "integer": _integer,
    "money": _money,
    "number": lambda field, rng: float(rng.randint(1, 5000)),
    "percent": lambda field, rng: f"{rng.randint(1, 99)}%",
    "person": lambda field, rng: person(rng),
    "phone": _phone,
    "postcode": lambda field, rng: f"{rng.randint(100000, 899999)}",
    "quarter": _quarter,
    "rating5": lambda field, rng: float(rng.randint(1, 5)),
    "region": lambda field, rng: rng.choice(REGIONS),
    "score": lambda field, rng: float(rng.randint(50, 100)),
    "ticks": _ticks,
    "time": lambda field, rng: rng.choice(("14:30", "9:00", "下午2点")),
    "week": lambda field, rng: f"2026年第{rng.randint(1, 39)}周",
    "year": lambda field, rng: rng.choice((2025.0, 2026.0, "2026年度")),
    "yes_no": lambda field, rng: rng.choice(("是", "否", "√", "☑是 □否")),
}
