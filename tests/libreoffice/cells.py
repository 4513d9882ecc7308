"""A LibreOffice with our extension, without a window, and a column of cells to measure functions in."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kamxl.commands.demo import lay_out
from kamxl.errors import HostError
from kamxl.hosts.libreoffice.engine.office import Office, launch
from kamxl.hosts.libreoffice.extension.install import install
from kamxl.hosts.resident import endpoint

from .window import ground

_FLOOR = """Function KAMXL_NOTHING() As Variant
  KAMXL_NOTHING = 1
End Function
"""
_ROUNDS = 3


@dataclass
class Cells:
    """A column of a workbook in the sample department."""

    office: Office
    department: Path
    document: Any
    column: Any = None

    def fill(self, calls: Sequence[str]) -> None:
        """Writes the formulas; they are computed once by that."""
        sheet = self.document.Sheets.getByIndex(0)
        if self.column is not None:
            self.column.clearContents(1023)
        self.column = sheet.getCellRangeByName(f"AA1:AA{len(calls)}")
        self.column.setFormulaArray(tuple((f"={call}",) for call in calls))

    def values(self) -> list[object]:
        return [row[0] for row in self.column.getDataArray()]

    def recalculate(self, once: bool = False) -> tuple[float, float]:
        """Seconds by the clock and of the processor (office and resident process) for one hard recalculation: the least
        of a few rounds."""
        rounds = [self._round() for _ in range(1 if once else _ROUNDS)]
        return min(wall for wall, _ in rounds), min(processor for _, processor in rounds)

    def forget(self) -> None:
        """What the answers come from has changed, as far as the cells know."""
        self.office.bridge.service("kamxl.libreoffice.Functions").callFunction("forget", ())

    def _round(self) -> tuple[float, float]:
        before, began = self._processor(), time.perf_counter()
        self.document.calculateAll()
        return time.perf_counter() - began, self._processor() - before

    def _processor(self) -> float:
        """Seconds of the processor so far: the office's whole process group and the resident process."""
        assert self.office.process is not None
        group, running = os.getpgid(self.office.process.pid), endpoint.read(endpoint.home())
        wanted = {running.pid} if running is not None else set()
        spent = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, fields = int(path.parent.name), path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group or pid in wanted:
                spent += int(fields[11]) + int(fields[12])
        return spent / os.sysconf("SC_CLK_TCK")


@contextmanager
def office_with_functions() -> Iterator[Cells]:
    """Started on a copy of the sample department, its KPI workbook open."""
    with ground() as folder:
        department = folder / "部门"
        department.mkdir()
        lay_out(department)
        try:
            install(folder / "profile")
            office = launch(visible=False, profile=folder / "profile")
        except HostError as error:
            pytest.skip(f"这台电脑上没有可用的 LibreOffice：{error.text.what()}")
        try:
            libraries = office.bridge.service("com.sun.star.script.ApplicationScriptLibraryContainer")
            libraries.loadLibrary("Standard")
            libraries.getByName("Standard").insertByName("KamxlFloor", _FLOOR)
            path = department / "大客户部KPI.xlsx"
            document = office.bridge.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
            yield Cells(office, department, document)
            document.setModified(False)
            document.close(True)
        finally:
            office.kill()
