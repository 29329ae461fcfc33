"""The programs of resources/export, which run as they are, and how their constants are set.

Those that train are in the percent form: a line “# %%” begins a cell of code, “# %% [markdown]” one
of text, and a text that begins with “## ” a section.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

from core.files.plain_text import plain
from core.files.regular_file import read_regular
from core.resources import ROOT
from core.version import NAME, VERSION

FOLDER = ROOT / "export"
MADE = f"Made by {NAME} {VERSION}."
MARKDOWN = "# %% [markdown]\n"
_MOST_BYTES = 100_000
_WIDTH = 100
_LONGEST_NOTE = 300
_SECTION = re.compile(r"^# %% \[markdown\]\n# ##? (.*)\n", re.MULTILINE)


def template(name: str) -> str:
    """The text of one of the programs."""
    return read_regular(FOLDER / f"{name}.py", _MOST_BYTES).decode()


def filled(source: str, constants: Mapping[str, Any]) -> str:
    """With these values in the lines “NAME = ...”; what is said behind them stays.

    Raises ValueError where the source has no such line, or several.
    """
    for name, value in constants.items():
        line = re.compile(rf"^{name} = .*?(?=  #|$)", re.MULTILINE)
        source, count = line.subn(_assigned(name, value).replace("\\", r"\\"), source)
        if count != 1:
            raise ValueError(f"There are {count} lines that set {name}.")
    return source


def sections(source: str) -> dict[str, str]:
    """By their titles, in their order; the whole text of each."""
    found = list(_SECTION.finditer(source))
    ends = [each.start() for each in found[1:]] + [len(source)]
    return {
        each[1]: source[each.start() : end].strip() + "\n"
        for each, end in zip(found, ends, strict=True)
    }


def as_comment(*notes: str) -> str:
    """Each in lines of a comment of its own; nothing that they hold can become code."""
    wrapped = [textwrap.wrap(plain(note, _LONGEST_NOTE), _WIDTH - 2) for note in notes if note]
    return "\n#\n".join("\n".join(f"# {line}" for line in lines) for lines in wrapped)


def _assigned(name: str, value: Any) -> str:
    line = f"{name} = {_literal(value)}"
    if len(line) <= _WIDTH or not isinstance(value, tuple):
        return line
    items = textwrap.wrap(
        " ".join(f"{_literal(each).replace(' ', _GLUE)}," for each in value),
        _WIDTH - 4,
        break_long_words=False,
        break_on_hyphens=False,
    )
    inner = "\n".join(f"    {line}".replace(_GLUE, " ") for line in items)
    return f"{name} = (\n{inner}\n)"


_GLUE = "\0"  # keeps the words of one name in one line; no literal holds it


def _literal(value: Any) -> str:
    if isinstance(value, tuple):
        items = ", ".join(map(_literal, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, str):
        is_simple = value.isprintable() and '"' not in value and "\\" not in value
        return f'"{value}"' if is_simple else ascii(value)
    return repr(value)
