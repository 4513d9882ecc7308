"""What a spreadsheet function is, and the registry of all of them.

    FUNCTION = Function(name="KAM_GRADE", ..., call=call)

    def call(desk: Desk, customer: object, period: object = None) -> Plain: ...

Each KPI is a function of its own; every other function is one file in ``library/``. The help (at most 255 characters,
Excel cuts there) is the docstring's first paragraph.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..dataclass import dataclass
from ..domain import registry
from ..domain.kpi import Kpi, kpis
from .values import Plain, Result

if TYPE_CHECKING:
    from .desk import Desk

CATEGORY = "大客户KPI"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. ``each``: a range gives an array, one result for each of its cells; else it is one value or a list.

    ``name`` is ASCII (VBA), ``zh`` its name in the function wizard, ``help`` what to give.
    """

    name: str
    zh: str
    help: str
    optional: bool = False
    each: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A spreadsheet function.

    ``call(desk, *arguments)`` gives a number, text or rows, and raises ``NoResult`` (#N/A, #VALUE!) or ``InputError``
    (#VALUE!). ``array`` functions give rows that spill; ``live`` ones may change without a refresh and are never
    remembered.
    """

    name: str
    zh: str
    en: str
    args: tuple[Argument, ...]
    call: Callable[..., Result]
    help: str
    example: str
    array: bool = False
    live: bool = False

    @property
    def needed(self) -> int:
        """How many arguments must be given."""
        return sum(not argument.optional for argument in self.args)

    @property
    def signature(self) -> str:
        """``KAM_CHURN(period, [scope])``."""
        names = (f"[{arg.name}]" if arg.optional else arg.name for arg in self.args)
        return f"{self.name}({', '.join(names)})"


ID = Argument("id", "指标", "指标的中文名、id 或函数名，如 大客户流失数、churn")
PERIOD = Argument(
    "period", "期间", "2026Q3、2026年三季度、2026-08、2026、日期单元格、本季度、上季度；也可以是一片单元格"
)
SCOPE = Argument("scope", "范围", "区域、专员、客户名称或档案编号；留空为全部门", optional=True)


def help_of(call: Callable[..., object]) -> str:
    """The first paragraph of the docstring of the function's file, as one line."""
    doc = (sys.modules[call.__module__].__doc__ or "").strip()
    return " ".join(doc.split("\n\n", 1)[0].split())


@cache
def functions() -> Mapping[str, Function]:
    """Every function by name: the KPIs in the manual's order, then the others."""
    from . import library

    others = registry.discover(library, "FUNCTION", Function)
    found = {kpi.udf: _of_kpi(kpi) for kpi in kpis().values()}
    return found | {function.name: function for function in others.values()}


def _of_kpi(kpi: Kpi) -> Function:
    def call(desk: Desk, period: object, scope: object = None) -> Plain:
        return desk.value(kpi, period, scope)

    return Function(
        name=kpi.udf,
        zh=kpi.zh,
        en=kpi.en,
        args=(PERIOD, SCOPE),
        call=call,
        help=kpi.help,
        example=f'={kpi.udf}("2026Q3","华东")',
    )
