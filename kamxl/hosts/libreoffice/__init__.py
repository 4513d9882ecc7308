"""LibreOffice as a live host: an xlwings engine over UNO (``engine``)."""
