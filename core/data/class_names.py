"""What classes may be called: names come from files that anybody wrote."""

from __future__ import annotations

import re
from collections import Counter

from core.data.dataset import DIGITS
from core.errors import DataError
from core.files.plain_text import plain

FEWEST_CLASSES, MOST_CLASSES = 2, 62
LONGEST_NAME = 40
_MARKUP = re.compile(r"<[a-z/!?]|&(\w+|#\w+);", re.IGNORECASE)


def numbered(classes: int) -> tuple[str, ...]:
    """Names for classes that nobody named: "0", "1", ..."""
    return tuple(map(str, range(classes)))


def phrase(number: int, names: tuple[str, ...]) -> str:
    """A class in a sentence: “a 7”, “an 8” of the ten digits, else its name in quotes: “A”."""
    if names != DIGITS:
        return f"“{names[number]}”"
    return f"{'an' if number == 8 else 'a'} {number}"


def checked_class_names(names: object) -> tuple[str, ...]:
    """The names, if they are any: a list of 2 to 62 short texts that can be seen, all different.

    Raises DataError saying what is wrong with the first that is none.
    """
    if not isinstance(names, list | tuple) or not all(isinstance(each, str) for each in names):
        raise DataError("its class names are not a list of texts")
    if not FEWEST_CLASSES <= len(names) <= MOST_CLASSES:
        raise DataError(
            f"it has {len(names):,} classes; Digit Lab takes {FEWEST_CLASSES} to {MOST_CLASSES}"
        )
    for number, name in enumerate(names, start=1):
        wrong = _wrong(name)
        if wrong:
            raise DataError(
                f"the name of its class {number}, “{plain(name, LONGEST_NAME)}”, {wrong}"
            )
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise DataError(f"{times} of its classes are called “{name}”")
    return tuple(names)


def _wrong(name: str) -> str:
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} letters"
    if plain(name, LONGEST_NAME) != name:
        return "has characters that cannot be seen"
    return "holds markup" if _MARKUP.search(name) else ""
