"""Patterns from 设置: two notations, one automaton without backtracking.

1. A pattern matches what Python's own ``re.fullmatch`` matches, over random patterns and texts.
2. Masks are matched as people read them.
3. What the notation does not know, and what would need too much, is refused with the reason.
4. Patterns that hang a backtracking matcher take no time.
"""

from __future__ import annotations

import pickle
import re
import time
from random import Random

import pytest

from kamxl.domain.notations import mask, regex
from kamxl.domain.pattern import BadPattern


def _random_pattern(rng: Random, depth: int = 0) -> str:
    atoms = ["a", "b", "1", ".", r"\d", r"\w", "[ab]", "[^a]", "[a-c1]", r"\.", r"[\d-]"]
    if depth > 2 or rng.random() < 0.4:
        piece = rng.choice(atoms)
    elif rng.random() < 0.5:
        piece = "".join(_random_pattern(rng, depth + 1) for _ in range(rng.randint(1, 3)))
    else:
        piece = f"(?:{'|'.join(_random_pattern(rng, depth + 1) for _ in range(rng.randint(1, 3)))})"
    return piece + (rng.choice(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"]) if rng.random() < 0.25 else "")


def test_like_pythons_own() -> None:
    rng = Random(7)  # noqa: S311 - tests, not secrets
    tried = hits = 0
    while tried < 1500:
        source = _random_pattern(rng)
        try:
            pattern, own = regex(source), re.compile(source)
        except (BadPattern, re.error):  # too large, or a repeat of a repeat
            continue
        tried += 1
        for _ in range(6):
            text = "".join(rng.choice("ab1c.") for _ in range(rng.randint(0, 6)))
            assert pattern.matches(text) == bool(own.fullmatch(text)), (source, text)
            hits += pattern.matches(text)
    assert hits > 1000


@pytest.mark.parametrize(
    ("shape", "text", "fits"),
    [
        ("HT-####-###", "HT-2026-015", True),
        ("HT-####-###", "HT-2026-15", False),
        ("HT-####-###", "ＨＴ－２０２６－０１５", True),
        ("@@##", "ab12", True),
        ("@@##", "一二12", False),
        ("浙?·*", "浙A·12345", True),
        ("*公司", "华东机电有限公司", True),
        ("*公司", "华东机电", False),
        ("A.B", "AxB", False),
    ],
)
def test_masks(shape: str, text: str, fits: bool) -> None:
    assert mask(shape).matches(text) is fits


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "empty"),
        ("(", "syntax"),
        ("a)", "syntax"),
        ("[a", "syntax"),
        ("*a", "syntax"),
        ("a{3,1}", "syntax"),
        ("a\\", "syntax"),
        (r"(a)\1", "unsupported"),
        ("(?=a)b", "unsupported"),
        (r"\bA", "unsupported"),
        ("((a{100}){100}){100}", "large"),
        ("a" * 201, "long"),
        ("(" * 30 + "a" + ")" * 30, "deep"),
    ],
)
def test_refused(source: str, reason: str) -> None:
    with pytest.raises(BadPattern) as caught:
        regex(source)
    assert caught.value.reason == reason


def test_anchors_and_closing_escapes() -> None:
    assert regex("^HT$").matches("HT")
    assert regex(r"^HT\$").matches("HT$")
    assert regex(r"HT\\$").matches("HT\\")


@pytest.mark.parametrize("source", ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*){10}b", "(a?){50}a{50}"])
def test_nothing_hangs(source: str) -> None:
    pattern = regex(source)
    begun = time.process_time()
    assert not pattern.matches("a" * 20_000 + "c")
    assert time.process_time() - begun < 2


def test_a_pattern_survives_a_process_pool() -> None:
    assert pickle.loads(pickle.dumps(regex("a+b"))).matches("aab")  # noqa: S301
