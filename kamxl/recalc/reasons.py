"""Which formulas are not computed at all, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import lazy
from ..errors import Text, say
from ..ooxml.results import Formula
from ..ooxml.values import CellError
from .cells import SheetCells
from .language import calls_of_ours, functions_in, intersects, refers_elsewhere
from .unsure import UNSURE, is_unsure

# Never written: random numbers, what depends on the machine or the view, and what is read from elsewhere.
_LEFT_ALONE = frozenset(
    {"RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO", "GETPIVOTDATA", "RTD", "WEBSERVICE", "STOCKHISTORY", "CUBEVALUE",
     "CUBEMEMBER", "CUBESET", "CUBERANKEDMEMBER", "CUBEKPIMEMBER", "CUBEMEMBERPROPERTY", "CUBESETCOUNT", "IMAGE",
     "CALL", "REGISTER.ID"}
)  # fmt: skip
_NO_NAME = CellError("#NAME?")
_REFERENCE = lazy.pattern(r"[A-Za-z$]\d+(?![\d(])")  # its end: the column's last letter and the row
_HIDING = frozenset({"SUBTOTAL", "AGGREGATE"})  # they see which rows are hidden, which the engine may not


def left_alone(sheets: Sequence[SheetCells], *, ours: bool) -> Iterator[tuple[SheetCells, Formula, Text]]:
    """The formulas that keep their results, with the reason; ``ours`` says whether ``KAM_*`` can be answered."""
    hiding = any(sheet.hides_rows for sheet in sheets)
    names = _LEFT_ALONE | (_HIDING if hiding else frozenset()) | UNSURE
    judged: dict[tuple[str, str, bool], Text | None] = {}  # formulas filled down differ in their rows only
    for sheet in sheets:
        everything = "\0".join([formula.text for formula in sheet.formulas])  # all at once: it is quicker
        alike = "".join(_REFERENCE.split(everything)).split("\0")
        for formula, text in zip(sheet.formulas, alike, strict=True):
            key = (text, formula.kind, formula.value == _NO_NAME)
            if key not in judged:
                judged[key] = _reason(formula, names, ours=ours)
            if reason := judged[key]:
                yield sheet, formula, reason


def _reason(formula: Formula, names: frozenset[str], *, ours: bool) -> Text | None:
    """Why a formula is not computed at all."""
    if formula.kind == "dataTable":
        return say("recalc.data_table")
    if not formula.text:
        return None
    if formula.value == _NO_NAME and not calls_of_ours(formula.text):
        return say("recalc.unknown_name")
    if called := functions_in(formula.text) & names:
        return say("recalc.left_alone", function="、".join(sorted(called)))
    if not ours and calls_of_ours(formula.text):
        return say("recalc.no_department")
    if refers_elsewhere(formula.text):
        return say("recalc.elsewhere")
    if formula.kind != "array" and intersects(formula.text):
        return say("recalc.intersection")
    if is_unsure(formula.text):
        return say("recalc.unsure")
    return None
