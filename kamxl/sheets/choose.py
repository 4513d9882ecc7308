"""Which form do these labels make? The choice is reasoned: by the labels that match, and by the title above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..dataclass import dataclass
from ..domain.form import Field, Form
from .labels import Entry, Likeness, Match, Vocabulary

_WEIGHTS = {
    Likeness.NAME: 1.0,
    Likeness.ALIAS: 0.9,
    Likeness.SETTING: 0.95,
    Likeness.ENGLISH: 0.7,
    Likeness.SLIP: 0.6,
}
_WEIGHT = tuple(_WEIGHTS[likeness] for likeness in Likeness)  # asked for each label and each form: by number
_TITLED_SHARE = 0.3
_UNTITLED_SHARE = 0.6
_MARGIN = 0.1
_MOST = 2_000  # headers remembered


@dataclass(frozen=True, slots=True)
class Choice:
    """A form that the labels may make. ``share`` is the part of its required fields that was found."""

    form: Form
    score: float
    share: float
    count: int
    titled: bool
    sure: bool

    @property
    def confidence(self) -> float:
        """0 to 1, for the attach report."""
        return round(min(1.0, (0.3 if self.titled else 0.15) + 0.7 * self.share), 2)


def found_fields(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """For each form the fields that the labels name, each by its surest label."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        fields = found.setdefault(entry.form, {})
        known = fields.get(entry.field.id)
        if known is None or entry.likeness < known.likeness:
            fields[entry.field.id] = entry
    return found


def rank(vocabulary: Vocabulary, entries: Iterable[Entry], titles: tuple[str, ...], labels: int) -> list[Choice]:
    """The forms that the labels may make, the likeliest first. ``labels`` is how many labels there are in all."""
    choices = [
        _choice(vocabulary.forms[form], fields, form in titles, max(labels, 1))
        for form, fields in found_fields(entries).items()
    ]
    choices.sort(key=lambda choice: (-choice.score, choice.form.id))
    return choices


def rank_labels(
    vocabulary: Vocabulary, matches: Iterable[Match], titles: tuple[str, ...], labels: int
) -> Sequence[Choice]:
    """``rank`` of what these labels may name. Remembered: the lists of colleagues have the same header."""
    found = list(matches)
    key = (tuple(match.key for match in found), titles, labels)  # a match's key always names the same fields
    known = vocabulary.ranked.get(key)
    if known is None:
        known = tuple(rank(vocabulary, (entry for match in found for entry in match.entries), titles, labels))
        if len(vocabulary.ranked) > _MOST:
            vocabulary.ranked.clear()
        vocabulary.ranked[key] = known
    return known


def decide(choices: Sequence[Choice]) -> tuple[Choice | None, Choice | None]:
    """``(the form, None)`` when it is clear, ``(None, the likeliest)`` when it is not, ``(None, None)`` for no form."""
    if not choices:
        return None, None
    best = choices[0]
    if not best.sure:
        return None, best if best.titled or (best.share >= 0.4 and best.count >= 3) else None
    rival = next((other for other in choices[1:] if other.sure), None)
    if rival is not None and best.score - rival.score < _MARGIN:
        return None, best
    return best, None


def _choice(form: Form, fields: Mapping[str, Entry], titled: bool, labels: int) -> Choice:
    own = {name: entry for name, entry in fields.items() if not entry.field.owned or entry.field in form.fields}
    weight = sum(_WEIGHT[entry.likeness] for entry in own.values())
    required: tuple[Field, ...] = form.required
    share = sum(_WEIGHT[own[f.id].likeness] for f in required if f.id in own) / max(len(required), 1)
    score = (1.0 if titled else 0.0) + share + 0.5 * min(1.0, weight / labels) + 0.03 * min(len(own), 12)
    sure = len(own) >= 2 and share >= (_TITLED_SHARE if titled else _UNTITLED_SHARE)
    return Choice(form, score, round(share, 3), len(own), titled, sure)
