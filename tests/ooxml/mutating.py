"""Workbooks gone wrong on purpose: a seeded generator, and a worker that edits them under limits.

``mutated(seed, sources)`` gives the same bytes for the same seed. The worker (``python -m tests.ooxml.mutating``) runs in a
process of its own with 512 MB of address space and an alarm after five seconds a workbook.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

SECONDS, MEGABYTES = 5, 512

Parts = list[tuple[str, bytes]]
_BOMB = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>%s]><x>&z;</x>" % b"".join(
    b"<!ENTITY %c '&%c;&%c;&%c;&%c;'>" % ((c, *[c - 1] * 4)) for c in range(ord("b"), ord("z") + 1)
)
_VALUES = [
    b"", b"-1", b"0", b"99999999999999999999", b"A0", b"XFE1", b"A1048577", b"ZZZZ9", b"B2:A1", b"rId999",
    b"../../../x", b"/etc/passwd",
    b"\xff\xfe", b"&#0;", b"&#x1F600;", b"NaN", b"1e999", b"=cmd|' /C calc'!A0", b"x" * 40_000, b"&amp;" * 50, b"'", b"true",
]  # fmt: skip
_NAMES = [
    "../evil.xml",
    "/abs.xml",
    "C:\\x.xml",
    "xl\\workbook.xml",
    "xl/WORKBOOK.xml",
    "a\0b",
    "xl/./x.xml",
    "con",
    "",
    "ü" * 200,
]


def mutated(seed: int, sources: list[bytes]) -> bytes:
    """One broken or hostile workbook."""
    chance = random.Random(seed)  # noqa: S311 - the same for the same seed
    data = chance.choice(sources)
    kind = chance.choice(
        [
            flip,
            flip,
            truncate,
            splice,
            headers,
            shuffle,
            hostile_names,
            xml_values,
            xml_values,
            xml_values,
            xml_tags,
            xml_tags,
            hostile_xml,
            encodings,
            inflate,
        ]
    )
    return kind(chance, data)


# ── the file as bytes ──


def flip(chance: random.Random, data: bytes) -> bytes:
    """A few bits here and there."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def truncate(chance: random.Random, data: bytes) -> bytes:
    """Cut short, at either end or in the middle."""
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice([data[:end], data[start:], data[:start] + data[end:], data[: end % 64], b""])


def splice(chance: random.Random, data: bytes) -> bytes:
    """Rubbish in the middle, before or after."""
    at = chance.choice([0, len(data), chance.randrange(len(data))])
    return data[:at] + chance.randbytes(chance.choice([1, 100, 70_000])) + data[at:]


def headers(chance: random.Random, data: bytes) -> bytes:
    """A field of a zip header set to something odd."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 3])):
        places = [match.start() for match in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06|\x06\x06|\x06\x07)", data)]
        at = chance.choice(places) + chance.randrange(4, 46)
        if at + 4 <= len(out):
            struct.pack_into(
                "<L", out, at, chance.choice([0, 1, 0xFFFF, 0xFFFFFFFF, 0x80000000, chance.randrange(1 << 32)])
            )
    return bytes(out)


# ── the parts ──


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo("placeholder")
            info.filename = name  # ZipInfo would tidy a hostile name
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def shuffle(chance: random.Random, data: bytes) -> bytes:
    """Entries in another order, lost, doubled, or with each other's content."""
    parts = parts_of(data)
    chance.shuffle(parts)
    what = chance.randrange(4)
    if what == 1:
        parts = parts[: chance.randrange(len(parts))]
    elif what == 2:
        parts.append(chance.choice(parts))
    elif what == 3:
        (one, _), (other, content) = chance.sample(parts, 2)
        parts = [
            (name, content if name == one else old) for name, old in parts if name != other or chance.random() < 0.5
        ]
    return packed(parts)


