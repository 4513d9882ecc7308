"""Our dataclasses behave as the standard library's, but for the refusal of assignments, which the type checker sees to.

1. Equality, hash, repr, defaults, replace and pickling are those of a standard frozen class.
2. Methods that a class writes itself stay; a field left out of comparison counts neither for equality nor for hash.
3. What is not frozen, or has an order, is the standard decorator's.
"""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from kamxl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    name: str
    size: int = 3
    note: str = dataclasses.field(default="", compare=False)
    hidden: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    name: str
    size: int = 3
    note: str = dataclasses.field(default="", compare=False)
    hidden: str = dataclasses.field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


@dataclass(frozen=True)
class Empty:
    pass


def test_a_frozen_class_is_as_the_standard_one() -> None:  # 1
    ours, theirs = Ours("a", hidden="s"), Theirs("a", hidden="s")
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)
    assert (ours == Ours("a", hidden="s"), ours == Ours("b"), ours == theirs) == (True, False, False)
    assert dataclasses.replace(ours, size=4) == Ours("a", 4, hidden="s")
    assert pickle.loads(pickle.dumps(ours)) == ours  # noqa: S301 - our own bytes
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert (Empty() == Empty(), hash(Empty()), repr(Empty())) == (True, hash(()), "Empty()")
    assert not hasattr(ours, "__dict__")


def test_what_a_class_writes_stays_and_fields_may_be_left_out() -> None:  # 2
    assert (Own(name="a") == Own(name="b"), hash(Own(name="a")), repr(Own(name="a"))) == (True, 7, "own")
    assert (Ours("a", note="x") == Ours("a", note="y"), hash(Ours("a", note="x"))) == (True, hash(Ours("a")))


def test_everything_else_is_the_standard_decorators() -> None:  # 3
    @dataclass(frozen=True, order=True)
    class Ordered:
        size: int

    @dataclass(slots=True)
    class Open:
        size: int

    assert Ordered(1) < Ordered(2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Ordered(1).size = 2  # type: ignore[misc]
    opened = Open(1)
    opened.size = 2
    assert opened == Open(2)
