"""范围: a number or a date lies within limits."""

from ..check import Kind
from ._related import related

KIND = Kind(
    id="limits",
    zh="范围",
    en="Limits",
    need="0–100；≥ 0；2026-01-01 至 2026-12-31；≤ 今天",
    help="数值或日期在范围之内",
    test=related,
)
