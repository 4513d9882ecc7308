"""kamxl: a key-account department's add-in for the Excel workbooks it already has.

大客户部的加载项：在原有工作簿里校验、提交、审批、同步，并生成季度 KPI 表。

Importing the package loads nothing but this file; each command loads only what it uses.
"""

__version__ = "0.1.0"
