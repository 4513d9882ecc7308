"""A comparer of its own for "lossless": it shares no code with the engine.

Every entry of the zip must be there with its very bytes, compressed ones included. A part that an edit may touch is
compared as canonical XML (C14N) after one named change was taken out of the new one; each rule below is one such change.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string, get_column_letter

Rule = Callable[[bytes, bytes], str]
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)


def differences(
    old: bytes, new: bytes, rules: dict[str, Rule], added: Iterable[str] = (), lost: Iterable[str] = ()
) -> list[str]:
    """What is different beyond the rules. ``rules``, ``added`` and ``lost`` name parts by regular expression."""
    before, after = zipfile.ZipFile(io.BytesIO(old)), zipfile.ZipFile(io.BytesIO(new))
    was, now = {i.filename: i for i in before.infolist()}, {i.filename: i for i in after.infolist()}
    found = [f"lost {name}" for name in was if name not in now and not _match(lost, name)]
    found += [f"new {name}" for name in now if name not in was and not _match(added, name)]
    kept = [name for name in now if name in was]
    if kept != [name for name in was if name in now]:
        found.append("entries in another order")
    for name in kept:
        if _raw(old, was[name]) == _raw(new, now[name]) and _record(was[name]) == _record(now[name]):
            continue
        rule = next((rules[pattern] for pattern in rules if re.fullmatch(pattern, name)), None)
        if rule is None:
            found.append(f"touched {name}")
        elif difference := rule(before.read(name), after.read(name)):
            found.append(f"{name}: {difference}")
    for name in now:
        if PurePosixPath(name).suffix in (".xml", ".rels"):
            etree.fromstring(after.read(name), _PARSER)
    return found


def _match(patterns: Iterable[str], name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def _raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Local header, packed bytes and, where flagged, the descriptor."""
    name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
    end = info.header_offset + 30 + name + extra + info.compress_size
    tail = 16 if info.flag_bits & 8 and data[end : end + 4] == b"PK\7\\8" else 12 if info.flag_bits & 8 else 0
    return data[info.header_offset : end + tail]


def _record(info: zipfile.ZipInfo) -> tuple[object, ...]:
    return (
        info.flag_bits, info.compress_type, info.CRC, info.file_size, info.date_time, info.external_attr,
        info.create_system, info.create_version, info.extract_version, info.comment, info.internal_attr,
    )  # fmt: skip


# ── canonical forms ──


def canon(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n")


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, _PARSER)


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find(root: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in root if local(child) == name), None)


def cells(root: etree._Element) -> Iterable[tuple[str, etree._Element]]:
    """Every cell with its address, said or implied."""
    data = find(root, "sheetData")
    row_number = 0
    for row in data if data is not None else ():
        row_number = int(row.get("r") or row_number + 1)
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            letters = coordinate_from_string(cell.get("r"))[0] if cell.get("r") else None
            column = _number(letters) if letters else column + 1
            yield f"{get_column_letter(column)}{row_number}", cell


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# ── rules ──


def sheet(*addresses: str, drop: Iterable[str] = (), spread: bool = False) -> Rule:
    """A sheet but for these cells, ``dimension``, ``spans`` and the children named in ``drop``.

    ``spread`` compares formulas with shared ones spelled out (by openpyxl), as splitting a master re-words them.
    """

    def compare(old: bytes, new: bytes) -> str:
        roots = [tree(old), tree(new)]
        rows = set(_rows(roots[0]))
        for root in roots:
            if spread:
                _spread(root)
            _strip_sheet(root, set(addresses), set(drop), rows)
        return "" if canon(roots[0]) == canon(roots[1]) else "another sheet"

    return compare


def _rows(root: etree._Element) -> Iterable[str]:
    data = find(root, "sheetData")
    return [row.get("r") for row in data] if data is not None else []


def _strip_sheet(root: etree._Element, addresses: set[str], drop: set[str], rows: set[str]) -> None:
    for address, cell in list(cells(root)):
        if address in addresses:
            cell.getparent().remove(cell)
    data = find(root, "sheetData")
    for row in list(data if data is not None else ()):
        row.attrib.pop("spans", None)
        row.text = row.text if len(row) else None
        if row.get("r") not in rows and len(row) == 0:
            data.remove(row)
    dimension = find(root, "dimension")
    if dimension is not None:
        dimension.attrib.pop("ref", None)
    for child in list(root):
        if local(child) in drop:
            root.remove(child)


