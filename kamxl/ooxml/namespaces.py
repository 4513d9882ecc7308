"""Names of the format: namespaces and relationship types, Transitional and Strict."""

from __future__ import annotations

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"

SHEET_ML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_ML_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SHEET_NAMESPACES = frozenset({SHEET_ML, SHEET_ML_STRICT})

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

# Longest first: a shorter name may begin a longer one.
TO_STRICT = (
    (b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/chart", b"http://purl.oclc.org/ooxml/drawingml/chart"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (SHEET_ML.encode(), SHEET_ML_STRICT.encode()),
)  # fmt: skip

_PREFIX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
WORKSHEET_TYPE = _PREFIX + "worksheet+xml"
STYLES_TYPE = _PREFIX + "styles+xml"
COMMENTS_TYPE = _PREFIX + "comments+xml"
TABLE_TYPE = _PREFIX + "table+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

WRITABLE_WORKBOOKS = frozenset(
    {
        _PREFIX + "sheet.main+xml",
        _PREFIX + "template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
        "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    }
)
BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def relationship(kind: str, *, strict: bool = False) -> str:
    """The full type of ``worksheet``, ``drawing`` …"""
    return f"{_STRICT if strict else _TRANSITIONAL}/{kind}"


def kind_of(relationship_type: str) -> str:
    """``worksheet`` from either flavour of the full type."""
    return relationship_type.rpartition("/")[2]
