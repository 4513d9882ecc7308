"""Draws a form as a card, in one of the looks that Chinese office forms have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from kamxl.domain.form import Field, Form
from kamxl.domain.values import Raw, show

from .canvas import Canvas, Drawn
from .wording import colon, label

EXTRA = ("客户来源", "内部编码", "登记部门", "归口管理", "经办科室", "信息来源", "主管领导", "保密等级")
SECTIONS = ("一、基本信息", "二、联系信息", "三、经营情况", "【基本资料】", "（以下由专员填写）")


@dataclass(frozen=True, slots=True)
class Look:
    """How a card looks: where values stand, label-value pairs in a row, widths in columns, whether cells are merged."""

    way: str
    pairs: int
    label_width: int
    value_width: int
    merged: bool
    people: str
    section_rows: bool
    blank_rows: bool
    extras: bool
    tall: int

    @classmethod
    def any(cls, rng: Random) -> Look:
        return cls(
            way=rng.choice(("right", "right", "right", "below", "inside", "mixed")),
            pairs=rng.randint(1, 4),
            label_width=rng.choice((1, 1, 1, 2)),
            value_width=rng.choice((1, 1, 2, 3)),
            merged=rng.random() < 0.75,
            people=rng.choice(("side", "above", "prefix", "table", "turned", "side")),
            section_rows=rng.random() < 0.2,
            blank_rows=rng.random() < 0.25,
            extras=rng.random() < 0.3,
            tall=rng.choice((1, 1, 2)),
        )


def draw_card(
    canvas: Canvas, rng: Random, form: Form, record: Mapping[str, Raw], look: Look, top: int, left: int
) -> Drawn:
    """Draws the fields that ``record`` names, from ``top`` and ``left`` on."""
    drawn = Drawn(form.id)
    painter = _Painter(canvas, rng, form, record, look, drawn, top, left)
    own = [field for field in form.fields if field.id in record]
    singles = [field for field in own if not field.group]
    groups = list(dict.fromkeys(field.group for field in own if field.group))
    half = len(singles) * 2 // 3
    painter.block(singles[:half])
    painter.people([[field for field in own if field.group == group] for group in groups])
    painter.block(singles[half:])
    canvas.forms.append(drawn)
    return drawn


class _Painter:
    def __init__(
        self,
        canvas: Canvas,
        rng: Random,
        form: Form,
        record: Mapping[str, Raw],
        look: Look,
        drawn: Drawn,
        top: int,
        left: int,
    ) -> None:
        self.canvas, self.rng, self.form, self.record = canvas, rng, form, record
        self.look, self.drawn, self.row, self.left = look, drawn, top, left

    @property
    def width(self) -> int:
        return self.look.pairs * (self.look.label_width + self.look.value_width)

    def block(self, fields: Sequence[Field], left: int | None = None, pairs: int | None = None) -> None:
        if not fields:
            return
        start = self.left if left is None else left
        if self.look.section_rows and left is None:
            self.canvas.put(self.row, start, self.rng.choice(SECTIONS), 1, self.width, merge=self.look.merged)
            self.row += 1
        per_row = pairs or self.look.pairs
        waiting = list(fields)
        while waiting:
            long = waiting[0].long and self.rng.random() < 0.5
            taken = [waiting.pop(0)] if long else [waiting.pop(0) for _ in range(min(per_row, len(waiting)))]
            way = self.look.way if self.look.way != "mixed" else self.rng.choice(("right", "below", "inside"))
            getattr(self, f"_{way}")(taken, start, per_row)
            if self.look.blank_rows and self.rng.random() < 0.3:
                self.row += 1
        if self.look.extras and left is None:
            self._extra(start)

    def _extra(self, start: int) -> None:
        name = self.rng.choice(EXTRA)
        if self.look.way in ("right", "mixed"):
            self.canvas.put(self.row, start, name, 1, self.look.label_width, merge=self.look.merged)
            self.canvas.put(self.row, start + self.look.label_width, "见附件")
            self.row += 1
        elif self.look.way == "inside":
            self.canvas.put(self.row, start, f"{name}：见附件")
            self.row += 1

    def _right(self, fields: Sequence[Field], start: int, per_row: int) -> None:
        look, column = self.look, start
        for number, field in enumerate(fields):
            last = number == len(fields) - 1
            room = start + per_row * (look.label_width + look.value_width) - column - look.label_width
            width = room if last and look.merged and (field.long or self.rng.random() < 0.5) else look.value_width
            self.canvas.put(self.row, column, self._label(field), look.tall, look.label_width, merge=look.merged)
            self._value(field, self.row, column + look.label_width, look.tall, max(width, 1))
            column += look.label_width + look.value_width
        self.row += look.tall if look.merged else 1

    def _below(self, fields: Sequence[Field], start: int, per_row: int) -> None:
        look = self.look
        each = look.label_width + look.value_width if look.merged else 1
        wide = per_row * each if len(fields) == 1 and look.merged else each
        for number, field in enumerate(fields):
            column = start + number * each
            self.canvas.put(self.row, column, self._label(field), 1, wide, merge=look.merged)
            self._value(field, self.row + 1, column, look.tall, wide)
        self.row += 1 + (look.tall if look.merged else 1)

    def _inside(self, fields: Sequence[Field], start: int, per_row: int) -> None:
        look = self.look
        each = look.label_width + look.value_width if look.merged else 1
        for number, field in enumerate(fields):
            text = label(self.form, field, self.rng).replace("\n", "")
            raw = self.record[field.id]
            shown = show(raw) or "____"  # the line to fill in
            cell = self.canvas.put(
                self.row, start + number * each, f"{text}{self.rng.choice('：:')}{shown}", 1, each, merge=look.merged
            )
            self.drawn.cells[field.id] = cell
            self.drawn.raw[field.id] = shown if raw is not None else None
        self.row += 1

    def _label(self, field: Field, *, grouped: bool = True) -> str:
        return label(self.form, field, self.rng, grouped=grouped) + colon(self.rng)

    def _value(self, field: Field, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        raw = self.record.get(field.id)
        cell = self.canvas.put(row, column, raw, rows, columns, merge=self.look.merged)
        self.drawn.cells[field.id] = cell
        self.drawn.raw[field.id] = raw

    def people(self, groups: Sequence[Sequence[Field]]) -> None:
        if not groups:
            return
        mode = self.look.people if len(groups) > 1 else self.rng.choice(("side", "above", "prefix"))
        if mode == "prefix" or self.look.way in ("inside", "below", "mixed"):
            for fields in groups:
                self._prefixed(fields)
        else:
            getattr(self, f"_people_{mode}")(groups)

    def _heading(self, group: Sequence[Field]) -> str:
        name = group[0].group
        return self.rng.choice((name, name, *dict(self.form.groups).get(name, ())))

    def _prefixed(self, fields: Sequence[Field]) -> None:
        for field in fields:
            self.canvas.put(
                self.row, self.left, self._label(field, grouped=False), 1, self.look.label_width, merge=self.look.merged
            )
            self._value(field, self.row, self.left + self.look.label_width, 1, self.look.value_width)
            self.row += 1

    def _people_side(self, groups: Sequence[Sequence[Field]]) -> None:
        for fields in groups:
            top = self.row
            self.block(fields, self.left + 1, max(1, self.look.pairs - 1))
            self.canvas.put(top, self.left, self._heading(fields), self.row - top, 1, merge=self.look.merged)

    def _people_above(self, groups: Sequence[Sequence[Field]]) -> None:
        for fields in groups:
            self.canvas.put(self.row, self.left, self._heading(fields), 1, self.width, merge=self.look.merged)
            self.row += 1
            self.block(fields, self.left)

    def _people_table(self, groups: Sequence[Sequence[Field]]) -> None:
        labels = list(dict.fromkeys(field.zh for fields in groups for field in fields))
        for number, name in enumerate(labels):
            self.canvas.put(self.row, self.left + 1 + number, name)
        for fields in groups:
            self.row += 1
            self.canvas.put(self.row, self.left, self._heading(fields))
            for field in self._all_of(fields[0].group, labels):
                self._value(field, self.row, self.left + 1 + labels.index(field.zh))
        self.row += 1

    def _people_turned(self, groups: Sequence[Sequence[Field]]) -> None:
        labels = list(dict.fromkeys(field.zh for fields in groups for field in fields))
        for number, fields in enumerate(groups):
            self.canvas.put(self.row, self.left + 1 + number, self._heading(fields))
            for field in self._all_of(fields[0].group, labels):
                self._value(field, self.row + 1 + labels.index(field.zh), self.left + 1 + number)
        for name in labels:
            self.row += 1
            self.canvas.put(self.row, self.left, name)
        self.row += 1

    def _all_of(self, group: str, labels: Sequence[str]) -> list[Field]:
        """A table has a cell for every label of every group, also where nothing is filled in."""
        return [field for field in self.form.fields if field.group == group and field.zh in labels]
