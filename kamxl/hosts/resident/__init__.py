"""The resident process: one a user, so that a click in Excel or LibreOffice does not pay for starting Python.

``protocol`` says what is asked and answered, ``server`` answers, ``client`` asks (standard library only, Python 3.8 on:
the LibreOffice extension carries it), ``endpoint`` says where the two meet. Nothing here knows a spreadsheet.
"""
