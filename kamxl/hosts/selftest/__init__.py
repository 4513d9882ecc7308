"""``kamxl selftest``: proves an installation on the user's own machine, in a spreadsheet application of its own.

It works on a copy in a temporary folder, starts its own application and its own resident process, and ends both.
"""
