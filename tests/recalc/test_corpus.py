"""Recalculating real workbooks whose results Excel left there: nothing in them changed, so every result must come out again.

1. The share of cells that equal Excel's is stated for each file (``-s``) and at least what was measured.
2. Without a second opinion the engine differs from Excel only where it is known to, in a file of corner cases.
3. With ``strict`` no wrong value would be written.
"""

from __future__ import annotations

from datetime import datetime

import pytest

pytest.importorskip("formualizer", reason="计算引擎 formualizer 没有安装 (pip install 'kamxl[recalc]')")

from kamxl.errors import BookError
from kamxl.recalc.recalculate import recalculate
from kamxl.recalc.result import Recalculation

NOW = datetime(2026, 10, 8)
REFUSED = {"sample-beta.xlsx": "ooxml.beta_format", "59132.xlsx": "recalc.sheet_names"}
# POI's own collection of calls that no form would hold: ranges for single values, criteria that are errors, unsorted look-ups.
CORNER_CASES = "FormulaEvalTestData_Copy.xlsx"
KNOWN = ["E296", "E1324", "F296", "F740", "G716", "H824", "H1168", "I1328", "J1328", "D1472", "E1472", "F1472"]


def run(corpus, *, strict: bool) -> dict[str, Recalculation]:
    found = {}
    for book in corpus:
        name = book.path.name.removeprefix("test-data_spreadsheet_")
        try:
            result = recalculate(book.path, None, NOW, check=True, strict=strict)
        except BookError as error:
            assert error.code == REFUSED.get(name), name  # noqa: PT017 - which file refuses is the point
            continue
        if result.cells:
            found[name] = result
    return found


def test_shares_of_equal_cells(corpus, record_property) -> None:
    found = run(corpus, strict=False)
    for name, result in found.items():
        record_property(name, round(result.share, 4))
        print(
            f"{result.share:7.1%}  {result.cells:5}  kept {len(result.kept):4}  wrong {len(result.different):3}  {name}"
        )
    cells, equal = (sum(getattr(result, what) for result in found.values()) for what in ("cells", "equal"))
    kept = sum(len(result.kept) for result in found.values())
    wrong = {name: [one.cell for one in result.different] for name, result in found.items() if result.different}
    print(f"{len(found)} files, {cells} cells: {equal} equal, {kept} kept, the rest differ")
    assert {name: sorted(cells) for name, cells in wrong.items()} == {CORNER_CASES: sorted(KNOWN)}
    assert equal / (cells - kept) > 0.996
    assert equal / cells > 0.79


def test_strict_writes_no_wrong_value(corpus) -> None:
    pytest.importorskip("formulon", reason="第二个引擎 formulon 没有安装 (pip install 'kamxl[strict]')")
    found = run(corpus, strict=True)
    assert {name: result.different for name, result in found.items() if result.different} == {}
