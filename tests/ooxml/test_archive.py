"""The zip beneath.

1. Untouched entries keep their very bytes: data descriptors, stored entries, odd flags, extra fields, comments, order.
2. zip64 records survive.
3. New and changed entries are readable by zipfile; large ones are packed in pieces.
4. Overlapping, mis-named, oversized entries are refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from kamxl.errors import BookError
from kamxl.ooxml import Limits
from kamxl.ooxml.archive import Archive, deflate

from . import comparing


def content(name: str) -> bytes:
    return b"<a>" + name.encode() * 50 + b"</a>"


def odd_zip() -> bytes:
    """Entries of every kind that writers leave behind."""

    class Stream(io.RawIOBase):  # not seekable: zipfile then writes data descriptors
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:  # type: ignore[override]
            self.data += bytes(piece)
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w") as archive:  # type: ignore[arg-type]
        for name, method in (
            ("b.xml", zipfile.ZIP_DEFLATED),
            ("a.bin", zipfile.ZIP_STORED),
            ("目录/c.xml", zipfile.ZIP_DEFLATED),
        ):
            info = zipfile.ZipInfo(name, (2024, 3, 5, 1, 2, 4))
            info.compress_type, info.extra, info.comment = method, b"\x99\x99\x04\0abcd", b"note"
            info.external_attr, info.create_system = 0o644 << 16, 3
            archive.writestr(info, content(name))
        archive.writestr("目录/", b"")
        archive.comment = b"whole"
    return bytes(stream.data)


def rebuilt(data: bytes, changed: dict[str, bytes], removed: tuple[str, ...] = ()) -> bytes:
    return b"".join(Archive(data, "x").rebuilt(changed, removed))


def test_nothing_changed_is_the_same_file() -> None:
    data = odd_zip()
    assert rebuilt(data, {}) == data


def test_untouched_entries_keep_their_bytes() -> None:
    data = odd_zip()
    new = rebuilt(data, {"b.xml": b"<new/>", "d.xml": b"<d/>"}, ("a.bin",))
    allow = {r"b\.xml": lambda old, new: "" if new == b"<new/>" else "wrong"}
    assert comparing.differences(data, new, allow, ["d.xml"], ["a.bin"]) == []
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
        assert (archive.namelist(), archive.comment) == (["b.xml", "目录/c.xml", "目录/", "d.xml"], b"whole")
        assert archive.getinfo("b.xml").comment == b"note"


def zip64(data: bytes) -> bytes:
    """The same archive with its end written as zip64, and one entry's sizes and offset in a zip64 extra field."""
    end = data.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<H2L", data, end + 10)
    directory = data[start : start + size]
    fields = list(struct.unpack_from("<4s6H3L5H2L", directory))
    name = directory[46 : 46 + fields[10]]
    rest = directory[46 + fields[10] + fields[11] + fields[12] :]
    extra = struct.pack("<2H3Q", 1, 24, fields[9], fields[8], fields[16])
    fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
    fields[11], fields[12] = len(extra), 0
    directory = struct.pack("<4s6H3L5H2L", *fields) + name + extra + rest
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(directory), 1)
    full = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:start] + directory + record + locator + full


def test_zip64_survives() -> None:
    data = zip64(odd_zip())
    assert rebuilt(data, {}) == data
    new = rebuilt(data, {"a.bin": b"longer than before" * 100})
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
        assert archive.read("b.xml") == content("b.xml")
    assert new.count(b"PK\6\6") == new.count(b"PK\6\7") == 1
    new = rebuilt(data, {"b.xml": b"no longer wide"})
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert (archive.testzip(), archive.read("b.xml")) == (None, b"no longer wide")


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (3 << 20) + 12345])
def test_packing_in_pieces(size: int) -> None:
    import random
    import zlib

    content = random.Random(size).randbytes(size // 3) * 3 + b"x" * (size - size // 3 * 3)  # noqa: S311
    assert zlib.decompress(deflate(content), -15) == content


def test_hostile_directories() -> None:
    data = odd_zip()
    entries = [entry for entry in Archive(data, "x").entries if entry.size]
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    overlapping = bytearray(data)
    struct.pack_into("<L", overlapping, second + 42, entries[0].start)
    misnamed = data.replace(b"b.xml", b"B.xml", 1)
    for broken in (bytes(overlapping), misnamed):
        with pytest.raises(BookError) as caught:
            Archive(broken, "x")
        assert caught.value.code == "ooxml.hostile"


@pytest.mark.parametrize("limits", [Limits(part=100), Limits(total=600), Limits(entries=2)])
def test_limits(limits: Limits) -> None:
    with pytest.raises(BookError) as caught:
        Archive(odd_zip(), "x", limits)
    assert caught.value.code in ("ooxml.too_large", "ooxml.hostile")


def test_file_limit(tmp_path: Path) -> None:
    from kamxl.ooxml import Package

    path = tmp_path / "x.xlsx"
    path.write_bytes(odd_zip())
    with pytest.raises(BookError) as caught:
        Package.open(path, Limits(file=10))
    assert caught.value.code == "ooxml.too_large"
