Attribute VB_Name = "KamExcel"
Option Explicit

' Excel's own objects: what is open and selected, the ribbon, the cells that call our functions, links to repair.

Private Const TextSheet As String = "KamText"
Private Const LanguageChinese As Long = 2052
Private Const UserInterface As Long = 2

Private mRibbon As Object
Private mCallers As Collection
Private mEveryCell As Boolean

' The full name of the workbook in front, "" where there is none or it was never saved.
Public Function BookName() As String
    On Error Resume Next
    If Len(ActiveWorkbook.Path) > 0 Then BookName = ActiveWorkbook.FullName
    On Error GoTo 0
End Function

Public Function SheetName() As String
    On Error Resume Next
    SheetName = ActiveSheet.Name
    On Error GoTo 0
End Function

Public Function CellName() As String
    On Error Resume Next
    CellName = ActiveCell.Address(False, False)
    On Error GoTo 0
End Function

Public Function WindowHandle() As String
    WindowHandle = "0"
    On Error Resume Next
    WindowHandle = CStr(Application.Hwnd)
    On Error GoTo 0
End Function

Public Function Language() As String
    Language = "zh"
    If LanguageColumn() = 3 Then Language = "en"
End Function

' The column of the words' sheet: 2 Chinese, 3 English. Chinese unless Office itself speaks another language.
Public Function LanguageColumn() As Long
    Dim languages As Object
    Dim id As Long
    id = LanguageChinese
    On Error Resume Next
    Set languages = Application.LanguageSettings
    id = languages.LanguageID(UserInterface)
    On Error GoTo 0
    ' The low ten bits are the language, the rest the country: 4 is Chinese.
    LanguageColumn = IIf((id And 1023) = 4, 2, 3)
End Function

Public Function WordRows() As Variant
    WordRows = ThisWorkbook.Worksheets(TextSheet).UsedRange.Value
End Function

' A function's argument as a value: a range gives its cells.
Public Function Plain(ByVal argument As Variant) As Variant
    If IsObject(argument) Then
        Plain = argument.Value
    ElseIf IsMissing(argument) Then
        Plain = Empty
    Else
        Plain = argument
    End If
End Function

' Help for the function wizard. Excel refuses it in some versions while no workbook is open: then the wizard has none.
Public Sub Describe(ByVal name As String, ByVal argumentCount As Long)
    Dim help() As String
    Dim at As Long
    On Error Resume Next
    If argumentCount = 0 Then
        Application.MacroOptions Macro:=name, Description:=KamWords.Words("fn." & name), Category:=KamWords.Words("fn.category")
    Else
        ReDim help(1 To argumentCount)
        For at = 1 To argumentCount
            help(at) = KamWords.Words("fn." & name & "." & at)
        Next at
        Application.MacroOptions Macro:=name, Description:=KamWords.Words("fn." & name), _
            Category:=KamWords.Words("fn.category"), ArgumentDescriptions:=help
    End If
    On Error GoTo 0
End Sub

' Notes the cell that calls a function. False: a macro calls it, not a cell.
Public Function NoteCaller() As Boolean
    Dim caller As Object
    On Error GoTo Finish
    Set caller = Application.Caller
    If mCallers Is Nothing Then Set mCallers = New Collection
    mCallers.Add caller
    NoteCaller = True
Finish:
End Function

' When answers have come, every function's cell is to be calculated again, not only the noted ones.
Public Sub NoteEveryCell()
    mEveryCell = True
End Sub

' Excel has finished calculating: fetches what cells wait for and calculates those again.
Public Sub AfterCalculation()
    Dim waiting As Collection
    Dim cell As Object
    If KamValues.PendingCount() = 0 Then Exit Sub
    Set waiting = mCallers
    Set mCallers = Nothing
    If Not KamValues.Fetch() Then Exit Sub
    If mEveryCell Then
        mEveryCell = False
        RecalculateAll
    ElseIf Not waiting Is Nothing Then
        On Error Resume Next
        For Each cell In waiting
            cell.Dirty
        Next cell
        On Error GoTo 0
        Application.Calculate
    End If
End Sub

Public Sub RecalculateAll()
    Application.CalculateFull
End Sub

' A workbook made on another computer calls our functions through that computer's path: it is pointed to this add-in.
Public Sub RepairLinks(ByVal book As Object)
    Dim links As Variant
    Dim at As Long
    Dim wasSaved As Boolean
    On Error GoTo Finish
    links = book.LinkSources(xlExcelLinks)
    If Not IsArray(links) Then Exit Sub
    wasSaved = book.Saved
    For at = LBound(links) To UBound(links)
        If IsForeign(CStr(links(at)), ThisWorkbook.FullName) Then book.ChangeLink CStr(links(at)), ThisWorkbook.FullName, xlExcelLinks
    Next at
    book.Saved = wasSaved
Finish:
End Sub

Public Function IsForeign(ByVal link As String, ByVal own As String) As Boolean
    IsForeign = LCase$(KamText.FileName(link)) = LCase$(KamText.FileName(own)) And LCase$(link) <> LCase$(own)
End Function

Public Sub Status(ByVal text As String)
    On Error Resume Next
    Application.StatusBar = text
    On Error GoTo 0
End Sub

Public Sub ClearStatus()
    On Error Resume Next
    Application.StatusBar = False
    On Error GoTo 0
End Sub

' While Python works on the workbook the person cannot type into it: no half action.
Public Sub Freeze(ByVal frozen As Boolean)
    On Error Resume Next
    Application.Interactive = Not frozen
    Application.Cursor = IIf(frozen, xlWait, xlDefault)
    If Not frozen Then ClearStatus
    On Error GoTo 0
End Sub

Public Sub OpenTarget(ByVal target As String)
    On Error GoTo Failed
    If LCase$(Right$(target, 5)) = ".xlsx" Then
        Workbooks.Open target
    Else
        ThisWorkbook.FollowHyperlink target
    End If
    Exit Sub
Failed:
    KamHost.Tell KamWords.WordsWith("say.no_open", target), "error"
End Sub

Public Sub TakeRibbon(ByVal ribbon As Object)
    Set mRibbon = ribbon
End Sub

' Asks every button again whether it makes sense. After a stop in the VBA editor the ribbon is lost: then nothing.
Public Sub Redraw()
    On Error Resume Next
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
    On Error GoTo 0
End Sub
