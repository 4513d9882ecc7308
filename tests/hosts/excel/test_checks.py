"""The checks that stand before every build.

1. Our own sources have no fault; the generated ones say what the registries say.
2. Each rule about VBA finds its fault, and only that.
3. Each rule about the ribbon finds its fault, and only that.
4. A build from faulty sources is refused with every fault named, and writes nothing.
5. Nothing in our VBA depends on 32 or 64 bits.
6. vbalidator and pyvbaanalysis, two strangers' checkers, find nothing either; vbalidator finds a planted fault.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kamxl.errors import BookError
from kamxl.functions.function import CATEGORY, functions
from kamxl.hosts.excel import check_ribbon, check_vba, sources
from kamxl.hosts.excel.build import build
from kamxl.hosts.excel.check_vba import Fault

MODULES = sources.modules()
IMAGES = check_ribbon.published_images(sources.folder())
CALLBACKS = """Option Explicit
Public Sub Load_(ribbon As IRibbonUI)
End Sub
Public Sub Press_(control As IRibbonControl)
End Sub
Public Sub Label_(control As IRibbonControl, ByRef returnedVal As Variant)
End Sub
Private Sub Hidden_(control As IRibbonControl)
End Sub
"""


def test_nothing_of_a_certain_bitness() -> None:
    """No Declare, no pointer, no library by reference: 32-bit Excel works with 64-bit Python."""
    words = re.compile(r"^\s*(?:Public |Private )?Declare\b|\bLong(?:Ptr|Long)\b|\bLib \"", re.I | re.M)
    assert [name for name, text in MODULES.items() if words.search(text)] == []


def test_our_sources_have_no_fault() -> None:
    assert check_vba.faults(MODULES) == []
    assert check_ribbon.faults(sources.ribbon_xml(), check_vba.procedures(MODULES), IMAGES) == []


def test_generated_sources_are_up_to_date() -> None:
    assert sources.stale(list(functions().values())) == []


def test_an_argument_that_vba_reserves_is_refused() -> None:
    from dataclasses import replace

    function = functions()["KAM_CHURN"]
    broken = replace(function, args=(replace(function.args[0], name="Date"),))
    with pytest.raises(ValueError, match="KAM_CHURN: Date"):
        sources.function_module([broken])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Sub A()\nEnd Sub\n", [(1, "Option Explicit is missing")]),
        ("Option Explicit\n' 中\n", [(2, "not ASCII: another code page would spoil it")]),
        ("Option Explicit\nDim until As Double\n", [(2, "until is a word of VBA and cannot be a name")]),
        ("Option Explicit\nSub Put(ByVal x As Long)\nEnd Sub\n", [(2, "Put is a word of VBA and cannot be a name")]),
        ("Option Explicit\nSub A(ByRef x, _\n  Optional Next_ As Long, Type As Long)\nEnd Sub\n",
         [(2, "Type is a word of VBA and cannot be a name")]),
        ("Option Explicit\nPrivate WithEvents mA As Object, Loop As Long\n", [(2, "Loop is a word of VBA and cannot be a name")]),
        ("Option Explicit\n" + "'" * 1100 + "\n", [(2, "longer than 1023 characters")]),
        ("Option Explicit\nx = 1 + _\n" + "1 + _\n" * 25 + "1\n", [(at, "more than 24 continued lines") for at in (26, 27)]),
        ("Option Explicit\nSub A()\n    KamB.Missing\nEnd Sub\n", [(3, "there is no KamB.Missing")]),
        ("Option Explicit\nSub A()\n    KamB.Hidden\nEnd Sub\n", [(3, "there is no KamB.Hidden")]),
        ("Option Explicit\nSub A()\n    If KamB.Two(1) = 2 Then KamB.Two 1, 2, 3 Else KamB.Two 1, 2\nEnd Sub\n",
         [(3, "KamB.Two does not take 1 arguments"), (3, "KamB.Two does not take 3 arguments")]),
        ("Option Explicit\nSub A()\n    x = KamB.Two((1), \"a, b\") ' KamB.Missing\n    KamB.Many 1, 2, 3\nEnd Sub\n", []),
    ],
)  # fmt: skip
def test_faults_in_vba(text: str, faults: list[tuple[int, str]]) -> None:
    other = (
        "Option Explicit\nPublic Function Two(a As Long, ByVal b As Long) As Long\nEnd Function\n"
        "Public Sub Many(ParamArray all() As Variant)\nEnd Sub\nPrivate Sub Hidden()\nEnd Sub\n"
    )
    assert check_vba.faults({"KamA": text, "KamB": other}) == [Fault("KamA", line, what) for line, what in faults]


def _ribbon(button: str = "", tab: str = 'id="t" label="T"', root: str = 'onLoad="Load_"') -> bytes:
    return (
        f'<customUI xmlns="{sources.NAMESPACE}" {root}><ribbon><tabs><tab {tab}><group id="g" label="G">{button}</group></tab>'
        "</tabs></ribbon></customUI>"
    ).encode()


GOOD = '<button id="b" getLabel="Label_" imageMso="Help" onAction="Press_"/>'


@pytest.mark.parametrize(
    ("xml", "faults"),
    [
        (_ribbon(GOOD), []),
        (_ribbon(GOOD + GOOD), ["the id b is there twice"]),
        (_ribbon('<button label="x"/>'), ["button: id is missing"]),
        (_ribbon('<button id="1b" label="x"/>'), ["1b is no id"]),
        (_ribbon('<button id="b" label="x" getLabel="Label_"/>'), ["button b: label and getLabel exclude each other"]),
        (_ribbon('<button id="b" image="x" imageMso="Help"/>'), ["button b: only one of image, imageMso, getImage"]),
        (_ribbon('<button id="b" size="huge"/>'), ["button b: size is normal or large"]),
        (_ribbon('<button id="b" colour="red"/>'), ["button b: colour is not allowed"]),
        (_ribbon('<button id="b" imageMso="NoSuchImage"/>'), ["NoSuchImage is not in Microsoft's list of images"]),
        (_ribbon('<button id="b" onAction="Missing"/>'), ["onAction: there is no public Sub Missing"]),
        (_ribbon('<button id="b" onAction="Hidden_"/>'), ["onAction: there is no public Sub Hidden_"]),
        (_ribbon('<button id="b" onAction="Label_"/>'), ["Label_ does not take what onAction gives: control as iribboncontrol"]),
        (_ribbon('<button id="b" getEnabled="Press_"/>'),
         ["Press_ does not take what getEnabled gives: control as iribboncontrol, byref returnedval as variant"]),
        (_ribbon("<tab/>"), ["tab may not stand in group", "tab: id is missing"]),
        (_ribbon("<gallery/>"), ["gallery may not stand in group", "gallery is not an element that we use"]),
        (_ribbon(GOOD, root='onLoad="Press_"'), ["Press_ does not take what onLoad gives: ribbon as iribbonui"]),
        (b"<customUI/>", ["the root must be customUI of the namespace 2009/07"]),
        (b"<customUI", ["unclosed token: line 1, column 0"]),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', ["no document type or entity is allowed"]),
        (f'<customUI xmlns="{sources.NAMESPACE}"><ribbon><tabs/></ribbon></customUI>'.encode(), ["tabs is empty"]),
        (f'<customUI xmlns="{sources.NAMESPACE}"><ribbon><tabs><tab id="t"/></tabs></ribbon><commands/></customUI>'.encode(),
         ["the children of customUI are in another order than commands, ribbon, backstage, contextMenus",
          "commands is not an element that we use"]),
    ],
)  # fmt: skip
def test_faults_in_the_ribbon(xml: bytes, faults: list[str]) -> None:
    procedures = check_vba.procedures({"KamRibbon": CALLBACKS})
    assert [fault.text for fault in check_ribbon.faults(xml, procedures, IMAGES)] == faults


def test_build_refuses_faulty_sources(tmp_path: Path) -> None:
    folder = tmp_path / "macros"
    shutil.copytree(sources.folder(), folder)
    (folder / "KamStart.bas").write_text("Dim until As Long\n", encoding="ascii")
    with pytest.raises(BookError) as refused:
        build(list(functions().values()), CATEGORY, folder)
    assert refused.value.code == "excel.bad_sources"
    named = str(refused.value.text.params["faults"])
    assert "KamStart:1 Option Explicit is missing; KamStart:1 until is a word of VBA" in named


def _vbalidator(folder: Path, work: Path) -> int:
    program = Path(sys.executable).with_name("vbalidator")
    command = [str(program), str(folder), "--host", "excel", "--strict"]
    return subprocess.run(command, cwd=work, capture_output=True, check=False).returncode


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """The modules without ThisWorkbook, whose members vbalidator does not know."""
    folder = tmp_path / "vba"
    folder.mkdir()
    for file in [*sources.folder().glob("Kam*.bas"), *sources.folder().glob("Kam*.cls")]:
        shutil.copy(file, folder)
    return folder


def test_vbalidator_finds_nothing(loose: Path, tmp_path: Path) -> None:
    assert _vbalidator(loose, tmp_path) == 0
    (loose / "KamStart.bas").write_text(
        'Attribute VB_Name = "KamStart"\nOption Explicit\nSub A()\n    x = 1\nEnd Sub\n'
    )
    assert _vbalidator(loose, tmp_path) != 0


def test_pyvbaanalysis_finds_nothing(tmp_path: Path) -> None:
    built = tmp_path / "kamxl.xlam"
    built.write_bytes(build(list(functions().values()), CATEGORY))
    command = [sys.executable, "-m", "pyvbaanalysis", "--whole-project", "--format", "json", str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "error" not in {entry.get("severity") for entry in _entries(json.loads(done.stdout))}


def _entries(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(entry for inner in value.values() for entry in _entries(inner))]
    return [entry for inner in value for entry in _entries(inner)] if isinstance(value, list) else []
