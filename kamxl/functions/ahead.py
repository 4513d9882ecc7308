"""The calls that a sheet makes after one: hosts that pay for each crossing take their answers along with the first.

KPIs stand in tables: the same figure of the next region, specialist or customer, then the other figures of that period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from .calculator import Calculator
from .function import PERIOD, SCOPE, functions
from .values import Result


def ahead(
    calculator: Calculator, name: str, args: Sequence[object], count: int
) -> Iterator[tuple[str, tuple[object, ...], Result]]:
    """At most ``count`` calls after ``name(*args)`` with their answers; none for a function that is no KPI."""
    for other, given in islice(_following(calculator, name, args), count):
        yield other, given, calculator.call(other, *given)


def _following(calculator: Calculator, name: str, args: Sequence[object]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Arguments are spelled as in the first call: it is the same text that the sheet's other cells will hold."""
    tables = [one for one, function in functions().items() if function.args == (PERIOD, SCOPE)]
    if name not in tables or not args or isinstance(args[0], list | tuple) or not _is_plain(args[1:]):
        return
    at = tables.index(name)
    others = [*tables[at + 1 :], *tables[:at]]
    scopes = calculator.snapshot.facts.scopes
    names = (*scopes.regions, *scopes.specialists, *scopes.customers)
    asked = args[1] if len(args) > 1 else ""
    if asked in names:
        yield from ((name, (args[0], scope)) for scope in names[names.index(str(asked)) + 1 :])
        yield from ((other, (args[0], asked)) for other in others)
    else:
        yield from ((other, tuple(args)) for other in others)
        yield from ((name, (args[0], scope)) for scope in names)
    yield from ((other, (args[0], scope)) for other in others for scope in names if scope != asked)


def _is_plain(scope: Sequence[object]) -> bool:
    """Whether the scope is left out, or one text."""
    return len(scope) <= 1 and all(one is None or isinstance(one, str) for one in scope)
