"""A department too large to hold, as parts that add up: one of each workbook, made where it is read and kept.

Records count together by customer. A customer whose records are all in one workbook is in that workbook's part. Those that
several workbooks have (the clerk's service log, the specialist's profile) are taken out of these and dealt into buckets,
each bucket a part of its own. A part is made anew only when something that it is made from has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from zlib import crc32

from ..dataclass import dataclass
from ..deflate import inflate
from ..domain.records import Block, Tables
from ..domain.settings import Settings
from ..report.bundle import Bundle, bundle
from ..report.large import Grouped
from ..report.part import Asked, Head, Tail
from .pack import pack, unpack
from .pool import Pool
from .store import GatherStore
from .work import OWN, add_up, customers

BUCKETS = 64
_OWN = -1
_BUNDLED = 8  # parts in a bundle, more or less
_AT_ONCE = 1024  # workbooks whose packed records are held for the workers
_BUCKET = "\0{:02}"  # no workbook's name
_NOBODY: frozenset[str] = frozenset()  # one for all: each new one has a quarter of a kilobyte


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook's own records, and which customers are to be taken out of them."""

    name: str
    payload: bytes
    shared: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Made:
    name: str
    part: tuple[bytes, bytes]
    shares: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class _OfBook:
    """The task: a workbook's part, and its records of shared customers by bucket."""

    settings: Settings
    asked: Asked

    def __call__(self, book: _Book, /) -> _Made:
        own: list[Block] = []
        shared: dict[int, list[Block]] = {}
        for block in unpack(book.name, book.payload):
            places: dict[int, list[int]] = {}
            for at, name in enumerate(customers(block)):
                bucket = crc32(name.encode()) % BUCKETS if name in book.shared else _OWN
                places.setdefault(bucket, []).append(at)
            for bucket, indices in places.items():
                mine = own if bucket == _OWN else shared.setdefault(bucket, [])
                mine.append(block.take(indices))
        shares = {bucket: pack(blocks) for bucket, blocks in shared.items()}
        return _Made(book.name, add_up(own, self.settings, self.asked), shares)

    def lost(self, book: _Book, /) -> _Made:
        return self(book)


@dataclass(frozen=True, slots=True)
class _OfBucket:
    """The task: the part of the shared customers of one bucket."""

    settings: Settings
    asked: Asked

    def __call__(self, item: tuple[int, list[tuple[str, bytes]]], /) -> _Made:
        bucket, shares = item
        blocks = (block for name, payload in shares for block in unpack(name, payload))
        return _Made(_BUCKET.format(bucket), add_up(blocks, self.settings, self.asked), {})

    def lost(self, item: tuple[int, list[tuple[str, bytes]]], /) -> _Made:
        return self(item)


