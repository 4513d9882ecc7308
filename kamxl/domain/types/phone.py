"""电话: a Chinese mobile, landline (with its area code), 400/800/95 or foreign (+…) number; several with / or 、.

The value is each number with plain hyphens: 13812345678, 021-62345678, 021-62345678-8012, 400-820-8820.
"""

from __future__ import annotations

import re

from ... import lazy
from ..fieldtype import FieldType, rejected
from ..form import Field
from ..spelling import dashes, fold
from ..values import Raw, Value, show

_MOBILE = lazy.pattern(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_AREA = r"010|02[0-57-9]|0[3-9]\d{2}"
_LANDLINE = lazy.pattern(rf"(?:(?:\+|00)?86)?(?P<area>{_AREA})(?P<own>[2-8]\d{{6,7}})(?P<ext>转\d{{1,6}})?")
_SERVICE = lazy.pattern(r"([48]00)(\d{3})(\d{4})")
_FOREIGN = lazy.pattern(r"\+(?!86)\d{7,15}")
_LOCAL = lazy.pattern(r"[2-8]\d{6,7}")
_SEPARATORS = lazy.pattern(r"[/、;,]|\s{2,}|或")
_EXTENSION = lazy.pattern(r"(?<=\d{7})(?:-|转|分机|ext\.?|x|#)+(?=\d{1,6}$)", re.IGNORECASE)


def parse(raw: Raw, field: Field) -> Value:
    parts = [part for part in _SEPARATORS.split(dashes(fold(show(raw)))) if part.strip()]
    if len(parts) == 1 and " " in parts[0].strip():
        parts = _by_spaces(parts[0].strip())
    if not parts:
        raise rejected("phone", raw, field)
    return "、".join(_one(part, raw, field) for part in parts)


def _by_spaces(text: str) -> list[str]:
    """``138… 139…`` are two numbers, ``138 1234 5678`` is one."""
    pieces = text.split(" ")
    return pieces if all(_tidy(piece) for piece in pieces) else [text]


def _one(text: str, raw: Raw, field: Field) -> str:
    tidy = _tidy(text)
    if tidy:
        return tidy
    digits = re.sub(r"\D", "", text)
    if _LOCAL.fullmatch(digits):
        raise rejected("phone_no_area", raw, field)
    raise rejected("phone", raw, field)


def _tidy(text: str) -> str:
    """One number in its canonical form, "" if it is none."""
    marked = _EXTENSION.sub("转", text.strip())
    number = re.sub(r"[-\s().·]", "", marked)
    if found := _MOBILE.fullmatch(number):
        return found[1]
    if found := _LANDLINE.fullmatch(number):
        extension = found["ext"]
        return f"{found['area']}-{found['own']}" + (f"-{extension[1:]}" if extension else "")
    if found := _SERVICE.fullmatch(number):
        return "-".join(found.groups())
    return number if _FOREIGN.fullmatch(number) or re.fullmatch(r"95\d{3,4}", number) else ""


_TIDY = r"(?:1[3-9][0-9]{9}\n|0(?:10|2[0-57-9]|[3-9][0-9]{2})-[2-8][0-9]{6,7}\n|[48]00-[0-9]{3}-[0-9]{4}\n)*+"

TYPE = FieldType("phone", "电话", parse, tidy=True, plain=_TIDY)
