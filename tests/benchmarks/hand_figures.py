"""Why core.reading.hand has its figures, and what a hand costs where it should have no say.

Both are parts of python -m tests.benchmarks.handwriting: --odds and --cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES, Split
from core.data.writing import pack_variants
from core.ink.likeness import distances
from core.ink.pen import PackedInk
from core.ink.strokes import Drawing
from core.ink.traces import paths, trace
from core.network.evaluation import evaluation
from core.network.snapshots import Snapshot
from core.reading.fine_tuning import fine_tune
from core.reading.hand import Hand, with_hand
from core.reading.reading import read_drawings
from model.nondigits import MAKERS
from tests.writers import Writer, run_to_end

NEAR, ODDS = (0.15, 0.2, 0.25, 0.3, 0.4), (10, 20, 30, 40, 60)
NON_DIGITS_OF_A_KIND, AT_ONCE = 180, 6
OTHERS = 60  # drawings of each other writer

Distances = NDArray[np.float32]


def compare_odds(base: Snapshot, writers: Sequence[Writer], digits: Split) -> None:
    """Errors and mean loss on the writers' other drawings after a lesson, each as one digit."""
    read = [_after_lesson(base, writer, digits) for writer in writers]
    print("NEAR, ODDS: errors, mean loss")
    for near in NEAR:
        for odds in ODDS:
            errors, losses = 0, []
            for P, apart, labels in read:
                weighed = P * np.exp(odds * np.maximum(0, near - apart))
                told = evaluation(weighed / weighed.sum(axis=0), labels)
                errors += told.count - int(told.confusion.trace())
                losses.append(told.loss)
            print(f"{near:4}, {odds:2}: {errors:3}, {np.mean(losses):.4f}", flush=True)


def _after_lesson(
    base: Snapshot, writer: Writer, digits: Split
) -> tuple[NDArray[np.float32], Distances, NDArray[Any]]:
    """P (10, m) of the network alone, the distance to each digit (10, m), and what is right."""
    taught = run_to_end(fine_tune(base, writer.taught, writer.digits, digits)).network
    readings = read_drawings(with_hand(taught, None), writer.others)
    own = paths(np.array([trace(drawing)[0] for drawing in writer.taught]))
    apart = np.array(
        [distances(paths(trace(drawing)[0][None])[0], own) for drawing in writer.others]
    )
    nearest = [apart[:, writer.digits == digit].min(axis=1) for digit in range(CLASSES)]
    P = np.stack([each.probabilities for each in readings], axis=1)
    return P, np.array(nearest), writer.other_digits


def tell_cost(network: Snapshot, writers: Sequence[Writer]) -> None:
    """Other people's digits read with somebody's hand, and what is no digit."""
    nothing = _nondigits(np.random.default_rng(5))
    hands = [with_hand(network, Hand.of(each.taught, each.digits)) for each in writers]
    wrong, total = [0, 0], 0
    for number, taught in enumerate(hands):
        for other in [*writers[:number], *writers[number + 1 :]]:
            drawings, labels = other.others[:OTHERS], other.other_digits[:OTHERS]
            total += len(labels)
            for k, snapshot in enumerate((network, taught)):
                answers = [each.digit for each in read_drawings(snapshot, drawings)]
                wrong[k] += int(np.count_nonzero(answers != labels))
    print(f"other people's digits: {wrong[0]} wrong of {total:,}, with a hand {wrong[1]}")
    shares = [_refused(snapshot, nothing) for snapshot in (network, *hands)]
    print(
        f"of {len(nothing):,} drawings that are no digits {shares[0]:.1%} are refused or in "
        f"question, with a hand {np.mean(shares[1:]):.1%}, {min(shares[1:]):.1%} at worst"
    )


def _refused(snapshot: Snapshot, drawings: Sequence[Drawing]) -> float:
    return float(np.mean([each.unsure for each in read_drawings(snapshot, drawings)]))


def _nondigits(rng: np.random.Generator) -> list[Drawing]:
    made = []
    for make in MAKERS["judging"].values():
        for _ in range(NON_DIGITS_OF_A_KIND // AT_ONCE):
            made += _drawings(pack_variants(*make(AT_ONCE, rng)))
    return made


def _drawings(ink: PackedInk) -> list[Drawing]:
    strokes = np.split(ink.points, np.cumsum(ink.strokes)[:-1])
    ends = np.cumsum(ink.drawings)
    return [
        Drawing.from_lists(strokes[end - count : end])
        for end, count in zip(ends, ink.drawings, strict=True)
    ]
