"""What LibreOffice (or this engine) cannot do says so by name, and the docs table is made from the same facts.

A class of the engine is decorated with :func:`implements`, naming the class of xlwings whose part it plays. Every
member that xlwings promises and the class does not define becomes one that raises
``NotImplementedError("LibreOffice: Range.copy_picture")`` instead of a bare ``NotImplementedError()``; members that
work with a limit are marked by :func:`partly`.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import CO_COROUTINE
from typing import Any, NoReturn, TypeVar

C = TypeVar("C", bound=Any)
F = TypeVar("F", bound=Callable[..., Any])

_LIMIT = "__kamxl_limit__"
_GAP = "__kamxl_gap__"


def unsupported(member: str, why: str = "") -> NoReturn:
    """Raise the one error for something that this engine does not do; ``member`` is ``Class.member``."""
    raise NotImplementedError(f"LibreOffice: {member}" + (f" ({why})" if why else ""))


def partly(limit: str) -> Callable[[F], F]:
    """Mark a member that works with a limit; ``limit`` is the sentence shown in the docs table."""

    def mark(function: F) -> F:
        setattr(function, _LIMIT, limit)
        return function

    return mark


def limit_of(member: Any) -> str | None:
    """The limit that :func:`partly` noted on a method or on a property's getter or setter."""
    candidates = (member.fget, member.fset) if isinstance(member, property) else (member,)
    return next((str(getattr(one, _LIMIT)) for one in candidates if hasattr(one, _LIMIT)), None)


def is_gap(member: Any) -> bool:
    """Whether a member was filled in by :func:`names_its_gaps`."""
    return bool(getattr(member.fget if isinstance(member, property) else member, _GAP, False))


def implements(part: type, *more: str) -> Callable[[C], C]:
    """Make a class play a part of xlwings' engine interface without inheriting its read-only properties.

    Members that the class defines, or declares as attributes, stay; defaults that xlwings implements are taken over;
    every other promised member, and ``more`` that xlwings asks for without promising, raises an error with its name.
    """

    def fill(cls: C) -> C:
        declared = {name for base in cls.__mro__ for name in vars(base).get("__annotations__", {})}
        for base in reversed(part.__mro__[:-1]):
            for name, promised in vars(base).items():
                if _is_public(name) and name not in declared and not _own(cls, name):
                    setattr(cls, name, _filled(part, name, promised))
        for name in more:
            setattr(cls, name, _gap(f"{part.__name__}.{name}", is_property=True))
        cls.__kamxl_part__ = part
        return cls

    return fill


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name in {"__call__", "__len__", "__iter__", "__contains__", "__getitem__"}


def _own(cls: type, name: str) -> bool:
    """Whether the class, or a class of ours that it inherits from, has the member by itself."""
    return any(name in vars(base) and not is_gap(vars(base)[name]) for base in cls.__mro__[:-1])


def _filled(part: type, name: str, promised: Any) -> Any:
    is_property = isinstance(promised, property)
    if _is_bare(promised.fget if is_property else promised):
        return _gap(f"{part.__name__}.{name}", is_property)
    return promised


def _is_bare(function: Any) -> bool:
    """Whether a base method does nothing but raise: the others have an implementation worth keeping."""
    code = getattr(function, "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names and not code.co_flags & CO_COROUTINE


def _gap(member: str, is_property: bool) -> Any:
    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        unsupported(member)

    setattr(refuse, _GAP, True)
    return property(refuse, refuse) if is_property else refuse
