"""What a list says of a run: a small file beside the run's own, which it is made from anew when it
is missing, damaged or older."""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import NoneType
from typing import Any

from core.errors import DataError, DigitLabError
from core.files.atomic_file import replace_file
from core.files.plain_text import plain
from core.files.regular_file import read_regular
from core.files.run_file import RunRecord
from core.files.tensor_file import strict_json
from core.network.recipe import Recipe
from core.network.training import total_steps
from core.runs.marks import RunMarks

Stamp = tuple[int, int]  # of a run file: bytes, and nanoseconds of its last change
RECENT_STEPS = 100  # the loss of a run is the mean of its last so many steps
_MOST_BYTES = 2**18


@dataclass(frozen=True)
class RunSummary:
    """A run of the library.

    id: what the library calls it, and nobody else does. marks: name, note, star and bin. problem:
    why the run cannot be read, or ""; of one that cannot, only id, marks, written and the sizes
    say anything.
    data: the name of the data set, of which it learned from `examples`; classes: how many there
    are. data_hash: SHA-256 of its images and labels. steps of total_steps were taken; changes: how
    often the recipe was changed meanwhile. reason: how the run ended, "" when it did not.
    can_go_on: whether all is there that it needs to. seconds: without pauses.
    loss: the mean of the last steps. validation_loss, validation_accuracy: after the last epoch.
    test_accuracy: at the end. began, written, versions, parent, parent_step: as Circumstances has
    them. run_bytes, frame_bytes: what lies on the disk. is_written: whether a window or a program
    writes to it now.
    """

    id: str
    recipe: Recipe = field(default_factory=Recipe)
    data: str = ""
    examples: int = 0
    classes: int = 0
    data_hash: str = ""
    steps: int = 0
    total_steps: int = 0
    epochs: int = 0
    changes: int = 0
    reason: str = ""
    can_go_on: bool = False
    seconds: float = 0.0
    loss: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    test_accuracy: float | None = None
    began: float = 0.0
    written: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    parent_step: int = 0
    problem: str = ""
    marks: RunMarks = field(default_factory=RunMarks)
    run_bytes: int = 0
    frame_bytes: int = 0
    is_written: bool = False

    @property
    def bytes(self) -> int:
        """What it takes on the disk."""
        return self.run_bytes + self.frame_bytes

    @property
    def accuracy(self) -> float | None:
        """On test digits at the end; until then on validation digits."""
        return self.validation_accuracy if self.test_accuracy is None else self.test_accuracy


_OR_NONE = (float, int, NoneType)
_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("data", "data_hash", "reason", "parent"), (str,)),
    **dict.fromkeys(("examples", "classes", "steps", "total_steps", "epochs", "changes"), (int,)),
    **dict.fromkeys(("parent_step",), (int,)),
    **dict.fromkeys(("seconds", "began", "written"), (float, int)),
    **dict.fromkeys(("loss", "validation_loss"), _OR_NONE),
    **dict.fromkeys(("validation_accuracy", "test_accuracy"), _OR_NONE),
    "can_go_on": (bool,),
    "versions": (dict,),
}
# What the library knows without the summary's file.
_BESIDE = ("id", "problem", "marks", "run_bytes", "frame_bytes", "is_written")


def summary_of(run_id: str, record: RunRecord) -> RunSummary:
    """What the record says; without marks and sizes."""
    recipe, origin, about = record.recipe, record.origin, record.circumstances
    recent = record.losses[-max(RECENT_STEPS // record.block, 1) :]
    last = record.epochs[-1] if record.epochs else None
    held = record.checkpoint
    expected = max(total_steps(recipe, origin.train), record.steps) if origin.train else 0
    return RunSummary(
        run_id,
        recipe,
        plain(origin.name),
        origin.train,
        len(origin.class_names),
        about.data_hash,
        record.steps,
        held.last_step if held else expected,
        len(record.epochs),
        len(record.changes),
        plain(record.reason),
        held is not None and held.step < held.last_step,
        record.seconds,
        finite_or_none(float(recent.mean()) if len(recent) else None),
        finite_or_none(last.validation_loss if last else None),
        finite_or_none(last.validation_accuracy if last else None),
        finite_or_none(record.test_accuracy),
        about.began,
        about.written,
        about.versions,
        about.parent,
        about.parent_step,
    )


def write_summary(path: Path, summary: RunSummary, stamp: Stamp) -> None:
    """stamp: of the run file that it is of. Raises OSError."""
    values = asdict(summary)
    for name in _BESIDE:
        del values[name]
    text = json.dumps(values | {"stamp": stamp}, ensure_ascii=False)
    replace_file(path, f"{_sum(text)}\n{text}".encode())


def read_summary(path: Path, run_id: str, stamp: Stamp) -> RunSummary:
    """Raises DataError when the file is damaged or of another state of the run; OSError."""
    try:
        total, text = read_regular(path, _MOST_BYTES).decode().split("\n", 1)
        if total != _sum(text):
            raise ValueError("its checksum does not fit")
        values: dict[str, Any] = strict_json(text)
        if tuple(values.pop("stamp")) != stamp:
            raise ValueError("the run is another")
        recipe = values.pop("recipe")
        recipe["hidden"] = tuple(recipe["hidden"])
        found = RunSummary(run_id, Recipe(**recipe), **values)
        if not all(_is_kind(getattr(found, name), kinds) for name, kinds in _KINDS.items()):
            raise ValueError("a value of it is of another kind")
        return found
    except (DigitLabError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise DataError(f"{path.name} cannot be used: {plain(str(error), 300)}.") from None


def unreadable(run_id: str, problem: str, written: float) -> RunSummary:
    """Of a run file that cannot be read."""
    return replace(RunSummary(run_id), problem=problem, written=written)


def _is_kind(value: Any, kinds: tuple[type, ...]) -> bool:
    return type(value) in kinds and (not isinstance(value, str) or value == plain(value))


def finite_or_none(value: float | None) -> float | None:
    """None for infinity and NaN, too."""
    return value if value is not None and math.isfinite(value) else None


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
