"""Labels that the user changed, kept beside the data set they are of, whose files stay as they are.

They are kept by what the images are: a set that was moved, or opened another way, has them still.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from core.data.dataset import Dataset, Split
from core.errors import DataError
from core.files.atomic_file import replace_file
from core.files.regular_file import read_regular

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = get_args(Part)
FORMAT = 1
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class LabelChange:
    """Example `index` of a part is of the class called `new`, and was of that called `old`."""

    part: Part
    index: int
    old: str
    new: str

    @property
    def back(self) -> LabelChange:
        """The change that takes this one back."""
        return LabelChange(self.part, self.index, self.new, self.old)


Changes = tuple[LabelChange, ...]


def images_key(split: Split) -> str:
    """What tells the images of a set, in their order, from those of others; labels do not count."""
    total = 0
    for part in PARTS:
        total = zlib.crc32(getattr(split, part).images, total)
    sizes = "-".join(str(len(getattr(split, part))) for part in PARTS)
    return f"{sizes}-{total:08x}"


def with_changes(split: Split, changes: Iterable[LabelChange]) -> tuple[Split, Changes]:
    """The set with these labels, and which of them could be changed: the example must be there and
    be of the class that the change is from. The images are shared, `split` stays as it is."""
    numbers = {name: number for number, name in enumerate(split.class_names)}
    labels = {part: getattr(split, part).labels.copy() for part in PARTS}
    made = []
    for change in changes:
        old, new, of_part = numbers.get(change.old), numbers.get(change.new), labels[change.part]
        is_there = 0 <= change.index < len(of_part) and of_part[change.index] == old
        if new is not None and is_there:
            of_part[change.index] = new
            made.append(change)
    if not made:
        return split, ()
    parts = (_relabelled(getattr(split, part), labels[part]) for part in PARTS)
    return Split(split.name, *parts), tuple(made)


def changed_count(changes: Iterable[LabelChange]) -> int:
    """How many examples have another label than in their files, after all changes in order."""
    ends: dict[tuple[str, int], tuple[str, str]] = {}
    for each in changes:
        first, _ = ends.get((each.part, each.index), (each.old, each.old))
        ends[each.part, each.index] = first, each.new
    return sum(first != last for first, last in ends.values())


def write_changes(path: Path, name: str, changes: Changes) -> None:
    """Keep them, whole or not at all. name: of the set, for whoever reads the file. Raises
    OSError."""
    content = {"format": FORMAT, "set": name, "changes": [asdict(each) for each in changes]}
    replace_file(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def read_changes(path: Path) -> Changes:
    """Those kept in the file; none where there is no file. Raises DataError for one that holds
    anything else, OSError where it cannot be read."""
    try:
        data = read_regular(path, MOST_BYTES)
    except FileNotFoundError:
        return ()
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise ValueError("another format")
        return tuple(_change(each) for each in content["changes"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(
            f"“{path.name}” does not hold changed labels, so the set has its own."
        ) from error


def _change(entry: dict[str, object]) -> LabelChange:
    part, index, old, new = (entry[key] for key in ("part", "index", "old", "new"))
    known = next((each for each in PARTS if each == part), None)
    is_number = isinstance(index, int) and not isinstance(index, bool)
    if known is None or not is_number or not isinstance(old, str) or not isinstance(new, str):
        raise ValueError("no change of a label")
    return LabelChange(known, int(str(index)), old, new)


def _relabelled(part: Dataset, labels: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Dataset:
    if (labels == part.labels).all():
        return part
    labels.flags.writeable = False
    return type(part)(part.images, labels, part.class_names)
