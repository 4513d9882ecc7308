"""What the extension carries into LibreOffice: Python 3.8 on, the standard library and uno only."""
