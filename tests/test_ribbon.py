"""The buttons, one list for all hosts.

1. Ids are unique, ASCII and fit into a VBA name.
2. Every action has words in both languages, no label twice in a language.
3. Every icon is in the list of Microsoft's names that is kept with its source.
4. Every group has an action.
"""

from __future__ import annotations

import re
from pathlib import Path

from kamxl.ribbon import ACTIONS, Group, action

IMAGES = Path(__file__).resolve().parents[1] / "macros" / "imagemso.txt"


def test_ids_are_unique_and_fit_into_a_vba_name() -> None:
    ids = [one.id for one in ACTIONS]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z][a-z_]{1,20}", name)] == []
    assert [action(name).id for name in ids] == ids


def test_words_in_both_languages() -> None:
    for texts in (
        [a.zh for a in ACTIONS],
        [a.en for a in ACTIONS],
        [a.tip_zh for a in ACTIONS],
        [a.tip_en for a in ACTIONS],
    ):
        assert all(text.strip() for text in texts)
        assert len(set(texts)) == len(texts)


def test_icons_are_names_that_microsoft_published() -> None:
    lines = IMAGES.read_text(encoding="ascii").splitlines()
    published = {line for line in lines if line and not line.startswith("#")}
    assert {a.image for a in ACTIONS} - published == set()


def test_every_group_has_an_action() -> None:
    assert {a.group for a in ACTIONS} == set(Group)
    assert [group.zh for group in Group] == ["填报", "审批", "指标", "设置"]
