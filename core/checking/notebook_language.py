"""The language of a notebook's code, as its metadata tell it."""

from __future__ import annotations

from typing import Any

from core.files.plain_text import plain

_SAID_IN = (("language_info", "name"), ("kernelspec", "language"))
_LIKE_PYTHON = ("python", "ipython", "sage")
_NAMES = {"r": "R", "julia": "Julia", "matlab": "MATLAB", "octave": "Octave", "java": "Java"}
_NAMES |= {"javascript": "JavaScript", "scala": "Scala", "bash": "Bash"}
# By the beginning of a kernel's name, which may be any name of a user's own.
_KERNELS = {"ir": "R", "julia": "Julia", "matlab": "MATLAB", "octave": "Octave"}
_LONGEST = 40


def other_language(record: Any) -> str:
    """The language that a notebook says it is in, to be shown; "" for Python, or where it does not
    say. record: its JSON."""
    metadata = record.get("metadata") if isinstance(record, dict) else None
    said = [each for each in (_text_in(metadata, *place) for place in _SAID_IN) if each]
    if any(each.lower().startswith(_LIKE_PYTHON) for each in said):
        return ""
    if said:
        return _NAMES.get(said[0].lower(), plain(said[0], _LONGEST))
    return _KERNELS.get(_text_in(metadata, "kernelspec", "name").split("-")[0], "")


def _text_in(metadata: Any, name: str, key: str) -> str:
    about = metadata.get(name) if isinstance(metadata, dict) else None
    text = about.get(key) if isinstance(about, dict) else None
    return text.strip() if isinstance(text, str) else ""
