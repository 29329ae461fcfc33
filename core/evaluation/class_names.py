"""Whether the classes of a set are those that a network knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data.class_names import numbered
from core.data.dataset import DIGITS, Dataset
from core.errors import DataError
from core.network.snapshots import Snapshot

MOST_NAMED = 4


def named_as(snapshot: Snapshot, dataset: Dataset) -> Dataset:
    """`dataset` with the network's class names, its labels numbered as the network's outputs.

    The images are not copied. Where nobody named the classes of one, but for the ten digits, those
    of the other are meant, if there are as many. Classes that the network knows and the set has not
    got may be: a set of three digits is read by a network of ten. Raises DataError for a class that
    the network does not know, and for images of another size.
    """
    known = snapshot.class_names
    if snapshot.dimensions[0] != dataset.inputs:
        raise DataError(
            f"This network reads images of {snapshot.dimensions[0]} pixels, and these have "
            f"{dataset.inputs}. Choose another network, or another set."
        )
    names = dataset.class_names
    if names == known or (len(names) == len(known) and _is_nameless(known)):
        return dataset
    if len(names) == len(known) and _is_nameless(names):
        return type(dataset)(dataset.images, dataset.labels, known)
    if strange := [name for name in names if name not in known]:
        raise DataError(
            f"This network knows {in_words(known)}, and this set also holds "
            f"{in_words(strange)}. Choose a network that was trained on a set like this one."
            if len(strange) < len(names)
            else f"This network knows {in_words(known)}, and this set holds {in_words(strange)}. "
            "Choose a network that was trained on a set like this one."
        )
    numbers = np.array([known.index(name) for name in names], np.uint8)
    return type(dataset)(dataset.images, numbers[dataset.labels], known)


def _is_nameless(names: tuple[str, ...]) -> bool:
    """Whether these are numbers that stand for no digits."""
    return names == numbered(len(names)) and names != DIGITS


def in_words(names: Sequence[str]) -> str:
    """A few of them, and how many more: "the digits 0 to 9", "A, B, C, D and 22 more"."""
    if tuple(names) == DIGITS:
        return "the digits 0 to 9"
    if len(names) <= MOST_NAMED + 1:
        *most, last = names
        return f"{', '.join(most)} and {last}" if most else last
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
