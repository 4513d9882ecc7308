"""Shapes and pictures on a sheet. Positions and sizes are in points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from .font import Font
from .gaps import implements, partly, unsupported
from .units import mm100, points

if TYPE_CHECKING:
    from .sheet import Sheet

_PREFIX = "com.sun.star.drawing."
_CAPTION = _PREFIX + "CaptionShape"  # a note's bubble: Excel does not count it among the shapes
_PICTURE = _PREFIX + "GraphicObjectShape"
_TYPES = {
    _PICTURE: "picture",
    _PREFIX + "OLE2Shape": "chart",
    _PREFIX + "CustomShape": "auto_shape",
    _PREFIX + "TextShape": "text_box",
    _PREFIX + "LineShape": "line",
    _PREFIX + "GroupShape": "group",
    _PREFIX + "ControlShape": "form_control",
}


class Placed:
    """Where a drawing object is and how big."""

    api: Any

    @property
    def left(self) -> float:
        return points(self.api.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        position = self.api.Position
        position.X = mm100(value)
        self.api.setPosition(position)

    @property
    def top(self) -> float:
        return points(self.api.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        position = self.api.Position
        position.Y = mm100(value)
        self.api.setPosition(position)

    @property
    def width(self) -> float:
        return points(self.api.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._resize(mm100(value), None)

    @property
    def height(self) -> float:
        return points(self.api.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._resize(None, mm100(value))

    def _resize(self, width: int | None, height: int | None) -> None:
        size = self.api.Size
        size.Width, size.Height = width or size.Width, height or size.Height
        self.api.setSize(size)


@implements(base_classes.Shape)
class Shape(Placed):
    """Any drawing object of a sheet."""

    parent: Sheet

    def __init__(self, sheet: Sheet, api: Any, number: int) -> None:
        self.parent = sheet
        self.api = api
        self._number = number

    @property
    def name(self) -> str:
        """Its name; LibreOffice leaves many shapes without one: those are called by their place in the drawing."""
        return str(self.api.Name) or f"Shape {self._number}"

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def type(self) -> str:
        return _TYPES.get(str(self.api.ShapeType), "auto_shape")

    @property
    def index(self) -> int:
        return self._number

    @property
    def text(self) -> str:
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def font(self) -> Font:
        return Font(self.parent.bridge, self.api)

    def delete(self) -> None:
        self.parent.api.DrawPage.remove(self.api)

    def activate(self) -> None:
        self.parent.book.controller.select(self.api)

    @partly("from the top left corner")
    def scale_width(self, factor: float, relative_to_original_size: bool = False, scale: str = "") -> None:
        self._resize(round(self._base(relative_to_original_size).Width * factor), None)

    @partly("from the top left corner")
    def scale_height(self, factor: float, relative_to_original_size: bool = False, scale: str = "") -> None:
        self._resize(None, round(self._base(relative_to_original_size).Height * factor))

    def _base(self, original: bool) -> Any:
        if not original:
            return self.api.Size
        if self.api.ShapeType != _PICTURE:
            unsupported("Shape.scale_width", "the original size of anything but a picture")
        return natural_size(self.api.Graphic)


class _Drawing:
    """The drawing objects of one sheet, or those of one kind, as a collection."""

    kind: tuple[str, ...] | None = None

    parent: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.api.DrawPage

    def _wrap(self, api: Any, number: int) -> Any:
        return Shape(self.parent, api, number)

    def __iter__(self) -> Iterator[Any]:
        page, number = self.api, 0
        for index in range(page.Count):
            shape = page.getByIndex(index)
            kind = str(shape.ShapeType)
            if kind == _CAPTION or (self.kind is not None and kind not in self.kind):
                continue
            number += 1
            yield self._wrap(shape, number)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: str) -> bool:
        return any(shape.name == name for shape in self)

    def __call__(self, name_or_index: int | str) -> Any:
        shapes = list(self)
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(shapes):
                raise IndexError(name_or_index)
            return shapes[name_or_index - 1]
        for shape in shapes:
            if shape.name == name_or_index:
                return shape
        raise KeyError(name_or_index)


@implements(base_classes.Collection)
class Shapes(_Drawing):
    """All drawing objects of a sheet, pictures and charts among them."""


@implements(base_classes.Picture)
class Picture(Placed):
    """A picture."""

    parent: Sheet
    index: int

    def __init__(self, sheet: Sheet, api: Any, number: int) -> None:
        self.parent = sheet
        self.api = api
        self.index = number
        self._locked = False

    @property
    def name(self) -> str:
        return str(self.api.Name) or f"Picture {self.index}"

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    def delete(self) -> None:
        self.parent.api.DrawPage.remove(self.api)

    @property
    @partly("while this object lives; LibreOffice keeps no such flag")
    def lock_aspect_ratio(self) -> bool:
        return self._locked

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        self._locked = bool(value)

    def _resize(self, width: int | None, height: int | None) -> None:
        size = self.api.Size
        if self._locked and size.Width and size.Height:
            factor = width / size.Width if width else (height or size.Height) / size.Height
            width, height = round(size.Width * factor), round(size.Height * factor)
        super()._resize(width, height)

    def update(self, filename: str) -> Picture:
        """Show another file in the same frame."""
        self.api.Graphic = load_graphic(self.parent, filename)
        return self


@implements(base_classes.Pictures)
class Pictures(_Drawing):
    """The pictures of a sheet."""

    kind = (_PICTURE,)

    def _wrap(self, api: Any, number: int) -> Picture:
        return Picture(self.parent, api, number)

    @partly("the picture is always kept in the workbook, never linked")
    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """Put a picture at a place or at a range's corner; a size below zero means the picture's own."""
        if link_to_file and not save_with_document:
            unsupported("Pictures.add", "a linked picture")
        shape = self.parent.book.api.createInstance(_PICTURE)
        shape.Graphic = load_graphic(self.parent, filename)
        number = len(self) + 1
        self.api.add(shape)
        natural = natural_size(shape.Graphic)
        size = self.parent.bridge.struct("awt.Size")
        size.Width = mm100(width) if width > 0 else natural.Width
        size.Height = mm100(height) if height > 0 else natural.Height
        shape.setSize(size)
        picture = Picture(self.parent, shape, number)
        picture.left = anchor.left if anchor is not None else left or 0
        picture.top = anchor.top if anchor is not None else top or 0
        picture.name = f"Picture {number}"
        return picture


def load_graphic(sheet: Sheet, filename: str) -> Any:
    """A picture file as UNO's graphic."""
    provider = sheet.bridge.service("com.sun.star.graphic.GraphicProvider")
    return provider.queryGraphic(sheet.bridge.properties(URL=Path(filename).resolve().as_uri()))


def natural_size(graphic: Any) -> Any:
    """The picture's own size in 1/100 mm: as it says, or its pixels at 96 dots an inch."""
    size = graphic.Size100thMM
    if not (size.Width and size.Height):
        size.Width, size.Height = (
            round(pixels * 2540 / 96) for pixels in (graphic.SizePixel.Width, graphic.SizePixel.Height)
        )
    return size
