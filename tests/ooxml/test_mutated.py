"""Broken and hostile workbooks.

1. 2,000 of them (``KAMXL_MUTATIONS`` scales it; bit flips, truncation, shuffled entries, hostile XML, bombs): each gives a
   result or one clear error; never a traceback, more than 5 s, more than 512 MB, or a changed file.
2. What Excel's other formats, encryption, rights management and signatures look like is told apart and named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.errors import BookError
from kamxl.ooxml import Workbook

from .conftest import kpi_book, made
from .mutating import packed, parts_of

MUTATIONS = int(os.environ.get("KAMXL_MUTATIONS", "2000"))


def plain(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("表")
    for row in range(12):
        sheet.write_row(row, 0, [f"客户{row}", row, row / 7])
        sheet.write_formula(row, 3, f"=B{row + 1}*2", None, row * 2)
    sheet.merge_range("F1:G2", "合并")
    sheet.write_comment("B3", "批注")
    sheet.add_table("J1:K3", {"name": "tbl"})
    book.define_name("区域", "=表!$A$1:$A$9")


@pytest.mark.skipif(sys.platform == "win32", reason="the worker's limits (rlimit, alarm) are POSIX")
def test_mutated_workbooks(tmp_path: Path) -> None:
    sources = []
    for number, build in enumerate([plain, kpi_book, plain]):
        sources.append(tmp_path / f"source{number}.xlsx")
        sources[-1].write_bytes(made(build))
    half = MUTATIONS // 2
    root = Path(__file__).resolve().parents[2]
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.ooxml.mutating", str(first), str(last), *map(str, sources)],
            stdout=subprocess.PIPE, cwd=root,
        )
        for first, last in ((0, half), (half, MUTATIONS))
    ]  # fmt: skip
    reports = [json.loads(worker.communicate(timeout=600)[0]) for worker in workers]
    breaches = [breach for report in reports for breach in report["breaches"]]
    print(*breaches, sep="\n")
    outcomes: dict[str, int] = {}
    for report in reports:
        for code, count in report["outcomes"].items():
            outcomes[code] = outcomes.get(code, 0) + count
    print(outcomes, [report["slowest"] for report in reports])
    assert breaches == []
    assert sum(outcomes.values()) == MUTATIONS
    assert outcomes["ok"] > MUTATIONS / 20  # not everything is refused
    assert len(outcomes) > 5


CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CFB + "EncryptedPackage".encode("utf-16-le"), "books.encrypted"),
        (CFB + "\x09DRMContent".encode("utf-16-le"), "ooxml.rights_managed"),
        (CFB + "Workbook".encode("utf-16-le"), "books.read_only_format"),
        (b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "books.read_only_format"),
        (b"\x50\x4b", "books.not_a_workbook"),
        (b"a;b\n1;2", "books.not_a_workbook"),
        (b"", "books.not_a_workbook"),
    ],
)
def test_other_formats(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(BookError) as caught:
        Workbook.open(path)
    assert (caught.value.code, path.read_bytes()) == (code, data)


def changed(part: str, old: bytes, new: bytes) -> bytes:
    parts = [(name, content.replace(old, new) if name == part else content) for name, content in parts_of(made(plain))]
    return packed(parts)


SIGNED = (
    b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"'
    b' Target="_xmlsignatures/origin.sigs"/></Relationships>'
)
XLSX, XLSB = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"ms-excel.sheet.binary.macroEnabled.main"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed("_rels/.rels", b"</Relationships>", SIGNED), "ooxml.signed"),
        (changed("[Content_Types].xml", XLSX, XLSB), "books.read_only_format"),
        (changed("[Content_Types].xml", b"spreadsheetml.sheet.main", b"wordprocessingml.document.main"), "books.not_a_workbook"),
        (changed("xl/workbook.xml", b"<workbook ", b"<!DOCTYPE workbook><workbook "), "ooxml.hostile"),
        (packed([*parts_of(made(plain)), ("../../evil.xml", b"")]), "ooxml.hostile"),
        (packed([*parts_of(made(plain)), ("XL/Workbook.xml", b"")]), "ooxml.hostile"),
        (packed([*parts_of(made(plain)), ("xl/bomb.xml", b" " * (40 << 20))]), "ooxml.hostile"),
    ],
)  # fmt: skip
def test_refused_packages(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(BookError) as caught:
        Workbook.open(path)
    assert (caught.value.code, path.read_bytes()) == (code, data)
