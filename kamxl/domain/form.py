"""A form and its fields: the one definition from which templates, reading, checking, flows, docs and tests follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cache

from ..dataclass import dataclass
from . import registry


class Layout(StrEnum):
    """How the template lays a form out. Reading accepts either for every form."""

    CARD = "card"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form.

    ``zh`` is the label on the sheet and ``aliases`` its other common wordings; ``type`` names a file in ``types/``;
    ``group`` is the block that tells repeated labels apart (公司法人/主要联系人: 姓名), and a field that
    ``heads_group`` is what the group's heading means when a value stands beside it (法定代表人: 王志远); ``choices``
    are the allowed values of a choice or tick field; ``unit`` is what a bare number means (元, 万元, 天); ``private``
    fields are masked outside the owner's, the manager's and the director's view; ``owned`` cells are written by kamxl,
    never typed; ``long`` texts run over several lines, and the template gives them the room.
    """

    id: str
    zh: str
    en: str
    type: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    heads_group: bool = False
    group: str = ""
    unit: str = ""
    private: bool = False
    owned: bool = False
    long: bool = False
    help: str = ""

    @property
    def label(self) -> str:
        """The name in messages: with its group where the label alone is ambiguous."""
        return f"{self.group}·{self.zh}" if self.group else self.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of the department.

    ``titles`` are what the sheet or its headline may be called besides ``zh``; ``key`` names the fields that identify
    a record; ``flow`` is the approval flow that the form starts or belongs to ("" for none); ``kept_by`` are the
    roles in whose workbook it lives; ``customer``, ``day`` and ``person`` name the fields that place a record in a
    scope and a period ("" where the form has none); ``number`` names the field with the record's document number, while
    ``doc_no`` is the controlled number of the form itself (文件编号); ``groups`` gives the other headings of a group.
    """

    id: str
    zh: str
    en: str
    layout: Layout
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    titles: tuple[str, ...] = ()
    flow: str = ""
    kept_by: tuple[str, ...] = ("specialist",)
    customer: str = ""
    day: str = ""
    person: str = ""
    number: str = ""
    doc_no: str = ""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    all_fields: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    """The form's own fields, then the status fields if the form is decided by a flow."""
    required: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    _by_id: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        status = STATUS_FIELDS if self.flow else ()
        object.__setattr__(self, "all_fields", self.fields + status)
        object.__setattr__(self, "_by_id", {field.id: field for field in self.fields + status})
        object.__setattr__(self, "required", tuple(field for field in self.fields if field.required))

    def field(self, field_id: str) -> Field:
        """The field with that id; ``KeyError`` for an id that the form does not have."""
        try:
            return self._by_id[field_id]
        except KeyError:
            raise KeyError(f"{self.id}.{field_id}") from None


# A view of the ledger beside each request. Typing into these cells decides nothing.
STATUS_FIELDS = (
    Field(id="flow_status", zh="审批状态", en="Status", owned=True),
    Field(id="flow_actor", zh="审批人", en="Decided by", owned=True, aliases=("当前审批人",)),
    Field(id="flow_comment", zh="审批意见", en="Comment", owned=True),
    Field(id="flow_date", zh="审批日期", en="Decided on", type="date", owned=True, aliases=("批准日期",)),
    Field(id="flow_next", zh="下一步", en="Next step", owned=True),
)


@cache
def forms() -> Mapping[str, Form]:
    """Every form by id, in the order of the file names in ``forms/``."""
    from . import forms as package

    found = registry.discover(package, "FORM", Form)
    for name, form in found.items():
        if form.id != name:
            raise TypeError(f"forms/{name}.py defines form {form.id}")
    return found
