"""How far recalculation without Excel agrees with what Excel left, workbook by workbook.

    python benchmarks/recalc.py FOLDER [--strict]

For every .xlsx and .xlsm below FOLDER that holds formulas: how many cells, how many agree with Excel's cached result, how
many were kept (not computed, or not surely, with the old value) and how many would be written with another value, without
and with ``--strict`` (a second engine must agree). A Markdown table on stdout; nothing is written to the workbooks.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from kamxl.errors import BookError
from kamxl.recalc.recalculate import recalculate
from kamxl.recalc.result import Recalculation

NOW = datetime(2026, 10, 8)
_SUFFIXES = (".xlsx", ".xlsm")


def measured(path: Path, *, strict: bool) -> Recalculation | BookError:
    try:
        return recalculate(path, None, NOW, check=True, strict=strict)
    except BookError as error:
        return error


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strict", action="store_true", help="also with the second engine")
    given = parser.parse_args()
    paths = sorted(path for path in given.folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    ways = (False, True) if given.strict else (False,)
    print(
        "| workbook | formula cells | equal to Excel's | share | kept | would differ"
        + (", strict |" if given.strict else " |")
    )
    print("|---|--:|--:|--:|--:|--:|")
    cells = equal = kept = 0
    differ = [0] * len(ways)
    for path in paths:
        found = [measured(path, strict=strict) for strict in ways]
        first = found[0]
        if isinstance(first, BookError):
            print(f"refused: {path.name}: {first.text.what()}", file=sys.stderr)
            continue
        if not first.cells:
            continue
        wrong = [len(one.different) if isinstance(one, Recalculation) else 0 for one in found]
        print(
            f"| {path.name} | {first.cells} | {first.equal} | {first.share:.1%} | {len(first.kept)} "
            f"| {', '.join(map(str, wrong))} |"
        )
        cells, equal, kept = cells + first.cells, equal + first.equal, kept + len(first.kept)
        differ = [total + one for total, one in zip(differ, wrong, strict=True)]
    share = equal / cells if cells else 1.0
    print(f"| **all** | {cells} | {equal} | {share:.1%} | {kept} | {', '.join(map(str, differ))} |")
    return 0 if not given.strict or not differ[-1] else 1


if __name__ == "__main__":
    raise SystemExit(main())
