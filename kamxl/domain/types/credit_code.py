"""统一社会信用代码: 18 characters of GB 32100-2015, its check character verified."""

from __future__ import annotations

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import dashes, squeeze
from ..values import Raw, Value, show

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CODE = lazy.pattern(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}")


def parse(raw: Raw, field: Field) -> Value:
    if isinstance(raw, int | float):
        raise rejected("credit_code_number", raw, field)
    code = dashes(squeeze(show(raw))).replace("-", "").upper()
    if len(code) != 18:
        raise rejected("credit_code_length", raw, field, length=len(code))
    if not _CODE.fullmatch(code):
        raise rejected("credit_code_characters", raw, field)
    if code[-1] != check_character(code):
        raise rejected("credit_code_check", raw, field)
    return code


def check_character(code: str) -> str:
    """The character that the first 17 of ``code`` demand in the 18th place."""
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[-total % 31]


TYPE = FieldType("credit_code", "统一社会信用代码", parse, tidy=True)
