"""The ``KAM_*`` functions for Excel through xlwings; ``udfs/kamxl_udfs.py`` is the module that Excel imports.

Made from the registry: nothing is listed here. An error is a true Excel error, so that SUM does not skip it; ranges come
as rows, whatever their shape; the department is the one in whose folder the calling workbook lies.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import xlwings as xw

from ...commands.department import Department, find_folder
from ...commands.service import Service
from ...errors import KamxlError
from ...functions.function import CATEGORY, Function, functions
from ...functions.values import CellError, Result
from ..clock import now, today

# The codes of VT_ERROR: what a cell holds that shows #N/A.
_CODES = {
    CellError.NULL: -2146826288, CellError.DIV0: -2146826281, CellError.VALUE: -2146826273, CellError.REF: -2146826265,
    CellError.NAME: -2146826259, CellError.NUM: -2146826252, CellError.NA: -2146826246,
}  # fmt: skip
_ERRORS = {error.value: error for error in CellError} | {code: error for error, code in _CODES.items()}


@cache
def service() -> Service:
    """The one of this Python process."""
    return Service(_closed, now)


def _closed(folder: Path) -> Department:
    from ...books.closed import open_closed

    return Department(folder, open_closed, today())


def answer(function: Function, args: list[object], caller: Any) -> Result:
    """One call as xlwings hands it over; ``caller`` is the calling range. #N/A where there is no department."""
    try:
        return service().call(_folder(caller), function.name, *map(_taken, args))
    except KamxlError:
        return CellError.NA


def _folder(caller: Any) -> Path:
    from ..resident.service import local_path

    book = local_path(caller.sheet.book.fullname) if caller is not None else None
    return find_folder(None, book.parent if book is not None else None).resolve()


def _taken(arg: object) -> object:
    """An argument as our functions take it: rows (``ndim=2``), with error values as such."""
    if isinstance(arg, list | tuple):
        return [_taken(cell) for cell in arg]
    if isinstance(arg, str | int) and not isinstance(arg, bool):
        return _ERRORS.get(arg, arg)
    return arg


def _given(result: Result) -> Any:
    """A result as Excel takes it."""
    if isinstance(result, list):
        return [[_given(cell) for cell in row] for row in result]
    return _error_value(result) if isinstance(result, CellError) else result


def _error_value(error: CellError) -> Any:
    if sys.platform != "win32":
        return error.value
    import pythoncom
    from win32com.client import VARIANT

    return VARIANT(pythoncom.VT_ERROR, _CODES[error])


def _udf(function: Function) -> Callable[..., Any]:
    """The function with xlwings' marks: name, category, help, and how each argument is to be handed over."""

    def call(*given):  # type: ignore[no-untyped-def]  # xlwings reads annotations as conversions
        *args, caller = given if len(given) > len(function.args) else (*given, None)
        return _given(answer(function, args, caller))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    kind = Parameter.POSITIONAL_OR_KEYWORD
    own = [Parameter(arg.name, kind, default=None if arg.optional else Parameter.empty) for arg in function.args]
    last = Parameter("caller", kind, default=None if any(arg.optional for arg in function.args) else Parameter.empty)
    call.__signature__ = Signature([*own, last])  # type: ignore[attr-defined]
    marked: Callable[..., Any] = call
    for arg in function.args:
        doc = f"{arg.zh}:{arg.help}"[:255]
        marked = xw.arg(arg.name, ndim=2, numbers=float, dates=date, empty=None, err_to_str=True, doc=doc)(marked)
    return xw.func(category=CATEGORY, call_in_wizard=False, volatile=function.live)(marked)  # last: xw.arg resets these


def udfs() -> dict[str, Callable[..., Any]]:
    """Every function of the registry by name, with xlwings' marks."""
    return {function.name: _udf(function) for function in functions().values()}
