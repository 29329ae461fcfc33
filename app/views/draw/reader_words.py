"""What each reader says of a digit, what comes of it, and where the pen went. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from app.views.draw.words import named, short
from app.views.widgets.probability_bars import whole_percent
from core.data.dataset import DIGITS
from core.ink.traces import LIFTED
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading
from core.reading.stroke_reader import NONE
from core.reading.trust import Trust

PICTURE, PEN, HAND, TOGETHER = (
    "By the picture", "By the pen", "As taught", "Together"
)  # fmt: skip
NO_DIGIT = "no digit"
NO_PEN = "A picture does not tell how the pen went. It is read by what it looks like alone."
ALONE = "This network sees only the picture. The one that came with the app asks the pen, too."
NO_DIGITS = "This network knows other classes than digits, so it reads by the picture alone."
MISSING = "What reads the pen’s way is missing. Install Digit Lab again to have it back."
DISAGREE = "They disagree, so it is not sure."
NEARNESS = ((0.8, "much like"), (0.4, "like"), (0.0, "a bit like"))
MOST_STROKES = 4
_TOP_TO_BOTTOM, _LEFT_TO_RIGHT = ("top", "", "bottom"), ("left", "", "right")
_THIRD = 1 / 6  # the middle third of the box around a drawing goes from -_THIRD to _THIRD


@dataclass(frozen=True)
class ReaderLine:
    """who: which reader, or "" where the line is a sentence. what: what it says."""

    who: str
    what: str

    @property
    def text(self) -> str:
        return f"{self.who}: {self.what}" if self.who else self.what


def reader_lines(digit: PlacedReading, snapshot: Snapshot) -> tuple[ReaderLine, ...]:
    """What each reader says of a digit, and what came of it, or why there is but one.

    snapshot: the network that read it.
    """
    reading = digit.reading
    lines = [ReaderLine(PICTURE, _of_picture(reading))]
    if reading.by_pen is not None:
        lines.append(ReaderLine(PEN, _of_pen(reading.by_pen, reading.is_digit)))
    if reading.like is not None:
        lines.append(ReaderLine(HAND, _of_hand(reading)))
    if len(lines) > 1:
        lines.append(_outcome(reading))
    else:
        lines.append(ReaderLine("", why_no_pen(digit, snapshot)))
    return tuple(lines)


def why_no_pen(digit: PlacedReading, snapshot: Snapshot) -> str:
    """Why the way of the pen has no say, a sentence; "" where it has."""
    if digit.reading.by_pen is not None:
        return ""
    if digit.drawing is None:
        return NO_PEN
    if not digit.reading.is_of_digits:
        return NO_DIGITS
    return ALONE if Trust.of(snapshot.facts) is None else MISSING


def _of_picture(reading: Reading) -> str:
    if reading.is_digit and reading.by_pen is None and reading.like is None:
        return short(reading)
    shares = reading.probabilities if reading.by_image is None else reading.by_image
    names = reading.class_names
    return _likeliest(shares, names) if reading.is_digit else _were_it_one(shares, names)


def _of_pen(by_pen: NDArray[np.float32], is_digit: bool) -> str:
    if by_pen.argmax() == NONE:
        return NO_DIGIT
    return _likeliest(by_pen, DIGITS) if is_digit else _were_it_one(by_pen, DIGITS)


def _of_hand(reading: Reading) -> str:
    how = next(words for least, words in NEARNESS if reading.nearness >= least)
    return f"{how} {named(reading)}"


def _likeliest(shares: NDArray[np.float32], names: tuple[str, ...]) -> str:
    return f"{names[shares.argmax()]}, {whole_percent(float(shares.max()))}"


def _were_it_one(shares: NDArray[np.float32], names: tuple[str, ...]) -> str:
    """Which digit a drawing would be that is none: a share would say that it is one."""
    return f"maybe {names[shares.argmax()]}"


def _outcome(reading: Reading) -> ReaderLine:
    if not reading.is_digit:
        return ReaderLine(TOGETHER, NO_DIGIT)
    by_image = reading.probabilities if reading.by_image is None else reading.by_image
    voices = [(int(by_image.argmax()), "by the picture")]
    if reading.by_pen is not None:
        voices.append((int(reading.by_pen.argmax()), "by the pen"))
    if reading.like is not None:
        voices.append((reading.digit, "as taught"))
    agree = len({digit for digit, _ in voices}) == 1
    if reading.unsure:
        return (
            ReaderLine(TOGETHER, f"{short(reading)}, not sure")
            if agree
            else ReaderLine("", DISAGREE)
        )
    whose = next((words for digit, words in voices if digit == reading.digit), "between them")
    return ReaderLine(TOGETHER, short(reading) if agree else f"{reading.name}, {whose}")


def way_in_words(places: NDArray[np.float32], strokes: NDArray[np.uint8]) -> str:
    """Where each stroke of a trace begins and ends, a sentence; arguments: of core.ink.traces."""
    if not np.ptp(places, axis=0).any():
        return "The pen made a dot."
    ways = [
        f"from {_place(places[first])} to {_place(places[last])}" for first, last in runs(strokes)
    ]
    if not ways:
        return "The pen made dots."
    if len(ways) == 1:
        return f"The pen went {ways[0]}."
    first = ways[:MOST_STROKES]
    more = f", and {len(ways) - len(first)} more" if len(ways) > len(first) else ""
    return f"{len(ways)} strokes: {', '.join(first)}{more}."


def runs(strokes: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """The number of the first and of the last place of each stroke of a trace, in their order; none
    of a stroke that is but a dot between two places."""
    found = []
    for stroke, part in groupby(enumerate(strokes.tolist()), key=lambda each: each[1]):
        numbers = [number for number, _ in part]
        if stroke != LIFTED:
            found.append((numbers[0], numbers[-1]))
    return found


def _place(point: NDArray[np.float32]) -> str:
    x, y = (int(each > _THIRD) - int(each < -_THIRD) + 1 for each in point.tolist())
    return f"the {' '.join(filter(None, (_TOP_TO_BOTTOM[y], _LEFT_TO_RIGHT[x]))) or 'middle'}"
