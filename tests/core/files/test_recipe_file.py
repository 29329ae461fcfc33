"""Texts that are no recipe: each is a RecipeError, before it takes time or memory."""

from __future__ import annotations

import tomllib

import pytest

from core.errors import RecipeError
from core.files.recipe_file import MAX_LETTERS, MAX_LINE, from_toml, to_toml
from core.network.recipe import Recipe

LONG = "a" * 10_000_000
DEEP = {
    "one dotted key": ".".join(["a"] * 49_000),
    "dotted keys": "\n".join(".".join([letter] * 240) + " = 1" for letter in "abcdefghijklmnop"),
    "dotted tables": "\n".join(f"[{'.'.join([letter] * 240)}]" for letter in "abcdefghijklmnop"),
    "lists": "hidden = " + "[\n" * 4_000,
    "tables": "a = " + "{a=" * 160,
    "a long text": f'activation = "{LONG}"',
    "many lines": "\n" * 10_000_000,
}


@pytest.mark.parametrize("kind", DEEP)
def test_no_key_or_value_is_too_deep_or_too_long_to_refuse(kind):
    with pytest.raises(RecipeError):
        from_toml(DEEP[kind])


def test_what_is_too_long_is_never_parsed(monkeypatch):
    monkeypatch.setattr(tomllib, "loads", lambda text: pytest.fail("it was parsed"))
    for text in ("#" * (MAX_LINE + 1), "#\n" * MAX_LETTERS):
        with pytest.raises(RecipeError, match="too long"):
            from_toml(text)


def test_the_longest_recipe_is_read():
    recipe = Recipe(hidden=(1000,) * 12)
    assert from_toml(to_toml(recipe)) == recipe
    assert len(to_toml(recipe)) < MAX_LETTERS / 10


@pytest.mark.parametrize("field", ["hidden", "epochs", "learning_rate", "activation", "seed"])
@pytest.mark.parametrize(
    "value",
    [
        *("0x" + "f" * 480, "9" * 480, "1e400", "nan", "-inf", "true", "''", '"\\u001b[2J"'),
        *("1979-05-27", "07:32:00", "[1, [2]]", "[true]", "{a = 1}", "[{a = 1}]"),
    ],
)
def test_a_value_that_none_has_is_refused(field, value):
    with pytest.raises(RecipeError):
        from_toml(f"{field} = {value}")


def test_what_is_said_of_a_field_is_plain():
    with pytest.raises(RecipeError) as raised:
        from_toml('"\\u001b[2J\\n' + "a" * 400 + '" = 1')
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 500
