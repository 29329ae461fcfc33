"""The parts of a data set that can be looked at, and all of them as one."""

from __future__ import annotations

import numpy as np

from core.data.dataset import Dataset, Split
from core.data.relabelling import PARTS, Part

WHOLE = "whole"
NAMES = {"train": "Learn", "validation": "Check", "test": "Test", WHOLE: "All parts"}


def part_of(split: Split, name: str) -> Dataset:
    """The part of that name, one of NAMES. The whole is a copy, one part after the other."""
    if name != WHOLE:
        part: Dataset = getattr(split, name)
        return part
    parts = [part_of(split, each) for each in PARTS]
    images = np.concatenate([each.images for each in parts])
    labels = np.concatenate([each.labels for each in parts])
    return Dataset(images, labels, split.class_names)


def place_of(split: Split, name: str, index: int) -> tuple[Part, int]:
    """Where an example of part_of(split, name) lies: its part, and its index there."""
    if name != WHOLE:
        return next(part for part in PARTS if part == name), index
    for part in PARTS:
        count = len(part_of(split, part))
        if index < count:
            return part, index
        index -= count
    raise IndexError("There is no such example.")
