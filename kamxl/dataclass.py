"""Dataclasses that cost little to define and to make.

For each frozen class the standard decorator writes and compiles six methods, and its ``__init__`` sets each field by a call.
A command defines about 170 such classes before it does anything (a seventh of all that ``kamxl validate`` does on one
workbook), and a check makes thousands of values. Here a frozen class gets a plain ``__init__`` from the standard library and
shares equality, hash and repr with the others. That nobody assigns to a frozen value is for the type checker to see, to
which this is the standard decorator; at run time nothing is spent on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, **options):
        """``dataclasses.dataclass``; a frozen class of default equality and without order shares its methods."""
        if not frozen or options.keys() - {"slots", "kw_only"}:
            return dataclasses.dataclass(cls, frozen=frozen, **options)
        decorate = _sharing(options)
        return decorate if cls is None else decorate(cls)


Class = TypeVar("Class", bound=type)


def _sharing(options: dict[str, Any]) -> Callable[[Class], Class]:
    def decorate(cls: Class) -> Class:
        missing = [name for name in _SHARED if vars(cls).get(name) is None]
        made: Any = dataclasses.dataclass(cls, eq=False, repr=False, **options)
        compared = [field.name for field in dataclasses.fields(made) if field.compare]
        made._compared = attrgetter(*compared) if compared else staticmethod(_nothing)
        for name in missing:
            setattr(made, name, _SHARED[name])
        return made  # type: ignore[no-any-return]

    return decorate


def _nothing(value: object) -> tuple[()]:
    return ()


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self is other or self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


_SHARED: dict[str, Callable[..., Any]] = {"__eq__": _eq, "__hash__": _hash, "__repr__": _repr}
