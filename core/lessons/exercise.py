"""A new exercise: the course's functions with signatures, docstrings and blanks to fill in."""

from __future__ import annotations

from core.errors import DataError
from core.resources import ROOT

TEMPLATE = ROOT / "lessons" / "exercise.py.txt"
FILE_NAME = "my_backward.py"


def template() -> str:
    """The text of the exercise. Raises DataError when its file is missing."""
    try:
        return TEMPLATE.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            "The template of the exercise is missing. Install Digit Lab anew."
        ) from error
