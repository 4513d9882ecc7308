"""The words that the add-in shows: one sheet inside it (VBA source is ASCII), made from the registries and the catalogue.

Columns: key, Chinese, English. ``{0}`` in a message is replaced by VBA.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...errors import say
from ...ribbon import TAB_EN, TAB_ZH, Group
from ..resident.service import available

if TYPE_CHECKING:
    from ...functions.function import Function

SHEET = "KamText"
Row = tuple[str, str, str]
# What VBA says by itself, and the parameter of the catalogue's entry that it fills in.
_MESSAGES: Mapping[str, str] = {
    "busy": "",
    "failed": "reason",
    "fetching": "",
    "working": "",
    "broken": "",
    "silent": "python",
    "no_python": "python",
    "no_open": "target",
}
# Excel cuts a function's help here.
_LONGEST_HELP = 255


def rows(functions: Sequence[Function], category: str) -> list[Row]:
    """Every word of the add-in, in a stable order."""
    return [*_ribbon(), *_messages(), *_functions(functions, category)]


def _ribbon() -> Iterator[Row]:
    yield "tab.label", TAB_ZH, TAB_EN
    for group in Group:
        yield f"{group}.label", group.zh, group.en
    for action in available():
        yield f"{action.id}.label", action.zh, action.en
        yield f"{action.id}.tip", action.tip_zh, action.tip_en


def _messages() -> Iterator[Row]:
    yield "say.title", f"kamxl {TAB_ZH}", "kamxl"
    for name, parameter in _MESSAGES.items():
        text = say(f"excel.{name}", **({parameter: "{0}"} if parameter else {}))
        yield f"say.{name}", text.full(), text.full("en")


def _functions(functions: Sequence[Function], category: str) -> Iterator[Row]:
    yield "fn.category", category, "Key account KPIs"
    for function in functions:
        yield f"fn.{function.name}", function.help[:_LONGEST_HELP], f"{function.en}. Example: {function.example}"
        for number, argument in enumerate(function.args, 1):
            help_zh = f"{argument.zh}:{argument.help}"[:_LONGEST_HELP]
            yield f"fn.{function.name}.{number}", help_zh, help_zh
