"""The calls that are likely to come after one.

1. After a region's figure come the following regions, specialists and customers, then the other figures of that region.
2. After the department's figure come its other figures first, in the same spelling of the arguments.
3. Every answer is the one that the call itself gives; never more than asked for; each call once, the first one not again.
4. A function that is no KPI, a range, or no argument leads nowhere.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from kamxl.books.closed import open_closed
from kamxl.commands.demo import LAST_DAY, lay_out
from kamxl.commands.department import Department
from kamxl.domain.kpi import kpis
from kamxl.functions.ahead import ahead
from kamxl.functions.calculator import Calculator
from kamxl.snapshot.snapshot import Snapshot

NOW = datetime(2026, 9, 30, 9)


@pytest.fixture(scope="module")
def calculator(tmp_path_factory: pytest.TempPathFactory) -> Calculator:
    folder = tmp_path_factory.mktemp("先") / "部门"
    lay_out(folder)
    department = Department(folder, open_closed, LAST_DAY)
    return Calculator(Snapshot(department.tables(), department.settings, NOW, "一"))


def test_following_scopes_then_the_other_figures(calculator: Calculator) -> None:  # 1
    scopes = calculator.snapshot.facts.scopes
    names = (*scopes.regions, *scopes.specialists, *scopes.customers)
    found = list(ahead(calculator, "KAM_CHURN", ("2026Q3", names[0]), len(names)))
    assert [(name, args) for name, args, _ in found[:-1]] == [("KAM_CHURN", ("2026Q3", name)) for name in names[1:]]
    assert found[-1][:2] == ("KAM_CHURN_RATE", ("2026Q3", names[0]))


@pytest.mark.parametrize("args", [("2026Q3",), ("2026Q3", ""), (2026.0, None)])
def test_the_departments_other_figures(calculator: Calculator, args: tuple[object, ...]) -> None:  # 2
    found = [(name, given) for name, given, _ in ahead(calculator, "KAM_CHURN", args, len(kpis()))]
    assert {given for _, given in found[:-1]} == {args}
    assert len({name for name, _ in found[:-1]}) == len(kpis()) - 1
    assert found[-1] == ("KAM_CHURN", (args[0], calculator.snapshot.facts.scopes.regions[0]))


def test_answers_are_the_calls_own(calculator: Calculator) -> None:  # 3
    found = list(ahead(calculator, "KAM_PLAN_RATE", ("2026Q3",), 10_000))
    calls = [(name, *args) for name, args, _ in found]
    assert len(set(calls)) == len(calls)
    assert ("KAM_PLAN_RATE", "2026Q3") not in calls
    other = Calculator(calculator.snapshot)
    assert [value for *_, value in found] == [other.call(*call) for call in calls]
    assert len(list(ahead(calculator, "KAM_PLAN_RATE", ("2026Q3",), 7))) == 7


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("KAM_TABLE", ("2026Q3",)),
        ("KAM_CHURN", ()),
        ("KAM_CHURN", ([["2026Q3"]],)),
        ("KAM_CHURN", ("2026Q3", [["华东"]])),
    ],
)
def test_nothing_likely(calculator: Calculator, name: str, args: tuple[object, ...]) -> None:  # 4
    assert list(ahead(calculator, name, args, 10)) == []
