"""Text from outside, made harmless: to show, to print on a terminal, or to name a file with."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # of a name
LONGEST_TEXT = 2_000
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # what turns, hides, or commands
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their kind, but nothing to see
_LONG_WORD = re.compile(r"[^\s/\\-]{40}(?=[^\s/\\-])")
_MOST_MARKS = 2  # accents on one letter
_INSTEAD = "�"
_IN_FILE_NAMES = " -_'()+,!&“”"
_LONGEST_FILE_NAME, _MOST_BYTES = 60, 180  # file systems take 255 bytes, an ending included
# What Windows calls its devices; no file can have such a name there, whatever its ending.
_DEVICES = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{name}{n}" for name in ("com", "lpt") for n in "0123456789"),
}


def plain(text: str, longest: int = LONGEST) -> str:
    """In one line, of characters that can be seen, with “…” for what is beyond `longest`.

    What looks like markup stays as it is: who shows it must show it as plain text.
    """
    return _cut(" ".join(_seen(text[: 4 * longest]).split()), longest)


def plain_lines(text: str, longest: int = LONGEST_TEXT) -> str:
    """As plain(), but its lines and all its blanks stay."""
    if text.isascii() and text.isprintable():
        return _cut(text, longest)
    return _cut(_seen(text[: 4 * longest]), longest)


def breakable(text: str) -> str:
    """With a place to break each word that is longer than any of a language or a path."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


def for_terminal(text: str) -> str:
    """With “�” for all that a terminal would take for a command or could not write, but for the
    ends of lines and tabs. Nothing is cut."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_INSTEAD if is_unseen(each) else each for each in text)


def as_file_name(text: str, otherwise: str) -> str:
    """A file name without an ending that every system takes, in no other folder.

    otherwise: the name where nothing is left of `text`.
    """
    seen = plain(unicodedata.normalize("NFC", text[: 4 * LONGEST]), _LONGEST_FILE_NAME)
    safe = "".join(each if each.isalnum() or each in _IN_FILE_NAMES else "-" for each in seen)
    safe = safe.encode()[:_MOST_BYTES].decode(errors="ignore").strip(" -")
    return f"{safe}_" if is_device(safe) else safe or otherwise


def is_device(name: str) -> bool:
    """Whether Windows takes a file name without its ending for one of its devices."""
    return unicodedata.normalize("NFKC", name).casefold() in _DEVICES


def is_unseen(character: str) -> bool:
    """Whether it turns, hides or commands, or cannot be written; ends of lines and tabs do not."""
    return character not in "\n\t" and unicodedata.category(character) in _UNSEEN


def _seen(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for each in text:
        if each in _FILLERS or is_unseen(each):
            kept += "\n" * (each in "\u2028\u2029")
            continue
        marks = marks + 1 if unicodedata.category(each) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(each)
    return "".join(kept)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
