"""Where the engine is known to differ from Excel (measured on real workbooks): such formulas keep their results.

Each entry was seen to give another result than Excel's, most in both engines.
"""

from __future__ import annotations

import re

from .. import lazy

UNSURE = frozenset(
    {
        "FLOOR", "CEILING",  # negative numbers and zero significance
        "MODE", "MODE.SNGL", "AVERAGEA",  # text among the arguments
        "SUMX2MY2", "SUMX2PY2", "SUMXMY2",  # pairs with text or empty cells
        "DOLLAR", "VALUE",  # currency in text
        "LOOKUP", "OFFSET",
    }
)  # fmt: skip

# Number formats of TEXT that the engine renders as Excel does.
_SAFE_FORMAT = lazy.pattern(r"(?:0|#,##0)(?:\.0+)?%?|yyyy-mm-dd|yyyy/m/d|yyyy/mm/dd|yyyy-mm|yyyymmdd|0+")
_TEXT = lazy.pattern(r"\bTEXT\(", re.IGNORECASE)
_LITERAL_FORMAT = lazy.pattern(r",\s*\"([^\"]*)\"\s*\)")
_BINARY_SEARCH = lazy.pattern(r"\bX(?:LOOKUP|MATCH)\([^()]*,\s*-?2\s*\)", re.IGNORECASE)
_COMPLEX = lazy.pattern(r"\bIM[A-Z0-9]+\(", re.IGNORECASE)
_ERROR_INSIDE = lazy.pattern(r"#(?:REF!|DIV/0!|VALUE!|NUM!|NULL!|N/A)")
_TEXT_FOR_NUMBER = lazy.pattern(r'\b(?:NPER|PMT|PV|FV|RATE|REPLACE)\([^()]*,?\s*"\d|\bIF\(\s*"', re.IGNORECASE)
_WORDS_AS_VALUES = lazy.pattern(r"\b(?:LEFT|RIGHT|MID)\(\s*(?:TRUE|FALSE)\b|\bDATE\(\s*1900\s*,", re.IGNORECASE)


def is_unsure(text: str) -> bool:
    """Whether the formula does something that the engine does otherwise than Excel."""
    if any(pattern.search(text) for pattern in (_BINARY_SEARCH, _WORDS_AS_VALUES, _COMPLEX, _TEXT_FOR_NUMBER)):
        return True
    if _ERROR_INSIDE.search(re.sub(r'"(?:[^"]|"")*"', "", text)):
        return True
    if not _TEXT.search(text):
        return False
    formats = _LITERAL_FORMAT.findall(text)
    return len(formats) < len(_TEXT.findall(text)) or not all(_SAFE_FORMAT.fullmatch(one.lower()) for one in formats)
