"""The only way to standard output and standard error: nothing that is printed commands a terminal,
whatever a model file, a file's name or a learner's code holds."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, TextIO

from core.files.plain_text import for_terminal, is_unseen
from core.version import PROGRAM


def speak_plainly() -> None:
    """From now on pipes and files get UTF-8, on Windows as well, and consoles their own alphabet,
    with a question mark for what is not in it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")


def tell(text: str = "", stream: TextIO | None = None) -> None:
    """Print a line, or several. stream: standard output when None."""
    print(for_terminal(text), file=stream or sys.stdout)


def tell_json(record: Any) -> None:
    """Print one line of JSON on standard output, whole: what would command is escaped in it."""
    text = json.dumps(record, ensure_ascii=True)
    print("".join(f"\\u{ord(each):04x}" if is_unseen(each) else each for each in text))


def complain(sentence: str) -> None:
    """Write one line to standard error."""
    tell(f"{PROGRAM}: {' '.join(sentence.split())}", sys.stderr)
