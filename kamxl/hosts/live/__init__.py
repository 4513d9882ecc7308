"""What each button does on an open workbook, the same for Excel and LibreOffice: one module an action.

``kamxl.hosts.resident.service`` finds them by the action's id: ``validate`` is ``validate.run(press, progress)``. Each opens
a :class:`~.desk.Desk`, calls the command that the command line calls too, and says what came of it.
"""
