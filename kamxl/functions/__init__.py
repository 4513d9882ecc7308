"""The ``KAM_*`` spreadsheet functions: one registry for Excel, LibreOffice, the recalculation and the command line.

``function.functions()`` lists them (one for each KPI, and a file each in ``library/``), ``calculator.Calculator`` answers
calls from a snapshot. A host turns its arguments into plain values, and ``CellError`` into its own error values.
"""
