"""The Basic module of the functions, generated from the registry: cells call ``KAM_CHURN``, Basic calls our service.

A Basic function keeps the plain name in the formula, and through xlsx; an Add-In's function would be stored under its long
service name. The service is made once and held: making it for each call costs eight times the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

SERVICE = "kamxl.libreoffice.Functions"


class Served(Protocol):
    """What is needed of a function: its name, how many arguments it takes, its help."""

    @property
    def name(self) -> str: ...

    @property
    def args(self) -> tuple[object, ...]: ...

    @property
    def help(self) -> str: ...


def source(functions: Iterable[Served]) -> str:
    """The module's text. ASCII only: Basic's own code page must not matter."""
    return "\n".join(["Option Explicit", "Global kamxlService As Object", "", _GRID, *map(_function, functions)])


# UNO gives rows of cells as arrays in an array; a cell wants one array with two dimensions.
_GRID = """Private Function KamxlGrid(aRows) As Variant
  Dim nRow As Long, nColumn As Long
  If UBound(aRows) < 0 Then Exit Function
  Dim aCells(UBound(aRows), UBound(aRows(0))) As Variant
  For nRow = 0 To UBound(aRows)
    For nColumn = 0 To UBound(aRows(0))
      aCells(nRow, nColumn) = aRows(nRow)(nColumn)
    Next
  Next
  KamxlGrid = aCells
End Function
"""


def _function(function: Served) -> str:
    """One function. What is left out at the end is not handed on; the shortest way is taken first, as each call counts."""
    names = [f"a{index}" for index in range(len(function.args))]
    declared = ", ".join(f"Optional {name}" for name in names)
    return "\n".join(
        [
            f"Function {function.name}({declared}) As Variant",
            "  Dim vResult As Variant",
            f'  If IsNull(kamxlService) Then kamxlService = createUnoService("{SERVICE}")',
            *_calls(function.name, names),
            f"  If IsArray(vResult) Then {function.name} = KamxlGrid(vResult) Else {function.name} = vResult",
            "End Function",
            "",
        ]
    )


def _calls(name: str, arguments: list[str]) -> Iterator[str]:
    def call(given: list[str]) -> str:
        return f'    vResult = kamxlService.callFunction("{name}", Array({", ".join(given)}))'

    for count in range(len(arguments)):
        yield f"  {'If' if count == 0 else 'ElseIf'} IsMissing({arguments[count]}) Then"
        yield call(arguments[:count])
    if arguments:
        yield "  Else"
    yield call(arguments)
    if arguments:
        yield "  End If"
