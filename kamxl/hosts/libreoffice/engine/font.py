"""``Font`` of a range or a shape. What is set is set for Western and for Asian text: Chinese uses the second."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from .bridge import Bridge
from .gaps import implements
from .units import color_number, rgb, shared

_BOLD, _NORMAL = 150.0, 100.0


@implements(base_classes.Font)
class Font:
    """The font of anything with UNO's character properties. A mixed range gives ``None``."""

    api: Any

    def __init__(self, bridge: Bridge, api: Any) -> None:
        self._bridge = bridge
        self.api = api

    def _set(self, **values: Any) -> None:
        names = sorted(values)
        self.api.setPropertyValues(tuple(names), tuple(values[name] for name in names))

    @property
    def bold(self) -> bool | None:
        weight = shared(self.api, "CharWeight")
        return None if weight is None else weight > 110

    @bold.setter
    def bold(self, value: bool) -> None:
        weight = _BOLD if value else _NORMAL
        self._set(CharWeight=weight, CharWeightAsian=weight)

    @property
    def italic(self) -> bool | None:
        posture = shared(self.api, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        slant = self._bridge.enum("awt.FontSlant", "ITALIC" if value else "NONE")
        self._set(CharPosture=slant, CharPostureAsian=slant)

    @property
    def size(self) -> float | None:
        height = shared(self.api, "CharHeight")
        return None if height is None else round(float(height), 1)

    @size.setter
    def size(self, value: float) -> None:
        self._set(CharHeight=float(value), CharHeightAsian=float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        color = shared(self.api, "CharColor")
        if color is None:
            return None
        return rgb(color) or (0, 0, 0)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CharColor = color_number(value)

    @property
    def name(self) -> str | None:
        name = shared(self.api, "CharFontName")
        return None if name is None else str(name)

    @name.setter
    def name(self, value: str) -> None:
        self._set(CharFontName=value, CharFontNameAsian=value)
