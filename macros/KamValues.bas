Attribute VB_Name = "KamValues"
Option Explicit

' The KAM_ functions' answers. A cell whose answer is not known yet shows #GETTING_DATA and is noted down; when Excel
' has finished calculating, all that is noted goes to Python in one question, and those cells are calculated again.
' So a recalculation of 10,000 cells crosses to Python once, and one whose answers are known not at all.
' Answers stay until the person refreshes the KPIs or the department's snapshot has another stamp.

' Excel's error for "being fetched" (xlErrGettingData): not in the object library's list of names.
Private Const GettingData As Long = 2043

Private Const ErrorNames As String = "NULL DIV0 VALUE REF NAME NUM NA"
Private Const ErrorNumbers As String = "2000 2007 2015 2023 2029 2036 2042"

Private mPending() As String
Private mPendingCount As Long
Private mStamp As String
Private mFetching As Boolean

' The value of a call, from the wrappers in KamFunctions; arguments are what Excel handed over.
Public Function Answer(ByVal name As String, ParamArray arguments() As Variant) As Variant
    Dim question As String
    Dim fault As Variant
    On Error GoTo Failed
    If Asked(name, arguments, question, fault) Then Answer = Looked(question) Else Answer = fault
    Exit Function
Failed:
    Answer = CVErr(2015)
End Function

' The same for a function whose answer may change at any time: asked at once, never remembered.
Public Function LiveAnswer(ByVal name As String, ParamArray arguments() As Variant) As Variant
    Dim question As String
    Dim fault As Variant
    Dim reply As String
    On Error GoTo Failed
    LiveAnswer = CVErr(2042)
    If Not Asked(name, arguments, question, fault) Then
        LiveAnswer = fault
    ElseIf KamHost.Ask("/values", Body(question), False, reply) = KamCore.KamAnswered Then
        If KamText.Field(reply, "kind") <> "error" Then LiveAnswer = First(reply)
    End If
    Exit Function
Failed:
    LiveAnswer = CVErr(2015)
End Function

' The call as JSON, which is also its place in the cache. False: an argument is an error, and that is the answer.
Private Function Asked(ByVal name As String, ByVal arguments As Variant, ByRef question As String, ByRef fault As Variant) As Boolean
    Dim at As Long
    Dim last As Long
    last = -1
    For at = LBound(arguments) To UBound(arguments)
        If Not IsMissing(arguments(at)) Then last = at
    Next at
    question = "[" & KamText.JsonText(name)
    For at = 0 To last
        fault = KamExcel.Plain(arguments(at))
        If IsError(fault) Then Exit Function
        question = question & "," & Packed(fault)
    Next at
    question = question & "]"
    Asked = True
End Function

Private Function Body(ByVal questions As String) As String
    Body = "{" & KamCore.Pair("book", KamExcel.BookName()) & ",""calls"":[" & questions & "]}"
End Function

' One argument as JSON: an array row by row, a date with its tag, so that Python knows it from a number.
Public Function Packed(ByVal value As Variant) As String
    Dim row As Long
    Dim out As String
    If Not IsArray(value) Then
        Packed = PackedCell(value)
    ElseIf IsFlat(value) Then
        ' An array typed into the formula with one row, {1,2,3}, has one dimension.
        For row = LBound(value) To UBound(value)
            out = out & "," & PackedCell(value(row))
        Next row
        Packed = "[[" & Mid$(out, 2) & "]]"
    Else
        For row = LBound(value, 1) To UBound(value, 1)
            out = out & ",[" & PackedRow(value, row) & "]"
        Next row
        Packed = "[" & Mid$(out, 2) & "]"
    End If
End Function

' Fetches what is noted down, in one question. True: there are new answers, and the noted cells must be calculated again.
Public Function Fetch() As Boolean
    Dim reply As String
    If mFetching Or mPendingCount = 0 Then Exit Function
    mFetching = True
    On Error GoTo Failed
    ReDim Preserve mPending(1 To mPendingCount)
    KamExcel.Status KamWords.Words("say.fetching")
    If Not KamCore.Asked("/values", Body(Join(mPending, ",")), False, reply) Then
        KamExcel.ClearStatus
        GiveUp
    ElseIf KamText.Field(reply, "kind") = "error" Then
        KamExcel.Status KamText.Field(reply, "text")
        GiveUp
    Else
        KamExcel.ClearStatus
        Take reply
    End If
Finish:
    mPendingCount = 0
    mFetching = False
    Fetch = True
    Exit Function
Failed:
    GiveUp
    Resume Finish
End Function

' All answers are out of date unless they carry this stamp.
Public Sub Renew(ByVal stamp As String)
    If stamp <> mStamp Then
        Refresh
        mStamp = stamp
    End If
End Sub

' Forgets every answer; the next calculation asks Python again, once.
Public Sub Refresh()
    KamCache.Clear
    mPendingCount = 0
    mStamp = ""
    KamExcel.RecalculateAll
End Sub

Public Function PendingCount() As Long
    PendingCount = mPendingCount
End Function

Private Function Looked(ByVal question As String) As Variant
    Dim value As Variant
    If KamCache.Found(question, value) Then
        If Not IsWaiting(value) Then
            Looked = value
            Exit Function
        End If
    Else
        KamCache.Keep question, CVErr(GettingData)
        Note question
    End If
    If KamExcel.NoteCaller() Then
        Looked = CVErr(GettingData)
        Exit Function
    End If
    ' Called by a macro, not by a cell: nobody calculates again, so the answer is needed now.
    Fetch
    If KamCache.Found(question, value) Then Looked = value Else Looked = CVErr(2042)
End Function

Private Function IsWaiting(ByVal value As Variant) As Boolean
    If IsError(value) Then IsWaiting = (CLng(value) = GettingData)
