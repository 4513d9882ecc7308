"""What Excel imports through xlwings: every ``KAM_*`` function of the registry. Nothing is listed here.

In the xlwings add-in (or a workbook's sheet xlwings.conf) set ``UDF Modules`` to ``kamxl_udfs`` and ``PYTHONPATH`` to this
folder, then choose Import Functions. An installed kamxl has this file too: ``kamxl.udfs.kamxl_udfs``, without a path.
"""

from kamxl.hosts.excel.udfs import udfs

globals().update(udfs())
