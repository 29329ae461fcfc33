"""Starter digits: a data set made from skeletons, so that there is something to learn from at once.

Each image starts as a form from the table of skeletons, is written by hand (core.data.writing), and
a pen of varied width draws it the way every drawing is drawn.
"""

from __future__ import annotations

import numpy as np

from core.data.dataset import CLASSES, PIXELS, Dataset, Split
from core.data.skeletons import FORMS
from core.data.writing import pack_variants, pen_widths, write_variants
from core.errors import DataError
from core.ink.digit_image import as_bytes, render

_CHUNK = 500


def starter_digits(count: int, *, rng: np.random.Generator) -> Dataset:
    """`count` images, the digits equally often (to one), in random order.

    Raises DataError for a negative count.
    """
    if count < 0:
        raise DataError(f"Cannot make {count} digits.")
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    images = np.empty((count, PIXELS), dtype=np.uint8)
    for digit in range(CLASSES):
        forms = [form for form in FORMS if form.digit == digit]
        shares = np.array([form.share for form in forms])
        places = np.flatnonzero(labels == digit)
        chosen = rng.choice(len(forms), size=len(places), p=shares / shares.sum())
        for number, form in enumerate(forms):
            of_form = places[chosen == number]
            for start in range(0, len(of_form), _CHUNK):
                part = of_form[start : start + _CHUNK]
                ink = pack_variants(*write_variants(form.strokes, len(part), rng))
                images[part] = as_bytes(render(ink, pen_widths(len(part), rng)))
    order = rng.permutation(count)
    return Dataset(images[order], labels[order])


def starter_split(*, seed: int = 0, count: int = 20_000) -> Split:
    """Eight tenths to learn from, a tenth to choose by, and the rest to judge by."""
    made = starter_digits(count, rng=np.random.default_rng(seed))
    first, second = count * 8 // 10, count * 9 // 10
    parts = np.split(np.arange(count), [first, second])
    return Split("Starter digits", *(made.take(part) for part in parts))
