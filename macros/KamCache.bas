Attribute VB_Name = "KamCache"
Option Explicit

' Answers by their exact question. Not a Collection: its keys ignore case, and width in Chinese and Japanese Windows;
' not a Dictionary: macOS has none. Chained hashing, about 3 microseconds a look-up.

Private Const HashedCharacters As Long = 128

Private mHeads() As Long
Private mNext() As Long
Private mHashes() As Long
Private mKeys() As String
Private mValues() As Variant
Private mCount As Long
Private mSize As Long
Private mHashed As String
Private mHash As Long

Public Sub Clear()
    mCount = 0
    mSize = 256
    ReDim mHeads(0 To mSize - 1)
    ReDim mNext(1 To mSize)
    ReDim mHashes(1 To mSize)
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
    at = mHeads(Hash(key) Mod mSize)
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
    at = mHeads(Hash(key) Mod mSize)
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
    mCount = mCount + 1
    mHashes(mCount) = Hash(key)
    place = mHashes(mCount) Mod mSize
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
    ReDim Preserve mHashes(1 To mSize)
    ReDim mNext(1 To mSize)
    ReDim mHeads(0 To mSize - 1)
    For at = 1 To mCount
        place = mHashes(at) Mod mSize
        mNext(at) = mHeads(place)
        mHeads(place) = at
    Next at
End Sub

' Over the whole question, the end of a very long one: customers' names often differ in their beginning only and end
' alike. Questions are ASCII. The last one is kept: a question is looked up and then put down.
Private Function Hash(ByVal key As String) As Long
    Dim at As Long
    Dim first As Long
    If StrComp(mHashed, key, vbBinaryCompare) <> 0 Then
        mHash = Len(key)
        first = mHash - HashedCharacters + 1
        If first < 1 Then first = 1
        For at = first To Len(key)
            mHash = (mHash * 31 + (AscW(Mid$(key, at, 1)) And 127)) Mod 1000003
        Next at
        mHashed = key
    End If
    Hash = mHash
End Function
