"""How far a line of Python begins from the left. No Qt."""

from __future__ import annotations


def indented(before: str, spaces: int) -> str:
    """The blanks that a new line begins with after a line that reads `before`."""
    inner = before.lstrip(" ")
    blanks = " " * (len(before) - len(inner))
    code = inner.split("#")[0].rstrip()
    if code.endswith(":"):
        return blanks + " " * spaces
    first = code.split(" ")[0].rstrip(":")
    if first in ("return", "raise", "pass", "break", "continue"):
        return blanks[:-spaces]
    return blanks


def blanks_to_remove(line: str, spaces: int) -> int:
    """How many blanks to take away for one indent less."""
    return min(spaces, len(line) - len(line.lstrip(" ")))
