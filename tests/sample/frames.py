"""Every KPI worked out a second time in plain pandas, from domain.md's text alone: no code of the KPIs is used here.

The frames hold the records' values; a customer's region and specialist are joined from the profiles.
"""

from __future__ import annotations

import pandas as pd

from kamxl.domain.records import Tables

Value = float | None
_COLUMNS = {
    "profile": "customer region specialist status since lost_on file_no filed_on address phone contact_name grade",
    "sales_plan": "quarter customer plan actual",
    "service_log": "date customer category valid limit_days answered_on",
    "service_cost": "quarter budget spent region specialist customer",
    "rating": "year item score customer person",
    "development": "no applied_on customer applicant sign_expected",
}
_PEOPLE = {"张伟": "华东", "李娜": "华南", "王强": "华北", "赵静": "西南"}


class Frames:
    """The department as data frames, with whose each row is in ``region``, ``specialist`` and ``customer``."""

    def __init__(self, tables: Tables, answer_days: int) -> None:
        self.answer_days = answer_days
        self.profile = self._frame(tables, "profile").drop_duplicates("customer")
        self.sales = self._placed(self._frame(tables, "sales_plan"))
        self.log = self._placed(self._frame(tables, "service_log"))
        self.cost = self._placed(self._frame(tables, "service_cost"))
        self.rating = self._placed(self._frame(tables, "rating"), "person")
        self.development = self._placed(self._frame(tables, "development"), "applicant")
        self.sales, self.cost = self._dated(self.sales), self._dated(self.cost)

    @staticmethod
    def _frame(tables: Tables, form: str) -> pd.DataFrame:
        columns = _COLUMNS[form].split()
        rows = [[record.values.get(column) for column in columns] for record in tables[form]]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    @staticmethod
    def _dated(frame: pd.DataFrame) -> pd.DataFrame:
        """With the days of each row's quarter; a row whose quarter cannot be read counts nowhere."""
        frame = frame.dropna(subset=["quarter"]).copy()
        frame["from"] = [quarter.start for quarter in frame["quarter"]]
        frame["to"] = [quarter.end for quarter in frame["quarter"]]
        return frame

    def _placed(self, frame: pd.DataFrame, person: str = "specialist") -> pd.DataFrame:
        known = self.profile.set_index("customer")
        own_person = frame[person] if person in frame else pd.Series([None] * len(frame), dtype=object)
        own_region = frame["region"] if "region" in frame else pd.Series([None] * len(frame), dtype=object)
        found = frame["customer"].isin(known.index)
        frame["specialist"] = frame["customer"].map(known["specialist"]).where(found, own_person)
        region = frame["customer"].map(known["region"]).where(found, own_region)
        frame["region"] = region.where(region.notna(), frame["specialist"].map(_PEOPLE))
        return frame


_WITHIN: dict[tuple[int, str, str], tuple[pd.DataFrame, pd.DataFrame]] = {}


def within(frame: pd.DataFrame, kind: str, name: str) -> pd.DataFrame:
    if kind == "department":
        return frame
    key = (id(frame), kind, name)
    if key not in _WITHIN:  # with the frame, or its id might be another's one day
        _WITHIN[key] = (frame, frame[frame[kind] == name])
    return _WITHIN[key][1]


def between(column: pd.Series, start: object, end: object) -> pd.Series:
    """Which days lie in the period; an empty one does not."""
    return column.map(lambda day: day is not None and not pd.isna(day) and start <= day <= end).astype(bool)


def share(numerator: float, denominator: float) -> Value:
    return None if denominator == 0 else float(numerator) / float(denominator)


def kpi(frames: Frames, name: str, kind: str, scope: str, start: object, end: object, fiscal_year: int) -> Value:
    """The KPI for the days from ``start`` to ``end``; ``kind`` is department, region, specialist or customer."""
    profile = within(frames.profile, kind, scope)

    def began() -> pd.Series:
        return between(profile["since"], start, end)

    def lost() -> pd.Series:
        return (profile["status"] == "流失") & between(profile["lost_on"], start, end)

    def opening() -> int:
        opened = profile["since"].map(lambda day: day is not None and not pd.isna(day) and day < start)
        gone_before = (profile["status"] == "流失") & profile["lost_on"].map(
            lambda day: day is not None and not pd.isna(day) and day < start
        )
        return int((opened & ~gone_before).sum())

    def logged() -> pd.DataFrame:
        log = within(frames.log, kind, scope)
        return log[between(log["date"], start, end)]

    match name:
        case "plan_rate" | "cost_rate":
            frame = within(frames.sales if name == "plan_rate" else frames.cost, kind, scope)
            frame = frame[(frame["from"] >= start) & (frame["to"] <= end)]
            top, bottom = ("actual", "plan") if name == "plan_rate" else ("spent", "budget")
            return share(frame[top].dropna().sum(), frame[bottom].dropna().sum())
        case "new_rate":
            return share(began().sum(), opening())
        case "churn":
            return float(lost().sum())
        case "churn_rate":
            return share(lost().sum(), opening())
        case "dev_rate":
            plan = within(frames.development, kind, scope)
            plan = plan[between(plan["sign_expected"], start, end)]
            since = plan["customer"].map(frames.profile.set_index("customer")["since"])
            done = [
                begun is not None and not pd.isna(begun) and applied <= begun <= end
                for begun, applied in zip(since, plan["applied_on"], strict=True)
            ]
            return share(sum(done), len(plan))
        case "complaints":
            log = logged()
            return float(((log["category"] == "投诉") & (log["valid"] == True)).sum())  # noqa: E712 - a column
        case "feedback_rate" | "answer_rate":
            log = logged()
            asked = log[log["category"] == ("意见" if name == "feedback_rate" else "咨询")]
            answered = asked.dropna(subset=["answered_on"])
            days = pd.Series(
                [(b - a).days for a, b in zip(answered["date"], answered["answered_on"], strict=True)],
                index=answered.index, dtype=float,
            )  # fmt: skip
            limits = answered["limit_days"].map(lambda days: frames.answer_days if pd.isna(days) else float(days))
            return share(((days >= 0) & (days <= limits)).sum(), len(asked))
        case "revisit_rate":
            log = logged()
            visits = log[log["category"] == "回访"]
            done = visits.dropna(subset=["answered_on"])
            return share(done["customer"].nunique(), visits["customer"].nunique())
        case "profile_rate":
            active = profile[
                profile["since"].map(lambda day: day is not None and not pd.isna(day) and day <= end)
                & ~((profile["status"] == "流失") & between(profile["lost_on"], pd.Timestamp.min.date(), end))
            ]
            required = ["file_no", "filed_on", "customer", "address", "phone", "contact_name"]
            required += ["region", "specialist", "grade", "status"]
            return share(active[required].notna().all(axis=1).sum(), len(active))
        case "service_score" | "satisfaction":
            item = "服务规范" if name == "service_score" else "客户满意度"
            rated = frames.rating
            if name == "service_score" and kind == "specialist":
                who = rated["person"].where(rated["person"].notna(), rated["specialist"])
                rated = rated[who == scope]
            else:
                rated = within(rated, kind, scope)
            scores = rated[(rated["item"] == item) & (rated["year"] == fiscal_year)]["score"].dropna()
            return share(scores.sum(), len(scores))
    raise KeyError(name)
