"""Which members of xlwings' engine interface work here: the table in ``docs/libreoffice.md``, made from the classes.

``python -m kamxl.hosts.libreoffice.engine.coverage docs/libreoffice.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass, iscoroutinefunction
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from ....dataclass import dataclass
from . import gaps

BEGIN, END = "<!-- api: begin (generated) -->", "<!-- api: end -->"
WORKS, PARTLY, NO = "works", "partly", "no"


@dataclass(frozen=True, order=True)
class Row:
    """One member: ``Range.color``, whether it works, and with what limit."""

    part: str
    member: str
    status: str
    limit: str = ""

    @property
    def name(self) -> str:
        return f"{self.part}.{self.member}"


def rows() -> list[Row]:
    """Every public member of every part that xlwings' interface has, whether an engine class plays it or not."""
    from xlwings import base_classes

    played = dict(_played())
    parts = [part for part in vars(base_classes).values() if isclass(part) and not part.__name__.startswith("_")]
    return sorted(row for part in parts for row in _rows_of(part, played.get(part)))


def _played() -> Iterator[tuple[type, type]]:
    """The parts and the engine classes that play them; names' two classes and both collections count as one."""
    package = import_module(__package__ or "")
    for info in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{info.name}")
        for cls in vars(module).values():
            if isclass(cls) and "__kamxl_part__" in vars(cls) and cls.__module__ == module.__name__:
                yield vars(cls)["__kamxl_part__"], cls


def _rows_of(part: type, cls: type | None) -> Iterator[Row]:
    for name, promised in vars(part).items():
        if not gaps._is_public(name) or iscoroutinefunction(promised):
            continue
        if not (callable(promised) or isinstance(promised, property)):
            continue
        yield _row(part.__name__, name, None if cls is None else getattr(cls, name, promised))


def _row(part: str, name: str, member: Any) -> Row:
    if member is None or gaps.is_gap(member):
        return Row(part, name, NO)
    limit = gaps.limit_of(member)
    return Row(part, name, PARTLY if limit else WORKS, limit or "")


def table() -> str:
    """The rows as one table a part, in Markdown."""
    everything = rows()
    lines = []
    for part in sorted({row.part for row in everything}):
        own = [row for row in everything if row.part == part]
        lines += [f"### {part}", ""]
        for status, title in ((WORKS, "works"), (NO, "no")):
            names = ", ".join(f"`{row.member}`" for row in own if row.status == status)
            if names:
                lines += [f"- **{title}**: {names}"]
        lines += [f"- **partly**: `{row.member}`: {row.limit}" for row in own if row.status == PARTLY]
        lines += [""]
    counts = {status: sum(row.status == status for row in everything) for status in (WORKS, PARTLY, NO)}
    head = f"Of {len(everything)} members {counts[WORKS]} work, {counts[PARTLY]} work partly, {counts[NO]} do not."
    return "\n".join([head, "", *lines]).rstrip() + "\n"


def inserted(page: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


def main(path: Path) -> None:
    path.write_text(inserted(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
