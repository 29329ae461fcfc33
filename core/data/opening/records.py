"""What is asked for, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never
from core.data.dataset import Split
from core.errors import DataError

ReadPicture = Callable[[Path], NDArray[np.uint8]]
"""A picture file as grey uint8 (h, w). Raises DataError."""
ReadDigits = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
"""What a network that knows digits reads: of images uint8 (m, 784), a digit each."""
Tell = Callable[[int, int], None]
"""How far the reading is: so much of so much."""

FIRST, LAST = "first", "last"


@dataclass(frozen=True)
class Request:
    """paths: a folder, a file or several. chosen: the name of one of several data sets there.
    label_column: FIRST or LAST, in a table where the numbers do not tell. mends: names out of
    core.data.opening.mending.MENDS."""

    paths: tuple[Path, ...]
    chosen: str = ""
    label_column: str = ""
    mends: tuple[str, ...] = ()

    def text(self) -> str:
        """On one line; the path alone where nothing else is told. from_text() reads it again."""
        if len(self.paths) == 1 and self == Request(self.paths):
            return str(self.paths[0])
        told = {"paths": [str(path) for path in self.paths], "chosen": self.chosen}
        return json.dumps(told | {"label_column": self.label_column, "mends": self.mends})

    @classmethod
    def from_text(cls, text: str) -> Request:
        """Raises DataError for what is no path and was not written by text()."""
        if not text.startswith("{"):
            return cls((Path(text),))
        try:
            told = json.loads(text)
            paths, mends = told["paths"], told["mends"]
            words = told["chosen"], told["label_column"]
            if not paths or not all(isinstance(each, str) for each in (*paths, *mends, *words)):
                raise ValueError(text)
            return cls(tuple(map(Path, paths)), *words, tuple(mends))
        except (KeyError, TypeError, ValueError, RecursionError):
            raise DataError("What was kept of a data set cannot be read. Open it again.") from None


@dataclass(frozen=True)
class Help:
    """What the reading gets from outside. read_picture, read_digits: None where there is none."""

    read_picture: ReadPicture | None = None
    read_digits: ReadDigits | None = None
    tell: Tell = lambda done, total: None
    cancelled: IsCancelled = never


@dataclass(frozen=True)
class Doubt:
    """Something that was noticed. sentence: for the user. mend: a name out of MENDS, or "" where
    nothing can be pressed. press: what the button says."""

    sentence: str
    mend: str = ""
    press: str = ""


@dataclass(frozen=True, eq=False)
class Opened:
    """words: what was taken for what, a sentence each. doubts: what was noticed. choices: the names
    of the data sets that lie there, when there are several. ask_label_column: whether the label may
    stand in the first column as well as in the last. request: as it was carried out."""

    split: Split
    request: Request
    words: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    choices: tuple[str, ...] = ()
    ask_label_column: bool = False


@dataclass(eq=False)
class Part:
    """One part of a data set as its files have it. images: (m, h, w), numbers of any type.
    labels: whole numbers or texts (m,), or None where there are none. names: of the labels' values,
    where the files tell them. said: what is worth a sentence. ask_label_column: as in Opened."""

    images: NDArray[Any]
    labels: NDArray[Any] | None
    names: dict[Any, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    ask_label_column: bool = False
