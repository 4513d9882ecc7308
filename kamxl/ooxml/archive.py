"""The zip file beneath a workbook, entry by entry, with every entry's raw bytes at hand.

The standard ``zipfile`` re-writes what it copies (data descriptors, flags, extra fields). A lossless save needs each
untouched entry exactly as it stands: its local header, its compressed bytes and its descriptor, and its own record in
the central directory with nothing but the offset changed.

What a hostile file could do is checked before anything is inflated: sizes and ratios, overlapping or duplicate
entries, absolute names and ``..``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .. import lazy
from ..dataclass import dataclass
from ..deflate import DeflateError, crc32, inflate_raw
from ..errors import BookError

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1

_PIECE = 1 << 20
_WINDOW = 32 << 10
_DRIVE = lazy.pattern(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may ask of this machine before it is refused. Bytes, but for ``entries`` and ``ratio``."""

    file: int = 512 << 20
    part: int = 320 << 20
    total: int = 1 << 30
    ratio: int = 300
    ratio_from: int = 16 << 20
    entries: int = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the central directory. ``start`` … ``stop`` are its local header, data and descriptor."""

    name: str
    central: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int
    data: int
    stop: int
    offset_in_extra: int | None
    """Where in ``central`` the zip64 extra field holds the offset, if it does."""


class Archive:
    """A zip file in memory. Raises ``BookError`` when it is damaged or hostile; ``path`` is for messages only."""

    def __init__(self, data: bytes, path: object, limits: Limits | None = None) -> None:
        self.data, self.path, self.limits = data, path, limits or Limits()
        self._end = self._find_end()
        self.entries = self._read_directory()
        self._check()

    def read(self, entry: Entry) -> bytes:
        """The entry's content, checked against its size and CRC."""
        packed = memoryview(self.data)[entry.data : entry.data + entry.packed]
        if entry.flags & _ENCRYPTED:
            raise BookError("books.encrypted", path=self.path)
        if entry.method == 0:
            content = bytes(packed)
        elif entry.method == 8:
            try:
                content = inflate_raw(packed, entry.size + 1)
            except DeflateError as error:
                raise self._damaged(f"{entry.name}: {error}") from error
        else:
            raise self._damaged(f"{entry.name}: compression method {entry.method}")
        if len(content) != entry.size or crc32(content) != entry.crc:
            raise self._damaged(f"{entry.name}: size or CRC")
        return content

    def raw(self, entry: Entry) -> memoryview:
        """The entry as it stands in the file: local header, compressed bytes, descriptor."""
        return memoryview(self.data)[entry.start : entry.stop]

    def rebuilt(self, changed: Mapping[str, bytes], removed: Iterable[str]) -> list[bytes | memoryview]:
        """The segments of a new file: ``changed`` entries replaced where they stand (new ones at the end), ``removed``
        ones left out, all others byte for byte."""
        return _Rebuild(self, changed, set(removed)).segments()

    def _damaged(self, detail: str) -> BookError:
        return BookError("ooxml.damaged", path=self.path, detail=detail)

    def _hostile(self, detail: str) -> BookError:
        return BookError("ooxml.hostile", path=self.path, detail=detail)

    def _find_end(self) -> _End:
        data = self.data
        at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _FULL16))
        if at < 0 or at + _END.size > len(data):
            raise BookError("books.not_a_workbook", path=self.path)
        _, disk, start_disk, here, count, size, offset, comment = _END.unpack_from(data, at)
        if at + _END.size + comment > len(data) or disk != start_disk or here != count:
            raise self._damaged("end of central directory")
        end64: bytes | None = None
        directory_end = at
        if at >= _LOCATOR.size and data[at - _LOCATOR.size : at - _LOCATOR.size + 4] == b"PK\6\7":
            _, _, at64, _ = _LOCATOR.unpack_from(data, at - _LOCATOR.size)
            if at64 + _END64.size > len(data) or data[at64 : at64 + 4] != b"PK\6\6":
                raise self._damaged("zip64 end of central directory")
            end64 = data[at64 : at - _LOCATOR.size]
            fields = _END64.unpack_from(end64)
            count, size, offset, directory_end = fields[7], fields[8], fields[9], at64
        if offset + size != directory_end:
            raise self._damaged("central directory")
        return _End(offset, directory_end, count, data[at : at + _END.size + comment], end64)

    def _read_directory(self) -> list[Entry]:
        if self._end.count > self.limits.entries:
            raise self._hostile(f"{self._end.count} entries")
        entries: list[Entry] = []
        at = self._end.offset
        for _ in range(self._end.count):
            if at + _CENTRAL.size > self._end.stop or self.data[at : at + 4] != b"PK\1\2":
                raise self._damaged("central directory")
            length = _CENTRAL.size + sum(struct.unpack_from("<3H", self.data, at + 28))
            if at + length > self._end.stop:
                raise self._damaged("central directory")
            entries.append(self._record(self.data[at : at + length]))
            at += length
        if at != self._end.stop and self.data[at : at + 4] != b"PK\5\5":
            raise self._damaged("central directory")
        return self._with_extents(entries)

    def _record(self, central: bytes) -> Entry:
        fields = _CENTRAL.unpack_from(central)
        flags, method = fields[3:5]
        crc, packed, size, name_length, extra_length = fields[7:12]
        offset = fields[16]
        name_end = _CENTRAL.size + name_length
        try:
            name = central[_CENTRAL.size : name_end].decode("utf-8" if flags & _UTF8_NAME else "cp437")
        except UnicodeDecodeError as error:
            raise self._damaged("entry name") from error
        at64 = _zip64_field(central, name_end, name_end + extra_length)
        offset_at: int | None = None
        if at64 is not None:
            wide = [size == _FULL32, packed == _FULL32, offset == _FULL32]
            try:
                values = list(struct.unpack_from(f"<{sum(wide)}Q", central, at64))
            except struct.error as error:
                raise self._damaged(f"{name}: zip64 extra field") from error
            if wide[2]:
                offset_at, offset = at64 + 8 * (len(values) - 1), values.pop()
            if wide[1]:
                packed = values.pop()
            if wide[0]:
                size = values.pop()
        return Entry(name, central, flags, method, crc, packed, size, offset, 0, 0, offset_at)

    def _with_extents(self, found: list[Entry]) -> list[Entry]:
        """Local headers are read here, so that each entry's exact extent is known; entries may not overlap."""
        offsets = sorted(entry.start for entry in found)
        stops = dict(zip(offsets, [*offsets, self._end.offset][1:], strict=True))
        if len(stops) < len(found):
            raise self._hostile("overlapping entries")
        return [self._with_extent(entry, stops[entry.start]) for entry in found]

    def _with_extent(self, entry: Entry, stop: int) -> Entry:
        start = entry.start
        if start + _LOCAL.size > self._end.offset or self.data[start : start + 4] != b"PK\3\4":
            raise self._damaged(f"{entry.name}: local header")
        name_length, extra_length = struct.unpack_from("<2H", self.data, start + 26)
        name_at = start + _LOCAL.size
        if self.data[name_at : name_at + name_length] != _name_bytes(entry.central):
            raise self._hostile(f"{entry.name}: local header has another name")  # two readers would see two parts
        data = name_at + name_length + extra_length
        if data + entry.packed > stop:
            raise self._hostile(f"{entry.name}: overlapping entries")
        return replace(entry, data=data, stop=stop)

    def _check(self) -> None:
        limits, seen, total = self.limits, set(), 0
        for entry in self.entries:
            name = entry.name
            if "\\" in name or "\0" in name or name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
                raise self._hostile(f"entry name {name!r}")
            if name.lower() in seen:
                raise self._hostile(f"duplicate entry {name!r}")
            seen.add(name.lower())
            total += entry.size
            if entry.size > limits.part or total > limits.total:
                raise BookError("ooxml.too_large", path=self.path, part=name, megabytes=limits.part >> 20)
            if entry.size > limits.ratio_from and entry.size > limits.ratio * max(1, entry.packed):
                raise self._hostile(f"{name}: ratio {entry.size // max(1, entry.packed)}")


