"""Ten thousand cells: the add-in's own VBA, run by LibreOffice, which runs VBA some twenty times faster than pyOpenVBA.

1. A recalculation of 10,000 KAM_ cells asks Python once; a second one, with the answers known, not at all.
2. Each cell gets the answer to its own question.
3. Twice the cells take about twice the steps: names that differ in their beginning only do not fall into one place of the
   cache.

What is exchanged for this run, because LibreOffice has neither COM nor a calling cell: ``KamHost`` (it counts, and
answers as the resident process would), and in ``KamExcel`` the line that asks Excel for the calling cell and the test
whether an argument is a range.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kamxl.errors import HostError
from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel import sources
from kamxl.hosts.excel.build import FILE, build

from .vba import AddIn

CELLS, READ_AGAIN = 10_000, 1_000

HOST = """Attribute VB_Name = "KamHost"
Option Explicit

Private mCrossings As Long
Private mQuestions As Long

Public Function Ask(ByVal path As String, ByVal body As String, ByVal pump As Boolean, ByRef reply As String) As Long
    Dim pieces() As String
    Dim out() As String
    Dim at As Long
    If path <> "/values" Then Exit Function
    pieces = Split(body, "[""KAM_CHURN"",""2026Q3"",""C")
    mCrossings = mCrossings + 1
    mQuestions = mQuestions + UBound(pieces)
    ReDim out(0 To UBound(pieces) + 1)
    out(0) = "kind" & vbTab & "done"
    out(1) = "stamp" & vbTab & "s1"
    For at = 1 To UBound(pieces)
        out(at + 1) = "answer" & vbTab & "n:" & Val(pieces(at))
    Next at
    reply = Join(out, vbLf)
End Function

Public Function Counted() As String
    Counted = mCrossings & " " & mQuestions
End Function

Public Function AskPerson(ByVal kind As String, ByVal prompt As String, ByVal default As String, ByVal options As Variant, _
    ByRef answer As String) As Boolean
End Function

Public Sub Tell(ByVal text As String, ByVal kind As String)
End Sub

Public Function Waits() As Boolean
End Function

Public Function Arrived(ByRef reply As String) As Long
End Function

Public Sub Later()
End Sub

Public Function Setting(ByVal key As String) As String
End Function

Public Function Interpreter() As String
End Function

Public Function StartProcess() As Boolean
End Function

Public Function Seconds() As Double
End Function

Public Sub Pause()
End Sub
"""

TRIAL = f"""Attribute VB_Name = "KamTrial"
Option Explicit

Public Function Recalculated() As String
    Dim at As Long
    Dim value As Variant
    Dim waiting As Long
    Dim right As Long
    On Error GoTo Failed
    For at = 1 To {CELLS}
        value = KamFunctions.KAM_CHURN("2026Q3", "C" & at)
        If IsError(value) Then waiting = waiting + 1
    Next at
    KamExcel.AfterCalculation
    Recalculated = waiting & " " & KamHost.Counted()
    For at = 1 To {CELLS} Step {CELLS // READ_AGAIN}
        value = KamFunctions.KAM_CHURN("2026Q3", "C" & at)
        If Not IsError(value) Then If value = at Then right = right + 1
    Next at
    KamExcel.AfterCalculation
    Recalculated = Recalculated & " " & right & " " & KamHost.Counted()
    Exit Function
Failed:
    Recalculated = "ERR " & Err.Number & " " & Err.Description
End Function
"""

EXCHANGED = [
    ("Set caller = Application.Caller", 'Set caller = ThisWorkbook.Worksheets(1).Range("A1")'),
    ("    If IsObject(argument) Then\n        Plain = argument.Value\n    ElseIf IsMissing", "    If IsMissing"),
]


@pytest.fixture
def office() -> Iterator[Any]:
    """A LibreOffice of its own, as UNO gives it."""
    pytest.importorskip("xlwings")
    from kamxl.hosts.libreoffice.engine import register

    try:
        app = register().apps.add(visible=False, add_book=False)
    except HostError as error:
        pytest.skip(f"这台电脑上没有可用的 LibreOffice: {error.text.what()}")
    yield app.impl.bridge
    app.quit()


def _macros(folder: Path) -> Path:
    shutil.copytree(sources.folder(), folder)
    excel = (folder / "KamExcel.bas").read_text(encoding="ascii")
    for ours, theirs in EXCHANGED:
        assert excel.count(ours) == 1
        excel = excel.replace(ours, theirs)
    for name, text in {"KamHost": HOST, "KamTrial": TRIAL, "KamExcel": excel}.items():
        (folder / f"{name}.bas").write_text(text, encoding="ascii")
    return folder


def test_ten_thousand_cells_cross_once(office: Any, tmp_path: Path) -> None:  # 1, 2
    path = tmp_path / FILE
    path.write_bytes(build(list(functions().values()), CATEGORY, _macros(tmp_path / "macros")))
    options = office.properties(MacroExecutionMode=4, FilterName="Calc MS Excel 2007 VBA XML")
    document = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, options)
    where = "vnd.sun.star.script:VBAProject.KamTrial.Recalculated?language=Basic&location=document"
    said, _, _ = document.getScriptProvider().getScript(where).invoke((), (), ())
    document.close(False)
    waiting, crossings, questions, right, crossings_then, questions_then = map(int, said.split())
    assert (waiting, crossings, questions) == (CELLS, 1, CELLS)
    assert (right, crossings_then, questions_then) == (READ_AGAIN, 1, CELLS)


def test_alike_names_lie_apart(loaded: AddIn) -> None:  # 3
    """The longest chain of the cache stays short for 400 companies that end alike, asked about in the same words."""
    loaded.run("KamCache.Clear")
    for number in range(400):
        name = f"\\u{0x4E00 + 7 * number:04x}\\u534e\\u673a\\u68b0\\u8bbe\\u5907\\u6709\\u9650\\u516c\\u53f8"
        loaded.run("KamCache.Keep", f'["KAM_KPI","churn","2026Q3","{name}"]', number)
    cache = loaded.interpreter.modules["kamcache"].variables
    heads, following = (cache[name].get() for name in ("mheads", "mnext"))
    assert max(_chain(following, start) for start in heads.elements() if start) <= 6


def _chain(following: Any, at: int) -> int:
    length = 0
    while at:
        at, length = int(following.get([at])), length + 1
    return length
