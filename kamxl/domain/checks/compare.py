"""比较: a field against another field of the same record."""

from ..check import Kind
from ._related import related

KIND = Kind(
    id="compare",
    zh="比较",
    en="Comparison",
    need="≥ 申请日期；≤ 计划额 × 1.2；≤ 发生日期 + 30天；≤ 拜访日期 + 3工作日",
    help="与同一条记录的另一个字段比较",
    test=related,
)
