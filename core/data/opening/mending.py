"""What can be mended of a data set: each mend is one press, and taken back by leaving it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS, PIXELS, Dataset, Split
from core.errors import DataError

SIDE = 28
Images = NDArray[np.uint8]  # (m, 28, 28)


@dataclass(frozen=True)
class Turn:
    """A way that images may lie. found: how they lie. press: what the button says. act: makes
    (m, 28, 28) upright."""

    found: str
    press: str
    act: Callable[[Images], Images]


UPRIGHT = ""
TURNS = {
    "turn": Turn(
        "lie on their side: rows and columns are swapped",
        "Turn them upright",
        lambda images: images.transpose(0, 2, 1),
    ),
    "turn-left": Turn(
        "lie on their right side", "Turn them left", lambda images: np.rot90(images, 1, (1, 2))
    ),
    "turn-right": Turn(
        "lie on their left side", "Turn them right", lambda images: np.rot90(images, -1, (1, 2))
    ),
    "turn-over": Turn(
        "stand on their heads", "Turn them over", lambda images: images[:, ::-1, ::-1]
    ),
    "mirror": Turn(
        "are mirrored, left and right swapped", "Mirror them", lambda images: images[:, :, ::-1]
    ),
    "flip": Turn("are flipped, top and bottom swapped", "Flip them", lambda i: i[:, ::-1]),
    "turn-flip": Turn(
        "lie on their side and are mirrored",
        "Turn them upright",
        lambda images: images[:, ::-1, ::-1].transpose(0, 2, 1),
    ),
}
INVERT, RELABEL, ROWS, LETTERS, DROP = "invert", "relabel", "rows", "letters", "drop"
# Mends in the order in which they are made, with what was done, for the user.
MENDS = {
    **{
        name: f"{turn.press.replace('Turn them', 'Turned').replace(' them', 'ed')}."
        for name, turn in TURNS.items()
    },
    INVERT: "Black and white were swapped.",
    ROWS: "The labels were moved by one image.",
    RELABEL: "The labels were made those that the images show.",
    LETTERS: "The classes are called A to Z.",
    DROP: "Classes without examples were left out.",
}


def checked_mends(mends: tuple[str, ...]) -> tuple[str, ...]:
    """In the order in which they are made. Raises DataError for a name that is no mend."""
    unknown = [name for name in mends if name not in MENDS]
    if unknown:
        raise DataError(f"“{unknown[0]}” mends nothing. There are {', '.join(MENDS)}.")
    return tuple(name for name in MENDS if name in mends)


def turned(images: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """uint8 (m, 784), turned as the mend `name` says; as they are for UPRIGHT."""
    if name == UPRIGHT:
        return images
    whole = images.reshape(-1, SIDE, SIDE)
    return np.ascontiguousarray(TURNS[name].act(whole)).reshape(-1, PIXELS)


def without_empty(split: Split) -> Split:
    """Without the classes that have nothing to learn from; examples of these elsewhere go, too."""
    kept = np.flatnonzero(np.bincount(split.train.labels, minlength=split.train.classes))
    names = tuple(split.class_names[number] for number in kept)
    place = np.zeros(split.train.classes, np.uint8)
    place[kept] = np.arange(len(kept))

    def of(part: Dataset) -> Dataset:
        stays = np.isin(part.labels, kept)
        if stays.all():
            return Dataset(part.images, place[part.labels], names)
        return Dataset(part.images[stays], place[part.labels[stays]], names)

    return Split(split.name, of(split.train), of(split.validation), of(split.test))


def is_ten_digits(names: tuple[str, ...]) -> bool:
    """Whether classes are called by numbers, as digits are when somebody shifted their labels."""
    return names == DIGITS or (5 <= len(names) <= 11 and all(name.isdigit() for name in names))
