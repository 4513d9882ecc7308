"""What people in 设置 call a form or a field: by its name, its id or another common wording, however they type it."""

from __future__ import annotations

from functools import cache

from ..domain.form import Field, Form, forms
from ..sheets.labels import label_key


def form_called(name: str) -> Form | None:
    """The form of that name; 设置's own sheets are none."""
    return _forms().get(label_key(name))


@cache
def _forms() -> dict[str, Form]:
    """The forms by what they may be called; of two that share a name the first has it."""
    named = [form for form in forms().values() if form.kept_by != ("settings",)]
    return {label_key(word): form for form in reversed(named) for word in (form.id, form.zh, *form.titles)}


def field_called(form: Form, name: str) -> Field | None:
    """The form's field of that name: its full label comes before its short one, and that before other wordings."""
    key = label_key(name)
    for wording in (lambda f: (f.label,), lambda f: (f.id, f.zh), lambda f: f.aliases):
        for found in form.fields:
            if key in {label_key(word) for word in wording(found)}:
                return found
    return None


def known_forms() -> str:
    """All names of forms, for a message."""
    return "、".join(form.zh for form in forms().values() if form.kept_by != ("settings",))


def known_fields(form: Form) -> str:
    """All names of a form's fields, for a message."""
    return "、".join(field.label for field in form.fields)
