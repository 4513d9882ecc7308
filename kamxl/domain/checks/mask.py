"""格式: a text of a form that office people can read, HT-####-###."""

from ..check import Kind
from ..notations import mask
from ._shaped import shaped

KIND = Kind(
    id="mask",
    zh="格式",
    en="Form",
    need="HT-####-###",
    help="# 一位数字，@ 一个字母，? 任意一个字，* 任意多个字，其余照写",
    test=shaped(mask),
)
