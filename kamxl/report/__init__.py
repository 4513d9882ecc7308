"""The quarterly KPI workbook: typed tables, settings and a quarter in; an .xlsx (bytes) out.

``build(edition)`` is the way in. The same edition gives the same bytes: nothing in here asks the clock, draws a random
number or looks at the disk.
"""
