"""The words of an answer, and the digits that it shows large. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.state.recognition import UNKNOWN, together
from app.views.widgets.probability_bars import LEAST_FIGURE, whole_percent
from core.reading.numbers import PlacedReading
from core.reading.reading import MOST_RIVALS, Reading, a_digit

SURENESS = (
    (0.95, "Sure"),
    (0.75, "Fairly sure"),
    (0.50, "Not quite sure"),
    (0.00, "A guess"),
)
BLANK = "The answer appears here as you draw."
NO_NETWORK = "No network"
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


@dataclass(frozen=True)
class Glyph:
    """A digit or a word of the headline. faint: the network is not sure. small: for a word."""

    text: str
    faint: bool = False
    small: bool = False


@dataclass(frozen=True)
class Wording:
    """What the headline shows. figure: “98 %”, or "". words, note: a sentence each, or ""."""

    glyphs: tuple[Glyph, ...]
    figure: str
    words: str
    note: str = ""


def wording(digits: Sequence[PlacedReading], chosen: int) -> Wording:
    """The words for one digit or more; chosen: the index of the one that the note is about."""
    readings = [digit.reading for digit in digits]
    return _of_one(readings[0]) if len(readings) == 1 else _of_number(readings, chosen)


def _of_one(reading: Reading) -> Wording:
    if not reading.is_digit or len(reading.rivals) > MOST_RIVALS:
        return Wording((Glyph(UNKNOWN, faint=True),), "", reading.reason)
    if reading.unsure:
        rivals = [Glyph(str(digit), faint=True) for digit in reading.rivals]
        between = Glyph("or", small=True)
        glyphs = [each for digit in rivals for each in (between, digit)][1:]
        return Wording(tuple(glyphs), "", reading.reason, likeness(reading))
    return Wording(
        (Glyph(str(reading.digit)),),
        whole_percent(reading.probability),
        _sureness(reading.probability),
        "\n".join(filter(None, (second_guess(reading), likeness(reading)))),
    )


def _of_number(readings: Sequence[Reading], chosen: int) -> Wording:
    glyphs = tuple(
        Glyph(str(each.digit) if each.is_digit else UNKNOWN, faint=each.unsure) for each in readings
    )
    doubtful = next((n for n, each in enumerate(readings) if each.unsure), None)
    looked_at = f"The {ORDINALS[chosen]}: {short(readings[chosen])}."
    if like := likeness(readings[chosen]):
        looked_at += f"\n{like}"
    if doubtful is not None:
        others = sum(each.unsure for each in readings) - 1
        more = f" {others} more as well." if others else ""
        return Wording(glyphs, "", f"Not sure of the {ORDINALS[doubtful]}.{more}", looked_at)
    return Wording(
        glyphs, whole_percent(together(readings)), _sureness(together(readings)), looked_at
    )


def short(reading: Reading) -> str:
    """“7, 99 %”, “4 or 9”, or that it is no digit."""
    if not reading.is_digit:
        return "no digit that I know"
    if len(reading.rivals) > MOST_RIVALS:
        return "any digit"
    if reading.unsure:
        perhaps = "perhaps " if len(reading.rivals) == 1 else ""
        return perhaps + " or ".join(map(str, reading.rivals))
    return f"{reading.digit}, {whole_percent(reading.probability)}"


def second_guess(reading: Reading) -> str:
    """“Second guess: 9, 3 %”, or "" where that has too small a share."""
    digit = int((-reading.probabilities).argsort(kind="stable")[1])
    share = float(reading.probabilities[digit])
    if share < LEAST_FIGURE:
        return ""
    return f"Second guess: {digit}, {whole_percent(share)}"


def likeness(reading: Reading) -> str:
    """“Like a 7 that it was taught”, where a taught drawing had a say in the reading, else ""."""
    return "" if reading.like is None else f"Like {a_digit(reading.digit)} that it was taught"


def _sureness(probability: float) -> str:
    return next(words for least, words in SURENESS if probability >= least)
