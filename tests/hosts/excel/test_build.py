"""The built add-in, read by others.

1. The same sources give the same bytes, also in another process.
2. pyOpenVBA reads it again without an issue and finds exactly our modules with exactly our text.
3. olevba, another reader, finds exactly our modules with exactly our text.
4. The four corrections to the VBA project hold, byte by byte; our compression loses nothing.
5. The package: an add-in's content type, one ribbon relation, the window hidden, no author of the blank, the words in both
   languages on its only sheet.
6. LibreOffice loads it with all its modules and words.
7. A difference is named: a module, the ribbon, the words.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba import ExcelFile
from pyopenvba.vba import decompress
from python_calamine import CalamineWorkbook

from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel import sources, words
from kamxl.hosts.excel.build import FILE, Difference, build, differences
from kamxl.hosts.excel.ovba import NO_CACHE, compressed, module_streams, records

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = list(functions().values())
MODULES = sources.modules()


@pytest.fixture
def path(built: bytes, tmp_path: Path) -> Path:
    where = tmp_path / FILE
    where.write_bytes(built)
    return where


def test_same_sources_same_bytes(built: bytes) -> None:
    code = (
        "import hashlib; from kamxl.hosts.excel.build import build; from kamxl.functions.function import CATEGORY, functions; "
        "print(hashlib.sha256(build(list(functions().values()), CATEGORY)).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(built).hexdigest()


def _body(text: str) -> str:
    """The code below the attributes, as both readers give it."""
    lines = text.replace("\r\n", "\n").split("\n")
    start = next(number for number, line in enumerate(lines) if line == "Option Explicit")
    return "\n".join(lines[start:]).rstrip("\n")


def test_pyopenvba_reads_it_again(path: Path) -> None:
    with ExcelFile(path) as file:
        project = file.vba_project()
        assert (file.validate(), project.validate()) == ([], [])
        found = {module.name: module.source for module in project.modules}
    assert set(found) == {*MODULES, "Sheet1"}
    assert {name: _body(text) for name, text in found.items() if name != "Sheet1"} == {
        name: _body(text) for name, text in MODULES.items()
    }


def test_olevba_lists_exactly_our_modules(path: Path) -> None:
    with warnings.catch_warnings():  # its own use of pyparsing's old names
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    expected = {
        f"{name}.cls" if name in ("ThisWorkbook", "KamEvents") else f"{name}.bas": text
        for name, text in MODULES.items()
    }
    assert set(found) == {*expected, "Sheet1.cls"}
    assert {name: _body(found[name]) for name in expected} == {name: _body(text) for name, text in expected.items()}


def _project(built: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(zipfile.ZipFile(io.BytesIO(built)).read("xl/vbaProject.bin")))


def _sequences_have_tokens(container: bytes) -> bool:
    """Walks the container as [MS-OVBA] 2.4.1.1.7 describes it: no flag byte without a token after it."""
    at = 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + 3 + (header & 0x0FFF)
        at += 2
        if not header & 0x8000:
            at = end
            continue
        while at < end:
            flags, at = container[at], at + 1
            if at >= end:
                return False
            for bit in range(8):
                if at < end:
                    at += 1 + (flags >> bit & 1)
    return at == len(container)


def test_the_four_corrections(built: bytes) -> None:
    project = _project(built)
    packed = project.openstream("VBA/dir").read()
    directory = decompress(packed)
    last = records(directory)[-1]
    cookies = [directory[at : at + size] for kind, at, size in records(directory) if kind in (0x0013, 0x002C)]
    containers = [packed] + [project.openstream(f"VBA/{name}").read()[at:] for name, at in module_streams(directory)]
    assert project.openstream("VBA/_VBA_PROJECT").read() == NO_CACHE == bytes.fromhex("cc61ffff000000")
    assert (last[0], last[1] + last[2]) == (0x0010, len(directory))
    assert cookies == [b"\xff\xff"] * (2 + len(MODULES))
    assert [_sequences_have_tokens(container) for container in containers] == [True] * (2 + len(MODULES))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=600), st.text("abKam \r\n", max_size=9000).map(str.encode)))
def test_compression_loses_nothing(data: bytes) -> None:
    container = compressed(data)
    assert decompress(container) == data
    assert _sequences_have_tokens(container)


def test_the_package(built: bytes, path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode("utf-8") for name in file.namelist() if not name.endswith(".bin")}
        assert file.testzip() is None
    relations = parts["_rels/.rels"]
    assert relations.count("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility") == 1
    assert 'Target="customUI/customUI14.xml"' in relations
    assert parts["customUI/customUI14.xml"] == (sources.folder() / sources.RIBBON).read_text(encoding="utf-8")
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in parts["[Content_Types].xml"]
    assert '<workbookView visibility="hidden"' in parts["xl/workbook.xml"]
    assert [name for name, text in parts.items() if "William Smith" in text] == []
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == [words.SHEET]
    assert [tuple(row) for row in book.get_sheet_by_index(0).to_python()] == words.rows(FUNCTIONS, CATEGORY)


def test_words_are_in_both_languages() -> None:
    rows = words.rows(FUNCTIONS, CATEGORY)
    keys = [key for key, _, _ in rows]
    assert len(set(keys)) == len(keys)
    assert [key for key, zh, en in rows if not zh or not en] == []
    used = {key for text in MODULES.values() for key in _literal_keys(text)}
    assert used - set(keys) == set()


def _literal_keys(text: str) -> set[str]:
    return set(re.findall(r'KamWords\.Words(?:With)?\("([a-z_.]+)"[,)]', text))


def test_libreoffice_loads_it(path: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice 不在此机器上 (LibreOffice is not installed)")
    command = [
        office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
        "--infilter=Calc MS Excel 2007 VBA XML", "--convert-to", "ods", "--outdir", str(tmp_path / "out"), str(path),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    with zipfile.ZipFile(tmp_path / "out" / "kamxl.ods") as file:
        basic = {Path(name).stem for name in file.namelist() if name.startswith("Basic/VBAProject/Kam")}
    assert basic == {name for name in MODULES if name.startswith("Kam")}
    rows = CalamineWorkbook.from_path(tmp_path / "out" / "kamxl.ods").get_sheet_by_index(0).to_python()
    assert [tuple(row) for row in rows] == words.rows(FUNCTIONS, CATEGORY)


def test_differences_are_named(built: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "macros"
    shutil.copytree(sources.folder(), folder)
    core = folder / "KamCore.bas"
    core.write_text(core.read_text(encoding="ascii").replace("= 20\n", "= 30\n"), encoding="ascii")
    ribbon = folder / sources.RIBBON
    ribbon.write_text(ribbon.read_text(encoding="utf-8").replace('size="large"', 'size="normal"', 1), encoding="utf-8")
    assert differences(built, built) == []
    assert differences(built, build(FUNCTIONS[:-1], CATEGORY, folder)) == [
        Difference("customUI/customUI14.xml"),
        Difference("xl/worksheets/sheet1.xml"),
        Difference("VBA/KamCore"),
    ]
