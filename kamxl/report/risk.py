"""What an early sign is: one file in ``risks/`` that looks at the facts and says which customers need attention, and why.

RISK = Risk(id="silence", zh="久未联系", ..., find=find)

def find(watch: Watch) -> Iterator[Sign]: ...

A sign is about one customer and follows from that customer's records alone. What it needs of the others is said in
``Risk``, so that a department too large to hold can be looked at a part at a time: the customer's grade (``by_grade``),
whether anybody keeps such records at all (``needs``), or everybody together (``of_all``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cache, cached_property

from ..dataclass import dataclass
from ..domain import registry
from ..domain.customer import Customer
from ..domain.facts import Facts
from ..domain.grades import grade_customers
from ..domain.periods import Period, Span
from ..domain.records import Record

# The forms that show that somebody was in touch with a customer, with the field of the day.
CONTACTS = (
    ("contact_log", "date"),
    ("visit_record", "visited_on"),
    ("service_log", "date"),
    ("service_log", "answered_on"),
)


class Level(IntEnum):
    """How soon somebody has to act. Sorts the worst first."""

    HIGH = 1
    MIDDLE = 2
    LOW = 3

    @property
    def zh(self) -> str:
        return {1: "高", 2: "中", 3: "低"}[self.value]


@dataclass(frozen=True, slots=True)
class Sign:
    """One early sign: about whom, what was seen, what to do, and the record that shows it best (``None``: many do)."""

    risk: str
    level: Level
    customer: str
    region: str
    specialist: str
    seen: str
    advice: str
    record: Record | None = None
    field: str = ""

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The most urgent first, then by region, specialist and customer."""
        return (self.level, self.region, self.specialist, self.customer, self.risk)


GRADES = ("A", "B", "C", "")
"""The grades by value; "" for a customer that has none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How soon somebody has to act on what was seen, and what to do."""

    level: Level
    advice: str


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What the same sight means for a customer of each of ``GRADES`` (``None``: nothing). Shared by all to whom it applies."""

    by_grade: tuple[Verdict | None, ...]

    @classmethod
    def of(cls, advice: str, a: Level, others: Level) -> Verdicts:
        """One advice for everybody, and a level of its own for grade A."""
        return cls(tuple(Verdict(a if grade == "A" else others, advice) for grade in GRADES))


@dataclass(frozen=True, slots=True)
class Sight:
    """What a risk that depends on the grade saw of a customer, whatever that customer's grade turns out to be."""

    customer: str
    region: str
    specialist: str
    seen: str
    verdicts: Verdicts
    record: Record | None = None
    field: str = ""

    def sign(self, risk: str, grade: str) -> Sign | None:
        """What it means for that grade."""
        verdict = self.verdicts.by_grade[GRADES.index(grade)]
        if verdict is None:
            return None
        who = (self.customer, self.region, self.specialist)
        return Sign(risk, verdict.level, *who, self.seen, verdict.advice, self.record, self.field)


@dataclass(slots=True)
class Tally:
    """How many signs there are, by kind and by person, each with its level."""

    by_kind: Counter[tuple[str, Level]]
    by_person: Counter[tuple[str, Level]]
    regions: dict[str, str]

    @classmethod
    def of(cls, found: Iterable[Sign]) -> Tally:
        tally = cls(Counter(), Counter(), {})
        for sign in found:
            tally.add(sign.risk, sign.level, sign.region, sign.specialist)
        return tally

    def add(self, risk: str, level: Level, region: str, specialist: str) -> None:
        self.by_kind[risk, level] += 1
        self.by_person[specialist, level] += 1
        self.regions[specialist] = region


class Need(StrEnum):
    """What a department has to keep somewhere before a sign makes sense."""

    NOTHING = ""
    CONTACTS = "contacts"
    ORDERS = "orders"


Calls = Mapping[tuple[str, date], int]
"""How many customers each person called on, by day."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a sign has to know of all customers: their grades, now and a quarter ago, and what the department keeps.

    ``active`` and ``calls`` are everybody's, where the facts are only some customers' or nobody's.
    """

    grades: Mapping[str, str]
    grades_before: Mapping[str, str]
    kept: frozenset[Need] = frozenset(Need)
    active: tuple[Customer, ...] | None = None
    calls: Calls | None = None


