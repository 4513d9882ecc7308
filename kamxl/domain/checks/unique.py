"""不重复: no other record of the form in the department has the same value."""

from __future__ import annotations

from collections import Counter

from ..check import Case, Kind, Test
from ..form import Field
from ..relation import Named
from ..values import show
from .one_of import key


class _Alone:
    """Counts the department's values once for each run, since each run has its own tables."""

    def __init__(self) -> None:
        self._seen: tuple[object, Counter[str]] = (None, Counter())

    def __call__(self, case: Case) -> bool:
        if self._seen[0] is not case.context.tables:
            rows = case.context.tables[case.record.form]
            values = (row.value(case.field) for row in rows)
            self._seen = (case.context.tables, Counter(key(show(value)) for value in values if value is not None))
        return self._seen[1][key(show(case.value))] <= 1

    def __getstate__(self) -> tuple[()]:
        return ()

    def __setstate__(self, state: tuple[()]) -> None:
        self._seen = (None, Counter())


def _test(need: str, field: Field, named: Named) -> Test:
    return _Alone()


KIND = Kind(id="unique", zh="不重复", en="Unique", need="", help="全部门同一表单里不能有相同的值", test=_test)
