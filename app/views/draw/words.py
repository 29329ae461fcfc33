"""The words of an answer, and the digits that it shows large. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.state.answers import DigitAnswer, read_only, together
from app.state.drawn_digit import ORDINALS
from app.state.recognition import UNKNOWN
from app.views.widgets.probability_bars import LEAST_FIGURE, whole_percent
from core.data.class_names import phrase
from core.reading.reading import MOST_RIVALS, Reading

SURENESS = (
    (0.95, "Sure"),
    (0.75, "Fairly sure"),
    (0.50, "Not quite sure"),
    (0.00, "A guess"),
)
BLANK = "The answer appears here as you draw."
NO_NETWORK = "No network"
NO_ANSWER = "No answer"
AS_YOU_SAY = "as you say"


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


def wording(answers: Sequence[DigitAnswer], chosen: int) -> Wording:
    """The words for one digit or more; chosen: the index of the one that the note is about."""
    if len(answers) > 1:
        return _of_number(answers, chosen)
    (answer,) = answers
    if answer.correction is not None:
        return Wording((Glyph(answer.name),), AS_YOU_SAY, read_as(answer.reading))
    return _of_one(answer.reading)


def _of_one(reading: Reading) -> Wording:
    rivals_names = names_of(reading, reading.rivals)
    has_words = any(len(each) > 1 for each in rivals_names)
    if not reading.is_digit or len(reading.rivals) > MOST_RIVALS or (reading.unsure and has_words):
        return Wording((Glyph(UNKNOWN, faint=True),), "", reading.reason)
    if reading.unsure:
        rivals = [Glyph(name, faint=True) for name in rivals_names]
        between = Glyph("or", small=True)
        glyphs = [each for digit in rivals for each in (between, digit)][1:]
        return Wording(tuple(glyphs), "", reading.reason, likeness(reading))
    return Wording(
        (Glyph(reading.name),),
        whole_percent(reading.probability),
        _sureness(reading.probability),
        "\n".join(filter(None, (second_guess(reading), likeness(reading)))),
    )


def _of_number(answers: Sequence[DigitAnswer], chosen: int) -> Wording:
    glyphs = tuple(map(_glyph, answers))
    looked_at = answers[chosen]
    place = f"The {ORDINALS[chosen]}: "
    if looked_at.correction is not None:
        words = f"{place}{looked_at.name}, {AS_YOU_SAY}."
        return Wording(glyphs, "", words, read_as(looked_at.reading))
    note = f"{place}{short(looked_at.reading)}."
    if like := likeness(looked_at.reading):
        note += f"\n{like}"
    doubtful = [n for n, each in enumerate(answers) if each.in_doubt]
    if doubtful:
        more = f" {len(doubtful) - 1} more as well." if doubtful[1:] else ""
        return Wording(glyphs, "", f"Not sure of the {ORDINALS[doubtful[0]]}.{more}", note)
    share = together(read_only(answers))
    return Wording(glyphs, whole_percent(share), _sureness(share), note)


def _glyph(answer: DigitAnswer) -> Glyph:
    """In a number: a digit in doubt is faint, what is no digit a question mark."""
    is_known = answer.correction is not None or answer.reading.is_digit
    return Glyph(answer.name if is_known else UNKNOWN, faint=answer.in_doubt)


def read_as(reading: Reading) -> str:
    """What the network had made of a digit that the user has corrected, a sentence."""
    return f"It was read as {short(reading)}."


def short(reading: Reading) -> str:
    """“7, 99 %”, “4 or 9”, or that it is no digit."""
    if not reading.is_digit:
        return "no digit that I know" if reading.is_of_digits else "nothing that I know"
    if len(reading.rivals) > MOST_RIVALS:
        return "any digit" if reading.is_of_digits else "any class"
    if reading.unsure:
        perhaps = "perhaps " if len(reading.rivals) == 1 else ""
        return perhaps + " or ".join(names_of(reading, reading.rivals))
    return f"{reading.name}, {whole_percent(reading.probability)}"


def second_guess(reading: Reading) -> str:
    """“Second guess: 9, 3 %”, or "" where that has too small a share."""
    digit = int((-reading.probabilities).argsort(kind="stable")[1])
    share = float(reading.probabilities[digit])
    if share < LEAST_FIGURE:
        return ""
    return f"Second guess: {reading.class_names[digit]}, {whole_percent(share)}"


def likeness(reading: Reading) -> str:
    """“Like a 7 that it was taught”, where a taught drawing had a say in the reading, else ""."""
    return "" if reading.like is None else f"Like {named(reading)} that it was taught"


def named(reading: Reading) -> str:
    """“a 7”, “an 8”, or the name of another class in quotes."""
    return phrase(reading.digit, reading.class_names)


def names_of(reading: Reading, numbers: Sequence[int]) -> list[str]:
    """Of some of its classes."""
    return [reading.class_names[each] for each in numbers]


def _sureness(probability: float) -> str:
    return next(words for least, words in SURENESS if probability >= least)
