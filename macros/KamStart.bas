Attribute VB_Name = "KamStart"
Option Explicit

' When the add-in is loaded and unloaded.

Private mEvents As KamEvents

Public Sub Begin()
    Dim book As Object
    Set mEvents = New KamEvents
    mEvents.Watch Application
    KamFunctions.Describe
    For Each book In Application.Workbooks
        KamExcel.RepairLinks book
    Next book
    Prewarm
End Sub

Public Sub Finish()
    Set mEvents = Nothing
    KamExcel.Freeze False
End Sub

' Starts the resident process without waiting for it, so that the first press finds it warm. An installation that must
' not start processes from Office (prewarm=0 in kamxl.conf) starts it when Windows starts instead.
Private Sub Prewarm()
    Dim reply As String
    If KamHost.Setting("prewarm") = "0" Then Exit Sub
    If KamHost.Ask("/hello", "{}", False, reply) = KamCore.KamUnreachable Then KamHost.StartProcess
End Sub
