"""Recalculates workbooks on a machine without Excel: native formulas and ``KAM_*`` functions together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..errors import KamxlError, say
from .department import Problem
from .progress import Progress, silent

if TYPE_CHECKING:
    from ..functions.calculator import Calculator
    from ..recalc.result import Recalculation


@dataclass(frozen=True, slots=True)
class RecalcResult:
    """Each workbook's recalculation, and the workbooks that could not be recalculated (untouched)."""

    done: tuple[Recalculation, ...]
    failed: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Everything was computed, and nothing (with ``check``) differs from what the workbooks hold."""
        return not self.failed and all(not one.kept and (one.written or not one.different) for one in self.done)

    def to_json(self) -> dict[str, object]:
        return {
            "books": [_json(one) for one in self.done],
            "failed": [{"book": one.book, "reason": one.reason.full()} for one in self.failed],
        }


def recalc(
    books: Sequence[Path],
    calculator_of: Callable[[Path], Calculator | None],
    now: datetime,
    *,
    check: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> RecalcResult:
    """Recalculates each workbook as of ``now``; ``calculator_of`` gives the functions of the department it lies in.

    ``check`` writes nothing and tells the differences; ``strict`` writes only what a second engine says too. One
    workbook's error does not stop the others.
    """
    from ..recalc.recalculate import recalculate

    told = progress or silent
    done: list[Recalculation] = []
    failed: list[Problem] = []
    for number, path in enumerate(books):
        told(say("progress.calculating", name=path.name), number, len(books))
        try:
            done.append(recalculate(path, calculator_of(path), now, check=check, strict=strict))
        except KamxlError as error:
            failed.append(Problem(path.name, error.text))
    told(say("progress.calculated"), len(books), len(books))
    return RecalcResult(tuple(done), tuple(failed))


def _json(one: Recalculation) -> dict[str, object]:
    from ..recalc.compare import shown

    return {
        "book": one.book,
        "cells": one.cells,
        "equal": one.equal,
        "share": round(one.share, 6),
        "written": one.written,
        "different": [
            {"sheet": d.sheet, "cell": d.cell, "old": shown(d.old), "new": shown(d.new)} for d in one.different
        ],
        "kept": [{"sheet": k.sheet, "cell": k.cell, "old": shown(k.old), "reason": k.reason.full()} for k in one.kept],
    }
