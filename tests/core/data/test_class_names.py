"""What classes may be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.class_names import (
    LONGEST_NAME,
    MOST_CLASSES,
    checked_class_names,
    numbered,
    phrase,
)
from core.data.dataset import DIGITS
from core.errors import DataError
from tests.classes import BY_CLASS, CLOTHES, KANA, LETTERS


@pytest.mark.parametrize("names", [DIGITS, LETTERS, CLOTHES, KANA, BY_CLASS, ("a & b", "x < y")])
def test_names_that_people_have_are_taken(names: tuple[str, ...]) -> None:
    assert checked_class_names(list(names)) == names


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ("ab", "not a list of texts"),
        ({"a": 1}, "not a list of texts"),
        (["a", 1], "not a list of texts"),
        (None, "not a list of texts"),
        ([], "it has 0 classes"),
        (["a"], "it has 1 classes"),
        (numbered(MOST_CLASSES + 1), "it has 63 classes; Digit Lab takes 2 to 62"),
        (["a", ""], "the name of its class 2, “”, is empty"),
        (["\t", "b"], "class 1, “”, is empty"),
        (["a", "b" * (LONGEST_NAME + 1)], "is longer than 40 letters"),
        (["a", "b\x00"], "characters that cannot be seen"),
        (["a", "b\u200b"], "characters that cannot be seen"),
        (["a", "\u202eb"], "characters that cannot be seen"),
        (["a", "b\nc"], "characters that cannot be seen"),
        (["a", "<b>b</b>"], "holds markup"),
        (["a", "<!--"], "holds markup"),
        (["a", "</p>"], "holds markup"),
        (["a", "&#60;"], "holds markup"),
        (["a", "&nbsp;"], "holds markup"),
        (["a", "b", "a"], "2 of its classes are called “a”"),
    ],
)
def test_others_are_refused_with_a_reason(names: object, why: str) -> None:
    with pytest.raises(DataError, match=why) as caught:
        checked_class_names(names)
    assert str(caught.value).isprintable()


def refusal(names: list[str]) -> str:
    """Why they are not taken, or ""."""
    try:
        checked_class_names(names)
    except DataError as error:
        return str(error)
    return ""


@given(st.lists(st.text(max_size=60), max_size=70))
def test_whatever_is_taken_can_be_shown_and_told_apart(names: list[str]) -> None:
    why = refusal(names)
    assert not why or (why.isprintable() and len(why) < 200)
    if not why:
        assert 2 <= len(names) <= MOST_CLASSES
        assert len(set(names)) == len(names)
        assert all(each.strip() and each.isprintable() and len(each) <= 40 for each in names)


def test_a_class_in_a_sentence() -> None:
    assert [phrase(each, DIGITS) for each in (7, 8)] == ["a 7", "an 8"]
    assert phrase(9, CLOTHES) == "“Ankle boot”"
    assert phrase(0, LETTERS) == "“A”"
    assert numbered(10) == DIGITS
