Attribute VB_Name = "KamHost"
Option Explicit

' The resident Python process, and the person: all that is made by name (COM) or by AppleScript is here. COM objects
' by name: no reference to miss, no library of 32 or 64 bits to match.

Private Const Config As String = "kamxl.conf"
Private Const Script As String = "kamxl.applescript"

' WinHttp's errors before anything was asked: name not found, no connection.
Private Const NoName As Long = 12007
Private Const NoConnection As Long = 12029

Private mConfig As String

' Asks the resident process: KamAnswered, KamUnreachable (nothing was asked) or KamBroken (it died while it worked).
' With pump, Excel goes on serving Python's calls while it waits; on macOS it serves none while VBA runs, so there the
' question is sent, KamWaiting comes back at once, and Arrived is asked for the answer later.
Public Function Ask(ByVal path As String, ByVal body As String, ByVal pump As Boolean, ByRef reply As String) As Long
    Dim endpoint As String
    endpoint = ReadText(Setting("run") & Slash() & "resident.txt")
    Ask = KamCore.KamUnreachable
    If Len(endpoint) = 0 Then Exit Function
    If KamText.Field(endpoint, "version", "=") <> Setting("version") Then
        ' Left over from before an upgrade: it ends, and a new one is started. The file is not read again for that: by now
        ' it may be the new one's.
        Sent endpoint, "/stop", "{}", False, reply
        Exit Function
    End If
    Ask = Sent(endpoint, path, body, pump, reply)
End Function

#If Mac Then

Public Function Waits() As Boolean
    Waits = True
End Function

Public Function Arrived(ByRef reply As String) As Long
    Arrived = KamCore.KamBroken
    On Error GoTo Finish
    Arrived = Outcome(AppleScriptTask(Script, "collect", Setting("run") & "/reply.txt"), reply)
Finish:
End Function

Public Sub Later()
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!KamCore.Collect"
End Sub

Private Function Sent(ByVal endpoint As String, ByVal path As String, ByVal body As String, ByVal pump As Boolean, _
    ByRef reply As String) As Long
    Dim question As String
    Sent = KamCore.KamUnreachable
    On Error GoTo Finish
    question = KamText.Field(endpoint, "address", "=") & vbLf & KamText.Field(endpoint, "token", "=") & vbLf & path & vbLf
    If pump Then
        If AppleScriptTask(Script, "begin", Setting("run") & "/reply.txt" & vbLf & question & body) = "begun" Then
            Sent = KamCore.KamWaiting
        End If
    Else
        Sent = Outcome(AppleScriptTask(Script, "ask", question & body), reply)
    End If
Finish:
End Function

' What a handler of the script says: 200 and the answer, or one word.
Private Function Outcome(ByVal said As String, ByRef reply As String) As Long
    Outcome = KamCore.KamUnreachable
    If Left$(said, 3) = "200" Then
        reply = Mid$(said, 5)
        Outcome = KamCore.KamAnswered
    ElseIf Left$(said, 6) = "broken" Then
        Outcome = KamCore.KamBroken
    ElseIf Left$(said, 7) = "waiting" Then
        Outcome = KamCore.KamWaiting
    End If
End Function

Public Function StartProcess() As Boolean
    On Error GoTo Finish
    StartProcess = (AppleScriptTask(Script, "start", Interpreter() & vbLf & Setting("run")) = "started")
Finish:
End Function

Private Function ReadText(ByVal path As String) As String
    On Error GoTo Finish
    ReadText = AppleScriptTask(Script, "read", path)
Finish:
End Function

Private Function Slash() As String
    Slash = "/"
End Function

#Else

Public Function Waits() As Boolean
    Waits = False
End Function

Public Function Arrived(ByRef reply As String) As Long
    Arrived = KamCore.KamBroken
End Function

Public Sub Later()
End Sub

Private Function Sent(ByVal endpoint As String, ByVal path As String, ByVal body As String, ByVal pump As Boolean, _
    ByRef reply As String) As Long
    Dim request As Object
    Dim isSent As Boolean
    Dim code As Long
    Sent = KamCore.KamUnreachable
    On Error GoTo Finish
    Set request = CreateObject("WinHttp.WinHttpRequest.5.1")
    ' 1: direct; a company's proxy must neither see nor answer this.
    request.SetProxy 1
    request.SetTimeouts 2000, 2000, 60000, 900000
    request.Open "POST", "http://" & Mid$(KamText.Field(endpoint, "address", "="), 5) & path, True
    request.SetRequestHeader "Content-Type", "application/json"
    request.SetRequestHeader "Accept", "text/plain"
    request.SetRequestHeader "X-Kamxl-Token", KamText.Field(endpoint, "token", "=")
    request.Send body
    isSent = True
    If pump Then
        Wait request, endpoint
    Else
        request.WaitForResponse 900
    End If
    If request.Status = 200 Then
        reply = request.ResponseText
        Sent = KamCore.KamAnswered
    End If
    Exit Function
