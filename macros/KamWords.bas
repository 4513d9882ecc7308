Attribute VB_Name = "KamWords"
Option Explicit

' Words that people see, from the add-in's own sheet (this source is ASCII: Chinese would become ???? here).
' The sheet's columns: key, Chinese, English.

Private mRows As Variant
Private mLoaded As Boolean

Public Sub TakeRows(ByVal rows As Variant)
    mRows = rows
    mLoaded = True
End Sub

' The words of that key in the user's language; the key itself where the sheet has none.
Public Function Words(ByVal key As String) As String
    Dim at As Long
    Words = key
    If Not mLoaded Then TakeRows KamExcel.WordRows()
    If Not IsArray(mRows) Then Exit Function
    For at = LBound(mRows, 1) To UBound(mRows, 1)
        If CStr(mRows(at, 1)) = key Then
            Words = CStr(mRows(at, KamExcel.LanguageColumn()))
            Exit Function
        End If
    Next at
End Function

' The same with {0} replaced.
Public Function WordsWith(ByVal key As String, ByVal value As String) As String
    WordsWith = Replace(Words(key), "{0}", value)
End Function
