"""Formulas, between Excel's notation and the one of LibreOffice's API.

The API writes ``=SUM($Sheet1.A1:B2;{1;2|3;4})`` where Excel writes ``=SUM(Sheet1!A1:B2,{1,2;3,4})``; function names are
the same English ones. LibreOffice's own parser does this conversion one formula at a time over the bridge (2 ms each);
this module does it in Python, so that a column of formulas costs one call.
"""

from __future__ import annotations

import re

from .addresses import quoted

_STRING = r'"(?:[^"]|"")*"'
_CALC = re.compile(
    rf"""(?P<string>{_STRING})
    |(?P<error>\#(?:REF!|NULL!|DIV/0!|VALUE!|NAME\?|NUM!|N/A))
    |(?P<external>'(?:[^']|'')+'\#)?(?P<sheet>\$?'(?:[^']|'')+'|\$?[^\W\d][\w]*)\.(?=\$?(?:[A-Za-z]{{1,3}}\$?\d|[A-Za-z]{{1,3}}:|\d+:|\#REF))
    |(?P<word>[^\W\d][\w.]*)
    |(?P<open>\{{)|(?P<close>\}})|(?P<bar>\|)|(?P<semicolon>;)|(?P<union>~)|(?P<intersection>!)""",
    re.VERBOSE,
)
_EXCEL = re.compile(
    rf"""(?P<string>{_STRING})
    |(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!(?!\s)
    |(?P<error>\#(?:REF!|NULL!|DIV/0!|VALUE!|NAME\?|NUM!|N/A))
    |(?P<prefix>_xlfn\.(?:_xlws\.)?|_xlws\.)
    |(?P<open>\{{)|(?P<close>\}})|(?P<comma>,)|(?P<semicolon>;)""",
    re.VERBOSE | re.IGNORECASE,
)


def is_formula(value: object) -> bool:
    """Whether a value given by a caller is a formula: text that starts with ``=`` and goes on."""
    return isinstance(value, str) and len(value) > 1 and value[0] == "="


def to_calc(formula: str) -> str:
    """Excel's ``=SUM(Sheet1!A1,2)`` as the API wants it: ``=SUM($Sheet1.A1;2)``."""
    depth = 0

    def convert(match: re.Match[str]) -> str:
        nonlocal depth
        kind = match.lastgroup
        if kind == "sheet":
            return f"${_requoted(match['sheet'])}."
        if kind == "prefix":
            return ""
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
            return match[0]
        if kind == "comma":
            return ";"
        if kind == "semicolon":
            return "|" if depth else ";"
        return match[0]

    return _EXCEL.sub(convert, formula)


def to_excel(formula: str) -> str:
    """The API's ``=SUM($Sheet1.A1;2)`` as Excel writes it: ``=SUM(Sheet1!A1,2)``. Array braces around it are kept."""
    body, braces = (formula[1:-1], True) if formula.startswith("{=") and formula.endswith("}") else (formula, False)
    depth = 0

    def convert(match: re.Match[str]) -> str:
        nonlocal depth
        kind = match.lastgroup
        if kind in ("open", "close"):
            depth += 1 if kind == "open" else -1
            return match[0]
        if kind == "semicolon":
            return ","
        if kind == "bar":
            return ";" if depth else match[0]
        if kind == "union":
            return ","
        if kind == "intersection":
            return " "
        if match["sheet"]:
            return _excel_sheet(match["sheet"], match["external"])
        return match[0]

    text = _CALC.sub(convert, body)
    return "{" + text + "}" if braces else text


def _requoted(sheet: str) -> str:
    """A sheet name for the API, which needs quotes around a dot where Excel does not."""
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return name if re.fullmatch(r"[^\W\d]\w*", name) else "'" + name.replace("'", "''") + "'"


def _excel_sheet(sheet: str, external: str | None) -> str:
    bare = sheet.removeprefix("$")
    name = bare[1:-1].replace("''", "'") if bare.startswith("'") else bare
    if not external:
        return f"{quoted(name)}!"
    book = external[1:-2].rsplit("/", 1)[-1]
    return f"'[{book}]{name}'!"