Finish:
    code = Err.Number And 65535
    If isSent And code <> NoName And code <> NoConnection Then Sent = KamCore.KamBroken
End Function

' Waits while Excel serves Python's calls, and shows how far the action is.
Private Sub Wait(ByVal request As Object, ByVal endpoint As String)
    Dim progress As String
    Dim due As Double
    due = Seconds() + 1
    Do Until request.WaitForResponse(0)
        DoEvents
        If Seconds() > due Then
            If Sent(endpoint, "/progress", "{}", False, progress) = KamCore.KamAnswered Then
                If Val(KamText.Field(progress, "total")) > 0 Then KamExcel.Status KamText.Field(progress, "text") & " " & _
                    KamText.Field(progress, "done") & "/" & KamText.Field(progress, "total")
            End If
            due = Seconds() + 1
        End If
    Loop
End Sub

Public Function StartProcess() As Boolean
    Dim runner As Object
    On Error GoTo Finish
    If Not CreateObject("Scripting.FileSystemObject").FileExists(Interpreter()) Then Exit Function
    Set runner = CreateObject("WScript.Shell")
    runner.Environment("PROCESS").Item("KAMXL_RESIDENT_HOME") = Setting("run")
    ' 0: no window; False: Excel does not wait for its end.
    runner.Run Chr$(34) & Interpreter() & Chr$(34) & " -m kamxl.hosts.resident", 0, False
    StartProcess = True
Finish:
End Function

' A text file in ASCII, "" where there is none. Not Open: its paths are in the code page of Windows.
Private Function ReadText(ByVal path As String) As String
    Dim files As Object
    On Error GoTo Finish
    Set files = CreateObject("Scripting.FileSystemObject")
    If files.FileExists(path) Then
        With files.OpenTextFile(path, 1)
            ReadText = .ReadAll
            .Close
        End With
    End If
Finish:
End Function

Private Function Slash() As String
    Slash = "\"
End Function

#End If

Public Function Interpreter() As String
    Interpreter = Setting("python")
End Function

' A line of kamxl.conf, which the installer wrote beside the add-in.
Public Function Setting(ByVal key As String) As String
    If Len(mConfig) = 0 Then mConfig = ReadText(ThisWorkbook.Path & Slash() & Config)
    Setting = KamText.Field(mConfig, key, "=")
End Function

Public Function Seconds() As Double
    Seconds = CDbl(Now) * 86400#
End Function

Public Sub Pause()
    Dim deadline As Double
    deadline = Timer + 0.05
    Do While Timer < deadline And Timer > 0.1
        DoEvents
    Loop
End Sub

Public Sub Tell(ByVal text As String, ByVal kind As String)
    Dim icon As Long
    icon = vbInformation
    If kind = "finding" Then icon = vbExclamation
    If kind = "error" Then icon = vbCritical
    Show text, icon
End Sub

' Asks the person. False: cancelled.
Public Function AskPerson(ByVal kind As String, ByVal prompt As String, ByVal default As String, ByVal options As Variant, _
    ByRef answer As String) As Boolean
    Dim given As Variant
    Dim at As Long
    If kind = "yesno" Then
        given = Show(prompt, vbYesNoCancel + vbQuestion)
        answer = IIf(given = vbYes, "yes", "no")
        AskPerson = (given = vbYes Or given = vbNo)
        Exit Function
    End If
    For at = 0 To UBound(options)
        prompt = prompt & vbLf & (at + 1) & "  " & options(at)
    Next at
    Do
        given = Application.InputBox(prompt, KamWords.Words("say.title"), default, Type:=2)
        ' False, not the text "False": the person cancelled.
        If VarType(given) = vbBoolean Then Exit Function
        answer = CStr(given)
        If kind <> "choice" Then Exit Do
        at = Val(answer)
        If at >= 1 And at <= UBound(options) + 1 Then
            answer = options(at - 1)
            Exit Do
        End If
    Loop
    AskPerson = True
End Function

' MsgBox knows only the characters of Windows' own code page; elsewhere Windows' script host shows the text.
Private Function Show(ByVal text As String, ByVal style As Long) As Long
#If Mac Then
    Show = MsgBox(text, style, KamWords.Words("say.title"))
#Else
    If FitsCodePage(text) Then
        Show = MsgBox(text, style, KamWords.Words("say.title"))
    Else
        ' 4096: in front of every window.
        Show = CreateObject("WScript.Shell").Popup(text, 0, KamWords.Words("say.title"), style + 4096)
    End If
#End If
End Function

' Asc gives 63, a question mark, for a character that the code page lacks.
Private Function FitsCodePage(ByVal text As String) As Boolean
    Dim at As Long
    For at = 1 To Len(text)
        If KamText.CodeOf(Mid$(text, at, 1)) > 127 And Asc(Mid$(text, at, 1)) = 63 Then Exit Function
    Next at
    FitsCodePage = True
End Function
