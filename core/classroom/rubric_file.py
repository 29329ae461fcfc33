"""A rubric as TOML, which teachers write; what is wrong with it is said with the line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import tomli_w

from core.checking.course_functions import JUDGED
from core.checking.hints import LEVELS
from core.classroom.known_mistakes import known_mistakes
from core.classroom.rubric import Rubric
from core.errors import DigitLabError
from core.files.plain_text import plain
from core.files.regular_file import read_regular
from core.resources import ROOT

LARGEST = 100_000  # bytes; a rubric has 2,000
LONGEST_LINE = 2_000  # a key of a thousand parts takes tomllib their square in time
LONGEST_MESSAGE = 2_000
MOST_POINTS = 10_000
SECONDS = (1, 120)


class RubricError(DigitLabError):
    """A rubric cannot be used: a sentence, with the line where there is one."""


def read_rubric(path: Path) -> Rubric:
    """The rubric in a file. Raises RubricError."""
    try:
        data = read_regular(path, LARGEST)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RubricError(f"The rubric {path} cannot be read: {reason}.") from None
    try:
        return rubric_of(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RubricError(f"The rubric {path} is not text in UTF-8. Save it as UTF-8.") from None


def rubric_of(text: str) -> Rubric:
    """The rubric in a text. Raises RubricError."""
    if len(text) > LARGEST or any(len(line) > LONGEST_LINE for line in text.splitlines()):
        raise RubricError("This is not a rubric: it is too long for one.")
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RubricError(f"This is not a rubric in TOML: {plain(str(error), 300)}.") from None
    return _Reader(text).rubric(values)


def to_toml(rubric: Rubric) -> str:
    """A text that rubric_of reads as this rubric."""
    mistakes: dict[str, dict[str, str | float]] = {}
    for id, message in rubric.messages.items():
        mistakes.setdefault(id, {})["message"] = message
    for id, share in rubric.keeps.items():
        mistakes.setdefault(id, {})["keeps_percent"] = 100 * share
    values: dict[str, Any] = {
        "title": rubric.title,
        "hint_level": rubric.hint_level,
        "total": rubric.total,
        "deadline": rubric.deadline,
        "late_percent_a_day": rubric.late_percent,
        "seconds": rubric.seconds,
        "points": dict(rubric.points),
        "mistakes": mistakes,
    }
    return tomli_w.dumps({key: value for key, value in values.items() if value is not None})


def template() -> str:
    """A rubric with everything in it, each explained."""
    return (ROOT / "classroom" / "rubric.toml").read_text(encoding="utf-8")


class _Reader:
    """Reads values of a rubric, and knows where they stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def rubric(self, values: Mapping[str, Any]) -> Rubric:
        readers: dict[str, Callable[[Any], dict[str, Any]]] = {
            "title": lambda value: {"title": plain(self._text("title", value), 200)},
            "hint_level": self._level,
            "total": lambda value: {"total": self._number("total", value, 0, MOST_POINTS)},
            "deadline": self._deadline,
            "late_percent_a_day": lambda value: {
                "late_percent": self._number("late_percent_a_day", value, 0, 100)
            },
            "seconds": lambda value: {"seconds": self._number("seconds", value, *SECONDS)},
            "points": self._points,
            "mistakes": self._mistakes,
        }
        fields: dict[str, Any] = {}
        for key, value in values.items():
            if key not in readers:
                self._fail(f"A rubric has no “{plain(key, 40)}”.{_near(key, readers)}", key)
            fields |= readers[key](value)
        rubric = Rubric(**fields)
        if not rubric.most > 0:
            self._fail("All points together are 0: give at least one function some.", "points")
        return rubric

    def _points(self, value: Any) -> dict[str, Any]:
        points = {}
        for name, each in self._table("points", value).items():
            if name not in JUDGED:
                self._fail(
                    f"The course has no function “{plain(name, 40)}”.{_near(name, JUDGED)}", name
                )
            points[name] = self._number(name, each, 0, MOST_POINTS)
        return {"points": points}

    def _mistakes(self, value: Any) -> dict[str, Any]:
        messages, keeps = {}, {}
        known = known_mistakes()
        for id, about in self._table("mistakes", value).items():
            if id not in known:
                self._fail(f"No mistake is called “{plain(id, 40)}”.{_near(id, known)}", id)
            for key, each in self._table(id, about).items():
                if key == "message":
                    messages[id] = plain(self._text(key, each, id), LONGEST_MESSAGE)
                elif key == "keeps_percent":
                    keeps[id] = self._number(key, each, 0, 100, id) / 100
                else:
                    near = _near(key, ("message", "keeps_percent"))
                    self._fail(f"A mistake has no “{plain(key, 40)}”.{near}", key, id)
        return {"messages": messages, "keeps": keeps}

    def _level(self, value: Any) -> dict[str, Any]:
        if value not in LEVELS:
            self._fail(f"hint_level is one of: {', '.join(LEVELS)}.", "hint_level")
        return {"hint_level": value}

    def _deadline(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, datetime):
            self._fail("deadline is a day and a time: 2027-01-31T23:59:00+01:00.", "deadline")
        if value.tzinfo is None:
            self._fail(
                "deadline needs its distance from UTC at its end: +01:00, or Z for none.",
                "deadline",
            )
        return {"deadline": value}

    def _number(self, key: str, value: Any, least: float, most: float, within: str = "") -> float:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not least <= value <= most:
            text = f"{plain(key, 40)} is a number from {least:g} to {most:,}."
            self._fail(text, key, within)
        return float(value)

    def _text(self, key: str, value: Any, within: str = "") -> str:
        if not isinstance(value, str) or not value.strip():
            self._fail(f"{plain(key, 40)} is a text in quotation marks.", key, within)
        return value

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._fail(f"{plain(key, 40)} is a table of its own: [{plain(key, 40)}].", key)
        return value

    def _fail(self, sentence: str, key: str, within: str = "") -> NoReturn:
        """Raises RubricError, with the line of `key`, where it is looked for below `within`."""
        start = self._line_of(within, 0) if within else 0
        line = self._line_of(key, start or 0)
        place = "" if line is None else f"Line {line + 1} of the rubric: "
        raise RubricError(f"{place}{sentence}")

    def _line_of(self, key: str, start: int) -> int | None:
        form = re.compile(rf"""(^|[\s\["'.]){re.escape(key)}["']?\s*[=.\]]""")
        lines = enumerate(self._lines[start:], start)
        return next((at for at, line in lines if form.search(line)), None)


def _near(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(name, names, 3, 0.5)
    if close:
        return f" Is it {', '.join(close[:-1])}{' or ' if close[1:] else ''}{close[-1]}?"
    return f" It has: {', '.join(names)}." if len(names) <= len(JUDGED) else ""
