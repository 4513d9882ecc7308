"""What 范围 and 比较 share: the value stands in every relation of 要求."""

from __future__ import annotations

from ..check import Case, Test
from ..form import Field
from ..relation import Named, Relation, relations


class _Stands:
    """A value and all its relations; a class, so that it survives a process pool."""

    def __init__(self, wanted: tuple[Relation, ...]) -> None:
        self.wanted = wanted

    def __call__(self, case: Case) -> bool:
        return all(relation.holds(case.value, case.record, case.context.settings) for relation in self.wanted)


def related(need: str, field: Field, named: Named) -> Test:
    """The test of 要求. Raises ``BadCheck``."""
    return _Stands(relations(need, field, named))
