"""Writing a file the user named: whole or not at all, and a sentence when it cannot be. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.errors import DigitLabError
from core.files.atomic_file import replace_file
from core.files.regular_file import read_regular
from core.version import LESSON_ENDING, MODEL_ENDING


def file_in(arguments: Sequence[str]) -> Path | None:
    """The network or lesson that is all of `arguments`, by its ending alone, or None."""
    if len(arguments) == 1 and arguments[0].lower().endswith((MODEL_ENDING, LESSON_ENDING)):
        return Path(arguments[0])
    return None


def write_file(path: Path, data: bytes) -> None:
    """Raises DigitLabError with a sentence for the user; an older file is then still there."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise DigitLabError(
            f"“{path.name}” could not be written in {path.parent}: "
            f"{error.strerror or error}. Nothing was changed. Choose another place."
        ) from error


def read_text(path: Path, limit: int) -> str:
    """At most `limit` bytes of UTF-8. Raises DigitLabError with a sentence for the user."""
    try:
        data = read_regular(path, limit)
        if len(data) > limit:
            raise DigitLabError(f"“{path.name}” is too large to be what you are looking for.")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DigitLabError(f"“{path.name}” is not a text file.") from error
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        why = getattr(error, "strerror", None) or error
        raise DigitLabError(f"“{path.name}” could not be read: {why}.") from error
