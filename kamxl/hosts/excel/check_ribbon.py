"""The ribbon's rules: what Office's 2009/07 schema allows ([MS-CUSTOMUI2]) for the elements that we use, and our own.

Office ignores a ribbon with one fault silently, so each fault must be found here: element order and nesting, attributes
that are allowed, required or exclude each other, unique ids, callbacks that exist with the right signature, icons that
Microsoft has published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from .check_vba import Fault, Procedure

_NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_LONGEST = 1024
_NAME = re.compile(r"[A-Za-z_][\w.-]*")

# Each element's children in the schema's order (a choice of any order is a set), and its attributes.
_CHILDREN: Mapping[str, Sequence[str] | frozenset[str]] = {
    "customUI": ("commands", "ribbon", "backstage", "contextMenus"),
    "ribbon": ("qat", "tabs", "contextualTabs"),
    "tabs": frozenset({"tab"}),
    "tab": frozenset({"group"}),
    "group": frozenset({"button", "separator"}),
    "button": (),
    "separator": (),
}
_PLACED = ("insertAfterMso", "insertBeforeMso", "insertAfterQ", "insertBeforeQ")
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "customUI": frozenset({"onLoad", "loadImage"}),
    "ribbon": frozenset({"startFromScratch"}),
    "tabs": frozenset(),
    "tab": frozenset(
        {"id", "idMso", "idQ", "tag", "label", "getLabel", "keytip", "getKeytip", "visible", "getVisible", *_PLACED}
    ),
    "group": frozenset(
        {"id", "idMso", "idQ", "tag", "label", "getLabel", "image", "imageMso", "getImage", "screentip", "getScreentip",
         "supertip", "getSupertip", "visible", "getVisible", "keytip", "getKeytip", "autoScale", "centerVertically", *_PLACED}
    ),
    "button": frozenset(
        {"id", "idMso", "idQ", "tag", "size", "getSize", "label", "getLabel", "showLabel", "getShowLabel", "image", "imageMso",
         "getImage", "showImage", "getShowImage", "screentip", "getScreentip", "supertip", "getSupertip", "description",
         "getDescription", "enabled", "getEnabled", "visible", "getVisible", "keytip", "getKeytip", "onAction", *_PLACED}
    ),
    "separator": frozenset({"id", "idQ", "tag", "visible", "getVisible", *_PLACED}),
}  # fmt: skip
_IDENTITIES = ("id", "idMso", "idQ")
_EXCLUSIVE = (("image", "imageMso", "getImage"), _PLACED, _IDENTITIES)
# The parameters of each callback, by attribute. A value goes back through the last one.
_RETURNING = ("control as iribboncontrol", "byref returnedval as variant")
_SIGNATURES: Mapping[str, tuple[str, ...]] = {
    "onLoad": ("ribbon as iribbonui",),
    "onAction": ("control as iribboncontrol",),
}


def faults(xml: bytes, procedures: Sequence[Procedure], images: Collection[str]) -> list[Fault]:
    """Everything that is wrong with the ribbon, given the VBA procedures and the published icons."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        return [Fault("ribbon", 1, "no document type or entity is allowed")]
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314
    except ElementTree.ParseError as error:
        return [Fault("ribbon", error.position[0], str(error))]
    if root.tag != f"{_NAMESPACE}customUI":
        return [Fault("ribbon", 1, "the root must be customUI of the namespace 2009/07")]
    found = [*_structure(root), *_unique(root), *_callbacks(root, procedures)]
    return [Fault("ribbon", 1, text) for text in [*found, *_images(root, images)]]


def published_images(folder: Path) -> frozenset[str]:
    """The names of ``imagemso.txt`` (its head says where they come from)."""
    lines = (folder / "imagemso.txt").read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _structure(element: ElementTree.Element) -> Iterator[str]:
    name = _short(element)
    if name not in _CHILDREN:
        yield f"{name} is not an element that we use"
        return
    yield from _attributes(element, name)
    order = _CHILDREN[name]
    children = [_short(child) for child in element]
    yield from (f"{child} may not stand in {name}" for child in children if child not in order)
    if isinstance(order, tuple):
        known = [child for child in children if child in order]
        if len(set(known)) != len(known) or known != sorted(known, key=order.index):
            yield f"the children of {name} are in another order than {', '.join(order)}"
    elif name == "tabs" and not children:
        yield "tabs is empty"
    for child in element:
        yield from _structure(child)


def _attributes(element: ElementTree.Element, name: str) -> Iterator[str]:
    given = set(element.attrib)
    where = f"{name} {element.get('id', '')}".strip()
    yield from (f"{where}: {one} is not allowed" for one in sorted(given - _ATTRIBUTES[name]))
    for group in _EXCLUSIVE:
        if len(given & set(group)) > 1:
            yield f"{where}: only one of {', '.join(group)}"
    yield from (
        f"{where}: {one} and {_getter(one)} exclude each other"
        for one in sorted(given)
        if _getter(one) in given and not one.startswith("get")
    )
    if "id" in _ATTRIBUTES[name] and not given & set(_IDENTITIES):
        yield f"{name}: id is missing"
    if element.get("size", "normal") not in ("normal", "large"):
        yield f"{where}: size is normal or large"
    yield from (
        f"{where}: {one} is longer than {_LONGEST}" for one, value in element.attrib.items() if len(value) > _LONGEST
    )


def _unique(root: ElementTree.Element) -> Iterator[str]:
    ids = [element.get("id", "") for element in root.iter() if element.get("id")]
    yield from (f"the id {one} is there twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    yield from (f"{one} is no id" for one in ids if not _NAME.fullmatch(one))


def _callbacks(root: ElementTree.Element, procedures: Sequence[Procedure]) -> Iterator[str]:
    known = {one.name: one for one in procedures if one.public and one.kind == "Sub"}
    for element in root.iter():
        for attribute, callback in element.attrib.items():
            if attribute not in _SIGNATURES and not attribute.startswith("get"):
                continue
            procedure = known.get(callback)
            if procedure is None:
                yield f"{attribute}: there is no public Sub {callback}"
            elif tuple(" ".join(one.lower().split()) for one in procedure.parameters) != _SIGNATURES.get(
                attribute, _RETURNING
            ):
                yield f"{callback} does not take what {attribute} gives: {', '.join(_SIGNATURES.get(attribute, _RETURNING))}"


def _images(root: ElementTree.Element, images: Collection[str]) -> Iterator[str]:
    used = {element.get("imageMso", "") for element in root.iter() if element.get("imageMso")}
    yield from (f"{one} is not in Microsoft's list of images" for one in sorted(used - set(images)))


def _getter(attribute: str) -> str:
    return f"get{attribute[0].upper()}{attribute[1:]}"


def _short(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(_NAMESPACE)
