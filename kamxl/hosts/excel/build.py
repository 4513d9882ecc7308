"""Makes ``kamxl.xlam`` from text: the same sources give the same bytes, on any machine with the same zlib.

pyOpenVBA brings the Office-made blank and writes the modules, ``ovba`` corrects its project, our own lossless package
puts in the ribbon and the words. Nothing is opened in Excel.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ... import __version__
from ...dataclass import dataclass
from ...errors import BookError
from ...ooxml.package import Package
from . import check_ribbon, check_vba, sources, words
from .ovba import corrected

if TYPE_CHECKING:
    from ...functions.function import Function

FILE = "kamxl.xlam"
_PROJECT = "xl/vbaProject.bin"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_SHEET_PART = "xl/worksheets/sheet1.xml"
_WORKBOOK_PART = "xl/workbook.xml"
_CORE_PART = "docProps/core.xml"
_APP_PART = "docProps/app.xml"


@dataclass(frozen=True, slots=True)
class Difference:
    """A part, or a VBA module (``VBA/KamCore``), in which two add-ins differ."""

    part: str


def build(functions: Sequence[Function], category: str, source: Path | None = None) -> bytes:
    """The add-in's bytes.

    Raises ``BookError``: ``excel.bad_sources`` where a check finds a fault, ``excel.no_builder`` without pyOpenVBA.
    """
    modules = sources.modules(source)
    _refuse_faults(modules, source)
    package = Package(_with_modules(modules), Path(FILE))
    package.write(_PROJECT, corrected(package.read(_PROJECT)))
    package.add(_RIBBON_PART, sources.ribbon_xml(source), "application/xml")
    package.relate("", _RIBBON_RELATION, _RIBBON_PART)
    _write_words(package, words.rows(functions, category))
    _write_properties(package)
    return b"".join(package.segments())


def differences(built: bytes, expected: bytes) -> list[Difference]:
    """What differs between two add-ins, module by module; another compression of the same content is no difference."""
    left, right = (Package(data, Path(FILE)) for data in (built, expected))
    parts = sorted({*left.names(), *right.names()})
    found = [
        Difference(part)
        for part in parts
        if part != _PROJECT and (not left.has(part) or not right.has(part) or left.read(part) != right.read(part))
    ]
    texts = [_modules_of(data) for data in (built, expected)]
    changed = [name for name in sorted({*texts[0], *texts[1]}) if texts[0].get(name) != texts[1].get(name)]
    return [*found, *(Difference(f"VBA/{name}") for name in changed)]


def is_signature(part: str) -> bool:
    """Whether a part is there, or differs, because the VBA project was signed: that changes no module."""
    return part.lower().startswith("xl/vbaprojectsignature") or part.lower() in (
        "xl/_rels/vbaproject.bin.rels",
        "[content_types].xml",
    )


def _refuse_faults(modules: Mapping[str, str], source: Path | None) -> None:
    folder = source or sources.folder()
    ribbon = check_ribbon.faults(
        sources.ribbon_xml(folder), check_vba.procedures(modules), check_ribbon.published_images(folder)
    )
    found = [*check_vba.faults(modules), *ribbon]
    if found:
        lines = "; ".join(f"{fault.module}:{fault.line} {fault.text}" for fault in found)
        raise BookError("excel.bad_sources", folder=folder, faults=lines)


def _with_modules(modules: dict[str, str]) -> bytes:
    """The blank add-in with our modules. pyOpenVBA works on files, so this one has a folder of its own for a moment."""
    try:
        from pyopenvba import ExcelFile, VBAModuleKind
    except ImportError as error:
        raise BookError("excel.no_builder") from error
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, FILE)
        file = ExcelFile.create_new(path)
        project = file.vba_project()
        project.delete_module("Module1")
        for name, text in modules.items():
            crlf = text.replace("\r\n", "\n").replace("\n", "\r\n")
            if name == sources.DOCUMENT:
                project.get_module(name).body = crlf
            else:
                kind = VBAModuleKind.other if text.startswith("VERSION") else VBAModuleKind.standard
                project.add_module(name, crlf, kind=kind)
        for module in project.modules:
            module.dirty = True  # no module keeps compiled code of the blank before its text
        project.dir_structure_dirty = True
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            file.save()
        file.close()
        return path.read_bytes()


def _modules_of(data: bytes) -> dict[str, str]:
    from pyopenvba import ExcelFile

    handle, name = tempfile.mkstemp(suffix=".xlam")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        opened = ExcelFile(name)
        found = {module.name: module.source for module in opened.vba_project().modules}
        opened.close()
        return found
    finally:
        Path(name).unlink()


def _write_words(package: Package, rows: Sequence[words.Row]) -> None:
    """The words as inline text, so that no shared-string part is needed."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in zip("ABC", row, strict=True)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    sheet = package.read(_SHEET_PART).decode("utf-8")
    sheet = _replaced(sheet, "<sheetData/>", f"<sheetData>{body}</sheetData>")
    sheet = _replaced(sheet, '<dimension ref="A1"/>', f'<dimension ref="A1:C{len(rows)}"/>')
    package.write(_SHEET_PART, sheet.encode("utf-8"))
    workbook = package.read(_WORKBOOK_PART).decode("utf-8")
    workbook = _replaced(workbook, 'name="Sheet1"', f'name="{words.SHEET}"')
    workbook = _replaced(workbook, "<workbookView ", '<workbookView visibility="hidden" ')
    package.write(_WORKBOOK_PART, workbook.encode("utf-8"))


def _write_properties(package: Package) -> None:
    """The blank's author and dates are somebody else's; Excel shows title and comment in its list of add-ins."""
    package.write(
        _CORE_PART,
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>kamxl 大客户 {__version__}</dc:title><dc:creator>kamxl</dc:creator>"
            "<dc:description>大客户部的 Excel 加载项。The key-account department's add-in.</dc:description>"
            "</cp:coreProperties>"
        ).encode(),
    )
    app = package.read(_APP_PART).decode("utf-8")
    package.write(
        _APP_PART, _replaced(app, "<vt:lpstr>Sheet1</vt:lpstr>", f"<vt:lpstr>{words.SHEET}</vt:lpstr>").encode()
    )


def _replaced(text: str, old: str, new: str) -> str:
    """Exactly one replacement: another blank than the pinned pyOpenVBA's must be noticed."""
    if text.count(old) != 1:
        raise ValueError(f"pyOpenVBA's blank add-in has another shape: {old}")
    return text.replace(old, new)