class Parts:
    """The parts in the store. ``about`` names what they are made for: the quarter, the date, and the code that adds up.

    Neighbouring parts are kept added up too, so that a run in which few workbooks changed need not look at every head.
    Where a bundle ends is a matter of the next workbook's name: one that comes or goes touches no other bundle.
    """

    def __init__(self, store: GatherStore, pool: Pool, settings: Settings, asked: Asked, about: str) -> None:
        self.store = store
        self.pool = pool
        self.settings = settings
        self.asked = asked
        self.about = about
        self.taken: dict[str, frozenset[str]] = {}

    def grouped(self) -> Grouped:
        """Every part, brought up to date, in the order of workbooks."""
        self.taken = self._shared()
        wanted = {
            book: f"{self.about}|{_digest(sorted(names))}" if names else self.about
            for book, names in self.taken.items()
        }
        kept = self.store.parts()
        stale = [book for book, about in wanted.items() if kept.get(book) != about]
        for first in range(0, len(stale), _AT_ONCE):
            books = [
                _Book(name, self.store.pack(name, OWN), self.taken[name]) for name in stale[first : first + _AT_ONCE]
            ]
            for made in self.pool.run(_OfBook(self.settings, self.asked), books):
                self.store.put_part(made.name, wanted[made.name], made.part)
                self.store.put_shares(made.name, made.shares)
        buckets = self._buckets(kept)
        self.store.flush()
        names = (*wanted, *buckets)
        return Grouped([_Kept(self, name) for name in names], self._bundles(names))

    def _bundles(self, names: Sequence[str]) -> Iterator[Bundle]:
        """The parts' heads, added up: as kept from the last run, as far as they are the same."""
        digests = self.store.head_digests()
        keys: set[str] = set()
        for mine in _bundled(names):
            key = _digest((self.about, *(digests[name] for name in mine)))
            keys.add(key)
            kept = self.store.bundle(key)
            if kept is not None:
                yield Bundle.load(kept)
                continue
            made = bundle(Head.load(self.store.head(name)) for name in mine)
            self.store.put_bundle(key, made.dump())
            yield made
        self.store.keep_bundles(keys)
        self.store.settle()

    def _shared(self) -> dict[str, frozenset[str]]:
        """Each workbook with those of its customers that other workbooks have too: as known, where nothing speaks against it."""
        known = self.store.shared()
        new = {book for book, names in known.items() if names is None}
        if new and not self._apart(new):
            found = self._compared()
            self.store.put_shared(found)
            return found
        self.store.add_shared(dict.fromkeys(new, ()))
        return {book: names or _NOBODY for book, names in known.items()}

    def _apart(self, new: Set[str]) -> bool:
        """Whether these workbooks surely share no customer, neither among themselves nor with the others."""
        marks = dict(self.store.marks())
        mine = set().union(*(marks[book] for book in new))
        if len(mine) < sum(len(marks[book]) for book in new):
            return False
        return all(book in new or mine.isdisjoint(others) for book, others in marks.items())

    def _compared(self) -> dict[str, frozenset[str]]:
        marks = dict(self.store.marks())
        met: set[int] = set()
        twice: set[int] = set()
        for mine in marks.values():
            twice.update(met.intersection(mine))
            met.update(mine)
        if not twice:
            return dict.fromkeys(marks, frozenset())
        home: dict[str, str] = {}
        several: set[str] = set()
        maybe = [book for book, mine in marks.items() if not twice.isdisjoint(mine)]
        for book in maybe:
            several.update(name for name in self.store.customers(book) if home.setdefault(name, book) != book)
        found: dict[str, frozenset[str]] = dict.fromkeys(marks, frozenset())
        found.update((book, frozenset(several.intersection(self.store.customers(book)))) for book in maybe)
        return found

    def _buckets(self, kept: Mapping[str, str]) -> list[str]:
        """The parts of the shared customers, brought up to date; one that is no longer needed is dropped."""
        found = self.store.share_digests()
        wanted = {bucket: f"{self.about}|{_digest(map(repr, content))}" for bucket, content in found.items()}
        stale = [bucket for bucket, about in wanted.items() if kept.get(_BUCKET.format(bucket)) != about]
        items = ((bucket, self.store.shares(bucket)) for bucket in stale)
        about = {_BUCKET.format(bucket): wanted[bucket] for bucket in stale}
        for made in self.pool.run(_OfBucket(self.settings, self.asked), list(items)):
            self.store.put_part(made.name, about[made.name], made.part)
        needed = [_BUCKET.format(bucket) for bucket in sorted(wanted)]
        for name in kept.keys() - set(needed):
            if name.startswith("\0"):
                self.store.drop_part(name)
        return needed


class _Kept:
    """A group in the store."""

    __slots__ = ("_name", "_parts")

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts = parts
        self._name = name

    def head(self) -> Head:
        return Head.load(self._parts.store.head(self._name))

    def tail(self) -> Tail:
        return Tail.load(inflate(self._parts.store.tail(self._name)))

    def tables(self) -> Tables:
        return Tables(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        store = self._parts.store
        if self._name.startswith("\0"):
            for book, payload in store.shares(int(self._name[1:])):
                yield from unpack(book, payload)
            return
        shared = self._parts.taken.get(self._name, frozenset())
        for block in unpack(self._name, store.pack(self._name, OWN)):
            if indices := [at for at, one in enumerate(customers(block)) if one not in shared]:
                yield block.take(indices)


def _bundled(names: Iterable[str]) -> Iterator[list[str]]:
    mine: list[str] = []
    for name in names:
        if mine and crc32(name.encode()) % _BUNDLED == 0:
            yield mine
            mine = []
        mine.append(name)
    if mine:
        yield mine


def _digest(texts: Iterable[str]) -> str:
    return blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()
