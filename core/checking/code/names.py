"""Names that are nearly one of the course's: misspelt, and so never looked at."""

from __future__ import annotations

import re

from core.checking.code.tree import Code
from core.checking.course_functions import ALL_NAMES, JUDGED

TOO_MANY = 3
NAMES_OF_THEIR_OWN = ("elu", "selu", "gelu", "crelu", "prelu", "relu6")
SHORT = 7  # letters: of a shorter name one letter may differ, of others two


def near_names(code: Code, found: set[str]) -> tuple[tuple[str, str], ...]:
    """(a function's name in the file, the course's name that is meant) for every function that is
    nearly one of the course's. found: those of the course that the file has."""
    pairs = []
    for written in code.functions or {}:
        if written in ALL_NAMES or written.startswith("_"):
            continue
        slips, meant = min((_slips(written, name), name) for name in JUDGED)
        if slips < TOO_MANY and meant not in found:
            pairs.append((written, meant))
    return tuple(pairs)


def _slips(written: str, name: str) -> int:
    """How many letters differ, capitals and “_” apart; TOO_MANY for what is another name. A number
    after it makes another name."""
    one, other = (re.sub("_", "", each).lower() for each in (written, name))
    most = 1 if len(other) < SHORT else 2
    is_other = one != other and one.rstrip("0123456789") == other
    if is_other or abs(len(one) - len(other)) > most or written in NAMES_OF_THEIR_OWN:
        return TOO_MANY
    slips = _distance(one, other)
    return slips if slips <= most else TOO_MANY


def _distance(one: str, other: str) -> int:
    """How many letters are to be put in, left out, replaced or swapped with the next: Damerau,
    A technique for computer detection and correction of spelling errors, 1964."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
