"""The learner's file: read as Python would read it, and written back as it was. No Qt."""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass, replace
from pathlib import Path

from app.desktop.files import write_file
from core.checking.notebook import LARGEST as LARGEST_NOTEBOOK
from core.checking.notebook import NotebookError, is_notebook, read_notebook
from core.checking.other_kinds import kind_of
from core.checking.text_encoding import (
    SLOW_ENCODINGS,
    WINDOWS,
    encoding_of,
    in_utf8,
    is_windows,
    marked_encoding,
)
from core.errors import DigitLabError
from core.files.regular_file import read_regular

LARGEST = 300_000  # bytes; no exercise is longer, and the editor shows it at once
MOST_LINES = 20_000
LONGEST_LINE = 10_000


@dataclass(frozen=True)
class LearnerFile:
    """The file at `path` as text, with "\\n" between lines.

    encoding, newline: as they were in the file. exact: whether the text, written back, would be the
    file, byte for byte; where it is not, it must not be written. is_notebook: the text is the code
    of a notebook's cells.
    """

    path: Path
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    exact: bool = True
    is_notebook: bool = False

    @classmethod
    def read(cls, path: Path) -> LearnerFile:
        """Raises DigitLabError with a sentence for what is no file, or too large."""
        largest = LARGEST_NOTEBOOK if path.suffix.lower() == ".ipynb" else LARGEST
        try:
            data = read_regular(path, largest)
        except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
            why = getattr(error, "strerror", None) or error
            raise DigitLabError(f"“{path.name}” could not be read: {why}.") from error
        if kind := kind_of(data):
            raise DigitLabError(f"“{path.name}”: {kind}")
        if is_notebook(data):
            data = _code_of(path, data)
            return replace(cls._of_text(path, data), exact=False, is_notebook=True)
        if marked_encoding(data):
            return replace(cls._of_text(path, in_utf8(data)[0]), exact=False)
        return cls._of_text(path, data)

    @classmethod
    def _of_text(cls, path: Path, data: bytes) -> LearnerFile:
        if len(data) > LARGEST:
            raise DigitLabError(f"“{path.name}” is too large to be an exercise.")
        newline = "\r\n" if b"\r\n" in data else "\n"
        try:
            encoding = WINDOWS if is_windows(data) else _declared(data)
            if encoding_of(data) in SLOW_ENCODINGS:
                raise LookupError
            text = data.decode(encoding)
            again = text.replace("\r\n", "\n").replace("\n", newline).encode(encoding)
            exact = again == data and "\0" not in text
        except (SyntaxError, UnicodeError, LookupError):
            encoding, text, exact = "utf-8", data.decode("utf-8", "replace"), False
        plain = text.replace("\r\n", "\n")
        lines = plain.split("\n")
        if len(lines) > MOST_LINES or len(max(lines, key=len)) > LONGEST_LINE:
            raise DigitLabError(f"“{path.name}” has too many or too long lines to be an exercise.")
        return cls(path, plain.replace("\0", "\ufffd"), encoding, newline, exact)

    def write(self, text: str) -> LearnerFile:
        """The file with this text. Raises DigitLabError with a sentence; the old file is then
        still there."""
        try:
            data = text.replace("\n", self.newline).encode(self.encoding)
        except UnicodeEncodeError as error:
            letter = text[error.start : error.start + 1]
            raise DigitLabError(
                f"“{letter}” cannot be written in {self.encoding}, the encoding of "
                f"“{self.path.name}”. Nothing was changed. Use another letter."
            ) from error
        write_file(self.path, data)
        return LearnerFile(self.path, text, self.encoding, self.newline, True)


def _declared(data: bytes) -> str:
    """The encoding that Python reads a file in. Raises SyntaxError where it would not read it."""
    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


def _code_of(path: Path, data: bytes) -> bytes:
    try:
        return read_notebook(data).code.encode("utf-8", "replace")
    except NotebookError as error:
        raise DigitLabError(f"“{path.name}”: {error}") from None
