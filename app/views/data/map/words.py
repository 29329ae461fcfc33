"""The map in words: how well each class keeps to itself, where it lies, and who is lost."""

from __future__ import annotations

import numpy as np

from app.look.figures import MINUS, counted, percent
from app.views.data.map.shown import Shown
from core.projection.maps import NEIGHBOURS
from core.projection.neighbourhoods import COUNT, Neighbourhoods, class_centres

OUTLIERS = 20


def caption_of(shown: Shown) -> str:
    """What is to be known of the map beside its points, in a sentence."""
    frame = shown.frame
    if frame.question.way == NEIGHBOURS:
        text = "Neighbours are what counts: far apart means only “not alike”."
    else:
        shares = frame.shares if frame.shares is not None else np.zeros(2)
        across, up = [*shares, 0, 0][:2]
        text = f"Across {percent(across)} of all that differs, up {percent(up)}."
    if frame.question.snapshot is None:
        return f"{text} There is no network, so no error is marked."
    if frame.answers is None:
        return f"{text} This network knows other classes, so no error is marked."
    wrong = int(shown.wrong.sum())
    return f"{text} A ring marks an error: {wrong:,} of {len(shown.wrong):,}."


def words_of(shown: Shown, found: Neighbourhoods) -> str:
    """The whole map as text, a line a class and a line an outlier."""
    dataset = shown.dataset
    names = dataset.class_names
    lines = [
        caption_of(shown),
        f"Of the {COUNT} nearest of a point {percent(found.share)} are of its own class.",
        "",
        "Class, points, share of own class among the nearest, middle (across, up)",
    ]
    centres = class_centres(shown.frame.positions, dataset.labels, dataset.classes)
    counts = np.bincount(dataset.labels, minlength=dataset.classes)
    for number, name in enumerate(names):
        share = found.share_of(number)
        if share is not None:
            across, up = (_signed(each) for each in centres[:, number])
            points = counted(int(counts[number]), "point")
            lines.append(f"{name}: {points}, {percent(share)}, ({across}, {up})")
    outliers = found.outliers(OUTLIERS)
    lines += ["", "Lost among another class, the loneliest first:" if len(outliers) else ""]
    for number in outliers:
        name, other = shown.class_name(number), names[found.most[number]]
        line = f"Number {int(shown.indices[number]):,}: {name} among {other}"
        read = shown.answer_words(number)
        lines.append(f"{line}, {read}" if read else line)
    return "\n".join(lines).rstrip()


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)
