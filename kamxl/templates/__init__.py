"""The office forms: workbooks made from the form definitions and nothing else.

``plan`` says where each field stands, ``look`` how it looks, ``card`` and ``listing`` write a sheet, ``book`` a workbook,
``roles`` which forms whose workbook holds, ``sample`` lays out the sample department from ``workbooks/sample``.
The same input gives the same bytes.
"""