def hostile_names(chance: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    at = chance.randrange(len(parts))
    if chance.random() < 0.5:
        parts.insert(at, (chance.choice(_NAMES), b"<x/>"))
    else:
        parts[at] = (chance.choice(_NAMES), parts[at][1])
    return packed(parts)


def _one_xml(chance: random.Random, data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(data)
    xml = [number for number, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels", ".vml"))]
    weights = [4 if "sheet" in parts[number][0] or "workbook" in parts[number][0] else 1 for number in xml]
    at = chance.choices(xml, weights)[0]
    parts[at] = (parts[at][0], change(parts[at][1]))
    return packed(parts)


def xml_values(chance: random.Random, data: bytes) -> bytes:
    """Attribute values and texts replaced by what nobody expects."""

    def change(xml: bytes) -> bytes:
        places = list(re.finditer(rb'"[^"<>]*"|(?<=>)[^<>]+(?=</)', xml))
        for match in sorted(
            chance.sample(places, min(len(places), chance.choice([1, 2, 5]))), key=lambda m: -m.start()
        ):
            quote = b'"' if match[0].startswith(b'"') else b""
            xml = xml[: match.start()] + quote + chance.choice(_VALUES) + quote + xml[match.end() :]
        return xml

    return _one_xml(chance, data, change)


def xml_tags(chance: random.Random, data: bytes) -> bytes:
    """Tags lost, doubled, renamed, nested."""

    def change(xml: bytes) -> bytes:
        places = list(re.finditer(rb"<[^<>]+>", xml))
        match = chance.choice(places)
        new = chance.choice(
            [
                b"",
                match[0] * 2,
                b"<row>",
                b"<c/>",
                b"<!--" + match[0] + b"-->",
                b"<![CDATA[" + match[0] + b"]]>",
                match[0].upper(),
                b"<?x " + match[0] + b"?>",
            ]
        )
        return xml[: match.start()] + new + xml[match.end() :]

    return _one_xml(chance, data, change)


def hostile_xml(chance: random.Random, data: bytes) -> bytes:
    """Entity bombs, external entities, endless depth, endless attributes."""

    def change(xml: bytes) -> bytes:
        head, _, body = xml.partition(b"?>")
        return chance.choice(
            [
                _BOMB,
                head + b"?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + body,
                head + b"?>" + b"<a>" * 50_000 + b"</a>" * 50_000,
                re.sub(
                    rb"(<sheetData>|<sheets>|<Types[^>]*>)",
                    rb"\1" + b"<x " + b"".join(b"a%d='' " % n for n in range(20_000)) + b"/>",
                    xml,
                ),
                xml.replace(b"</sheetData>", b"<row>" * 100_000 + b"</sheetData>"),
                xml + xml,
                b"\0" * 10_000,
                xml[: len(xml) // 2],
            ]
        )

    return _one_xml(chance, data, change)


def encodings(chance: random.Random, data: bytes) -> bytes:
    """Other encodings, true and false ones."""

    def change(xml: bytes) -> bytes:
        text = xml.decode("utf-8", "replace")
        name = chance.choice(["utf-16", "utf-16-le", "gb18030", "latin-1", "utf-7", "idna", "rot13", "utf-8"])
        said = re.sub(
            r'encoding="[^"]*"', f'encoding="{chance.choice([name, "utf-8", "utf-16", "x" * 99])}"', text, count=1
        )
        try:
            return said.encode(name, "replace")
        except (LookupError, UnicodeError):
            return said.encode("utf-8")

    return _one_xml(chance, data, change)


def inflate(chance: random.Random, data: bytes) -> bytes:
    """Much ado about nothing: parts that unpack to far more than they should."""
    size = chance.choice([1 << 20, 17 << 20, 60 << 20])
    return _one_xml(chance, data, lambda xml: xml.replace(b"?>", b"?>" + b" " * size, 1))


# ── the worker ──


def attempt(path: Path, source: bytes) -> str:
    """What a command would do with the workbook. Gives ``ok``, or the code of the one clear error."""
    from kamxl.errors import KamxlError
    from kamxl.ooxml import Formula, Workbook

    try:
        book = Workbook.open(path)
        sheet = next(sheet.name for sheet in book.sheets if sheet.kind == "worksheet")
        book.set_cells(sheet, {"A1": "值", "B2": Formula("1+1", 2), "H40": 3.5})
        book.set_note(sheet, "H40", "注")
        for table in book.tables:
            book.append_rows(table.name, [{table.columns[0].name: 1}])
        book.add_sheet("校验结果", source)
        book.set_data("k", "v")
        book.save()
        assert Workbook.open(path).cell(sheet, "H40").value == 3.5
    except StopIteration:
        return "no worksheet"
    except KamxlError as error:
        return error.code if error.text.full("zh") and error.text.full("en") else "no words"
    return "ok"


def worker(first: int, last: int, source_paths: list[str]) -> dict[str, object]:
    """Run seeds ``first`` … ``last``; report outcomes by code, and every breach."""
    import signal

    *sources, graft = [Path(path).read_bytes() for path in source_paths]
    outcomes: dict[str, int] = {}
    breaches: list[str] = []
    slowest = 0.0

    def too_slow(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_slow)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, last):
            path = Path(folder) / "book.xlsx"
            data = mutated(seed, sources)
            path.write_bytes(data)
            started = time.perf_counter()
            signal.alarm(SECONDS)
            try:
                outcome = attempt(path, graft)
            except BaseException as error:  # noqa: BLE001 - every leak is a finding of this test
                where = traceback.extract_tb(error.__traceback__)[-1]
                outcome = "breach"
                breaches.append(
                    f"{seed}: {type(error).__name__} {error} at {Path(where.filename).name}:{where.lineno}"[:300]
                )
            signal.alarm(0)
            slowest = max(slowest, time.perf_counter() - started)
            if outcome != "ok" and path.read_bytes() != data:
                breaches.append(f"{seed}: {outcome}, and the file changed")
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return {"outcomes": outcomes, "breaches": breaches, "slowest": slowest}


def main() -> None:
    import resource

    limit = MEGABYTES << 20
    first, last, *paths = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    json.dump(worker(int(first), int(last), paths), sys.stdout)


if __name__ == "__main__":
    main()
