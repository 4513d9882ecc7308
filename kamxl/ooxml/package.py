"""The package: parts, their content types and their relationships, read lazily, changed in memory.

Nothing is inflated before it is asked for; a part that nobody changed keeps its very bytes in the file.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ..dataclass import dataclass
from ..errors import BookError
from .archive import Archive, Limits
from .markup import Edits, Element, escape_attribute, parse, to_utf8
from .namespaces import BINARY_WORKBOOK, RELATIONSHIPS, RELATIONSHIPS_TYPE, kind_of

_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow between parts. ``part`` is the resolved part name, empty for an external target."""

    id: str
    type: str
    target: str
    external: bool
    part: str

    @property
    def kind(self) -> str:
        """``worksheet``, ``drawing`` …: the type's last word, the same in Transitional and Strict."""
        return kind_of(self.type)


class Package:
    """A workbook file as parts. ``open`` refuses, untouched, what is encrypted, hostile, damaged or no OOXML at all."""

    def __init__(self, data: bytes, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        self.load(data, limits)

    def load(self, data: bytes, limits: Limits | None = None) -> None:
        """Begin anew with these bytes, nothing changed: what ``open`` does, and a save in place once it is done."""
        path = self.path
        _refuse_other_formats(data, path)
        self.archive = Archive(data, path, limits)
        self._entries = {entry.name.lower(): entry for entry in self.archive.entries}
        self._names = {entry.name.lower(): entry.name for entry in self.archive.entries if entry.name[-1:] != "/"}
        self._new: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._trees: dict[str, Element] = {}
        if not self.has(_TYPES):
            raise BookError("books.not_a_workbook", path=path)

    @classmethod
    def open(cls, path: Path, limits: Limits | None = None) -> Package:
        """Read the file once, whole: later changes on disk are noticed at save, not mixed in."""
        limits = limits or Limits()
        try:
            size = path.stat().st_size
            if size > limits.file:
                raise BookError("ooxml.too_large", path=path, part=path.name, megabytes=limits.file >> 20)
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise BookError("books.not_found", path=path) from error
        except OSError as error:
            raise BookError("ooxml.cannot_read", path=path, reason=error.strerror or str(error)) from error
        return cls(data, path, limits)

    # ── parts ──

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> list[str]:
        """Part names, in the file's order; new ones last."""
        return list(self._names.values())

    def read(self, name: str) -> bytes:
        """A part's bytes as they stand. Raises ``BookError`` where there is no such part."""
        real = self._real(name)
        return self._new[real] if real in self._new else self.archive.read(self._entries[real.lower()])

    def xml(self, name: str) -> bytes:
        """A part's bytes in UTF-8."""
        return to_utf8(self.read(name), name)

    def tree(self, name: str) -> Element:
        """The part as a tree over ``xml(name)``; kept until the part changes."""
        real = self._real(name)
        if real not in self._trees:
            self._trees[real] = parse(self.xml(real), real)
        return self._trees[real]

    def write(self, name: str, content: bytes) -> None:
        """Change a part, or add one whose content type is already said."""
        real = self._names.setdefault(name.lower(), name)
        self._removed.discard(real)
        self._trees.pop(real, None)
        entry = self._entries.get(real.lower())
        if entry is not None and entry.size == len(content) and self.archive.read(entry) == content:
            self._new.pop(real, None)  # changed back: the file's own bytes stay
        else:
            self._new[real] = content

    def edit(self, name: str, edits: Edits) -> None:
        """Apply splices to a part, when there are any."""
        if edits:
            self.write(name, edits.apply())

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.write(name, content)
        self.set_content_type(name, content_type)

    def remove(self, name: str) -> None:
        """Drop a part, its relationships and its content type."""
        for part in (name, rels_name(name)):
            if self.has(part):
                real = self._names.pop(part.lower())
                self._new.pop(real, None)
                self._trees.pop(real, None)
                if real.lower() in self._entries:
                    self._removed.add(real)
        self.set_content_type(name, None)

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken: ``xl/charts/chart{}.xml`` → ``xl/charts/chart3.xml``."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    @property
    def changed(self) -> dict[str, bytes]:
        """Parts that are new or changed, by name."""
        return dict(self._new)

    @property
    def removed(self) -> frozenset[str]:
        """Entries of the file that are to go."""
        return frozenset(self._removed)

    def segments(self) -> list[bytes | memoryview]:
        """The new file, in pieces."""
        return self.archive.rebuilt(self._new, self._removed)

    def _real(self, name: str) -> str:
        try:
            return self._names[name.lower()]
        except KeyError:
            raise BookError("ooxml.damaged", path=self.path, detail=f"no part {name}") from None

    # ── content types ──

    def content_type(self, name: str) -> str:
        """The part's content type, empty where none is said."""
        default = ""
        for element in self.tree(_TYPES).children:
            if element.name == "Override" and _part(element.attrs.get("PartName", "")).lower() == name.lower():
                return element.attrs.get("ContentType", "")
            extension = element.attrs.get("Extension", "").lower()
            if element.name == "Default" and extension == _extension(name):
                default = element.attrs.get("ContentType", "")
        return default

    def set_content_type(self, name: str, content_type: str | None) -> None:
        """Say a part's content type with an override, or (``None``) forget the override."""
        root, edits = self.tree(_TYPES), Edits(self.xml(_TYPES))
        for element in root.all("Override"):  # one that says the same stays
            if (
                _part(element.attrs.get("PartName", "")).lower() == name.lower()
                and element.attrs.get("ContentType") == content_type
            ):
                return
        for element in root.all("Override"):
            if _part(element.attrs.get("PartName", "")).lower() == name.lower():
                edits.remove(element)
        if content_type is not None:
            tag = root.tag_prefix.encode()
            name_value, type_value = escape_attribute("/" + name), escape_attribute(content_type)
            edits.append(root, b'<%sOverride PartName="%s" ContentType="%s"/>' % (tag, name_value, type_value))
        self.edit(_TYPES, edits)

    def set_default_type(self, extension: str, content_type: str) -> None:
        """Say the content type of an extension (``vml``, ``png``) where nobody has."""
        root = self.tree(_TYPES)
        if any(element.attrs.get("Extension", "").lower() == extension for element in root.all("Default")):
            return
        edits, tag = Edits(self.xml(_TYPES)), root.tag_prefix.encode()
        new = b'<%sDefault Extension="%s" ContentType="%s"/>' % (tag, extension.encode(), content_type.encode())
        edits.insert(root.open_end, new)
        self.edit(_TYPES, edits)

    # ── relationships ──

    def relationships(self, part: str = "") -> list[Relationship]:
        """A part's relationships; the package's own for the empty name."""
        name = rels_name(part)
        if not self.has(name):
            return []
        return [self._relationship(part, element) for element in self.tree(name).all("Relationship")]

    def related(self, part: str, kind: str) -> Iterator[Relationship]:
        """A part's internal relationships of a kind, those to missing parts left out."""
        return (
            relation
            for relation in self.relationships(part)
            if relation.kind == kind and not relation.external and self.has(relation.part)
        )

    def relate(self, part: str, relationship_type: str, target: str, *, external: bool = False) -> str:
        """Add a relationship and give its id. ``target`` is a part name, or an address when external."""
        name = rels_name(part)
        if not self.has(name):
            empty = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="%s"></Relationships>'
            )
            self.write(name, empty % RELATIONSHIPS.encode())
            self.set_default_type("rels", RELATIONSHIPS_TYPE)
        taken = {relation.id for relation in self.relationships(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        if not external:
            target = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        root, edits = self.tree(name), Edits(self.xml(name))
        fields = [f"rId{number}", relationship_type, target]
        new = b'<%sRelationship Id="%s" Type="%s" Target="%s"' % (
            root.tag_prefix.encode(),
            *(escape_attribute(value) for value in fields),
        )
        edits.append(root, new + (b' TargetMode="External"/>' if external else b"/>"))
        self.edit(name, edits)
        return fields[0]

    def unrelate(self, part: str, relationship_id: str) -> None:
        """Drop a relationship by its id."""
        name = rels_name(part)
        edits, left = Edits(self.xml(name)), 0
        for element in self.tree(name).all("Relationship"):
            if element.attrs.get("Id") == relationship_id:
                edits.remove(element)
            else:
                left += 1
        if not left:
            self.remove(name)
        else:
            self.edit(name, edits)

    def _relationship(self, part: str, element: Element) -> Relationship:
        target = element.attrs.get("Target", "")
        external = element.attrs.get("TargetMode", "").lower() == "external"
        resolved = "" if external else self._resolve(part, target)
        return Relationship(element.attrs.get("Id", ""), element.attrs.get("Type", ""), target, external, resolved)

    def _resolve(self, part: str, target: str) -> str:
        path = target.partition("#")[0].replace("\\", "/")
        joined = posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), path)).lstrip("/")
        return joined if self.has(joined) else unquote(joined)


def rels_name(part: str) -> str:
    """Where a part's relationships stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _part(name: str) -> str:
    return unquote(name).lstrip("/")


def _extension(name: str) -> str:
    return posixpath.splitext(name)[1].lstrip(".").lower()


def _refuse_other_formats(data: bytes, path: Path) -> None:
    """Tell apart what is no zip, so that the person learns what to do."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        head = data[: 1 << 20] + data[-(1 << 20) :]
        if "DRMEncrypted".encode("utf-16-le") in head or "DRMContent".encode("utf-16-le") in head:
            raise BookError("ooxml.rights_managed", path=path)
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise BookError("books.encrypted", path=path)
        raise BookError("books.read_only_format", path=path, suffix=".xls")
    if data[30:38] == b"mimetype" and b"opendocument" in data[38:120]:
        raise BookError("books.read_only_format", path=path, suffix=".ods")
    if data[:2] != b"PK":
        raise BookError("books.not_a_workbook", path=path)


def refuse_binary(content_type: str, path: Path) -> None:
    """An .xlsb is a package too, but its parts are no XML."""
    if content_type == BINARY_WORKBOOK:
        raise BookError("books.read_only_format", path=path, suffix=".xlsb")
