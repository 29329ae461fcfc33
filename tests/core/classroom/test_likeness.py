"""Code that is alike but for names and comments, and what does not make it so."""

from __future__ import annotations

import random
import re
import time

import pytest

from core.classroom.likeness import alike, fingerprints_of
from tests.core.checking.right import EINSUM, LOOPS, SINGLE, TEXTBOOK
from tests.core.checking.wrong import WRONG

OWN = re.compile(r"\b(Z|H|e|act|memories|memory|parameters|H_prev|W|b|L|m|s|dZ|dW|db)\b")


def disguised(code: str) -> str:
    """The same with other names, comments, blank lines, and the functions in another order."""
    code = OWN.sub(lambda found: f"{found[0]}_of_mine", code)
    head, *functions = re.split(r"(?m)^(?=def )", code)
    functions.reverse()
    text = "# mine\n" + head + "\n\n".join(functions)
    return re.sub(r"(?m)^(def .*)$", r"\1  # so\n    'About it.'\n", text)


def pairs(*codes: str):
    files = {at: fingerprints_of(code.encode()) for at, code in enumerate(codes)}
    return {(each.first, each.second): each for each in alike(files)}


def test_a_disguised_copy_is_found_among_others():
    found = pairs(TEXTBOOK, LOOPS, EINSUM, SINGLE, disguised(TEXTBOOK))
    assert list(found) == [(0, 4)]
    assert found[0, 4].share > 0.95
    assert {"relu", "layer_backward"} <= set(found[0, 4].functions)


def test_a_template_that_all_were_given_does_not_count():
    class_of_ten = [f"{TEXTBOOK}\n\n{code}" for _, _, code in WRONG[:40:4]]
    assert pairs(*class_of_ten) == {}


@pytest.mark.parametrize("code", ["", "def f(:", "x = 1", "def relu(Z):\n    return Z\n", "\0"])
def test_little_or_broken_code_is_like_nothing(code):
    assert pairs(code, code, TEXTBOOK) == {}


def test_deep_and_long_code_is_taken():
    fingerprints_of(("def f():\n    return " + "-" * 5_000 + "1").encode())
    fingerprints_of(b"def f():\n" + b"    x = 1\n" * 50_000)


def test_a_class_of_300_takes_a_moment():
    shuffle = random.Random(0)
    lines = [line for _, _, code in WRONG for line in code.splitlines() if line.startswith("    ")]
    codes = []
    for _ in range(300):
        body = "\n".join(f"    a{n} = {shuffle.random()} + b" for n in range(60))
        codes.append(f"def f(a, b):\n{body}\n    return a\n")
    assert lines
    began = time.perf_counter()
    pairs(*codes)
    assert time.perf_counter() - began < 10
