"""One workbook: compute it, compare with what it holds, write what changed. Nothing but results changes in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain.collecting import no_collecting
from ..errors import BookError, RefusedEdit, Text, say
from ..functions.values import DateSystem
from ..ooxml import Workbook
from ..ooxml.addresses import Position, parse_area
from ..ooxml.formulas import references
from ..ooxml.reading import Value
from ..ooxml.results import Formula, replace_results, replaced_only, texts
from ..ooxml.worksheet import Worksheet
from .ahead import Ahead
from .cells import Place, SheetCells, copy_for_engine, has_ours, positions, read_cells
from .compare import same
from .engine import Engine, Unable
from .language import calls_of_ours
from .opinion import second_opinion
from .reasons import left_alone
from .result import Difference, Kept, Recalculation

if TYPE_CHECKING:
    from ..functions.calculator import Calculator

_ROUNDS = 12


@dataclass(slots=True)
class _Run:
    sheets: list[SheetCells]
    engine: Engine
    kept: dict[Place, Kept] = field(default_factory=dict)

    def result(self, place: Place) -> Value:
        for sheet in self.sheets:
            if sheet.name == place[0]:
                return sheet.results.get(place[1])
        return None


def recalculate(
    path: Path, calculator: Calculator | None, now: datetime, *, check: bool = False, strict: bool = False
) -> Recalculation:
    """Computes the workbook as of ``now`` and writes the results that changed.

    Without a calculator (no department found) ``KAM_*`` cells keep their values. ``strict`` writes only what a second
    engine says too. Raises ``BookError`` for a file that cannot be read or written; it is untouched then.
    """
    with no_collecting():
        return _recalculate(path, calculator, now, check=check, strict=strict)


def _recalculate(
    path: Path, calculator: Calculator | None, now: datetime, *, check: bool, strict: bool
) -> Recalculation:
    book = Workbook.open(path)
    early = Ahead(book, now)
    sheets = read_cells(book)
    if not sheets:
        return Recalculation(path.name, 0, 0)
    copy = copy_for_engine(book, sheets)
    kept = list(left_alone(sheets, ours=calculator is not None))
    as_it_lies = copy is None and not book.strings.phonetic and (calculator is None or not any(map(has_ours, sheets)))
    engine = early.engine() if as_it_lies else None
    run = _Run(sheets, engine or Engine(copy if copy is not None else path, date1904=book.date1904, now=now))
    if calculator is not None and engine is None:
        run.engine.register(calculator.using(DateSystem(from_1904=book.date1904)))
    _correct_inputs(book, run)
    for sheet, formula, reason in kept:
        _keep(run, sheet, formula, reason)
    _evaluate(run)
    if _check_arrays(run):
        _evaluate(run)
    equal, different = _compare(run)
    if strict and different:
        different = _agreed(run, different, copy if copy is not None else path.read_bytes(), now)
    cells = sum(len(sheet.results) for sheet in sheets)
    written = bool(different) and not check
    if written:
        _write(book, sheets, different)
    return Recalculation(path.name, cells, equal, tuple(different), tuple(run.kept.values()), written)


def _correct_inputs(book: Workbook, run: _Run) -> None:
    """Text with phonetic runs, which the engine's reader may lose, is given to it again."""
    if not book.strings.phonetic:
        return
    for sheet in book.sheets:
        if sheet.kind == "worksheet":
            data = book.worksheet(sheet.name)
            lost = [
                (sheet.name, position, text)
                for position, text in texts(data, book.strings)
                if run.engine.outcome(sheet.name, position) != text
            ]
            run.engine.fix(lost)


def _keep(run: _Run, sheet: SheetCells, formula: Formula, reason: Text) -> None:
    """The formula's cells keep what they hold, and the others are computed from that."""
    cells = list(_cells_of(sheet, formula))
    for place in cells:
        run.kept[(sheet.name, place)] = Kept(sheet.name, str(place), reason, sheet.results.get(place))
    run.engine.fix((sheet.name, place, sheet.results.get(place)) for place in cells)


def _cells_of(sheet: SheetCells, formula: Formula) -> Iterable[Position]:
    """An array's cells; all cells that share a formula, where this one holds it for them."""
    if formula.area is not None:
        return positions(formula.area)
    if formula.kind == "shared" and formula.text:
        return [one.position for one in sheet.formulas if one.group == formula.group and one.kind == "shared"]
    return (formula.position,)


def _evaluate(run: _Run) -> None:
    """Evaluates; what the engine cannot do is kept and the rest evaluated again, until all is done."""
    cells = [(sheet.name, formula.position) for sheet in run.sheets for formula in sheet.formulas]
    for attempt in range(_ROUNDS):
        run.engine.evaluate(cells)
        unable = {(bad.sheet.name, bad.formula.position): bad for bad in _unable(run)}
        if not unable:
            return
        circle = next(iter(unable.values()))
        chosen = list(_roots(run, unable)) or [circle] if attempt < _ROUNDS - 2 else list(unable.values())
        for bad in chosen:
            _keep(run, bad.sheet, bad.formula, say("recalc.unable", why=bad.why))


