"""Names of sets of drawings: which are allowed, and which file each stands for."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote

from core.errors import DataError
from core.files.plain_text import is_device

ENDING = ".jsonl"
LONGEST_NAME = 40
LONGEST_FILE_NAME = 200  # bytes, of the 255 that file systems take: other endings come to it
_PLAIN = " -_'()+,!&"


def checked_name(name: str) -> str:
    """`name` in its one spelling, without blanks around it. Raises DataError for none, a long one,
    and one with characters that cannot be seen."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name:
        raise DataError("A set needs a name, such as “Anna”.")
    if not name.isprintable():
        raise DataError("This name has a character that cannot be seen. Leave it out.")
    if len(name) > LONGEST_NAME:
        raise DataError(f"A name may have at most {LONGEST_NAME} letters.")
    if len(file_name(name).encode()) > LONGEST_FILE_NAME:
        raise DataError(
            "This name is too long for a file: each picture in it counts twelve letters."
        )
    return name


def same_name(one: str, other: str) -> bool:
    """Whether a file system may take the two for the same."""
    return one.casefold() == other.casefold()


def file_name(name: str) -> str:
    """A file name that every system takes; set_name() gives the name back."""
    safe = "".join(
        each if each.isalnum() or each in _PLAIN else quote(each, safe="") for each in name
    )
    safe = safe.replace(".", "%2E")
    if is_device(safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    return safe + ENDING


def set_name(path: Path) -> str:
    """The name of the set that the file holds."""
    readable = unquote(path.name.removesuffix(ENDING)).encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", readable)