@dataclass(frozen=True, slots=True)
class _End:
    offset: int
    stop: int
    count: int
    record: bytes
    record64: bytes | None


class _Rebuild:
    def __init__(self, archive: Archive, changed: Mapping[str, bytes], removed: set[str]) -> None:
        self.archive, self.changed, self.removed = archive, changed, removed
        self.out: list[bytes | memoryview] = []
        self.at = 0

    def segments(self) -> list[bytes | memoryview]:
        kept = [entry for entry in self.archive.entries if entry.name not in self.removed]
        central: dict[str, bytes] = {}
        for entry in sorted(kept, key=lambda entry: entry.start):
            if entry.name in self.changed:
                central[entry.name] = self._new(entry.name, self.changed[entry.name], entry.central)
            else:
                central[entry.name] = _moved(entry, self.at)
                self._add(self.archive.raw(entry))
        order = [entry.name for entry in kept]
        for name, content in self.changed.items():
            if name not in central:
                central[name] = self._new(name, content, None)
                order.append(name)
        start = self.at
        for name in order:
            self._add(central[name])
        self._finish(start, len(order))
        return self.out

    def _add(self, segment: bytes | memoryview) -> None:
        self.out.append(segment)
        self.at += len(segment)

    def _new(self, name: str, content: bytes, old: bytes | None) -> bytes:
        """Writes the entry and gives its central record; an old record's date, attributes and comment are kept."""
        offset, packed, crc = self.at, deflate(content), crc32(content)
        if old is None:
            encoded, flags = (name.encode("ascii"), 0) if name.isascii() else (name.encode("utf-8"), _UTF8_NAME)
            fields: list[int] = [0] * 16
            fields[0], fields[1], fields[5] = 20, 20, 0x21  # version 2.0; 1980-01-01, as Excel writes
            extra = comment = b""
        else:
            fields = list(_CENTRAL.unpack_from(old)[1:])
            flags = fields[2] & _UTF8_NAME
            name_end = _CENTRAL.size + fields[9]
            encoded = old[_CENTRAL.size : name_end]
            extra = _without_zip64(old[name_end : name_end + fields[10]])
            comment = old[name_end + fields[10] :]
        time, date = fields[4], fields[5]
        self._add(_LOCAL.pack(b"PK\3\4", 20, flags, 8, time, date, crc, len(packed), len(content), len(encoded), 0))
        self._add(encoded)
        self._add(packed)
        return (
            _CENTRAL.pack(
                b"PK\1\2", fields[0], 20, flags, 8, time, date, crc, len(packed), len(content),
                len(encoded), len(extra), len(comment), 0, fields[13], fields[14], offset,
            )
            + encoded + extra + comment
        )  # fmt: skip

    def _finish(self, start: int, count: int) -> None:
        end, size = self.archive._end, self.at - start
        if self.at > _FULL32 or count >= _FULL16:
            raise BookError("ooxml.too_large", path=self.archive.path, part="zip", megabytes=4096)
        if end.record64 is not None:
            fields = list(_END64.unpack_from(end.record64))
            fields[6:10] = [count, count, size, start]
            at64 = self.at
            self._add(_END64.pack(*fields) + end.record64[_END64.size :])
            self._add(_LOCATOR.pack(b"PK\6\7", 0, at64, 1))
        old = _END.unpack_from(end.record)
        new = [count, count, size, start]
        if end.record64 is not None:  # what pointed to the zip64 record goes on pointing there
            new = [
                full if was == full else now
                for was, now, full in zip(old[3:7], new, (_FULL16, _FULL16, _FULL32, _FULL32), strict=True)
            ]
        self._add(_END.pack(*old[:3], *new, old[7]) + end.record[_END.size :])


