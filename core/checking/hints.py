"""How much is told of a mistake: what is wrong, where, why, how to mend it; a level at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from core.checking.report import Mistake, Report


class HintLevel(IntEnum):
    """Each level tells what those before it tell, and more."""

    WHAT = 0
    WHERE = 1
    WHY = 2
    HOW = 3

    @classmethod
    def named(cls, name: str) -> HintLevel:
        """Of a name of LEVELS. Raises KeyError for another."""
        return cls[name.upper()]


LEVELS = tuple(each.name.lower() for each in HintLevel)


@dataclass(frozen=True)
class Hint:
    """One thing that is told. code: the line of the file that it is about, "" for none; line: its
    number, from 1."""

    level: HintLevel
    text: str
    code: str = ""
    line: int | None = None


def hints_of(mistake: Mistake, report: Report, most: HintLevel = HintLevel.HOW) -> tuple[Hint, ...]:
    """What is told of a mistake up to a level, in that order."""
    hints = [Hint(HintLevel.WHAT, title_of(mistake))]
    if mistake.line is not None:
        place = report.place(mistake.line)
        hints.append(Hint(HintLevel.WHERE, _opened(place), mistake.code, mistake.line))
    hints.append(Hint(HintLevel.WHY, mistake.sentence))
    hints.append(Hint(HintLevel.HOW, mistake.hint))
    return tuple(each for each in hints if each.level <= most and each.text)


def title_of(mistake: Mistake) -> str:
    """The title, with the array it is in: "dW: the 1/m is missing"."""
    return f"{mistake.array}: {mistake.title}" if mistake.array else mistake.title


def _opened(place: str) -> str:
    return place[:1].upper() + place[1:]
