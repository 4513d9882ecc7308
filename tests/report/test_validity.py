"""The report's package, part by part, against what the standard wants; and LibreOffice opens and prints it.

1. Every part is well-formed, has a content type, and is reached by a relationship; every relationship leads somewhere.
2. A worksheet's children stand in the schema's order; every style, format and string that is referred to exists.
3. Charts' children stand in the schema's order, and each reference names a sheet of the workbook.
4. Defined names and print titles name sheets that exist.
5. LibreOffice prints every sheet: no page is empty, none shows ####, none an error, none a word of English.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from kamxl.errors import HostError
from kamxl.report.build import build
from kamxl.report.sheet import sheets

from .made import edition

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# ECMA-376, CT_Worksheet, CT_ChartSpace, CT_Chart, CT_PlotArea and the series of bar and line charts.
ORDER = {
    f"{MAIN}worksheet": [
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
        "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
        "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
        "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
        "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
        "webPublishItems", "tableParts", "extLst",
    ],
    f"{CHART}chartSpace": [
        "date1904", "lang", "roundedCorners", "AlternateContent", "style", "clrMapOvr", "pivotSource", "protection",
        "chart", "spPr", "txPr", "externalData", "printSettings", "userShapes", "extLst",
    ],
    f"{CHART}chart": [
        "title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall", "plotArea", "legend",
        "plotVisOnly", "dispBlanksAs", "extLst",
    ],
    f"{CHART}ser": [
        "idx", "order", "tx", "spPr", "invertIfNegative", "marker", "pictureOptions", "dPt", "dLbls", "trendline",
        "errBars", "cat", "val", "smooth", "shape", "extLst",
    ],
    f"{CHART}barChart": ["barDir", "grouping", "varyColors", "ser", "dLbls", "gapWidth", "overlap", "serLines", "axId"],
    f"{CHART}lineChart": [
        "grouping", "varyColors", "ser", "dLbls", "dropLines", "hiLowLines", "upDownBars", "marker", "smooth", "axId",
    ],
    f"{CHART}radarChart": ["radarStyle", "varyColors", "ser", "dLbls", "axId"],
}  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(build(edition()).content)) as package:
        names = package.namelist()
        assert len(names) == len({name.lower() for name in names})
        return {name: package.read(name) for name in names}


@pytest.fixture(scope="module")
def trees(parts: dict[str, bytes]) -> dict[str, etree._Element]:
    return {name: etree.fromstring(content) for name, content in parts.items()}  # 1: well-formed


def _owner(rels: str) -> str:
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _targets(trees: dict[str, etree._Element]) -> dict[str, dict[str, str]]:
    """For each part, its relationships: id → part; external ones are left out."""
    found: dict[str, dict[str, str]] = {}
    for name, root in trees.items():
        if name.endswith(".rels"):
            owner = _owner(name)
            base = posixpath.dirname(owner)
            found[owner] = {
                relation.get("Id"): posixpath.normpath(posixpath.join(base, relation.get("Target"))).lstrip("/")
                if not relation.get("Target").startswith("/")
                else relation.get("Target").lstrip("/")
                for relation in root
                if relation.get("TargetMode") != "External"
            }
    return found


def test_types_and_relationships(trees: dict[str, etree._Element]) -> None:  # 1
    types = trees["[Content_Types].xml"]
    overrides = {element.get("PartName").lstrip("/") for element in types.iter(f"{TYPES}Override")}
    defaults = {element.get("Extension") for element in types.iter(f"{TYPES}Default")}
    others = {name for name in trees if name != "[Content_Types].xml"}
    assert {name for name in others if name not in overrides and name.rsplit(".", 1)[-1] not in defaults} == set()
    assert overrides <= others
    targets = _targets(trees)
    reached = {target for related in targets.values() for target in related.values()}
    assert reached <= others
    assert {name for name in others if not name.endswith(".rels")} == reached


def test_children_stand_in_the_schemas_order(trees: dict[str, etree._Element]) -> None:  # 2, 3
    checked = 0
    wrong = []
    for name, root in trees.items():
        for element in root.iter():
            wanted = ORDER.get(str(element.tag))
            if wanted is None:
                continue
            checked += 1
            ranks = [wanted.index(etree.QName(child).localname) for child in element]
            if ranks != sorted(ranks):
                wrong.append((name, element.tag))
    assert wrong == []
    assert checked > 60


def test_styles_and_strings_exist(trees: dict[str, etree._Element]) -> None:  # 2
    styles = trees["xl/styles.xml"]
    counts = {}
    for collection in ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs"):
        element = styles.find(f"{MAIN}{collection}")
        assert int(element.get("count")) == len(element)
        counts[collection] = len(element)
    for xf in styles.find(f"{MAIN}cellXfs"):
        assert int(xf.get("fontId")) < counts["fonts"]
        assert int(xf.get("fillId")) < counts["fills"]
        assert int(xf.get("borderId")) < counts["borders"]
    strings = len(trees["xl/sharedStrings.xml"].findall(f"{MAIN}si"))
    for name, root in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            for cell in root.iter(f"{MAIN}c"):
                assert int(cell.get("s", "0")) < counts["cellXfs"]
                if cell.get("t") == "s":
                    assert int(cell.findtext(f"{MAIN}v")) < strings
                assert cell.get("t") != "e"
            for rule in root.iter(f"{MAIN}cfRule"):
                assert int(rule.get("dxfId")) < counts["dxfs"]


def test_references_name_our_sheets(trees: dict[str, etree._Element]) -> None:  # 3, 4
    names = {sheet.zh for sheet in sheets()}
    listed = {sheet.get("name") for sheet in trees["xl/workbook.xml"].iter(f"{MAIN}sheet")}
    assert listed == names
    references = [f.text for name, root in trees.items() if "/charts/" in name for f in root.iter(f"{CHART}f")]
    references += [name.text for name in trees["xl/workbook.xml"].iter(f"{MAIN}definedName")]
    assert references
    assert {reference.split("!")[0].strip("'") for reference in references} <= names


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of every printed page."""
    from kamxl.hosts.libreoffice.printing import to_pdf

    if shutil.which("pdftotext") is None:
        pytest.skip("没有 pdftotext (poppler-utils)")
    folder = tmp_path_factory.mktemp("print")
    source, pdf = folder / "报告.xlsx", folder / "报告.pdf"
    source.write_bytes(build(edition()).content)
    try:
        to_pdf(source, pdf)
    except HostError as error:
        if error.code == "libreoffice.not_installed":
            pytest.skip("没有 LibreOffice")
        raise
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def test_printed_pages(pages: list[str]) -> None:  # 5
    headed = [re.search(r"季度KPI报告 · (\S+)", page) for page in pages]
    assert list(dict.fromkeys(found[1] for found in headed if found)) == [sheet.zh for sheet in sheets()]
    assert all(headed)
    assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 12] == []
    whole = "\n".join(pages)
    assert re.findall(r"#{3,}|#N/A|#REF!|#NAME\?|#VALUE!|#DIV/0!|Err:\d+", whole) == []


def test_no_word_of_english_is_printed(pages: list[str]) -> None:  # 5
    whole = re.sub(r"=KAM_\w+\(\"\w+\"\)|\S+\.xlsx|[A-Z]{2}-[\w-]+", " ", "\n".join(pages))
    words = set(re.findall(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9])", whole))
    assert words <= {"KPI", "VIP", "kamxl", "Excel", "xlsx"}


def test_pictures_of_pages_can_be_made(tmp_path: Path) -> None:  # 5
    pytest.importorskip("pypdfium2", reason="pypdfium2 未安装 (pip install kamxl[print])")
    from kamxl.hosts.libreoffice.printing import first_page, to_pdf

    source, pdf, png = (tmp_path / f"报告.{kind}" for kind in ("xlsx", "pdf", "png"))
    source.write_bytes(build(edition(unread=0)).content)
    try:
        to_pdf(source, pdf)
    except HostError as error:
        if error.code == "libreoffice.not_installed":
            pytest.skip("没有 LibreOffice")
        raise
    first_page(pdf, png)
    head = png.read_bytes()[:24]
    assert (head[:8], int.from_bytes(head[16:20], "big")) == (b"\x89PNG\r\n\x1a\n", 1600)
