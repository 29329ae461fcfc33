"""Text from outside, made harmless to show: no line breaks, no control characters, not too long."""

from __future__ import annotations

LONGEST = 120
_IN_FILE_NAMES = " -_'()+,!&“”"
_LONGEST_FILE_NAME = 60  # four bytes a letter at most, of the 255 that file systems take


def plain(text: str, longest: int = LONGEST) -> str:
    """In one line, of characters that can be seen, with “…” for what is beyond `longest`.

    What looks like markup stays as it is: who shows it must show it as plain text.
    """
    seen = "".join(each for each in text[: 4 * longest] if each.isprintable() or each.isspace())
    seen = " ".join(seen.split())
    return seen if len(seen) <= longest else f"{seen[: longest - 1]}…"


def as_file_name(text: str) -> str:
    """A file name without an ending that every system takes, in no other folder; "" for none."""
    seen = plain(text, _LONGEST_FILE_NAME)
    safe = "".join(each if each.isalnum() or each in _IN_FILE_NAMES else "-" for each in seen)
    return safe.strip(" -")
