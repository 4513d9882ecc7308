"""Formulas as the engine wants them: structured references as plain ones, ``KAM_*`` without the prefixes of hosts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .. import lazy
from ..ooxml.addresses import Area, Position, column_letters
from ..ooxml.formulas import quote_sheet
from ..ooxml.tables import Table

_TOKEN = lazy.pattern(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?<![\w.])(?:'(?:[^']|'')*'!|\[\d+\]!|_xll\.|_xludf\.|_xlfn\.)?(?P<kam>KAM_[A-Z_]+)(?=\()
  | (?P<quoted>'(?:[^']|'')*'!)
  | (?P<name>(?:[^\W\d]|\\)[\w.\\]*)(?P<spec>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])?(?![\w.(!])
  | (?P<own>\[(?!\d+\])(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])(?![\w.!])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = lazy.pattern(r"\[((?:[^\[\]']|'.)*)\]")
_ROWS = {"#all", "#data", "#headers", "#totals", "#this row"}


def calls_of_ours(text: str) -> bool:
    """Whether the formula calls a ``KAM_*`` function."""
    return "KAM_" in text.upper() and any(match["kam"] for match in _TOKEN.finditer(text))


def for_engine(text: str, at: Position, tables: Mapping[str, Table], sheet: str = "") -> str:
    """The formula with each table reference as an area and each ``KAM_*`` call by its plain name.

    ``tables`` are by name in lower case; ``at`` and ``sheet`` say where the formula stands, for ``[#This Row]`` and for
    ``[列]`` inside a table. What cannot be resolved stays.
    """

    def plain(match: re.Match[str]) -> str:
        if match["kam"]:
            return match["kam"].upper()
        table = (
            tables.get(match["name"].lower()) if match["name"] else _around(at, sheet, tables) if match["own"] else None
        )
        if table is None:
            return match[0]
        return _area(table, match["spec"] or match["own"] or "", at) or match[0]

    return _TOKEN.sub(plain, text)


def _around(at: Position, sheet: str, tables: Mapping[str, Table]) -> Table | None:
    """The table in which a formula stands that names only a column: ``SUBTOTAL(109,[实际额])``."""
    return next((table for table in tables.values() if table.sheet == sheet and at in table.area), None)


def _area(table: Table, spec: str, at: Position) -> str | None:
    inside = spec[1:-1] if spec else ""
    if inside.lstrip().startswith("["):
        items = [_plain(item) for item in _ITEM.findall(inside)]
        spans = re.search(r"\]\s*:\s*\[", inside) is not None
    else:
        items, spans = ([_plain(inside)] if inside.strip() else []), False
    rows = {item.lower() for item in items if item.lower() in _ROWS}
    columns = [_column(table, item) for item in items if item.lower() not in _ROWS]
    if None in columns:
        return None
    numbers = [column for column in columns if column is not None]
    if len(numbers) > 1 and not spans:
        return None
    left, right = (min(numbers), max(numbers)) if numbers else (table.area.left, table.area.right)
    return _written(table, rows, left, right, at)


def _written(table: Table, rows: set[str], left: int, right: int, at: Position) -> str | None:
    sheet = quote_sheet(table.sheet) + "!"
    if rows == {"#this row"}:
        if not table.body.top <= at.row <= table.body.bottom:
            return None
        first, last = (f"${column_letters(column)}{at.row}" for column in (left, right))
        return sheet + (first if first == last else f"{first}:{last}")
    bounds = _bounds(table, rows)
    if bounds is None:
        return None
    area = Area(bounds[0], left, bounds[1], right)
    first, last = f"${column_letters(area.left)}${area.top}", f"${column_letters(area.right)}${area.bottom}"
    return sheet + (first if first == last else f"{first}:{last}")


def _bounds(table: Table, rows: set[str]) -> tuple[int, int] | None:
    """First and last row of the parts that are named: they are neighbours, or the reference means nothing."""
    body, area = table.body, table.area
    parts: dict[str, tuple[int, int]] = {"#data": (body.top, body.bottom), "#all": (area.top, area.bottom)}
    if table.header_rows:
        parts["#headers"] = (area.top, body.top - 1)
    if table.totals_rows:
        parts["#totals"] = (body.bottom + 1, area.bottom)
    wanted = [parts.get(row) for row in rows or {"#data"}]
    known = [part for part in wanted if part is not None]
    if len(known) != len(wanted):
        return None
    return min(top for top, _ in known), max(bottom for _, bottom in known)


def _column(table: Table, name: str) -> int | None:
    wanted = name.removeprefix("@").casefold()
    for number, column in enumerate(table.columns):
        if column.name.casefold() == wanted:
            return table.area.left + number
    return None


def _plain(item: str) -> str:
    """A column's name without the ``'`` that escapes brackets, # and quotes."""
    return re.sub(r"'(.)", r"\1", item)


def refers_elsewhere(text: str) -> bool:
    """Whether the formula reads another workbook (``[1]Sheet!A1``); a call of ours through an add-in's link does not."""
    if "[" not in text:
        return False
    without = re.sub(r'"(?:[^"]|"")*"|\[\d+\]!(?=KAM_)', "", text)
    return re.search(r"(?<![\w.\]])'?\[\d+\]", without) is not None


def functions_in(text: str) -> set[str]:
    """The names of the functions that a formula calls, in capitals, without ``_xlfn.`` and ``_xlws.``."""
    without_text = re.sub(r'"(?:[^"]|"")*"', '""', text)
    found = re.findall(r"([^\W\d][\w.]*)\(", without_text)
    return {name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.") for name in found}


# Functions that want one value for every argument: a range there means the cell in the formula's own row or column.
_SCALAR = frozenset(
    {
        "ABS", "ACOS", "ACOSH", "ASIN", "ASINH", "ATAN", "ATAN2", "ATANH", "CEILING", "CHAR", "CLEAN", "CODE",
        "COMBIN", "CONCATENATE", "COS", "COSH", "DATE", "DATEVALUE", "DAY", "DEGREES", "DOLLAR", "EVEN", "EXACT",
        "EXP", "FACT", "FIND", "FIXED", "FLOOR", "HOUR", "IF", "INDIRECT", "INT", "ISBLANK", "ISERR", "ISERROR",
        "ISEVEN", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISODD", "ISTEXT", "LEFT", "LEN", "LN", "LOG",
        "LOG10", "LOWER", "MID", "MINUTE", "MOD", "MONTH", "NOT", "ODD", "POWER", "PROPER", "RADIANS", "REPLACE",
        "REPT", "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "SEARCH", "SECOND", "SIGN", "SIN", "SINH", "SQRT",
        "SUBSTITUTE", "T", "TAN", "TANH", "TEXT", "TIME", "TIMEVALUE", "TRIM", "TRUNC", "UPPER", "VALUE",
        "WEEKDAY", "YEAR",
    }
)  # fmt: skip
# Functions that compute with whole ranges by themselves, whatever stands inside them.
_ARRAYS = frozenset(
    {
        "SUMPRODUCT", "LOOKUP", "MMULT", "FREQUENCY", "AGGREGATE", "FILTER", "UNIQUE", "SORT", "SORTBY",
        "XLOOKUP", "XMATCH", "LET", "LAMBDA", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "TOCOL",
        "TOROW", "HSTACK", "VSTACK", "TAKE", "DROP", "EXPAND", "CHOOSEROWS", "CHOOSECOLS", "WRAPROWS",
        "WRAPCOLS", "TEXTJOIN",
    }
)  # fmt: skip
_LEXEME = lazy.pattern(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[^\W\d][\w.]*)!)
  | (?P<call>[^\W\d][\w.]*\()
  | (?P<range>\$?[A-Za-z]{1,3}\$?\d{1,7}:\$?[A-Za-z]{1,3}\$?\d{1,7}
      |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(])|\$?\d{1,7}:\$?\d{1,7})
  | (?P<open>\()
  | (?P<close>\))
  | (?P<operator><>|<=|>=|[-+*/^&=<>])
  | (?P<comma>[,;])
  | (?P<other>[^\s,;()<>=&^*/+-]+)
    """,
    re.VERBOSE,
)


def intersects(text: str) -> bool:
    """Whether a formula that is no array formula means one cell of a range: the row's or column's own (``=A:A*2``).

    Such a range stands alone, beside an operator, or where a function wants one value.
    """
    if ":" not in text:
        return False
    calls: list[str] = []
    tokens = [match for match in _LEXEME.finditer(text) if match.lastgroup != "sheet"]
    for index, token in enumerate(tokens):
        match token.lastgroup:
            case "call":
                calls.append(token[0][:-1].upper().removeprefix("_XLFN.").removeprefix("_XLWS."))
            case "open":
                calls.append("(")
            case "close" if calls:
                calls.pop()
            case "range":
                before = tokens[index - 1].lastgroup if index else ""
                after = tokens[index + 1].lastgroup if index + 1 < len(tokens) else ""
                if not _ARRAYS & set(calls) and _wants_one(calls, {before, after}):
                    return True
    return False


def _wants_one(calls: list[str], beside: set[str | None]) -> bool:
    named = [call for call in calls if call != "("]
    if not named or "operator" in beside:
        return True
    return named[-1] in _SCALAR
