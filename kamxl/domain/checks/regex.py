"""正则: a regular expression for the whole text, matched without backtracking."""

from ..check import Kind
from ..notations import regex
from ._shaped import shaped

KIND = Kind(
    id="regex",
    zh="正则",
    en="Regular expression",
    need="(HT|KH)-[0-9]{4}-[0-9]+",
    help="整段文字符合正则表达式（不支持前后查找和反向引用）",
    test=shaped(regex),
)
