"""How letters and digits look on the whole: enough to see which way up they lie, not to read them.

Each form is written several times by core.data.writing and averaged; an image is taken for the
symbol whose average it resembles most.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.data.skeletons import FORMS, pen_points
from core.data.writing import pack_variants, pen_widths, write_variants
from core.ink.digit_image import render

_WRITTEN = 24  # times, for an average
# Capital and small letters; those that are left out look like the capital. As in core.data.skeletons.
_LETTERS: tuple[tuple[str, ...], ...] = (
    ("a", "0 100, 35 0!, 70 100", "14 62, 56 62"),
    ("a", "54 12, 28 0, 2 40, 12 90, 38 92, 54 50!, 56 6!, 56 80, 76 100"),
    ("b", "0 0, 0 50, 0 100", "0 0, 45 5, 50 25, 30 46, 0 48!, 45 52, 60 75, 45 97, 0 100"),
    ("b", "0 0, 0 50, 0 100", "0 66, 26 44, 52 58, 50 90, 24 100, 0 90"),
    ("c", "62 14, 36 0, 8 20, 0 52, 10 86, 38 100, 66 86"),
    ("d", "0 0, 0 50, 0 100", "0 0, 42 8, 64 48, 44 92, 0 100"),
    ("d", "54 0, 54 50, 54 100", "54 64, 28 44, 2 60, 4 90, 28 100, 54 88"),
    ("e", "58 0, 0 0!, 0 50, 0 100!, 60 100", "0 48, 46 48"),
    ("e", "4 54, 62 46, 46 6, 16 8, 0 50, 18 94, 66 88"),
    ("f", "58 0, 0 0!, 0 50, 0 100", "0 46, 46 46"),
    ("f", "56 8, 38 0, 26 22, 24 60, 22 100", "0 42, 50 42"),
    ("g", "64 14, 38 0, 8 20, 0 54, 14 90, 42 100, 66 84, 66 54!, 38 54"),
    ("g", "52 8, 26 0, 2 22, 10 50, 36 52, 52 12!, 52 60, 40 98, 4 92"),
    ("h", "0 0, 0 50, 0 100", "60 0, 60 50, 60 100", "0 50, 60 50"),
    ("h", "0 0, 0 50, 0 100", "0 66, 26 46, 48 58, 50 100"),
    ("i", "10 0, 10 50, 10 100"),
    ("i", "24 0, 24 50, 24 100", "0 0, 48 0", "0 100, 48 100"),
    ("i", "10 36, 10 66, 10 100", "10 8, 12 14"),
    ("j", "50 0, 50 50, 46 84, 24 100, 2 82"),
    ("j", "50 0, 50 50, 46 84, 24 100, 2 82", "20 0, 76 0"),
    ("j", "36 30, 36 70, 26 98, 0 92", "36 4, 38 10"),
    ("k", "0 0, 0 50, 0 100", "56 0, 28 30, 0 56!, 30 76, 60 100"),
    ("k", "0 0, 0 50, 0 100", "44 40, 0 70!, 48 100"),
    ("l", "0 0, 0 50, 0 100!, 30 100, 58 100"),
    ("l", "10 0, 10 50, 10 100"),
    ("m", "0 100, 6 0!, 40 66!, 74 0!, 80 100"),
    ("m", "0 0, 0 50, 0 100", "0 30, 20 2, 36 24, 38 100", "38 30, 60 2, 78 24, 80 100"),
    ("n", "0 100, 0 0!, 60 100!, 60 0"),
    ("n", "0 0, 0 50, 0 100", "0 36, 30 2, 56 26, 58 100"),
    ("o", "40 0, 10 16, 0 50, 12 86, 40 100, 70 84, 80 50, 68 14, 40 0"),
    ("p", "0 100, 0 50, 0 0!, 46 6, 54 28, 38 50, 0 54"),
    ("p", "0 0, 0 50, 0 100", "0 14, 28 0, 54 16, 50 46, 26 56, 0 46"),
    ("q", "40 0, 10 16, 0 50, 12 86, 40 100, 70 84, 80 50, 68 14, 40 0", "46 70, 84 108"),
    ("q", "54 0, 54 50, 54 100", "54 14, 28 0, 2 16, 6 46, 30 54, 54 44"),
    ("r", "0 100, 0 50, 0 0!, 46 6, 54 26, 38 46, 0 50!, 30 74, 58 100"),
    ("r", "0 0, 0 50, 0 100", "0 40, 20 8, 50 6"),
    ("s", "58 10, 34 0, 6 12, 12 38, 44 54, 58 78, 40 98, 0 92"),
    ("t", "0 0, 70 0", "35 0, 35 50, 35 100"),
    ("t", "24 0, 24 50, 30 92, 56 94", "0 34, 52 34"),
    ("u", "0 0, 0 50, 8 90, 32 100, 56 88, 62 50, 62 0"),
    ("u", "0 0, 2 60, 20 96, 46 80, 56 0!, 58 60, 70 100"),
    ("v", "0 0, 34 100!, 68 0"),
    ("w", "0 0, 22 100!, 46 30!, 70 100!, 94 0"),
    ("x", "0 0, 64 100", "64 0, 0 100"),
    ("y", "0 0, 32 48!, 64 0", "32 48, 32 100"),
    ("y", "0 0, 4 36, 28 50, 52 34!, 56 0!, 50 64, 30 100, 2 90"),
    ("z", "0 0, 62 0!, 0 100!, 66 100"),
)


def are_symbols(names: tuple[str, ...]) -> bool:
    """Whether classes are letters, capital or small, or digits, with letters among them."""
    symbols = {symbol for symbol, _ in _averages()}
    return {name.lower() for name in names} <= symbols and any(name.isalpha() for name in names)


def looks_like(images: NDArray[np.uint8], names: tuple[str, ...]) -> NDArray[np.str_]:
    """Of uint8 (m, 784), the symbol among `names`, in small letters, that each resembles most."""
    wanted = {name.lower() for name in names}
    known = [(symbol, average) for symbol, average in _averages() if symbol in wanted]
    averages = np.stack([average for _, average in known])
    likeness = _normal(images.astype(np.float32)) @ averages.T
    return np.array([symbol for symbol, _ in known])[likeness.argmax(axis=1)]


@lru_cache(maxsize=1)
def _averages() -> tuple[tuple[str, NDArray[np.float32]], ...]:
    """Symbol and average image (784,), of mean 0 and length 1, for each form."""
    rng = np.random.default_rng(0)
    forms = [(symbol, tuple(map(pen_points, strokes))) for symbol, *strokes in _LETTERS]
    forms += [(str(form.digit), form.strokes) for form in FORMS]
    found = []
    for symbol, strokes in forms:
        ink = pack_variants(*write_variants(strokes, _WRITTEN, rng))
        average = render(ink, pen_widths(_WRITTEN, rng)).mean(axis=0, keepdims=True)
        found.append((symbol, _normal(average)[0]))
    return tuple(found)


def _normal(images: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = images - images.mean(axis=1, keepdims=True)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), np.float32(1e-6))
