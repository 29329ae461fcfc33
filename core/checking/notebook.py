"""Notebooks as one Python file: the code of their cells, a line for each of theirs.

Read after the notebook format's own documentation, versions 3 and 4. Lines that only a notebook
understands become lines that do nothing, so that every line keeps its number.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from typing import Any

from core.checking.notebook_language import other_language
from core.errors import DataError

LARGEST = 1 << 26  # bytes, pictures included
# Magics of a whole cell whose rest is Python.
_PYTHON_CELLS = frozenset(("time", "timeit", "capture", "prun", "python", "python3", "script"))
_CELL_MAGIC = re.compile(r"\s*%%\s*(\w*)")
_LINE_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.\[\]]+\s*\?{1,2}\s*)$")
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
_DEF = re.compile(r"^\s*def \w+\(", re.MULTILINE)
NOTE = "Lines that only a notebook understands (% or !) were left out."


class NotebookError(DataError):
    """A notebook that cannot be read. Its text is a sentence."""


@dataclass(frozen=True)
class Notebook:
    """code: of all cells. cells: the line that each code cell begins in, from 1. problem: which
    cells Python cannot read, a sentence, else "". line: of the first of them."""

    code: str
    cells: tuple[int, ...]
    notes: tuple[str, ...] = ()
    problem: str = ""
    line: int | None = None


def is_notebook(data: bytes) -> bool:
    """Whether a file looks like one: JSON that speaks of cells."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] == b"{" and (b'"cells"' in start or b'"worksheets"' in start)


def read_notebook(data: bytes) -> Notebook:
    """Raises NotebookError."""
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotebookError(
            "The notebook is not text in UTF-8. Save it again in Jupyter."
        ) from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotebookError(
            f"The notebook is damaged: it is no whole JSON{where}. Save it again in Jupyter."
        ) from None
    except RecursionError:
        raise NotebookError("The notebook is damaged: it is nested too deep.") from None
    cells = _cells_of(record)
    sources = [_text_of(each) for each in cells if _is_code(each)]
    if not any(each.strip() for each in sources):
        texts = [_text_of(each) for each in cells if isinstance(each, dict)]
        more = " Make those with code in them code cells." if any(map(_DEF.search, texts)) else ""
        raise NotebookError(f"The notebook has no code: all of its cells are text or empty.{more}")
    if (language := other_language(record)) and not _is_python_all_the_same(sources):
        raise NotebookError(
            f"This notebook's code is in {language}, not Python. Only Python can be checked."
        )
    return _joined(sources)


def without_magic(code: str) -> str:
    """The code, whose lines that only a notebook understands do nothing."""
    return "\n".join(_plain_line(each) for each in code.split("\n"))


def can_be_read(code: str) -> bool:
    """Whether Python's parser takes it."""
    return trouble_of(code) is None


def trouble_of(code: str) -> SyntaxError | ValueError | None:
    """What Python's parser says of it; None where it takes it."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError) as error:
        return error
    except (MemoryError, RecursionError):
        return ValueError("brackets or signs stand too deep in one another")
    return None


def _cells_of(record: Any) -> list[Any]:
    if isinstance(record, dict):
        if isinstance(record.get("cells"), list):
            return list(record["cells"])
        sheets = record.get("worksheets")
        if isinstance(sheets, list):
            return [
                cell
                for sheet in sheets
                if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
                for cell in sheet["cells"]
            ]
    raise NotebookError("This JSON is no notebook: it has no cells.")


def _is_python_all_the_same(sources: list[str]) -> bool:
    """Whether a notebook in another language holds Python functions: its kernel was mistaken."""
    code = "\n".join(map(_python_of, sources))
    return bool(_DEF.search(code)) and can_be_read(code)


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _text_of(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(each for each in source if isinstance(each, str))
    text = source if isinstance(source, str) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _joined(sources: list[str]) -> Notebook:
    lines: list[str] = []
    cells: list[int] = []
    broken: list[tuple[int, SyntaxError | ValueError]] = []
    notes: tuple[str, ...] = ()
    for number, source in enumerate(sources, start=1):
        text = _python_of(source)
        notes = (NOTE,) if text != source else notes
        if (trouble := trouble_of(text)) is not None:
            broken.append((number, trouble))
            text = _commented(text)
        cells.append(len(lines) + 1)
        lines += [*text.split("\n"), ""]
    problem, line = "", None
    if broken:
        number, trouble = broken[0]
        within = getattr(trouble, "lineno", None) or 1
        line = cells[number - 1] + within - 1
        more = f" So it is with {len(broken) - 1} more." if len(broken) > 1 else ""
        why = getattr(trouble, "msg", None) or str(trouble)
        problem = f"Python cannot read cell {number}, line {within}: {why}. It was left out.{more}"
    return Notebook("\n".join(lines), tuple(cells), notes, problem, line)


def _python_of(source: str) -> str:
    """A cell's code; that of a cell in another language is commented out."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    if found := _CELL_MAGIC.match(first):
        if found.group(1) not in _PYTHON_CELLS:
            return _commented(source)
        source = source.replace(first, "#", 1)
    return source if can_be_read(source) else without_magic(source)


def _plain_line(line: str) -> str:
    if found := _LINE_MAGIC.match(line):
        return f"{found.group(1)}pass"
    if found := _ASSIGNED_MAGIC.match(line):
        return f"{found.group(1)}None"
    return line


def _commented(source: str) -> str:
    return "\n".join(f"# {line}" for line in source.split("\n"))
