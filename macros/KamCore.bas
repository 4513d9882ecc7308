Attribute VB_Name = "KamCore"
Option Explicit

' What happens when a button is pressed: ask the resident Python process, show what comes back. Nothing of the
' business is decided here. Whatever touches Excel, Windows or macOS is in KamHost; no Office type in here.

' How a question went.
Public Const KamAnswered As Long = 0
Public Const KamUnreachable As Long = 1
Public Const KamBroken As Long = 2
Public Const KamWaiting As Long = 3

Private Const StartSeconds As Double = 20
Private Const EveryAction As String = "*"

Private mPressing As Boolean
Private mAction As String
Private mAnswers As String
Private mWhereBook As String
Private mWhereIds As String

Public Sub Press(ByVal action As String)
    If mPressing Then
        KamHost.Tell KamWords.Words("say.busy"), "error"
        Exit Sub
    End If
    mPressing = True
    mAction = action
    mAnswers = ""
    Go
End Sub

' On macOS, a second after each look: whether the answer to a press has come.
Public Sub Collect()
    Dim reply As String
    Dim outcome As Long
    Dim failure As String
    If Not mPressing Then Exit Sub
    On Error GoTo Failed
    outcome = KamHost.Arrived(reply)
    If outcome = KamWaiting Then
        KamHost.Later
        Exit Sub
    End If
    KamExcel.ClearStatus
    If outcome <> KamAnswered Then
        KamHost.Tell KamWords.Words("say.broken"), "error"
    ElseIf Shown(reply, mAnswers) Then
        Go
        Exit Sub
    End If
Finish:
    Done
    Exit Sub
Failed:
    failure = Err.Description
    KamHost.Tell KamWords.WordsWith("say.failed", failure), "error"
    Resume Finish
End Sub

' Asks for the pressed action, again with each answer that the person gives.
Private Sub Go()
    Dim reply As String
    Dim again As Boolean
    Dim failure As String
    On Error GoTo Failed
    Do
        KamExcel.Freeze True
        again = False
        If Asked("/press", PressBody(mAction, mAnswers), True, reply) Then
            KamExcel.Freeze False
            If KamHost.Waits() Then
                KamExcel.Status KamWords.Words("say.working")
                KamHost.Later
                Exit Sub
            End If
            again = Shown(reply, mAnswers)
        End If
    Loop While again
Finish:
    Done
    Exit Sub
Failed:
    failure = Err.Description
    KamExcel.Freeze False
    KamHost.Tell KamWords.WordsWith("say.failed", failure), "error"
    Resume Finish
End Sub

Private Sub Done()
    On Error Resume Next
    KamExcel.Freeze False
    mPressing = False
    Forget
    KamExcel.Redraw
    On Error GoTo 0
End Sub

' Whether the button makes sense for the workbook in front: Python says so, once for a workbook.
Public Function Enabled(ByVal action As String) As Boolean
    Dim book As String
    Dim reply As String
    book = KamExcel.BookName()
    If Len(mWhereIds) = 0 Or book <> mWhereBook Then
        mWhereBook = book
        ' A button must not wait for a process to start: until one answers, all are on and a press explains.
        mWhereIds = EveryAction
        If KamHost.Ask("/where", "{" & Pair("book", book) & "}", False, reply) = KamAnswered Then
            mWhereIds = "," & Join(KamText.Fields(reply, "enabled"), ",") & ","
        End If
    End If
    Enabled = mWhereIds = EveryAction Or InStr(1, mWhereIds, "," & action & ",", vbBinaryCompare) > 0
End Function

' The next question about grey buttons goes to Python again: the workbook was saved or moved.
Public Sub Forget()
    mWhereIds = ""
End Sub

' Asks, starting the process where none answers. False: it was told to the person why not, and nothing was done.
Public Function Asked(ByVal path As String, ByVal body As String, ByVal pump As Boolean, ByRef reply As String) As Boolean
    Dim outcome As Long
    outcome = KamHost.Ask(path, body, pump, reply)
    If outcome = KamUnreachable Then
        If Not Started() Then Exit Function
        outcome = KamHost.Ask(path, body, pump, reply)
    End If
    If outcome = KamAnswered Or outcome = KamWaiting Then
        Asked = True
    ElseIf outcome = KamBroken Then
        KamExcel.Freeze False
        KamHost.Tell KamWords.Words("say.broken"), "error"
    Else
        KamExcel.Freeze False
        KamHost.Tell KamWords.WordsWith("say.silent", KamHost.Interpreter()), "error"
    End If
End Function

' Starts the resident process and waits until it answers.
Public Function Started() As Boolean
    Dim reply As String
    Dim deadline As Double
    If Not KamHost.StartProcess() Then
        KamExcel.Freeze False
        KamHost.Tell KamWords.WordsWith("say.no_python", KamHost.Interpreter()), "error"
        Exit Function
    End If
    deadline = KamHost.Seconds() + StartSeconds
    Do
        If KamHost.Ask("/hello", "{}", False, reply) = KamAnswered Then
            ' One that was asked to stop still answers for a moment, without a version.
            Started = KamText.Field(reply, "version") = KamHost.Setting("version")
            If Started Then Exit Function
        End If
        KamHost.Pause
    Loop While KamHost.Seconds() < deadline
    KamExcel.Freeze False
    KamHost.Tell KamWords.WordsWith("say.silent", KamHost.Interpreter()), "error"
End Function

Public Function PressBody(ByVal action As String, ByVal answers As String) As String
    PressBody = "{" & Pair("action", action) & "," & Pair("host", "excel") & "," & Pair("book", KamExcel.BookName()) & "," & _
        Pair("sheet", KamExcel.SheetName()) & "," & Pair("cell", KamExcel.CellName()) & "," & _
        Pair("language", KamExcel.Language()) & ",""answers"":{" & answers & "},""app"":{""hwnd"":" & KamExcel.WindowHandle() & "}}"
End Function

Public Function Pair(ByVal name As String, ByVal value As String) As String
    Pair = KamText.JsonText(name) & ":" & KamText.JsonText(value)
End Function

' Shows a reply. True: the person answered a question, and the button is pressed again with the answers.
Private Function Shown(ByVal reply As String, ByRef answers As String) As Boolean
    Dim kind As String
    Dim answer As String
    Dim text As String
    kind = KamText.Field(reply, "kind")
    text = KamText.Field(reply, "text")
    If kind = "ask" Then
        If Not KamHost.AskPerson(KamText.Field(reply, "ask.kind"), KamText.Field(reply, "ask.prompt"), _
            KamText.Field(reply, "ask.default"), KamText.Fields(reply, "ask.options"), answer) Then Exit Function
        If Len(answers) > 0 Then answers = answers & ","
        answers = answers & Pair(KamText.Field(reply, "ask.id"), answer)
        Shown = True
    Else
        If Len(KamText.Field(reply, "extra.stamp")) > 0 Then KamValues.Renew KamText.Field(reply, "extra.stamp")
        If Len(KamText.Field(reply, "extra.open")) > 0 Then KamExcel.OpenTarget KamText.Field(reply, "extra.open")
        If Len(text) > 0 Then KamHost.Tell text, kind
    End If
End Function
