"""formualizer behind our own words: load, register the ``KAM_*`` functions, evaluate, read results.

The engine's own errors (#N/IMPL!, #CIRC!, an unknown function's #NAME?) are ``Unable``: never a value to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..dataclass import dataclass
from ..errors import BookError
from ..functions.values import CellError as Error
from ..functions.values import Result
from ..ooxml.addresses import Area, Position, parse_area
from ..ooxml.reading import Value
from ..ooxml.values import CellError

if TYPE_CHECKING:
    from ..functions.calculator import Calculator
    from ..functions.function import Function

_KINDS = {
    "Null": "#NULL!", "Div": "#DIV/0!", "Value": "#VALUE!", "Ref": "#REF!", "Num": "#NUM!", "Na": "#N/A",
}  # fmt: skip
_CODES = {code: kind for kind, code in _KINDS.items()} | {"#NAME?": "Name"}


@dataclass(frozen=True, slots=True)
class Unable:
    """The engine has no value for a cell: its own word for why (NImpl, Circ, Name, Spill, Calc, Error …)."""

    why: str


Outcome = Value | Unable


class Engine:
    """A workbook loaded into formualizer."""

    def __init__(self, source: Path | bytes, *, date1904: bool, now: datetime) -> None:
        try:
            import formualizer
        except ImportError as error:
            raise BookError("recalc.no_engine", reason=error) from error
        config = formualizer.EvaluationConfig()
        config.date_system = "1904" if date1904 else "1900"
        config.cycle_detection = "runtime"
        settings = formualizer.WorkbookConfig(eval_config=config)
        if isinstance(source, Path):
            self._book: Any = formualizer.Workbook.load_path(str(source), config=settings)
        else:
            self._book = formualizer.Workbook.from_bytes(source, config=settings)
        self._refuse_confusion()
        self._area: Any = formualizer.RangeAddress
        self._error: type[Exception] = formualizer.ExcelEvaluationError
        self._failed: dict[tuple[str, Position], Unable] = {}
        self._fetched: dict[str, dict[Position, Outcome]] = {}
        self._book.set_temporal_egress("serial")
        self._book.set_deterministic_clock(now.replace(tzinfo=UTC))

    def _refuse_confusion(self) -> None:
        """The engine makes a sheet ``Sheet1`` of its own beside one that differs from it in case only."""
        for name in self._book.sheet_names:
            if name != "Sheet1" and name.casefold() == "sheet1":
                raise BookError("recalc.sheet_names", sheet=name)

    def register(self, calculator: Calculator) -> None:
        """Makes every ``KAM_*`` function known; has to come before the first evaluation."""
        from ..functions.function import functions

        for function in functions().values():
            self._book.register_function(
                function.name,
                _callback(calculator, function),
                max_args=max(len(function.args), 1),
                volatile=function.live,
                deterministic=not function.live,
            )

    def evaluate(self, cells: Sequence[tuple[str, Position]]) -> None:
        """Everything; where the engine gives up as a whole, cell by cell, and what still fails is ``Unable``."""
        self._failed = {}
        self._fetched = {}
        try:
            self._book.evaluate_all()
        except self._error:
            for sheet, position in cells:
                try:
                    self._book.evaluate_cell(sheet, position.row, position.column)
                except self._error as error:
                    self._failed[(sheet, position)] = Unable(str(error))

    def outcome(self, sheet: str, position: Position) -> Outcome:
        """What a cell came to."""
        failed = self._failed.get((sheet, position))
        return failed or _outcome(self._book.get_value(sheet, position.row, position.column))

    def outcomes(self, sheet: str, cells: Iterable[Position]) -> dict[Position, Outcome]:
        """What many cells of a sheet came to, fetched at once, and once after each evaluation."""
        if sheet not in self._fetched:
            self._fetched[sheet] = self._fetch(sheet, list(cells))
        return self._fetched[sheet]

    def _fetch(self, sheet: str, wanted: list[Position]) -> dict[Position, Outcome]:
        if not wanted:
            return {}
        top, left = min(cell.row for cell in wanted), min(cell.column for cell in wanted)
        bottom, right = max(cell.row for cell in wanted), max(cell.column for cell in wanted)
        if (bottom - top + 1) * (right - left + 1) > 4 * len(wanted) + 1_000:  # far apart: one by one
            return {cell: self.outcome(sheet, cell) for cell in wanted}
        rows = self._book.sheet(sheet).get_values(self._area(sheet, top, left, bottom, right))
        found = {cell: _outcome(rows[cell.row - top][cell.column - left]) for cell in wanted}
        return found | {place[1]: bad for place, bad in self._failed.items() if place[0] == sheet and place[1] in found}

    def formula(self, sheet: str, position: Position) -> str | None:
        """The cell's formula as the engine has it: that of a cell which shares another's is written out."""
        found = self._book.get_formula(sheet, position.row, position.column)
        return str(found).removeprefix("=") if found else None

    def spilled(self, sheet: str, position: Position) -> Area:
        """The area that an array formula filled: the cell alone for a single value."""
        spill = self._book.inspect_cell(_address(sheet, position)).cell.spill
        extent = spill.extent if spill is not None else None
        alone = Area(position.row, position.column, position.row, position.column)
        return parse_area(str(extent).rpartition("!")[2]) if extent else alone

    def is_spilled(self, sheet: str, position: Position) -> bool:
        """Whether another cell's array filled this one."""
        if self._book.get_value(sheet, position.row, position.column) is None:
            return False
        spill = self._book.inspect_cell(_address(sheet, position), include_values=False).cell.spill
        return spill is not None

    def fix(self, cells: Iterable[tuple[str, Position, Value]]) -> None:
        """Puts a value in place of a formula: the others see what Excel left there."""
        self._fetched = {}
        for sheet, position, value in cells:
            given: Any = (
                {"type": "Error", "kind": _CODES.get(value.code, "Value")} if isinstance(value, CellError) else value
            )
            self._book.set_value(sheet, position.row, position.column, given)


def _address(sheet: str, position: Position) -> str:
    return "'" + sheet.replace("'", "''") + f"'!{position}"


def _outcome(value: object) -> Outcome:
    if isinstance(value, dict):
        kind = str(value.get("kind"))
        return CellError(_KINDS[kind]) if kind in _KINDS else Unable(kind)  # type: ignore[arg-type]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    return Unable(type(value).__name__)


def _callback(calculator: Calculator, function: Function) -> Callable[..., object]:
    def call(*args: object) -> object:
        return _given(calculator.call(function.name, *map(_taken, args)))

    return call


def _taken(arg: object) -> object:
    """An argument as our functions take it."""
    if isinstance(arg, dict):
        code = {"Name": "#NAME?", **_KINDS}.get(str(arg.get("kind")), "#VALUE!")
        return Error(code)
    if isinstance(arg, list):
        return [_taken(item) for item in arg]
    return arg


def _given(result: Result) -> object:
    """A result as the engine takes it."""
    if isinstance(result, list):
        return [[_given(cell) for cell in row] for row in result]
    if isinstance(result, Error):
        return {"type": "Error", "kind": _CODES[result.value]}
    return "" if result is None else result
