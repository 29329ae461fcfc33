"""Sessions that were pasted into a file: what was typed at Python's or IPython's prompt, with the
prompts and what came back. Their lines become code and comments, each where it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.checking.notebook import can_be_read, trouble_of, without_magic

NOTE = (
    "This is a pasted session: its prompts (>>> or In [1]:) were taken off, and what it printed "
    "was left out. Hand in the code alone."
)
_TYPED = re.compile(r"(?:>>>(?!>)|In ?\[[\d* ]*\]:) ?")
_PROMPT = re.compile(rf"^(?:{_TYPED.pattern})", re.MULTILINE)
_GOES_ON = re.compile(r"\s*\.{3,}:? ?")
_CAME_BACK = re.compile(r"Out ?\[\d*\]:|Traceback \(most recent|\s*File \"<|-{20,}$")
_FAILED = re.compile(r"Traceback \(most recent|\s*File \"<")
# What begins code again that was typed without a prompt.
_CODE = re.compile(r"def \w+\(|class \w+.*:|import \w|from \S+ import |@\w+")
_QUOTES = re.compile(r"\"{3}|'{3}")
_MOST_PRINTED = 60  # lines after a cell, whose end cannot be seen
_MOST_READ = 600_000  # characters, of all tries to find it


@dataclass(frozen=True)
class TypedCode:
    """code: that of a session, with as many lines: what is no code is a comment. problem: why
    Python cannot read it, a sentence; else "". line: where; None without a problem."""

    code: str
    problem: str = ""
    line: int | None = None


def read_session(text: str) -> TypedCode | None:
    """What was typed in a session; None for all else, above all what Python reads as it is."""
    found = _PROMPT.search(text)
    is_quoted = found and len(_QUOTES.findall(text, 0, found.start())) % 2
    if found is None or is_quoted or can_be_read(text):
        return None
    session = _Session()
    for line in text.replace("\r\n", "\n").split("\n"):
        session.take(line)
    session.end_block()
    code = "\n".join(session.lines)
    if can_be_read(code) or can_be_read(code := without_magic(code)):
        return TypedCode(code)
    trouble = trouble_of(code)
    where = getattr(trouble, "lineno", None) or 1
    why = getattr(trouble, "msg", None) or str(trouble)
    problem = (
        f"Line {where}: this is a pasted session (>>> or In [1]:), and Python cannot read it "
        f"without its prompts either: {why}. Copy the code alone into a file."
    )
    return TypedCode(text, problem, where)


class _Session:
    """Its lines so far. mode: what the last one was. start: where what it belongs to began."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._mode = "above"
        self._start = 0
        self._left = _MOST_READ

    def take(self, line: str) -> None:
        """The next line."""
        if prompt := _TYPED.match(line):
            self._begin(
                "cell" if prompt.end() == len(line.rstrip()) + line.endswith(" ") else "typed"
            )
            self.lines.append(line[prompt.end() :])
        elif self._mode == "typed" and (prompt := _GOES_ON.match(line)):
            self.lines.append(line[prompt.end() :])
        elif _CAME_BACK.match(line):
            if self._mode == "typed" and _FAILED.match(line):
                self._comment(self._start)
            self._begin("printed")
            self.lines.append(f"# {line}")
        elif self._mode in ("typed", "printed") and _CODE.match(line):
            self._begin("code")
            self.lines.append(line)
        elif self._is_code(line):
            self.lines.append(line)
        else:
            self._begin("printed")
            self.lines.append(f"# {line}" if line.strip() else "")

    def end_block(self) -> None:
        """Comment what is no code of that which seems to be."""
        last = len(self.lines)
        if self._mode == "above" and not self._can_be_read(last):
            self._comment(self._start)
        elif self._mode == "cell":
            first = max(self._start, last - _MOST_PRINTED)
            ends = (end for end in range(last, first, -1) if self._can_be_read(end))
            self._comment(next(ends, last))

    def _begin(self, mode: str) -> None:
        self.end_block()
        self._mode, self._start = mode, len(self.lines)

    def _is_code(self, line: str) -> bool:
        """Whether a line without a prompt goes on with what is above it."""
        if self._mode != "typed":
            return self._mode != "printed"
        return not line.strip() or (
            line[:1].isspace() and self.lines[self._start].rstrip().endswith((":", "\\"))
        )

    def _can_be_read(self, end: int) -> bool:
        """Whether Python reads what there is up to a line, and there is some."""
        code = "\n".join(self.lines[self._start : end])
        self._left -= len(code)
        return self._left > 0 and bool(code.strip()) and can_be_read(without_magic(code))

    def _comment(self, start: int) -> None:
        if self._mode in ("above", "cell") and any(map(_CODE.match, self.lines[start:])):
            return  # it is code, with a mistake in it
        self.lines[start:] = [f"# {line}" if line.strip() else "" for line in self.lines[start:]]
