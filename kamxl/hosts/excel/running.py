"""The Excel that a press came from, as xlwings' ``App``; and what is special about driving it from another process.

Two habits of xlwings on Windows are taken off here: its clean-up at exit would end every Excel that it does not see (one
without a window, with somebody's unsaved work), and while a person edits a cell it asks again without end.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...errors import HostError
from .mending import mend_macos, mend_windows

if TYPE_CHECKING:
    import xlwings as xw

# How often a refused call is tried again: together well under a second.
_ATTEMPTS = 500
# RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER and VBA_E_IGNORE: Excel edits a cell or shows a dialog.
_NOT_NOW = frozenset({-2147418111, -2147417846, -2146777998})
_TIMED_OUT = -1712  # errAETimeout: on macOS Excel leaves Apple events unanswered then


@contextmanager
def excel_app(app: Mapping[str, Any]) -> Iterator[xw.App]:
    """The application of the window ``app["hwnd"]`` (Windows), or the one Excel that runs (macOS).

    Raises ``HostError``: ``excel.not_found`` where there is none, ``excel.not_now`` while a cell is edited or a dialog is
    open, before anything is done and also where it happens in between.
    """
    try:
        found = _on_windows(int(app.get("hwnd", 0))) if sys.platform == "win32" else _on_macos()
        # Reading is allowed while a cell is edited, writing is not: so write what is there.
        found.screen_updating = found.screen_updating
        yield found
    except Exception as error:
        if _refused(error):
            raise HostError("excel.not_now") from error
        raise


def tame(windows: Any) -> None:
    """Takes the two habits off xlwings' module for Windows. Once or often is the same."""
    atexit.unregister(windows.cleanup)
    windows.N_COM_ATTEMPTS = _ATTEMPTS


def _on_windows(hwnd: int) -> xw.App:
    import xlwings as xw

    windows: Any = import_module("xlwings._xlwindows")  # its name is private, but nothing else takes a window's number
    tame(windows)
    mend_windows(windows)
    try:
        found = windows.App(xl=hwnd)
        _ = found.xl  # looks for the window now, not at the first use
        return xw.App(impl=found)
    except (OSError, windows.pywintypes.error) as error:
        raise HostError("excel.not_found") from error


def _on_macos() -> xw.App:
    import xlwings as xw

    mend_macos(import_module("xlwings._xlmac"))
    found = xw.engines["excel"].apps.active
    if found is None:
        raise HostError("excel.not_found")
    return found


def _refused(error: BaseException) -> bool:
    """Whether Excel would not listen now; the code is the call's own or that of the exception inside of it."""
    seen: BaseException | None = error
    while seen is not None:
        inner = getattr(seen, "excepinfo", None) or ()
        codes = {getattr(seen, "hresult", None), *(code for code in inner if isinstance(code, int))}
        if (
            codes & _NOT_NOW
            or getattr(seen, "errornumber", None) == _TIMED_OUT
            or type(seen).__name__ == "ExcelBusyError"
        ):
            return True
        seen = seen.__cause__
    return False