End Function

Private Sub Note(ByVal question As String)
    If mPendingCount = 0 Then
        ReDim mPending(1 To 256)
    ElseIf mPendingCount = UBound(mPending) Then
        ReDim Preserve mPending(1 To mPendingCount * 2)
    End If
    mPendingCount = mPendingCount + 1
    mPending(mPendingCount) = question
End Sub

' #N/A for what was noted, not asked again until the KPIs are refreshed: no message at each recalculation.
Private Sub GiveUp()
    Dim at As Long
    For at = 1 To mPendingCount
        KamCache.Keep mPending(at), CVErr(2042)
    Next at
End Sub

' Puts the answers of a reply into the cache. Another stamp: every older answer is out of date.
Private Sub Take(ByVal reply As String)
    Dim lines() As String
    Dim at As Long
    Dim number As Long
    If KamText.Field(reply, "stamp") <> mStamp Then
        If Len(mStamp) > 0 Then
            KamCache.Clear
            KamExcel.NoteEveryCell
        End If
        mStamp = KamText.Field(reply, "stamp")
    End If
    lines = Split(reply, vbLf)
    For at = 0 To UBound(lines)
        If Left$(lines(at), 7) = "answer" & vbTab Then
            number = number + 1
            KamCache.Keep mPending(number), Value(lines, at)
        End If
    Next at
End Sub

' The first answer of a reply.
Private Function First(ByVal reply As String) As Variant
    Dim lines() As String
    Dim at As Long
    lines = Split(reply, vbLf)
    First = CVErr(2042)
    For at = 0 To UBound(lines)
        If Left$(lines(at), 7) = "answer" & vbTab Then
            First = Value(lines, at)
            Exit Function
        End If
    Next at
End Function

' The answer whose line is at.
Private Function Value(ByRef lines() As String, ByVal at As Long) As Variant
    Dim text As String
    text = Mid$(lines(at), 8)
    If Left$(text, 2) = "a:" Then Value = Block(Mid$(text, 3), lines, at) Else Value = Typed(text)
End Function

' An array answer: its cells are the lines after at.
Private Function Block(ByVal size As String, ByRef lines() As String, ByVal at As Long) As Variant
    Dim rows As Long
    Dim columns As Long
    Dim row As Long
    Dim column As Long
    Dim out() As Variant
    rows = CLng(Left$(size, InStr(size, ",") - 1))
    columns = CLng(Mid$(size, InStr(size, ",") + 1))
    If rows = 0 Or columns = 0 Then
        Block = CVErr(2042)
        Exit Function
    End If
    ReDim out(1 To rows, 1 To columns)
    For row = 1 To rows
        For column = 1 To columns
            at = at + 1
            out(row, column) = Typed(Mid$(lines(at), 6))
        Next column
    Next row
    Block = out
End Function

' A typed scalar: n number, s text, b yes or no, d date, e error.
Private Function Typed(ByVal text As String) As Variant
    Dim rest As String
    rest = Mid$(text, 3)
    Select Case Left$(text, 1)
        Case "n"
            Typed = Val(rest)
        Case "s"
            Typed = KamText.Unescaped(rest)
        Case "b"
            Typed = (rest = "1")
        Case "d"
            Typed = CDate(Val(rest))
        Case Else
            Typed = CVErr(ErrorNumber(rest))
    End Select
End Function

Private Function ErrorNumber(ByVal code As String) As Long
    Dim at As Long
    ErrorNumber = 2042
    For at = 0 To 6
        If Split(ErrorNames, " ")(at) = code Then ErrorNumber = CLng(Split(ErrorNumbers, " ")(at))
    Next at
End Function

Private Function ErrorCode(ByVal number As Long) As String
    Dim at As Long
    ErrorCode = "NA"
    For at = 0 To 6
        If CLng(Split(ErrorNumbers, " ")(at)) = number Then ErrorCode = Split(ErrorNames, " ")(at)
    Next at
End Function

' Not Format$: in some countries its year is another calendar's.
Private Function Day8601(ByVal value As Variant) As String
    Day8601 = Right$("000" & Year(value), 4) & "-" & Right$("0" & Month(value), 2) & "-" & Right$("0" & Day(value), 2)
End Function

Private Function IsFlat(ByVal value As Variant) As Boolean
    On Error Resume Next
    IsFlat = UBound(value, 2) < LBound(value, 2)
    If Err.Number <> 0 Then IsFlat = True
    On Error GoTo 0
End Function

Private Function PackedRow(ByVal value As Variant, ByVal row As Long) As String
    Dim column As Long
    Dim out As String
    For column = LBound(value, 2) To UBound(value, 2)
        out = out & "," & PackedCell(value(row, column))
    Next column
    PackedRow = Mid$(out, 2)
End Function

Private Function PackedCell(ByVal value As Variant) As String
    Select Case VarType(value)
        Case vbEmpty, vbNull
            PackedCell = "null"
        Case vbError
            PackedCell = "{""error"":" & KamText.JsonText(ErrorCode(CLng(value))) & "}"
        Case vbBoolean
            PackedCell = IIf(value, "true", "false")
        Case vbDate
            PackedCell = "{""date"":" & KamText.JsonText(Day8601(value)) & "}"
        Case vbString
            PackedCell = KamText.JsonText(CStr(value))
        Case Else
            PackedCell = Number(CDbl(value))
    End Select
End Function

' A number with a point whatever the computer's language, and no leading blank.
Private Function Number(ByVal value As Double) As String
    Number = Trim$(Str$(value))
    If Left$(Number, 1) = "." Then Number = "0" & Number
    If Left$(Number, 2) = "-." Then Number = "-0" & Mid$(Number, 2)
End Function