@dataclass(frozen=True)
class Watch:
    """What the signs look at: the facts as of ``day``, in the light of the report's quarter.

    Where the facts are those of some customers only, ``whole`` says what must be known of all of them.
    """

    facts: Facts
    period: Period
    day: date
    whole: Whole | None = None

    @cached_property
    def active(self) -> tuple[Customer, ...]:
        """The customers with whom the department works on the day."""
        if self.whole is not None and self.whole.active is not None:
            return self.whole.active
        return tuple(self.facts.customers.everybody.active_on(self.day))

    @cached_property
    def names(self) -> Sequence[str]:
        """Their names."""
        if self.whole is not None and self.whole.active is not None:
            return [customer.name for customer in self.whole.active]
        return self.facts.customers.everybody.active_on(self.day).customers

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """The customers' grades by value, to the end of the quarter."""
        if self.whole is not None:
            return self.whole.grades
        return {one.customer: one.grade for one in grade_customers(self.facts, self.period)}

    @cached_property
    def grades_before(self) -> Mapping[str, str]:
        """The same a quarter ago."""
        if self.whole is not None:
            return self.whole.grades_before
        return {one.customer: one.grade for one in grade_customers(self.facts, self.period.previous)}

    def keeps(self, need: Need) -> bool:
        """Whether anybody registers contacts or orders at all: a department without a log is not told that it never speaks."""
        if self.whole is not None:
            return need in self.whole.kept
        return need in kept(self.facts)

    @cached_property
    def calls(self) -> Calls:
        """Who was called on in the last whole week before the day."""
        if self.whole is not None and self.whole.calls is not None:
            return self.whole.calls
        return calls(self.facts, self.monday)

    @property
    def monday(self) -> date:
        """The first day of the last whole week before the day."""
        return self.day - timedelta(days=self.day.weekday() + 7)

    def sign(
        self,
        risk: str,
        level: Level,
        customer: Customer,
        seen: str,
        advice: str,
        record: Record | None = None,
        field: str = "",
    ) -> Sign:
        return Sign(risk, level, customer.name, customer.region, customer.specialist, seen, advice, record, field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One kind of early sign. ``meaning`` says when it shows, with its numbers.

    ``by_grade``: what it says of a customer depends on that customer's value grade, and ``find`` gives sights. ``needs``: it
    is looked for only where the department keeps such records. ``of_all``: it looks at nothing but ``active``, the grades
    and ``calls``.
    """

    id: str
    zh: str
    meaning: str
    find: Callable[[Watch], Iterator[Sign | Sight]]
    by_grade: bool = False
    needs: Need = Need.NOTHING
    of_all: bool = False

    def signs(self, watch: Watch) -> Iterator[Sign]:
        """What it finds, where the department keeps what it needs."""
        for found in self.find(watch) if watch.keeps(self.needs) else ():
            sign = found if isinstance(found, Sign) else found.sign(self.id, watch.grades.get(found.customer, ""))
            if sign is not None:
                yield sign


@cache
def risks() -> tuple[Risk, ...]:
    """Every kind of sign, in the order of the file names."""
    from . import risks as package

    return tuple(registry.discover(package, "RISK", Risk).values())


def signs(watch: Watch) -> list[Sign]:
    """Every sign, the most urgent first, then by specialist and customer."""
    found = [sign for risk in risks() for sign in risk.signs(watch)]
    return sorted(found, key=lambda sign: sign.order)


def kept(facts: Facts) -> frozenset[Need]:
    """Of what there is any record."""
    found = {Need.NOTHING}
    if any(facts.rows(form) for form, _ in CONTACTS):
        found.add(Need.CONTACTS)
    if facts.any_order:
        found.add(Need.ORDERS)
    return frozenset(found)


def calls(facts: Facts, monday: date) -> Calls:
    """How many customers each person called on in the week from ``monday``, by day: a visit is a customer on a day."""
    met: set[tuple[str, date, str]] = set()
    week = Span(monday, monday + timedelta(days=6))
    for form, field in (("visit_record", "visited_on"), ("contact_log", "date")):
        for record in facts.timeline(form, field).within(week):
            day = record.day(field)
            if day is None or (form == "contact_log" and record.text("way") != "拜访"):
                continue
            person = record.text("visitor") or facts.place(record).specialist
            met.add((person, day, record.text("customer")))
    return Counter((person, day) for person, day, _ in met)
