"""Some customers, and who of them was active, came and went when: looked at by column; single ones are made when asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import overload

from ..dataclass import dataclass
from .customer import Customer, Loss
from .periods import Span
from .records import Record

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Roster:
    """All customers by column, in reading order; ``losses``: of those that have any, by their places."""

    names: Sequence[str]
    regions: Sequence[str]
    specialists: Sequence[str]
    grades: Sequence[str]
    statuses: Sequence[str]
    since: Sequence[date | None]
    profiles: Sequence[Record]
    losses: Mapping[int, tuple[Loss, ...]]

    @classmethod
    def of(cls, customers: Iterable[Customer]) -> Roster:
        """The roster of customers that were made elsewhere."""
        known = list(customers)
        return cls(
            names=[one.name for one in known],
            regions=[one.region for one in known],
            specialists=[one.specialist for one in known],
            grades=[one.grade for one in known],
            statuses=[one.status for one in known],
            since=[one.since for one in known],
            profiles=[one.profile for one in known],
            losses={at: one.losses for at, one in enumerate(known) if one.losses},
        )

    def customer(self, place: int) -> Customer:
        """The customer at that place."""
        return Customer(
            self.names[place],
            self.regions[place],
            self.specialists[place],
            self.grades[place],
            self.since[place],
            self.profiles[place],
            self.losses.get(place, ()),
            self.statuses[place],
        )


class Members(Sequence[Customer]):
    """Some of a roster, in its order."""

    __slots__ = ("_active", "_begun", "_but", "_left", "_places", "_sorted", "roster")

    def __init__(self, roster: Roster, places: Sequence[int] | None = None, but: frozenset[int] = frozenset()) -> None:
        """Those at ``places`` (``None``: all), in whatever order, but not those at ``but``, which are some of them."""
        self.roster = roster
        self._places = range(len(roster.names)) if places is None else places
        self._but = but
        self._sorted: Sequence[int] | None = self._places if places is None else None
        self._begun: tuple[list[date], list[int]] | None = None
        self._left: _Leaving | None = None
        self._active: dict[date, Members] = {}

    def __len__(self) -> int:
        return len(self._places) - len(self._but)

    def __iter__(self) -> Iterator[Customer]:
        return map(self.roster.customer, self.places)

    @overload
    def __getitem__(self, index: int) -> Customer: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Customer]: ...
    def __getitem__(self, index: int | slice) -> Customer | Sequence[Customer]:
        if isinstance(index, slice):
            return Members(self.roster, self.places[index])
        return self.roster.customer(self.places[index])

    @property
    def places(self) -> Sequence[int]:
        """Where they stand in the roster, in order; who only counts them needs none of it."""
        if self._sorted is None:
            self._sorted = sorted(self._but.symmetric_difference(self._places) if self._but else self._places)
        return self._sorted

    def active_on(self, day: date) -> Members:
        """Those that are active when ``day`` ends."""
        found = self._active.get(day)
        if found is None:
            days, places = self._by_since
            begun = bisect_right(days, day)
            gone = self._leaving.gone(day)
            if begun == len(self) and not gone:
                return self  # not kept: that would be a cycle
            found = Members(self.roster, places[:begun], gone) if begun > len(gone) else NOBODY
            self._active[day] = found
        return found

    def active_at_start(self, day: date) -> Members:
        """Those that are active when ``day`` begins."""
        return self.active_on(day - _DAY)

    def begun_in(self, span: Span) -> Members:
        """Those whose cooperation began in the span."""
        days, places = self._by_since
        found = places[bisect_left(days, span.start) : bisect_right(days, span.end)]
        return Members(self.roster, found) if found else NOBODY

    def losses_in(self, span: Span) -> list[tuple[int, Loss]]:
        """Who was lost in the span, by their places in the roster, as often as that happened."""
        days, losses = self._leaving.losses
        found = sorted(losses[bisect_left(days, span.start) : bisect_right(days, span.end)])
        return [(at, self.roster.losses[at][turn]) for at, turn in found]

    def movement(self, span: Span) -> tuple[int, int, int, int]:
        """How many were active at the span's start, were won, were lost, were active on its last day."""
        opening, closing = self.active_at_start(span.start), self.active_on(span.end)
        return len(opening), len(self.begun_in(span)), len(self.losses_in(span)), len(closing)

    @property
    def customers(self) -> Sequence[str]:
        """Their names."""
        names = self.roster.names
        return names if len(self) == len(names) else [names[at] for at in self.places]

    @property
    def keys(self) -> Sequence[str]:
        """What each is counted by."""
        return self.customers

    def amounts(self, field_id: str) -> list[Decimal | None]:
        """What their profiles say."""
        return [profile.amount(field_id) for profile in self.records]

    @property
    def records(self) -> Iterator[Record]:
        """Their profiles."""
        return map(self.roster.profiles.__getitem__, self.places)

    @property
    def _by_since(self) -> tuple[list[date], list[int]]:
        """The days on which cooperation began, in order, and who began then."""
        if self._begun is None:
            since = self.roster.since
            places = [at for at in self.places if since[at] is not None]
            places.sort(key=since.__getitem__)  # type: ignore[arg-type]  # those that have a day
            self._begun = [since[at] for at in places], places  # type: ignore[misc]
        return self._begun

    @property
    def _leaving(self) -> _Leaving:
        if self._left is None:
            self._left = _Leaving(self.roster, self.places)
        return self._left


class _Leaving:
    """Who was lost when: by their places in the roster."""

    __slots__ = ("_days", "_places", "_returning", "losses")

    def __init__(self, roster: Roster, places: Sequence[int]) -> None:
        lost = [(at, roster.losses[at]) for at in places if at in roster.losses] if roster.losses else []
        found = sorted((loss.day, at, turn) for at, losses in lost for turn, loss in enumerate(losses))
        self.losses = [day for day, _, _ in found], [(at, turn) for _, at, turn in found]
        """The days of all losses, in order, and of each whose it is and which of that customer's losses."""
        begun = [(at, losses, since) for at, losses in lost if (since := roster.since[at]) is not None]
        for_good = sorted((max(losses[0].day, since), at) for at, losses, since in begun if losses[0].back is None)
        self._days, self._places = [day for day, _ in for_good], [at for _, at in for_good]
        self._returning = [one for one in begun if one[1][0].back is not None]

    def gone(self, day: date) -> frozenset[int]:
        """Who had begun by the day but is lost when it ends."""
        found = self._places[: bisect_right(self._days, day)]
        for at, losses, since in self._returning:
            if since <= day and any(loss.lasts_on(day) for loss in losses):
                found.append(at)
        return frozenset(found)


NOBODY = Members(Roster.of(()))
