"""Lengths, colours and shared properties: points and RGB as xlwings has them, 1/100 mm and 0xRRGGBB as UNO has them."""

from __future__ import annotations

from typing import Any

_MM100_A_POINT = 2540 / 72
# Excel counts a column's width in digits of its default font: 7 pixels a digit and 5 of padding, at 96 dots an inch.
_DIGIT_PIXELS, _PADDING_PIXELS, _POINTS_A_PIXEL = 7, 5, 0.75

NO_COLOR = -1


def points(mm100: float) -> float:
    """1/100 mm → points."""
    return round(mm100 / _MM100_A_POINT, 2)


def mm100(length: float) -> int:
    """Points → 1/100 mm."""
    return round(length * _MM100_A_POINT)


def digits(width: float) -> float:
    """A column's width: 1/100 mm → characters, as ``Range.column_width`` has it."""
    pixels = width / _MM100_A_POINT / _POINTS_A_PIXEL
    return round(max(pixels - _PADDING_PIXELS, 0) / _DIGIT_PIXELS, 2)


def from_digits(width: float) -> int:
    """A column's width: characters → 1/100 mm."""
    return mm100((width * _DIGIT_PIXELS + _PADDING_PIXELS) * _POINTS_A_PIXEL)


def rgb(color: int) -> tuple[int, int, int] | None:
    """0xRRGGBB → ``(red, green, blue)``; ``None`` for no colour."""
    if color < 0:
        return None
    return color >> 16 & 255, color >> 8 & 255, color & 255


def color_number(color: Any) -> int:
    """A colour as xlwings takes it: a triple, ``#rrggbb``, Excel's number (0xBBGGRR) or ``None`` for no colour."""
    if color is None:
        return NO_COLOR
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):
        return (color & 255) << 16 | color & 0xFF00 | color >> 16 & 255
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def shared(api: Any, name: str) -> Any:
    """A UNO property of several cells, ``None`` where they differ: the property alone would give the default then."""
    if api.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return getattr(api, name)
