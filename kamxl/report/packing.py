"""XlsxWriter's workbook, each of whose parts is packed while the next ones are written: zlib leaves the interpreter to others.

The bytes are the same; a test compares.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from ..deflate import crc32

Packed: TypeAlias = tuple[int, bytes]
"""A part's checksum and its packed content."""

_EXCEL_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = 0o600 << 16  # as the standard library gives to what has none
_BETWEEN = "\0"  # no text has it that can be written as it is
_LARGE = 16_000  # a smaller part is packed sooner than handed over


class PackedWorkbook(Workbook):  # type: ignore[misc] # XlsxWriter says nothing of its types
    """Held in memory; ``content`` is there when it is closed."""

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(BytesIO(), options | {"in_memory": True})
        self.content = b""

    def _get_packager(self) -> _Packager:
        return self._packager

    def _store_workbook(self) -> None:
        with ThreadPoolExecutor(1) as thread:
            self._packager = _Packager(thread)
            super()._store_workbook()
            self.content = self._packager.zipped()


class _Packager(Packager):  # type: ignore[misc]
    """Leaves nothing for XlsxWriter to pack."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        super().__init__()
        self._thread = thread
        self._packed: list[tuple[ZipInfo, Callable[[], Packed]]] = []

    def _filename(self, xml_filename: str) -> Any:
        """A new part begins: those before it are complete."""
        self._pack()
        return super()._filename(xml_filename)

    def _create_package(self) -> list[Any]:
        super()._create_package()
        self._pack()
        return []

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            texts = _Texts()
            texts.string_table = self.workbook.str_table
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()

    def _pack(self) -> None:
        for file, name, _ in self.filenames[len(self._packed) :]:
            content = file.getvalue()
            content = content.encode() if isinstance(content, str) else content
            entry = ZipInfo(name, _EXCEL_DAY)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _MODE
            entry.file_size = len(content)
            self._packed.append((entry, self._packing(content)))

    def _packing(self, content: bytes) -> Callable[[], Packed]:
        if len(content) >= _LARGE:
            return self._thread.submit(_deflated, content).result
        packed = _deflated(content)
        return lambda: packed

    def zipped(self) -> bytes:
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
            for entry, packed in self._packed:
                entry.CRC, content = packed()
                entry.header_offset, entry.compress_size = buffer.tell(), len(content)
                buffer.write(entry.FileHeader())
                buffer.write(content)
                package.filelist.append(entry)
            package.start_dir, package._didModify = buffer.tell(), True  # type: ignore[attr-defined]
        return buffer.getvalue()


class _Texts(SharedStrings):  # type: ignore[misc]
    """The workbook's texts, in one piece where none is special."""

    def _write_sst_strings(self) -> None:
        texts = self.string_table.string_array
        whole = _BETWEEN.join(texts)
        if _is_special(texts, whole):
            super()._write_sst_strings()
            return
        escaped = whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        self.fh.write(f"<si><t>{escaped.replace(_BETWEEN, '</t></si><si><t>')}</t></si>")


def _is_special(texts: Sequence[str], whole: str) -> bool:
    """Whether there are characters to be written as codes, or texts that look like these, or that begin or end in a space, or
    that are rich."""
    codes = any(one < " " and one not in "\t\n" for one in set(whole) - {_BETWEEN})
    several = whole.count(_BETWEEN) >= len(texts)
    return codes or several or "_x" in whole or "<r>" in whole or any(text != text.strip() for text in texts)


def _deflated(content: bytes) -> Packed:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return crc32(content), packer.compress(content) + packer.flush()