def _spread(root: etree._Element) -> None:
    masters: dict[str, tuple[str, str]] = {}
    for address, cell in cells(root):
        formula = find(cell, "f")
        if formula is None or formula.get("t") != "shared":
            continue
        if formula.text:
            masters[formula.get("si")] = (address, formula.text)
        elif formula.get("si") in masters:
            origin, text = masters[formula.get("si")]
            formula.text = Translator("=" + text, origin).translate_formula(address)[1:]
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def workbook(*names: str, prints: bool = False) -> Rule:
    """The workbook part but for ``fullCalcOnLoad``, sheets of these names, and hidden names of ours.

    ``prints``: print areas may have grown.
    """

    def compare(old: bytes, new: bytes) -> str:
        roots = [tree(old), tree(new)]
        tabs = len(find(roots[0], "sheets"))  # type: ignore[arg-type]
        for root in roots:
            calculation = find(root, "calcPr")
            if calculation is not None:
                calculation.attrib.pop("fullCalcOnLoad", None)
                if not calculation.attrib:
                    root.remove(calculation)
            for holder in ("sheets", "definedNames"):
                if prints:
                    for name in find(root, holder) if find(root, holder) is not None else ():  # type: ignore[union-attr]
                        name.text = None if name.get("name") == "_xlnm.Print_Area" else name.text
                _drop(find(root, holder), lambda e: _is_ours(e, names, tabs))
            if (holder := find(root, "definedNames")) is not None and len(holder) == 0:
                root.remove(holder)
        if find(roots[0], "bookViews") is None and (views := find(roots[1], "bookViews")) is not None:
            roots[1].remove(views)
        return "" if canon(roots[0]) == canon(roots[1]) else "another workbook part"

    return compare


def _is_ours(element: etree._Element, names: tuple[str, ...], tabs: int) -> bool:
    name = element.get("name") or ""
    return name in names or name.startswith("_kamxl.") or int(element.get("localSheetId") or 0) >= tabs


def _drop(holder: etree._Element | None, wanted: Callable[[etree._Element], bool]) -> None:
    for child in list(holder if holder is not None else ()):
        if wanted(child):
            holder.remove(child)  # type: ignore[union-attr]


def more(old: bytes, new: bytes) -> str:
    """Content types, relationships: everything that was there is there; more may be."""
    lost = Counter(map(canon, tree(old))) - Counter(map(canon, tree(new)))
    return f"lost {list(lost)[:2]}" if lost else ""


def less(old: bytes, new: bytes) -> str:
    """A calculation chain, or what speaks of it: nothing but entries of it may be gone, and nothing is new."""
    new_ones = Counter(map(canon, tree(new))) - Counter(map(canon, tree(old)))
    gone = Counter(map(canon, tree(old))) - Counter(map(canon, tree(new)))
    is_chain = local(tree(old)) == "calcChain"
    return "another chain" if new_ones or not all(is_chain or b"calcChain" in entry for entry in gone) else ""


def deeper(old: bytes, new: bytes) -> str:
    """Notes, titles: what was there comes in the same order two levels down; more may be between."""
    one, two = tree(old), tree(new)
    for before in one:
        after = next((child for child in two if child.tag == before.tag), None)
        if after is None:
            return f"lost {before.tag}"
        later = iter(map(canon, after))
        if not all(canon(child) in later for child in before):
            return f"lost something in {local(before)}"
    return ""


def titles(old: bytes, new: bytes) -> str:
    """docProps/app.xml: the same but for the list of titles, of which none may be lost."""
    roots = [tree(old), tree(new)]
    texts = []
    for root in roots:
        texts.append([e.text for e in root.iter() if local(e) == "lpstr"])
        for name in ("TitlesOfParts", "HeadingPairs"):
            if (holder := find(root, name)) is not None:
                root.remove(holder)
    later = iter(texts[1])
    return "" if all(text in later for text in texts[0]) and canon(roots[0]) == canon(roots[1]) else "another app.xml"


def styles(old: bytes, new: bytes) -> str:
    """Styles: every list begins with what was there, in its place; nothing else changed."""
    one, two = tree(old), tree(new)
    for after in list(two):
        before = next((child for child in one if child.tag == after.tag), None)
        if before is None:
            two.remove(after)
            continue
        for extra in list(after)[len(before) :]:
            after.remove(extra)
        before.attrib.pop("count", None)
        after.attrib.pop("count", None)
        after[-1:] and setattr(after[-1], "tail", before[-1].tail if len(before) else None)
    return "" if canon(one) == canon(two) else "another style"


def chain(*gone: tuple[str, str]) -> Rule:
    """The calculation chain without (sheet id, cell) entries that are gone."""

    def entries(data: bytes) -> list[tuple[str, str]]:
        found, number = [], "0"
        for entry in tree(data):
            number = entry.get("i") or number
            found.append((number, entry.get("r")))
        return found

    def compare(old: bytes, new: bytes) -> str:
        return "" if [e for e in entries(old) if e not in gone] == entries(new) else "another chain"

    return compare


def grown(old: bytes, new: bytes) -> str:
    """A drawing in VML: the old text with one piece put in, and perhaps one more block of numbers."""
    plain = [re.sub(rb'(<o:idmap[^>]*data=["\'])[\d,]+', rb"\1", data) for data in (old, new)]
    start = next((n for n, (a, b) in enumerate(zip(*plain, strict=False)) if a != b), len(plain[0]))
    return "" if plain[1].endswith(plain[0][start:]) else "another drawing"


def attributes(*names: str) -> Rule:
    """The same but for these attributes, anywhere."""

    def compare(old: bytes, new: bytes) -> str:
        roots = [tree(old), tree(new)]
        for root in roots:
            for element in root.iter():
                for name in names:
                    element.attrib.pop(name, None)
        return "" if canon(roots[0]) == canon(roots[1]) else "another part"

    return compare
