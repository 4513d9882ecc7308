"""An independent model of a request: plain sets and loops over the table's rows, written from the manual's words.

It shares the tables, the roles' names and nothing else with the engine; it never imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta

Rows = list[Mapping[str, object]]
ABOVE = {"specialist": "manager", "clerk": "manager", "team": "manager", "manager": "director", "finance": "director"}
JUDGING = ("approve", "return", "reject")


@dataclass
class Try:
    """What somebody tries to do."""

    action: str
    actor: str
    day: date
    behalf: str = ""
    to: str = ""
    person: str = ""
    revision: int = 1
    comment: bool = True
    shown: bool = True
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Office:
    """Who is what, who stands in for whom when, and the numbers of the settings."""

    roles: dict[str, str]
    stand_ins: dict[str, tuple[str, date, date]]
    director_budget: int = 0
    finance_budget: int | None = None
    from_start: bool = False
    once: bool = True

    def holding(self, role: str) -> list[str]:
        return [name for name, held in self.roles.items() if held == role]

    def stands_in(self, actor: str, absent: str, day: date) -> bool:
        if absent not in self.stand_ins:
            return False
        deputy, first, last = self.stand_ins[absent]
        return deputy == actor and first <= day <= last

    def is_somebody(self, actor: str, behalf: str, names: list[str], day: date) -> str:
        """The name among ``names`` for which the actor counts."""
        if not behalf:
            return actor if actor in names else ""
        return behalf if behalf in names and self.stands_in(actor, behalf, day) else ""


class Model:
    """One request from its first submission on."""

    def __init__(self, rows: Rows, start: str, ends: tuple[str, ...], person_field: str, office: Office) -> None:
        self.rows, self.start, self.ends, self.person_field, self.office = rows, start, ends, person_field, office
        self.exists = False
        self.state, self.revision, self.owner = start, 0, ""
        self.fields: dict[str, str] = {}
        self.outside: set[str] = set()
        self.judged = False
        self.came_back_from = ""
        self.last_day = date.min
        self.agreed: set[str] = set()
        self.behind: list[str] = []
        self._enter(start, date.min)

    # -- questions -------------------------------------------------------------------------------------------------

    def rows_of(self, state: str, action: str) -> Rows:
        return [row for row in self.rows if row["state"] == state and row["action"] == action]

    def gate(self) -> Mapping[str, object] | None:
        found = self.rows_of(self.state, "approve")
        return found[0] if found else None

    def named(self, row: Mapping[str, object]) -> list[str]:
        if row["field"]:
            name = self.fields.get(str(row["field"]), "")
            return [name] if name in self.office.roles else []
        return self.office.holding(str(row["role"])) if row["role"] else [self.owner]

    def chairs(self, row: Mapping[str, object]) -> list[str]:
        names = [self.handed.get(name, name) for name in self.named(row)]
        if row["action"] in JUDGING:
            names += [name for name in self.bosses if name not in names]
            names = [name for name in names if name not in self.outside]
        return list(dict.fromkeys(names))

    def enough(self, row: Mapping[str, object], signed: set[str]) -> bool:
        chairs = self.chairs(row)
        if not signed:
            return False
        if signed & set(self.bosses):
            return True
        wanted = len(chairs) if row["quorum"] == 0 else min(int(str(row["quorum"])), len(chairs))
        return len(signed & set(chairs)) >= max(1, wanted)

    def asked(self) -> set[str]:
        """Whose move it is."""
        if not self.exists or self.state in self.ends:
            return set()
        row = self.gate()
        if row is None:
            return {name for r in self.rows if r["state"] == self.state for name in self.chairs(r)}
        first = {name for name, before, done in self.signers if before and not done}
        if first:
            return first
        if not self.enough(row, self.signed):
            left = {name for name in self.chairs(row) if name not in self.signed}
            if left:
                return left
        return {name for name, before, done in self.signers if not before and not done}

    def holds(self, name: object, t: Try | None) -> bool:
        budget = int(self.fields.get("budget") or 0)
        match name:
            case "":
                return True
            case "director_tier":
                return budget >= self.office.director_budget
            case "finance_tier":
                return self.office.finance_budget is not None and budget >= self.office.finance_budget
            case "has_budget":
                return budget > 0
            case "screened":
                return self.fields.get("screening") == "合格"
            case "taker_known":
                return self.fields["taker"] in self.office.roles and self.fields["taker"] != self.fields["giver"]
            case "within_budget":
                return t is not None and int(self.fields["amount"]) <= 1000
            case _:
                return t is not None and t.shown

    # -- moves -----------------------------------------------------------------------------------------------------

    def attempt(self, t: Try) -> bool:
        """Does it if it may be done."""
        if t.actor not in self.office.roles:
            return False
        if t.action == "submit":
            return self._submit(t)
        if not self.exists or t.revision != self.revision or t.day < self.last_day:
            return False
        done = bool(getattr(self, f"_{t.action}", self._plain)(t))
        if done:
            self.last_day = max(self.last_day, t.day)
        return done

    def _submit(self, t: Try) -> bool:
        before = deepcopy(self.__dict__)
        if self._sent(t):
            stops = [row for row in self.rows if row["state"] == self.first_stop and row["action"] == "approve"]
            if not stops or self.gate() is not None:
                return True
        self.__dict__ = before  # refused, or nobody would be left to decide
        return False

    def _sent(self, t: Try) -> bool:
        applicant = t.fields[self.person_field]
        state = self.state
        if self.exists:
            if not self.rows_of(state, "submit"):
                same = t.fields == self.fields or state in self.ends
                if same or applicant != self.fields[self.person_field] or not self.rows_of("已退回", "submit"):
                    return False
                state = "已退回"
            if t.revision != self.revision + 1 or t.day < self.last_day:
                return False
            applicant = self.owner
        elif t.revision != 1:
            return False
        rows = self.rows_of(state, "submit")
        if len(rows) > 1:
            rows = [row for row in rows if row["to"] == t.to]
        if len(rows) != 1:
            return False
        row = rows[0]
        old_fields = self.fields
        self.fields, self.owner = t.fields, applicant
        role_ok = not row["role"] or applicant in self.office.holding(str(row["role"]))
        allowed = self.holds(row["condition"], t) and role_ok
        if not allowed or not self.office.is_somebody(t.actor, t.behalf, [applicant], t.day):
            return False
        self.first_stop = str(row["to"])
        target = str(row["to"])
        resting = self.exists and self.state == "已退回"
        if (
            resting
            and self.came_back_from
            and not self.office.from_start
            and self.rows_of(self.came_back_from, "approve")
        ):
            rose = any(int(t.fields.get(m) or 0) > int(old_fields.get(m) or 0) for m in ("budget", "amount"))
            target = target if rose else self.came_back_from
        self.outside |= {t.actor} | (set() if self.exists else {applicant})
        self.exists = True
        self.revision, self.judged, self.came_back_from = t.revision, False, ""
        self.agreed, self.behind = set(), []
        self.last_day = t.day
        self._enter(target, t.day)
        return True

    def _enter(self, state: str, day: date) -> None:
        self.state, self.since = state, day
        self.signed: set[str] = set()
        self.handed: dict[str, str] = {}
        self.signers: list[tuple[str, bool, bool]] = []
        self.bosses: list[str] = []
        self.poked: date | None = None
        row = self.gate()
        if row is None or not self.exists:
            return
        chairs = self.chairs(row)
        vacant = not chairs and any(name in self.outside for name in self.named(row))
        known = {name for name in chairs if name in self.agreed}
        if not self.holds(row["only_if"], None) or vacant or (self.office.once and self.enough(row, known)):
            self._enter(str(row["to"]), day)

    def _extra(self, t: Try) -> int | None:
        asked = self.asked()
        for place, (name, _, done) in enumerate(self.signers):
            if not done and name in asked and self.office.is_somebody(t.actor, t.behalf, [name], t.day):
                return place
        return None

    def _takes_chair(self, row: Mapping[str, object], t: Try) -> str:
        if row["action"] in JUDGING and (t.actor in self.outside or t.behalf in self.outside):
            return ""
        return self.office.is_somebody(t.actor, t.behalf, self.chairs(row), t.day)

    def _approve(self, t: Try) -> bool:
        row = self.gate()
        if row is None:
            return False
        place = self._extra(t)
        if place is not None:
            name, before, _ = self.signers[place]
            self.signers[place] = (name, before, True)
        else:
            chair = self._takes_chair(row, t)
            if not chair or chair in self.signed or any(before and not done for _, before, done in self.signers):
                return False
            self.signed.add(chair)
            self.agreed.add(chair)
        self.judged = True
        if self.enough(row, self.signed) and all(done for *_, done in self.signers):
            self.behind.append(self.state)
            self._enter(str(row["to"]), t.day)
        return True

    def _may_stop(self, row: Mapping[str, object], t: Try) -> bool:
        return t.comment and (self._extra(t) is not None or bool(self._takes_chair(row, t)))

    def _return(self, t: Try) -> bool:
        rows = self.rows_of(self.state, "return")
        if not rows or not self._may_stop(rows[0], t):
            return False
        target = t.to or str(rows[0]["to"])
        if target != rows[0]["to"] and target not in self.behind:
            return False
        self.judged = True
        if target == "已退回":
            self.came_back_from = self.state
        self.agreed = set()
        self.behind = self.behind[: self.behind.index(target)] if target in self.behind else []
        self._enter(target, t.day)
        return True

    def _reject(self, t: Try) -> bool:
        rows = self.rows_of(self.state, "reject")
        if not rows or not self._may_stop(rows[0], t):
            return False
        self.judged = True
        self._enter(str(rows[0]["to"]), t.day)
        return True

    def _withdraw(self, t: Try) -> bool:
        rows = self.rows_of(self.state, "withdraw")
        if not rows or not self._takes_chair(rows[0], t) or self.judged:
            return False
        self._enter(str(rows[0]["to"]), t.day)
        return True

    def _plain(self, t: Try) -> bool:
        rows = self.rows_of(self.state, t.action)
        if len(rows) > 1:
            rows = [row for row in rows if row["to"] == t.to]
        if len(rows) != 1 or not self._takes_chair(rows[0], t) or not self.holds(rows[0]["condition"], t):
            return False
        self.agreed, self.behind = set(), []
        self._enter(str(rows[0]["to"]), t.day)
        return True

    def _own_chair(self, t: Try) -> str:
        row = self.gate()
        if row is None or t.actor in self.outside:
            return ""
        chair = self.office.is_somebody(t.actor, t.behalf, self.chairs(row), t.day)
        return "" if chair in self.signed else chair

    def _newcomer(self, t: Try) -> bool:
        row = self.gate()
        if row is None or t.person not in self.office.roles or t.person in self.outside:
            return False
        return t.person not in self.chairs(row) and t.person not in [name for name, *_ in self.signers]

    def _transfer(self, t: Try) -> bool:
        chair = self._own_chair(t)
        if not chair or not self._newcomer(t):
            return False
        if chair in self.bosses:
            self.bosses = [t.person if name == chair else name for name in self.bosses]
            return True
        origin = next((name for name, now in self.handed.items() if now == chair), chair)
        self.handed[origin] = t.person
        return True

    def _ask_before(self, t: Try) -> bool:
        if not self._own_chair(t) or not self._newcomer(t):
            return False
        self.signers.append((t.person, t.action == "ask_before", False))
        return True

    _ask_after = _ask_before

    def _remind(self, t: Try) -> bool:
        mine = self.office.is_somebody(t.actor, t.behalf, [self.owner], t.day)
        if not mine or not self.asked() - {self.owner} or self.poked == t.day:
            return False
        self.poked = t.day
        return True

    def _escalate(self, t: Try) -> bool:
        row = self.gate()
        if row is None or not self.office.is_somebody(t.actor, t.behalf, [self.owner], t.day):
            return False
        if not row["due"] or t.day <= workdays_after(self.since, int(str(row["due"]))):
            return False
        role = ABOVE.get(str(row["role"] or "specialist"), "")
        names = [name for name in self.office.holding(role) if name not in self.outside] if role else []
        if not names or set(names) <= set(self.chairs(row)):
            return False
        self.bosses = names
        return True

    def _reopen(self, t: Try) -> bool:
        director = self.office.is_somebody(t.actor, t.behalf, self.office.holding("director"), t.day)
        ended = self.state in self.ends and bool(self.rows_of("已退回", "submit"))
        if not ended or not director or t.actor in self.outside or not t.comment:
            return False
        self.came_back_from = ""
        self.agreed, self.behind = set(), []
        self.state, self.since, self.signed = "已退回", t.day, set()
        return True

    def _reassign(self, t: Try) -> bool:
        manager = self.office.is_somebody(t.actor, t.behalf, self.office.holding("manager"), t.day)
        if self.state in self.ends or not manager or not t.comment:
            return False
        if t.person not in self.office.roles or t.person == t.actor:
            return False
        self.owner = t.person
        self.outside.add(t.person)
        return True


def workdays_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
