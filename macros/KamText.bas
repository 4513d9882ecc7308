Attribute VB_Name = "KamText"
Option Explicit

' Text in and out: JSON for questions, lines for answers. ASCII on the wire: what is not printable ASCII is \uXXXX.
' No Office type in here.

Public Function JsonText(ByVal text As String) As String
    JsonText = Chr$(34) & Escaped(text) & Chr$(34)
End Function

Public Function Escaped(ByVal text As String) As String
    Dim at As Long
    Dim code As Long
    Dim piece As String
    Dim out As String
    If Not (text Like "*[!A-Za-z0-9 _.:-]*") Then
        Escaped = text
        Exit Function
    End If
    For at = 1 To Len(text)
        piece = Mid$(text, at, 1)
        code = CodeOf(piece)
        If code < 32 Or code > 126 Or code = 34 Or code = 92 Then
            out = out & "\u" & Right$("000" & Hex$(code), 4)
        Else
            out = out & piece
        End If
    Next at
    Escaped = out
End Function

' The character's number, 0 to 65535: AscW gives the upper half as negative numbers.
Public Function CodeOf(ByVal character As String) As Long
    CodeOf = AscW(character)
    If CodeOf < 0 Then CodeOf = CodeOf + 65536
End Function

Public Function Unescaped(ByVal text As String) As String
    Dim parts() As String
    Dim at As Long
    Dim out As String
    If InStr(1, text, "\u", vbBinaryCompare) = 0 Then
        Unescaped = text
        Exit Function
    End If
    parts = Split(text, "\u")
    out = parts(0)
    For at = 1 To UBound(parts)
        out = out & ChrW$(CLng("&H" & Left$(parts(at), 4))) & Mid$(parts(at), 5)
    Next at
    Unescaped = out
End Function

' The value of the first line with that key, "" where there is none. A reply to 10,000 questions is not cut into lines for it.
Public Function Field(ByVal reply As String, ByVal key As String, Optional ByVal separator As String = vbTab) As String
    Dim at As Long
    Dim last As Long
    at = InStr(1, vbLf & reply, vbLf & key & separator, vbBinaryCompare)
    If at = 0 Then Exit Function
    at = at + Len(key) + Len(separator)
    last = InStr(at, reply, vbLf, vbBinaryCompare)
    If last = 0 Then last = Len(reply) + 1
    Field = Unescaped(Replace(Mid$(reply, at, last - at), vbCr, ""))
End Function

' The values of all lines with that key, in their order, as an array of texts; UBound is -1 where there is none.
Public Function Fields(ByVal reply As String, ByVal key As String, Optional ByVal separator As String = vbTab) As Variant
    Dim lines() As String
    Dim out() As String
    Dim count As Long
    Dim at As Long
    Dim start As String
    start = key & separator
    lines = Split(Replace(reply, vbCr, ""), vbLf)
    out = Split("", vbLf)
    For at = 0 To UBound(lines)
        If Left$(lines(at), Len(start)) = start Then
            ReDim Preserve out(0 To count)
            out(count) = Unescaped(Mid$(lines(at), Len(start) + 1))
            count = count + 1
        End If
    Next at
    Fields = out
End Function

' A file's name without its folder, for both kinds of slash.
Public Function FileName(ByVal path As String) As String
    Dim at As Long
    at = InStrRev(Replace(path, "/", "\"), "\")
    FileName = Mid$(path, at + 1)
End Function
