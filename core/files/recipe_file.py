"""A recipe as TOML, which people read and write."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields

import tomli_w

from core.errors import RecipeError
from core.network.recipe import Recipe


def to_toml(recipe: Recipe) -> str:
    """All fields, one a line."""
    return tomli_w.dumps(asdict(recipe))


def from_toml(text: str) -> Recipe:
    """Fields left out keep their defaults. Raises RecipeError for unknown or bad ones."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecipeError("", f"This is not a recipe in TOML: {error}.") from None
    known = [field.name for field in fields(Recipe)]
    for name in values:
        if name not in known:
            has = ", ".join(known)
            raise RecipeError(name, f"A recipe has no field “{name}”. It has: {has}.")
    if isinstance(values.get("hidden"), list):
        values["hidden"] = tuple(values["hidden"])
    return Recipe(**values)