def deflate(content: bytes) -> bytes:
    """Raw deflate. Large parts are packed piece by piece on all cores: zlib frees the interpreter meanwhile."""
    if len(content) <= _PIECE:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return packer.compress(content) + packer.flush()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as pool:
        return b"".join(pool.map(lambda start: _deflate_piece(content, start), range(0, len(content), _PIECE)))


def _deflate_piece(content: bytes, start: int) -> bytes:
    """One piece that continues the stream: it knows the 32 KiB before it and, unless last, ends on a byte."""
    before = content[max(0, start - _WINDOW) : start]
    packer = (
        zlib.compressobj(3, zlib.DEFLATED, -15, zdict=before) if before else zlib.compressobj(3, zlib.DEFLATED, -15)
    )
    packed = packer.compress(memoryview(content)[start : start + _PIECE])
    last = start + _PIECE >= len(content)
    return packed + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _name_bytes(central: bytes) -> bytes:
    return central[_CENTRAL.size : _CENTRAL.size + struct.unpack_from("<H", central, 28)[0]]


def _moved(entry: Entry, offset: int) -> bytes:
    """The entry's central record with its new place."""
    record = bytearray(entry.central)
    if entry.offset_in_extra is None:
        struct.pack_into("<L", record, 42, offset)
    else:
        struct.pack_into("<Q", record, entry.offset_in_extra, offset)
    return bytes(record)


def _zip64_field(record: bytes, at: int, stop: int) -> int | None:
    while at + 4 <= stop:
        kind, length = struct.unpack_from("<2H", record, at)
        if kind == 1:
            return at + 4
        at += 4 + length
    return None


def _without_zip64(extra: bytes) -> bytes:
    out, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            out += extra[at : at + 4 + length]
        at += 4 + length
    return out
