"""What a learner's code raised, in plain words and with the lines of the learner's file."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LONGEST = 20_000


@dataclass(frozen=True)
class Complaint:
    """An exception of a learner's code.

    sentence: for the user. traceback: Python's own, of the learner's lines alone. line: where in
    the learner's file, from 1; None when it is not known. kind: the exception's type.
    """

    sentence: str
    traceback: str
    line: int | None
    kind: str


def complaint_of(error: BaseException, path: str) -> Complaint:
    """The complaint about `error`, raised by the file at `path`."""
    try:
        shown_traceback, line = _traceback_of(error, path)
        where = f"Line {line}: " if line else ""
        sentence = where + in_words(error)
    except Exception:  # its __str__ may raise
        shown_traceback, line, sentence = "", None, f"It raised {type(error).__name__}."
    return Complaint(sentence[:2000], shown_traceback[-LONGEST:], line, type(error).__name__)


def in_words(error: BaseException) -> str:
    """What was raised, without where. Raises what the error's own __str__ raises."""
    known = (_WORDS[each] for each in type(error).__mro__ if each in _WORDS)
    return next(known, _plain_text)(error)


def is_input(error: EOFError) -> bool:
    """Whether input() or getpass() said that nobody types, and not a file that it is at its end."""
    return str(error) in ("", "EOF when reading a line")


def _traceback_of(error: BaseException, path: str) -> tuple[str, int | None]:
    about = traceback.TracebackException.from_exception(error, compact=True)
    if isinstance(error, SyntaxError) and not any(each.filename == path for each in about.stack):
        about.stack.clear()
        own = error.filename in (None, path)
        return "".join(about.format()), error.lineno if own else None
    first = next((k for k, each in enumerate(about.stack) if each.filename == path), None)
    if first is None:
        return "".join(about.format_exception_only()), None
    last = max(k for k, each in enumerate(about.stack) if each.filename == path)
    del about.stack[last + 1 :]  # what NumPy does inside is of no use to a learner
    del about.stack[:first]
    return "".join(about.format()), about.stack[-1].lineno


def _plain_text(error: BaseException) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."


def _syntax(error: Any) -> str:
    if "codec can't decode" in str(error):
        return "the file is not text in UTF-8. Save it as UTF-8 in your editor."
    return f"Python cannot read this: {error.msg}. Nothing of the file could be run."


def _module(error: Any) -> str:
    return f"there is no module “{error.name}” here. Put its file beside this one, or do without."


def _name(error: Any) -> str:
    return f"“{error.name or error}” is not defined at this point."


def _unbound(error: Any) -> str:
    return f"a variable is used before it has a value ({error})."


def _value(error: Any) -> str:
    text = str(error)
    if "truth value of an array" in text:
        return (
            "a whole array stands where yes or no is asked (if, and, or): use np.where or a mask."
        )
    shapes = any(word in text for word in ("shape", "dimension", "aligned", "broadcast"))
    return f"these shapes do not fit together: {text}" if shapes else _plain_text(error)


def _memory(error: Any) -> str:
    return f"more memory is asked for than a check may use. {error}".strip()


def _permission(error: Any) -> str:
    return (
        f"this is not allowed in a check ({error}): no network, no other programs, and files are "
        "written in the working folder alone."
    )


def _file(error: Any) -> str:
    """NumPy's own has no name but in its text, HDF5's is in the middle of it."""
    text = str(error)
    found = re.search(r"name = '([^']+)'", text) or re.match(r"(.+) not found\.$", text)
    name = str(error.filename or (found.group(1) if found else ""))
    if not name:
        return f"a file is not there ({text})." if text else "a file is not there."
    is_elsewhere = name.startswith(("/", "\\", "~")) or name[1:2] == ":"
    return f"there is no file “{name}” {'here' if is_elsewhere else 'beside this one'}."


def _input(error: Any) -> str:
    if not is_input(error):
        return f"this file ends too early: {error}."
    return "input() waits for somebody to type, which nobody can in a check."


def _exit(error: Any) -> str:
    return "the program is ended here by sys.exit() or exit(). Leave that out to have it checked."


_WORDS: dict[type[BaseException], Callable[[Any], str]] = {
    SyntaxError: _syntax,
    ModuleNotFoundError: _module,
    NameError: _name,
    UnboundLocalError: _unbound,
    ValueError: _value,
    MemoryError: _memory,
    PermissionError: _permission,
    SystemExit: _exit,
    KeyError: lambda error: f"there is no entry {error} in the dictionary.",
    RecursionError: lambda error: "a function calls itself without end.",
    EOFError: _input,
    FileNotFoundError: _file,
    NotImplementedError: lambda error: "this is not written yet.",
    ZeroDivisionError: lambda error: f"something is divided by zero ({error}).",
}
