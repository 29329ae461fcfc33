"""What writers tell that were left out: how far the pen is to be trusted, and how well drawings of
people are read whom no network saw.

Five times all networks are trained anew without a fifth of the writers, who then draw for them.
These networks are smaller, and trained shorter, than those that are shipped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.files import model_file
from core.ink.digit_image import digit_images
from core.ink.edges import NUMBERS as EDGE_NUMBERS
from core.ink.strokes import Drawing
from core.ink.traces import NUMBERS
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.recipe import Recipe
from core.reading import refusal, stroke_reader
from core.reading.calibration import Reliability, reliability
from core.reading.edge_reader import EdgeReader, read_images
from core.reading.refusal import Refusal
from core.reading.stroke_reader import NONE, StrokeReader
from core.reading.trust import EDGE_POWER, Trust, digit_shares, together
from model import edge_network, reading_network, refusal_network, stroke_network
from model.copies import (
    Change,
    backwards,
    drawing_of,
    in_dots,
    in_single_pieces,
    in_straight_pieces,
    lines_of,
)
from model.data import Sources
from model.nondigits import nondigit_drawings

READING = replace(reading_network.RECIPE, hidden=(512, 256), epochs=25)
REFUSAL = replace(refusal_network.RECIPE, epochs=4)
EDGES, EDGE_COPIES = replace(edge_network.RECIPE, hidden=(384, 192)), 12
POWERS = np.arange(0.2, 1.25, 0.1)
UNSURE = 0.0098  # the share of answers that are put as a question
NON_DIGITS, SEED = 2_200, 3
AS_DRAWN, NO_DIGITS = "as drawn", "no digits, of forms never learned from"
WAYS: dict[str, Change] = {
    AS_DRAWN: lambda lines, rng: lines,
    "every stroke backwards": lambda lines, rng: backwards(lines),
    "strokes in another order": lambda lines, rng: [lines[i] for i in rng.permutation(len(lines))],
    "in straight pieces": lambda lines, rng: in_straight_pieces(lines, 0.03),
    "in few straight lines, the pen lifted after each": lambda lines, rng: in_single_pieces(
        lines, 0.05
    ),
    "in dots": lambda lines, rng: in_dots(lines, 0.1),
}


@dataclass(frozen=True, eq=False)
class Told:
    """What the networks say of m drawings.

    P: by the image, calibrated, float32 (10, m). S: by the pen, (11, m). shares: how likely each is
    a digit by its image, (m,). digits: what is meant, uint8 (m,).
    """

    P: NDArray[np.float32]
    S: NDArray[np.float32]
    shares: NDArray[np.float32]
    digits: NDArray[np.uint8]

    @classmethod
    def joined(cls, parts: list[Told]) -> Told:
        """All of these, one after another."""
        return cls(
            *(
                np.concatenate([getattr(part, name) for part in parts], axis=-1)
                for name in ("P", "S", "shares", "digits")
            )
        )

    def both(self, trust: Trust) -> NDArray[np.float32]:
        """Probabilities by image and pen: float32 (10, m)."""
        return together(self.P, self.S, trust)

    def unsure(self, trust: Trust) -> NDArray[np.bool_]:
        """Which answers are refused or in question: (m,)."""
        return np.asarray(self.sureness(trust) < trust.limit)

    def sureness(self, trust: Trust) -> NDArray[np.float32]:
        """How sure each answer is, as core.reading.reading has it: float32 (m,)."""
        sure: NDArray[np.float32] = self.both(trust).max(axis=0)
        return sure * digit_shares(self.shares, self.S[NONE])


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Of drawings by writers that were left out: those of each of WAYS, and NO_DIGITS."""

    told: dict[str, Told]
    writers: int

    def wrong(self, way: str, P: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which of the answers P (10, m) are wrong: (m,)."""
        return np.asarray(P.argmax(axis=0) != self.told[way].digits)

    def accuracy(self, trust: Trust) -> float:
        """The share of drawings, as they were drawn, that is read right."""
        return float(1 - self.wrong(AS_DRAWN, self.told[AS_DRAWN].both(trust)).mean())

    def reliability(self, trust: Trust) -> Reliability:
        """How honest the probabilities are, for drawings as they were drawn."""
        told = self.told[AS_DRAWN]
        return reliability(told.both(trust), told.digits)


def read_left_out(sources: Sources, folder: Path) -> LeftOut:
    """Train what `folder` does not hold yet, and let the writers draw."""
    told: dict[str, list[Told]] = {}
    for number, (known, unseen) in enumerate(sources.folds()):
        read = _readers(known, number, folder)
        rng = np.random.default_rng(SEED)
        for way, change in WAYS.items():
            drawings = [drawing_of(change(lines_of(each), rng)) for each in unseen.drawings]
            told.setdefault(way, []).append(read(drawings, unseen.digits))
        others = nondigit_drawings("judging", NON_DIGITS, rng=rng)
        told.setdefault(NO_DIGITS, []).append(read(others, np.zeros(len(others), np.uint8)))
    writers = len(np.unique(sources.ink.writers))
    return LeftOut({way: Told.joined(parts) for way, parts in told.items()}, writers)


def choose_trust(left_out: LeftOut) -> Trust:
    """The limit that puts UNSURE of the answers in question, and the powers with which the fewest
    wrong ones pass as sure; of several the ones of the lowest loss."""
    told = left_out.told[AS_DRAWN]

    def limited(image: float, pen: float) -> Trust:
        trust = Trust(round(image, 4), round(pen, 4), 0.5)
        return replace(trust, limit=round(float(np.quantile(told.sureness(trust), UNSURE)), 4))

    def cost(trust: Trust) -> tuple[int, float]:
        P = told.both(trust)
        passing = left_out.wrong(AS_DRAWN, P) & ~told.unsure(trust)
        return int(passing.sum()), float(compute_loss(P, told.digits))

    return min(
        (limited(image, pen) for image in POWERS.tolist() for pen in POWERS.tolist()), key=cost
    )


def _readers(
    known: Sources, number: int, folder: Path
) -> Callable[[list[Drawing], NDArray[np.uint8]], Told]:
    """What the networks of one fold make of drawings."""
    names = ("digits", "refusal", "pen", "edges")
    paths = [folder / f"fold-{number}-{name}.safetensors" for name in names]
    trainers: tuple[Callable[[Sources, Recipe, Path], None], ...] = (
        reading_network.train_reading,
        refusal_network.train_refusal,
        stroke_network.train_strokes,
        partial(edge_network.train_edges, copies=EDGE_COPIES),
    )
    recipes = READING, REFUSAL, stroke_network.RECIPE, EDGES
    for path, train, recipe in zip(paths, trainers, recipes, strict=True):
        if not path.exists():
            train(known, replace(recipe, seed=number), path)
    reading = model_file.load(paths[0])
    network = Network.from_snapshot(reading)
    edges = EdgeReader.of(model_file.load(paths[3], inputs=EDGE_NUMBERS))
    power = edge_network.choose_power(reading, edges, known.mnist.validation)
    facts = reading.facts | {EDGE_POWER: power}
    refusing = Refusal.of(model_file.load(paths[1], classes=refusal.CLASSES))
    strokes = StrokeReader.of(
        model_file.load(paths[2], inputs=NUMBERS, classes=stroke_reader.CLASSES)
    )

    def read(drawings: list[Drawing], digits: NDArray[np.uint8]) -> Told:
        X = (digit_images(drawings) * np.float32(1 / 255)).T
        return Told(
            read_images(network, facts, X, edges),
            strokes.read(drawings),
            refusing.look(X)[0],
            digits,
        )

    return read
