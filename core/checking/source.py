"""A learner's file as it was read from the disk, and what is wrong with it before it is run."""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path

from core.checking.notebook import LARGEST as NOTEBOOK_LARGEST
from core.checking.notebook import (
    NotebookError,
    can_be_read,
    is_notebook,
    read_notebook,
    without_magic,
)
from core.checking.other_kinds import kind_of
from core.checking.prose import words_on
from core.files.regular_file import IrregularFileError, read_regular

LARGEST = 1 << 20  # bytes
SLOW_ENCODINGS = ("punycode", "idna")  # take the square of the length; of names in addresses


@dataclass(frozen=True)
class Source:
    """The code of a learner's file.

    path: as it was named. folder: where it is run, and where its modules are looked for. code: of a
    notebook, that of its cells. problem: why it cannot be run, a sentence; else "". line: where,
    from 1; None when not known. cells: the line that each code cell of a notebook begins in; ()
    for other files. broken: which cells were left out, a sentence; else "". notes: harmless things
    worth knowing.
    """

    path: str
    folder: Path
    code: bytes
    problem: str = ""
    line: int | None = None
    cells: tuple[int, ...] = ()
    broken: str = ""
    notes: tuple[str, ...] = ()


def source_at(path: Path) -> Source:
    """The file at `path`. Never raises: what is wrong with it is its `problem`."""
    folder = path.absolute().parent
    try:
        code = read_regular(path, NOTEBOOK_LARGEST if path.suffix.lower() == ".ipynb" else LARGEST)
    except (IsADirectoryError, IrregularFileError):
        return Source(str(path), folder, b"", "This is not a file.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return Source(str(path), folder, b"", f"The file cannot be read: {reason}.")
    return _checked(str(path), folder, code)


def source_of(text: str, name: str, folder: Path | None = None) -> Source:
    """A text that was pasted; tracebacks call its file `name`."""
    return _checked(name, folder or Path.home(), text.encode("utf-8", "surrogatepass"))


def source_in(name: str, data: bytes, folder: Path) -> Source:
    """A file's bytes, wherever they came from, to be run in `folder`."""
    return _checked(name, folder, data)


def encoding_of(code: bytes) -> str:
    """Python's name of the encoding that a file is said to have, or ""."""
    try:
        return codecs.lookup(tokenize.detect_encoding(io.BytesIO(code).readline)[0]).name
    except (SyntaxError, LookupError):
        return ""


def _checked(path: str, folder: Path, code: bytes) -> Source:
    if kind := kind_of(code):
        return Source(path, folder, code, kind)
    if code.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        code = code.decode("utf-16", "replace").encode("utf-8", "replace")
    if is_notebook(code):
        return _of_notebook(path, folder, code)
    problem, line = _problem(code)
    if not problem:
        problem, line = _no_python(code)
    return Source(path, folder, code, problem, line)


def _of_notebook(path: str, folder: Path, data: bytes) -> Source:
    try:
        found = read_notebook(data)
    except NotebookError as error:
        return Source(path, folder, b"", str(error))
    code = found.code.encode("utf-8", "replace")
    problem, line = _problem(code)
    line = line if problem else found.line
    return Source(path, folder, code, problem, line, found.cells, found.problem, found.notes)


def _problem(code: bytes) -> tuple[str, int | None]:
    if not code.strip():
        return "The file is empty: there is nothing to check yet.", None
    if len(code) > LARGEST:
        return "The file is larger than 1 MB, which no exercise needs. It was not run.", None
    if b"\0" in code:
        return "The file is not text in UTF-8. Save it as UTF-8 in your editor.", None
    if encoding_of(code) in SLOW_ENCODINGS:
        return "The file is not text in UTF-8. Save it as UTF-8 in your editor.", None
    try:
        code.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"coding" not in b"\n".join(code.splitlines()[:2]):
            line = code.count(b"\n", 0, error.start) + 1
            return (
                f"Line {line} is not text in UTF-8. Save the file as UTF-8 in your editor.",
                line,
            )
    return "", None


def _no_python(code: bytes) -> tuple[str, int | None]:
    """What a text is that is no Python, and where that shows; "" and None for Python, be it with
    mistakes."""
    text = code.decode(encoding_of(code) or "utf-8", "replace")
    problem, line = words_on(text)
    if problem and not can_be_read(text) and not can_be_read(without_magic(text)):
        return problem, line
    return "", None
