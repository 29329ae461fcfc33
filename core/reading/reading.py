"""What a network makes of a digit image, and whether to trust it. Quick enough for every move.

An answer's sureness is the probability that it is a digit at all (refusal.py) times that of the
likeliest digit, at the network's temperature (calibration.py). Beside the network that came with
the app, the edges of the image have a say (edge_reader.py); and of a drawing the way of the pen
has one in both (stroke_reader.py, trust.py). A network that was taught a hand (hand.py) adds the
hand's odds to these, and takes what is like a taught drawing for a digit.

All of these know digits. A network of other classes reads by itself: an answer's sureness is its
probability, and the limit is that among its own facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.data.class_names import phrase
from core.data.dataset import DIGITS
from core.ink.digit_image import render
from core.ink.frame import SIDE
from core.ink.pen import PackedInk
from core.ink.strokes import Drawing
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.calibration import at_temperature, temperature_of
from core.reading.edge_reader import read_images, shipped_edge_reader
from core.reading.hand import Likeness, hand_of
from core.reading.refusal import DEFAULT_LIMIT, REASONS, limit_of, shipped_refusal
from core.reading.stroke_reader import NONE, shipped_stroke_reader
from core.reading.trust import Trust, digit_shares, together

# A digit is in question when it is at least this likely beside the likeliest.
RIVAL_FROM = 0.1
MOST_RIVALS = 3
# A digit image's ink reaches over 20 rows or columns, unless it has no extent at all.
DOT = 8
FAINT = 0.2
ONLY_A_DOT = "This is only a dot."
NO_INK = "There is nothing to read here."
NO_IDEA = "I cannot tell which digit this is."
NO_IDEA_OF_CLASS = "I cannot tell what this is."


@dataclass(frozen=True, eq=False)
class Reading:
    """How a network reads one digit image, or one of another class of `class_names`.

    digit: the number of the likeliest class. probabilities: float32 (classes,), calibrated. image:
    float32 (784, 1), what the network was shown. unsure: do not trust the answer; `reason` then
    says why in a plain sentence, and is "" otherwise. is_digit: False when it is refused as no
    digit at all, and then unsure as well. rivals: the digits in question, the likeliest first;
    (digit,) when sure.
    like: the number of the drawing in the network's hand that spoke for `digit`, if one did;
    nearness: how near it is, 1 the same. by_image: float32 (classes,), what its image alone says.
    by_pen: float32 (11,), what the way of the pen says, the last that it is no digit
    (stroke_reader.CLASSES); None where it was not asked.
    """

    digit: int
    probabilities: NDArray[np.float32]
    image: NDArray[np.float32]
    unsure: bool
    reason: str
    is_digit: bool
    rivals: tuple[int, ...]
    like: int | None = None
    nearness: float = 0.0
    by_image: NDArray[np.float32] | None = None
    by_pen: NDArray[np.float32] | None = None
    class_names: tuple[str, ...] = DIGITS

    @property
    def name(self) -> str:
        """Of the likeliest class."""
        return self.class_names[self.digit]

    @property
    def is_of_digits(self) -> bool:
        """Whether the classes are the ten digits."""
        return self.class_names == DIGITS

    @property
    def probability(self) -> float:
        """That of `digit`."""
        return float(self.probabilities[self.digit])


def read(snapshot: Snapshot, image: NDArray[np.float32]) -> Reading:
    """The reading of one digit image, float32 (784, 1) in [0, 1], by the network alone."""
    return read_many(snapshot, image)[0]


def read_drawings(snapshot: Snapshot, drawings: Sequence[Drawing]) -> list[Reading]:
    """A reading of each drawing, none blank."""
    if not drawings:
        return []
    return read_many(snapshot, render(PackedInk.of(drawings)).T, drawings)


def read_many(
    snapshot: Snapshot, images: NDArray[np.float32], drawings: Sequence[Drawing] | None = None
) -> list[Reading]:
    """A reading of each column of `images`, float32 (784, m) in [0, 1].

    drawings: m, what the images were made of; without them neither pen nor hand has a say.
    """
    if snapshot.class_names != DIGITS:
        return _read_alone(snapshot, images)
    facts = snapshot.facts
    by_image = read_images(_network_of(snapshot), facts, images, shipped_edge_reader())
    P, by_pen = by_image, None
    shares, others, limit = _digit_or_not(images)
    trust, strokes = Trust.of(facts), shipped_stroke_reader()
    if drawings is not None and trust is not None and strokes is not None:
        by_pen = strokes.read(drawings)
        P = together(by_image, by_pen, trust)
        shares, limit = digit_shares(shares, by_pen[NONE]), trust.limit
    likenesses: list[Likeness] = []
    hand = hand_of(snapshot)
    if hand is not None and drawings is not None:
        P, likenesses = hand.weighed(P, drawings)
    extents = _extents(images)
    readings = []
    for number, probabilities in enumerate(np.ascontiguousarray(P.T)):
        share, other = float(shares[number]), others[number]
        like, nearness = None, 0.0
        if likenesses:
            digit = int(probabilities.argmax())
            like = likenesses[number].nearest.get(digit)
            nearness = likenesses[number].nearness(digit)
        share = max(share, nearness)
        if extents[number] <= DOT:
            share, other = 0.0, ONLY_A_DOT if extents[number] else NO_INK
        image = images[:, number : number + 1]
        reading = _reading(probabilities, image, share, other, limit, DIGITS)
        said = by_image[:, number], None if by_pen is None else by_pen[:, number]
        readings.append(
            replace(reading, like=like, nearness=nearness, by_image=said[0], by_pen=said[1])
        )
    return readings


def _read_alone(snapshot: Snapshot, images: NDArray[np.float32]) -> list[Reading]:
    """As read_many(), by a network of other classes than digits."""
    P = at_temperature(_network_of(snapshot).predict(images), temperature_of(snapshot.facts))
    limit, names, readings = limit_of(snapshot.facts), snapshot.class_names, []
    for number, extent in enumerate(_extents(images)):
        image, probabilities = images[:, number : number + 1], np.ascontiguousarray(P[:, number])
        other = "" if extent > DOT else ONLY_A_DOT if extent else NO_INK
        share = 0.0 if other else 1.0
        reading = _reading(probabilities, image, share, other, limit, names)
        readings.append(replace(reading, by_image=probabilities))
    return readings


def _digit_or_not(
    images: NDArray[np.float32],
) -> tuple[NDArray[np.float32], list[str], float]:
    """Of each image (784, m) how likely it is a digit, (m,), and what to say if it is none; and the
    limit of what is sure enough."""
    refusal = shipped_refusal()
    if refusal is None:
        return np.ones(images.shape[1], np.float32), [""] * images.shape[1], DEFAULT_LIMIT
    shares, others = refusal.look(images)
    return shares, [REASONS[other] for other in others], refusal.limit


def _reading(
    probabilities: NDArray[np.float32],
    image: NDArray[np.float32],
    digit_share: float,
    other: str,
    limit: float,
    names: tuple[str, ...],
) -> Reading:
    """other: what to say if it is no digit. names: of the classes."""
    order = [int(digit) for digit in np.argsort(-probabilities, kind="stable")]
    best = float(probabilities[order[0]])
    if best * digit_share >= limit:
        sure = order[0], probabilities, image, False, "", True, (order[0],)
        return Reading(*sure, class_names=names)
    rivals = tuple(digit for digit in order if probabilities[digit] >= RIVAL_FROM * best)
    is_digit = digit_share >= limit
    reason = _question(rivals, names) if is_digit else other
    unsure = order[0], probabilities, image, True, reason, is_digit, rivals
    return Reading(*unsure, class_names=names)


def _extents(images: NDArray[np.float32]) -> NDArray[np.intp]:
    """How many rows, or columns if that is more, of each image (784, m) hold ink: (m,)."""
    inked = images.reshape(SIDE, SIDE, -1) > FAINT
    extents: NDArray[np.intp] = np.maximum(
        inked.any(axis=0).sum(axis=0), inked.any(axis=1).sum(axis=0)
    )
    return extents


def _question(rivals: tuple[int, ...], names: tuple[str, ...]) -> str:
    if len(rivals) > MOST_RIVALS:
        return NO_IDEA if names == DIGITS else NO_IDEA_OF_CLASS
    *others, last = (phrase(each, names) for each in rivals)
    if not others:
        return f"This might be {last}, but it is hard to tell."
    return f"This looks like {', '.join(others)} or {last}."


@lru_cache(maxsize=2)
def _network_of(snapshot: Snapshot) -> Network:
    """Kept for the network in use and the one in training; never trained itself."""
    return Network.from_snapshot(snapshot)
