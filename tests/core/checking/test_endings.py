"""How a child ended is told in words, on every system."""

from __future__ import annotations

import pytest

from core.checking.endings import ending_in_words
from core.checking.process import ChildGone


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (-11, "crashed the Python interpreter (SIGSEGV)"),
        (-99, "crashed the Python interpreter (signal 99)"),
        (0xC0000005, "crashed the Python interpreter (a wrong address in memory)"),
        (0xC00000FD, "crashed the Python interpreter (the stack was full)"),
        (0xC0000142, "crashed the Python interpreter (Windows' error C0000142)"),
        (3, "ended the program at once, with os._exit(3) or the like"),
    ],
)
def test_a_crash_is_no_exit(code, words):
    assert ending_in_words(ChildGone(code), "relu", 10.0) == f"relu {words}."
