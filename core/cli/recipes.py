"""The recipe in a file that an argument names."""

from __future__ import annotations

from pathlib import Path

from core.errors import DataError, RecipeError
from core.files.recipe_file import MAX_LETTERS, from_toml
from core.files.regular_file import read_regular
from core.network.recipe import Recipe


def read_recipe(path: Path) -> Recipe:
    """Raises DataError when there is no such text file, RecipeError when it is no recipe."""
    try:
        text = read_regular(path, MAX_LETTERS)
        if len(text) > MAX_LETTERS:
            raise DataError(f"{path} is too long for a recipe.")
        return from_toml(text.decode())
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a recipe: it is not text.") from None
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        why = getattr(error, "strerror", None) or error
        raise DataError(f"The recipe {path} cannot be read: {why}.") from None
    except RecipeError as error:
        place = f"{path}, {error.field}" if error.field else str(path)
        raise RecipeError(error.field, f"{place}: {error}") from None
