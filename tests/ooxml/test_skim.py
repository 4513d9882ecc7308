"""The quick look through a worksheet part never misses what a parse would find, and passes plain sheets by."""

from __future__ import annotations

import pytest

from kamxl.ooxml.skim import Skimmed, skim

PLAIN = '<c r="A1" t="s"><v>46023</v></c>'
AFTER = '<pageMargins header="0.3" footer="0.3"/>'


def part(cells: str = PLAIN, before: str = "", after: str = AFTER) -> bytes:
    rows = f'<sheetData><row r="1" customHeight="1">{cells}</row></sheetData>'
    return f"<worksheet>{before}{rows}{after}</worksheet>".encode()


@pytest.mark.parametrize(
    ("sheet", "seen"),
    [
        (part(), Skimmed(far=False, telling=False)),
        (part('<c r="A1" t="inlineStr"><is><t>false</t></is></c>'), Skimmed(far=False, telling=False)),
        (b"<worksheet><sheetData/></worksheet>", Skimmed(far=False, telling=False)),
        (part('<c r="A1"><f>1+1</f><v>2</v></c>'), Skimmed(far=False, telling=True)),
        (part('<c r="A1"><x:f>1+1</x:f><v>2</v></c>'), Skimmed(far=False, telling=True)),
        (part('<c r="A1" t="e"><v>#N/A</v></c>'), Skimmed(far=False, telling=True)),
        (part("<c r='A1' t='e'><v>#N/A</v></c>"), Skimmed(far=False, telling=True)),
        (part(after="<dataValidations/>"), Skimmed(far=False, telling=True)),
        (part(after="<conditionalFormatting><formula>A1</formula></conditionalFormatting>"), Skimmed(False, False)),
        (part('<c r="ZZ9999"/>'), Skimmed(far=False, telling=False)),
        (part('<c r="AAA1"/>'), Skimmed(far=True, telling=False)),
        (part("<c r='B10000'/>"), Skimmed(far=True, telling=False)),
        (part().decode().encode("utf-16"), Skimmed(far=True, telling=True)),
    ],
)
def test_skim(sheet: bytes, seen: Skimmed) -> None:
    assert skim(sheet) == seen
