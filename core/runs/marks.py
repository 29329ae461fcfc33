"""Marks: what the user put on a run. They lie in a file of their own, since the run's own files
belong to the window that trains it, while any window may change these."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from core.errors import DataError
from core.files.atomic_file import replace_file
from core.files.plain_text import plain, plain_lines
from core.files.regular_file import read_regular
from core.files.tensor_file import strict_json

LONGEST_NAME, LONGEST_NOTE = 80, 4000  # letters
_MOST_BYTES = 2**16


@dataclass(frozen=True)
class RunMarks:
    """deleted: when the run was put into the bin, in seconds since 1970, or 0."""

    name: str = ""
    note: str = ""
    star: bool = False
    deleted: float = 0.0

    def cleaned(self) -> RunMarks:
        """With a name of one line, and neither text longer than it may be."""
        name, note = plain(self.name, LONGEST_NAME), plain_lines(self.note, LONGEST_NOTE)
        return replace(self, name=name, note=note)


def read_marks(path: Path) -> RunMarks:
    """No marks where there is no file. Raises DataError for what cannot be read, and OSError."""
    try:
        values = strict_json(read_regular(path, _MOST_BYTES).decode())
        kinds = {field.name: type(field.default) for field in fields(RunMarks)}
        if not isinstance(values, dict) or values.keys() - kinds.keys():
            raise ValueError("it holds something else")
        for name, value in values.items():
            if type(value) not in (kinds[name], int if kinds[name] is float else kinds[name]):
                raise ValueError(f"its {name} is something else")
        if not 0 <= values.get("deleted", 0.0) < math.inf:
            raise ValueError("its time is something else")
    except FileNotFoundError:
        return RunMarks()
    except ValueError as error:
        raise DataError(f"{path.name} cannot be read: {plain(str(error), 300)}.") from None
    return RunMarks(**values).cleaned()


def write_marks(path: Path, marks: RunMarks) -> None:
    """Whole or not at all. Raises OSError."""
    replace_file(path, json.dumps(asdict(marks.cleaned()), ensure_ascii=False).encode())
