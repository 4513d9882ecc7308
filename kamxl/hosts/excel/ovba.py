"""Four corrections to a VBA project written by pyOpenVBA 6.5.0, where it departs from [MS-OVBA].

1. ``_VBA_PROJECT`` (2.3.4.1) must be the 7 bytes of a project without a performance cache: version 0xFFFF makes Office
   compile the text; a zeroed cache would be believed.
2. A compressed container (2.4.1) may not end in a token sequence without a token.
3. The ``dir`` stream (2.3.4.2) ends after its terminator's reserved field, without 4 surplus bytes.
4. Module cookies (2.3.4.2.3.2.7) and the project's are ignored on reading and must be written as 0xFFFF.
"""

from __future__ import annotations

import struct

NO_CACHE = bytes.fromhex("CC61FFFF000000")
_CHUNK = 4096
_TERMINATOR = 0x0010
_MODULE_COOKIE = 0x002C
_PROJECT_COOKIE = 0x0013
_VERSION = 0x0009
_MODULE_OFFSET = 0x0031


def corrected(project: bytes) -> bytes:
    """The ``vbaProject.bin`` with the four corrections; the modules' text stays the same."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import decompress

    file = CFB.from_bytes(project)
    directory = _directory(decompress(file.get_stream_in_storage("VBA", "dir")))
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    file.write_stream_in_storage("VBA", "dir", compressed(directory))
    for stream, offset in module_streams(directory):
        held = file.get_stream_in_storage("VBA", stream)
        file.write_stream_in_storage("VBA", stream, held[:offset] + compressed(decompress(held[offset:])))
    out: bytes = file.to_bytes()
    return out


def compressed(data: bytes) -> bytes:
    """An [MS-OVBA] compressed container whose every token sequence has a token.

    pyOpenVBA's own compression, with the flag byte of an empty last sequence taken off each chunk.
    """
    from pyopenvba.vba import compress

    packed: bytes = compress(data)
    out = bytearray(packed[:1])
    at = 1
    while at < len(packed):
        header = struct.unpack_from("<H", packed, at)[0]
        size = (header & 0x0FFF) + 1
        body = packed[at + 2 : at + 2 + size]
        if header & 0x8000:
            body = _without_empty_sequence(body)
        out += struct.pack("<H", (header & 0xF000) | (len(body) - 1)) + body
        at += 2 + size
    return bytes(out)


def records(directory: bytes) -> list[tuple[int, int, int]]:
    """The ``dir`` stream's records: ``(id, where the data begin, how long they are)``, up to and with the terminator."""
    found, at = [], 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HL", directory, at)
        if kind == _VERSION:  # PROJECTVERSION: its size field says 4, its data are 6
            size = 6
        found.append((kind, at + 6, size))
        at += 6 + size
        if kind == _TERMINATOR:
            break
    return found


def module_streams(directory: bytes) -> list[tuple[str, int]]:
    """Each module's stream and where in it the compressed text begins."""
    names: list[str] = []
    offsets: list[int] = []
    for kind, at, size in records(directory):
        if kind == 0x0032:  # MODULESTREAMNAME's Unicode half
            names.append(directory[at : at + size].decode("utf-16-le"))
        elif kind == _MODULE_OFFSET:
            offsets.append(struct.unpack_from("<L", directory, at)[0])
    return list(zip(names, offsets, strict=True))


def _directory(raw: bytes) -> bytes:
    out = bytearray(raw)
    end = len(raw)
    for kind, at, size in records(raw):
        if kind in (_MODULE_COOKIE, _PROJECT_COOKIE) and size == 2:
            out[at : at + 2] = b"\xff\xff"
        end = at + size
    return bytes(out[:end])


def _without_empty_sequence(body: bytes) -> bytes:
    """A chunk's token sequences are a flag byte and up to 8 tokens: 1 byte for a literal, 2 for a copy."""
    at = 0
    while at < len(body):
        if at == len(body) - 1:
            return body[:at]
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            at += 2 if flags >> bit & 1 else 1
    return body
