"""A learner's file as it was read from the disk, and what is wrong with it before it is run."""

from __future__ import annotations

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
from core.checking.pasted_session import NOTE as SESSION_NOTE
from core.checking.pasted_session import read_session
from core.checking.prose import words_on
from core.checking.text_encoding import (
    SLOW_ENCODINGS,
    WINDOWS,
    encoding_of,
    in_utf8,
    is_windows,
)
from core.files.regular_file import IrregularFileError, read_regular

LARGEST = 1 << 20  # bytes


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


def _checked(path: str, folder: Path, data: bytes) -> Source:
    if kind := kind_of(data):
        return Source(path, folder, data, kind)
    code, note = in_utf8(data)
    notes = (note,) if note else ()
    if is_notebook(code):
        return _of_notebook(path, folder, code, notes)
    problem, line = _problem(code) or ("", None)
    if not problem and (typed := read_session(code.decode("utf-8", "replace"))):
        code, problem, line = typed.code.encode(), typed.problem, typed.line
        notes = (*notes, SESSION_NOTE)
    elif not problem:
        problem, line = _no_python(code) or _no_utf8(code) or ("", None)
    return Source(path, folder, code, problem, line, notes=() if problem else notes)


def _of_notebook(path: str, folder: Path, data: bytes, notes: tuple[str, ...]) -> Source:
    try:
        found = read_notebook(data)
    except NotebookError as error:
        return Source(path, folder, b"", str(error))
    code, notes = found.code.encode("utf-8", "replace"), (*notes, *found.notes)
    problem, line = _problem(code) or ("", found.line)
    return Source(path, folder, code, problem, line, found.cells, found.problem, notes)


def _problem(code: bytes) -> tuple[str, int | None] | None:
    if not code.strip():
        return "The file is empty: there is nothing to check yet.", None
    if len(code) > LARGEST:
        return "The file is larger than 1 MB, which no exercise needs. It was not run.", None
    if b"\0" in code or encoding_of(code) in SLOW_ENCODINGS:
        return "The file is not text in UTF-8. Save it as UTF-8 in your editor.", None
    return None


def _no_python(code: bytes) -> tuple[str, int | None] | None:
    """What a text is that is no Python, and where that shows; None for Python, be it with
    mistakes."""
    encoding = WINDOWS if is_windows(code) else encoding_of(code) or "utf-8"
    try:
        text = code.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # said to be in what is no encoding of text, such as zlib
        text = code.decode("utf-8", "replace")
    problem, line = words_on(text)
    if problem and not can_be_read(text) and not can_be_read(without_magic(text)):
        return problem, line
    return None


def _no_utf8(code: bytes) -> tuple[str, int | None] | None:
    try:
        code.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"coding" not in b"\n".join(code.splitlines()[:2]):
            line = code.count(b"\n", 0, error.start) + 1
            return f"Line {line} is not text in UTF-8. Save the file as UTF-8 in your editor.", line
    return None