@dataclass(frozen=True, slots=True)
class _Bad:
    sheet: SheetCells
    formula: Formula
    why: str


def _unable(run: _Run) -> Iterator[_Bad]:
    for sheet in run.sheets:
        outcomes = run.engine.outcomes(sheet.name, sheet.results)
        for formula in sheet.formulas:
            if (sheet.name, formula.position) in run.kept:
                continue
            outcome = outcomes[formula.position]
            if isinstance(outcome, Unable):
                yield _Bad(sheet, formula, outcome.why)


def _roots(run: _Run, unable: Mapping[Place, _Bad]) -> Iterator[_Bad]:
    """Those that do not refer to another of them: where the trouble begins."""
    for (sheet, position), bad in unable.items():
        text = run.engine.formula(sheet, position) or bad.formula.text
        others = [(place, one) for place, one in unable.items() if one is not bad]
        if not any(_refers(text, sheet, place) for place, _ in others):
            yield bad


def _refers(text: str, sheet: str, place: Place) -> bool:
    for named, reference in references(text):
        if (named or sheet).casefold() == place[0].casefold():
            try:
                if place[1] in parse_area(reference):
                    return True
            except RefusedEdit:
                continue
    return False


def _check_arrays(run: _Run) -> bool:
    """An array formula that now fills another area than the file says keeps its values: the file says where it ends.

    Gives whether there was one, so that what depends on it has to be computed again.
    """
    before = len(run.kept)
    for sheet in run.sheets:
        _check_spills(run, sheet)
        for formula in sheet.arrays:
            if formula.area is None or (sheet.name, formula.position) in run.kept:
                continue
            filled = run.engine.spilled(sheet.name, formula.position)
            if filled != formula.area:
                _keep(run, sheet, formula, say("recalc.other_size", old=formula.area, new=filled))
    return len(run.kept) > before


def _check_spills(run: _Run, sheet: SheetCells) -> None:
    """A formula that is no array formula fills one cell; where the engine filled more it meant something else."""
    results, kept = sheet.results, run.kept
    for formula in sheet.formulas:
        row, column = formula.position
        if (row, column + 1) in results and (row + 1, column) in results:
            continue
        beside = [place for place in ((row, column + 1), (row + 1, column)) if place not in results]
        if formula.area is not None or (sheet.name, formula.position) in kept:
            continue
        if any(run.engine.is_spilled(sheet.name, Position(*place)) for place in beside):
            _keep(run, sheet, formula, say("recalc.intersection"))


def _compare(run: _Run) -> tuple[int, list[Difference]]:
    equal, different = 0, []
    for sheet in run.sheets:
        outcomes = run.engine.outcomes(sheet.name, sheet.results)
        kept = {place[1] for place in run.kept if place[0] == sheet.name}
        for position, old in sheet.results.items():
            if position in kept:
                continue
            outcome = outcomes[position]
            if isinstance(outcome, Unable):
                reason = say("recalc.unable", why=outcome.why)
                run.kept[(sheet.name, position)] = Kept(sheet.name, str(position), reason, old)
                continue
            new = 0.0 if outcome is None else outcome  # a reference to an empty cell shows 0
            if (old == new and type(old) is type(new)) or same(old, new):
                equal += 1
            else:
                different.append(Difference(sheet.name, position, old, new))
    return equal, different


def _agreed(run: _Run, different: list[Difference], data: bytes, now: datetime) -> list[Difference]:
    """What the second engine says too; the rest is kept and reported."""
    fixed = {place: kept.old for place, kept in run.kept.items()}
    ours = {
        (sheet.name, formula.position): run.engine.outcome(sheet.name, formula.position)
        for sheet in run.sheets
        for formula in sheet.formulas
        if calls_of_ours(run.engine.formula(sheet.name, formula.position) or formula.text)
    }
    fixed |= {place: value for place, value in ours.items() if not isinstance(value, Unable)}
    second = second_opinion(data, fixed, [(one.sheet, one.position) for one in different], now)
    agreed = []
    for one in different:
        place = (one.sheet, one.position)
        if place in second and same(second[place], one.new):
            agreed.append(one)
        else:
            run.kept[place] = Kept(one.sheet, one.cell, say("recalc.disagree"), one.old, one.new)
    return agreed


def _write(book: Workbook, sheets: list[SheetCells], different: list[Difference]) -> None:
    for sheet in sheets:
        wanted = {one.position: one.new for one in different if one.sheet == sheet.name}
        if not wanted:
            continue
        data = replace_results(sheet.data, wanted, sheet.formulas)
        _verify(book, sheet, data, wanted)
        book.package.write(sheet.part, data)
    book.save()


def _verify(book: Workbook, sheet: SheetCells, data: bytes, wanted: Mapping[Position, Value]) -> None:
    """Reads the new bytes back: the same formulas, the new results."""
    if not replaced_only(sheet.data, Worksheet(data, sheet.name), sheet.formulas, wanted, book.strings):
        raise BookError("recalc.not_verified", sheet=sheet.name)
