Attribute VB_Name = "KamCache"
Option Explicit

' Answers by their exact question. Not a Collection: its keys ignore case, and width in Chinese and Japanese Windows;
' not a Dictionary: macOS has none. Chained hashing, about 3 microseconds a look-up.

Private Const HashedCharacters As Long = 24

Private mHeads() As Long
Private mNext() As Long
Private mKeys() As String
Private mValues() As Variant
Private mCount As Long
Private mSize As Long

Public Sub Clear()
    mCount = 0
    mSize = 256
    ReDim mHeads(0 To mSize - 1)
    ReDim mNext(1 To mSize)
    ReDim mKeys(1 To mSize)
    ReDim mValues(1 To mSize)
End Sub

Public Function Count() As Long
    Count = mCount
End Function

' Whether there is an answer; it is put into value.
Public Function Found(ByVal key As String, ByRef value As Variant) As Boolean
    Dim at As Long
    If mCount = 0 Then Exit Function
    at = mHeads(Bucket(key))
    Do While at > 0
        If StrComp(mKeys(at), key, vbBinaryCompare) = 0 Then
            value = mValues(at)
            Found = True
            Exit Function
        End If
        at = mNext(at)
    Loop
End Function

Public Sub Keep(ByVal key As String, ByVal value As Variant)
    Dim at As Long
    If mSize = 0 Then Clear
    at = mHeads(Bucket(key))
    Do While at > 0
        If StrComp(mKeys(at), key, vbBinaryCompare) = 0 Then
            mValues(at) = value
            Exit Sub
        End If
        at = mNext(at)
    Loop
    If mCount = mSize Then Grow
    Add key, value
End Sub

Private Sub Add(ByVal key As String, ByVal value As Variant)
    Dim place As Long
    place = Bucket(key)
    mCount = mCount + 1
    mKeys(mCount) = key
    mValues(mCount) = value
    mNext(mCount) = mHeads(place)
    mHeads(place) = mCount
End Sub

Private Sub Grow()
    Dim at As Long
    Dim place As Long
    mSize = mSize * 2
    ReDim Preserve mKeys(1 To mSize)
    ReDim Preserve mValues(1 To mSize)
    ReDim mNext(1 To mSize)
    ReDim mHeads(0 To mSize - 1)
    For at = 1 To mCount
        place = Bucket(mKeys(at))
        mNext(at) = mHeads(place)
        mHeads(place) = at
    Next at
End Sub

' Over the length and the end of the key, where questions differ most: its cost does not grow with the key.
Private Function Bucket(ByVal key As String) As Long
    Dim hash As Long
    Dim at As Long
    Dim first As Long
    hash = Len(key)
    first = hash - HashedCharacters + 1
    If first < 1 Then first = 1
    For at = first To Len(key)
        hash = (hash * 31 + KamText.CodeOf(Mid$(key, at, 1))) Mod 1000003
    Next at
    Bucket = hash Mod mSize
End Function
