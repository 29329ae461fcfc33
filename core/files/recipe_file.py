"""A recipe as TOML, which people read and write."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields

import tomli_w

from core.errors import RecipeError
from core.files.plain_text import plain
from core.network.recipe import Recipe

MAX_LETTERS = 10_000  # of bytes as well; a recipe has 400
# A key of a thousand parts takes tomllib their square in time and in memory.
MAX_LINE = 500


def to_toml(recipe: Recipe) -> str:
    """All fields, one a line."""
    return tomli_w.dumps(asdict(recipe))


def from_toml(text: str) -> Recipe:
    """Fields left out keep their defaults. Raises RecipeError for unknown or bad ones, and for text
    that is longer than any recipe."""
    if len(text) > MAX_LETTERS or any(len(line) > MAX_LINE for line in text.splitlines()):
        raise RecipeError("", "This is not a recipe: it is too long for one.")
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecipeError("", f"This is not a recipe in TOML: {plain(str(error), 300)}.") from None
    known = [field.name for field in fields(Recipe)]
    for name in values:
        if name not in known:
            has = ", ".join(known)
            raise RecipeError(name, f"A recipe has no field “{plain(name, 40)}”. It has: {has}.")
    if isinstance(values.get("hidden"), list):
        values["hidden"] = tuple(values["hidden"])
    return Recipe(**values)
