"""Names that are nearly one of the course's: misspelt, and so never looked at."""

from __future__ import annotations

import re

from core.checking.code.tree import Code
from core.checking.course_functions import ALL_NAMES, JUDGED

SHORT = 7  # letters: of a shorter name one letter may differ, of others two


def near_names(code: Code, found: set[str]) -> tuple[tuple[str, str], ...]:
    """(a function's name in the file, the course's name that is meant) for every function that is
    nearly one of the course's. found: those of the course that the file has."""
    missing = [name for name in JUDGED if name not in found]
    pairs = []
    for written in code.functions or {}:
        if written in ALL_NAMES or written.startswith("_"):
            continue
        meant = next((name for name in missing if _is_near(written, name)), None)
        if meant is not None:
            pairs.append((written, meant))
    return tuple(pairs)


def _is_near(written: str, name: str) -> bool:
    """Whether only a letter or two differ, or capitals and “_”. A number after it is no slip."""
    one, other = (re.sub("_", "", each).lower() for each in (written, name))
    if one == other:
        return True
    if one.rstrip("0123456789") == other:
        return False
    most = 1 if len(other) < SHORT else 2
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


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
