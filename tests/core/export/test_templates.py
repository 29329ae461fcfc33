"""Constants and comments that are put into programs: values, never code."""

from __future__ import annotations

import ast

import pytest

from core.export.templates import as_comment, filled, sections

VALUES = [
    *(
        0,
        -1.5,
        1e-9,
        1e22,
        (),
        (1,),
        (128, 64),
        "relu",
        "",
        'a "b"',
        "it’s",
        "\\",
        "\\1",
        "\n",
        "\ud800",
    ),
    *(("a b", "#", "  # c"), tuple("abcdefghijklmnopqrstuvwxyz" * 2), ("a word " * 20,) * 3),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_constant_has_the_value(value) -> None:
    source = filled('A = 1\nX = ("old",)  # what it is\nB = 2\n', {"X": value})
    names: dict[str, object] = {}
    exec(source.encode("utf-8", "surrogatepass") and source, names)
    assert names["X"] == value
    assert (names["A"], names["B"]) == (1, 2)
    assert "# what it is\n" in source


@pytest.mark.parametrize("source", ["", "X = 1\nX = 2\n", "  X = 1\n", "XY = 1\n"])
def test_a_constant_that_is_not_there_once_is_refused(source) -> None:
    with pytest.raises(ValueError, match="lines that set X"):
        filled(source, {"X": 3})


@pytest.mark.parametrize(
    "note", ["a\nb = 1", "a\rb", "a\u2028b", "\f\vx", "long " * 200, "x" * 500]
)
def test_a_comment_holds_no_code(note) -> None:
    comment = as_comment("first", note)
    assert ast.parse(comment).body == []
    assert max(map(len, comment.splitlines())) <= 100


def test_sections_are_found_by_their_titles() -> None:
    text = "# %% [markdown]\n# # T\n\n# %%\na\n\n# %% [markdown]\n# ## U v\n# words\n\n# %%\nb\n"
    found = sections(text)
    assert list(found) == ["T", "U v"]
    assert found["U v"] == "# %% [markdown]\n# ## U v\n# words\n\n# %%\nb\n"
