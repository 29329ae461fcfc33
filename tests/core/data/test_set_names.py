from __future__ import annotations

from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from core.data.set_names import checked_name, file_name, set_name
from core.errors import DataError


@given(name=st.text(max_size=40))
def test_a_file_gives_its_name_back(name):
    try:
        name = checked_name(name)
    except DataError:
        assume(False)
    file = file_name(name)
    assert set_name(Path("folder") / file) == name
    assert len(file.encode()) <= 200
    assert not set(file) & set('/\\:*?"<>|\n\0')


@pytest.mark.parametrize("name", ["con", "COM7", "nul", "COM¹"])
def test_no_file_is_called_like_a_device(name):
    assert file_name(name).casefold() != f"{name}.jsonl".casefold()


def test_names_come_in_one_spelling():
    assert checked_name("  Zoe\u0308 \t  K ") == "Zoë K"


@pytest.mark.parametrize(
    ("name", "words"),
    [("😀" * 17, "too long for a file"), ("a\u200db", "cannot be seen"), (" \t", "needs a name")],
)
def test_a_name_that_no_file_can_have_is_told(name, words):
    with pytest.raises(DataError, match=words):
        checked_name(name)
