"""What a field accepts: one file a type in ``types/``, each a ``FieldType`` with one parser.

A parser takes what stands in the cell and gives the normalised value, or raises ``Rejected``.
What is on the sheet stays as the person typed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from ..dataclass import dataclass
from ..errors import Text, say
from . import registry
from .form import Field
from .values import Raw, Value, show


class Rejected(ValueError):  # noqa: N818 - said of a value, not of the program
    """The cell's content is not a value of this type; ``text`` says why and what to write."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.code)


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field type: its id (the file's name), its Chinese name and its parser.

    ``parse(raw, field)`` is called only for cells that are not blank. ``tidy`` types have one canonical way to be
    written, which ``fix`` may put on the sheet. Contents of just the classes ``itself`` (blanks among them) need no
    parsing: they are their own values, and so are texts that stand in lines, each with its end, which the pattern ``plain``
    matches as a whole. ``of_floats`` says what a column of number cells and blank ones means, as ``parse`` does of each.
    """

    id: str
    zh: str
    parse: Callable[[Raw, Field], Value]
    tidy: bool = False
    itself: frozenset[type] = frozenset()
    plain: str = ""
    of_floats: Callable[[Sequence[float | None], Field], Sequence[Value | None]] | None = None


def rejected(name: str, raw: Raw, field: Field, **params: object) -> Rejected:
    """The refusal of a cell's content with the message ``types.<name>``, which knows the field and the content."""
    return Rejected(say(f"types.{name}", value=show(raw), field=field.label, **params))


@cache
def field_types() -> Mapping[str, FieldType]:
    """Every field type by id."""
    from . import types as package

    return registry.discover(package, "TYPE", FieldType)


def parse(raw: Raw, field: Field) -> Value:
    """The value of a cell that is not blank, or ``Rejected``."""
    return field_types()[field.type].parse(raw, field)
