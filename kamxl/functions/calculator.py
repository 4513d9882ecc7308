"""Answers calls from one snapshot, remembers every answer, and turns ranges of arguments into arrays of results.

An answer that is remembered costs a dictionary look-up; nothing here ever opens a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from ..errors import InputError, Text, say
from ..snapshot.snapshot import Snapshot
from .desk import Desk, _none_changed
from .function import Function, functions
from .values import CellError, DateSystem, Grid, NoResult, Plain, Result, grid, is_blank, is_range, refuse


class Calculator:
    """The functions over one snapshot. Safe to share between threads: answers are only ever added."""

    def __init__(self, snapshot: Snapshot, changed: Callable[[], int] = _none_changed) -> None:
        self.snapshot = snapshot
        self._desk = Desk(snapshot, changed)
        self._functions: Mapping[str, Function] = functions()
        self._known: dict[tuple[object, ...], Result] = {}

    def using(self, dates: DateSystem) -> Calculator:
        """The same for a workbook that counts its days otherwise."""
        other = Calculator(self.snapshot, self._desk.changed)
        other._desk.dates = dates
        return other

    def call(self, name: str, *args: object) -> Result:
        """The value of ``name(*args)``: a number, text, rows, or a ``CellError``. Raises ``KeyError`` for no function.

        Arguments are what stands in cells: text, numbers, ``date``, ``None`` for blank, ``CellError``; ranges are lists
        of rows.
        """
        key = (name, *args)
        try:
            return self._known[key]
        except KeyError:
            remember = not any(isinstance(arg, bool) for arg in args)
        except TypeError:  # ranges are lists: remembered as tuples
            key, remember = (name, *map(_frozen, args)), True
            if key in self._known:
                return self._known[key]
        function = self._functions[name]
        result = self._call(function, args)
        if remember and not function.live:
            self._known[key] = result
        return result

    def why(self, name: str, *args: object) -> Text | None:
        """Why a call gives an error value; ``None`` when it gives none (or only within an array)."""
        function = self._functions[name]
        try:
            self._broadcast(function, args)
        except NoResult as none:
            return none.text
        except InputError as error:
            return error.text
        return None

    def _call(self, function: Function, args: Sequence[object]) -> Result:
        try:
            return self._broadcast(function, args)
        except NoResult as none:
            return none.error
        except InputError:
            return CellError.VALUE

    def _broadcast(self, function: Function, args: Sequence[object]) -> Result:
        """One result for each cell of the ranges among the ``each`` arguments, as spreadsheets do."""
        given = _trimmed(function, args)
        spread = [index for index, arg in enumerate(given) if function.args[index].each and _many(arg)]
        if function.array or not spread:
            return function.call(self._desk, *given)
        grids = {index: grid(given[index]) for index in spread}
        height = max(len(rows) for rows in grids.values())
        width = max(len(rows[0]) for rows in grids.values())
        if any(len(rows) not in (1, height) or len(rows[0]) not in (1, width) for rows in grids.values()):
            raise refuse("shapes")
        return [[self._one(function, given, grids, row, column) for column in range(width)] for row in range(height)]

    def _one(
        self, function: Function, given: list[object], grids: dict[int, list[list[object]]], row: int, column: int
    ) -> Plain:
        args = list(given)
        for index, rows in grids.items():
            line = rows[row if len(rows) > 1 else 0]
            args[index] = line[column if len(line) > 1 else 0]
        result = self.call(function.name, *args)
        return CellError.VALUE if isinstance(result, list) else result


def _trimmed(function: Function, args: Sequence[object]) -> list[object]:
    """The arguments without blanks at the end; raises ``NoResult`` for too few or too many."""
    given = list(args)
    while len(given) > function.needed and _is_omitted(given[-1]):
        given.pop()
    if not function.needed <= len(given) <= len(function.args):
        raise refuse("argument_count", function=function.signature, count=len(args))
    return given


def _is_omitted(arg: object) -> bool:
    return not is_range(arg) and not isinstance(arg, CellError) and is_blank(arg)


def _many(arg: object) -> bool:
    return is_range(arg) and len(list(chain.from_iterable(grid(arg)))) != 1


def _frozen(arg: object) -> object:
    return tuple(tuple(row) for row in grid(arg)) if is_range(arg) else arg


def rows_of(result: Result) -> Grid:
    """Any result as rows: hosts that fill an array want rows for a single value too."""
    return result if isinstance(result, list) else [[result]]


def unknown_function(name: str) -> Text:
    """What to say of a ``KAM_`` name that is no function."""
    return say("functions.unknown", name=name, known="、".join(functions()))
