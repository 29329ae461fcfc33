"""A lesson file: what a teacher hands out, and what is checked of it before anything is shown.

One JSON object in UTF-8, with a format's name and version. It holds no data sets, no networks and
no code that would run by itself: an exercise's code is text, until its reader checks it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.errors import DataError, DigitLabError
from core.files.plain_text import plain
from core.files.recipe_file import from_toml, to_toml
from core.ink.strokes import Drawing
from core.network.recipe import Recipe
from core.version import LESSON_ENDING

ENDING = LESSON_ENDING
FORMAT, VERSION = "digit-lab-lesson", 1
LARGEST = 1 << 20  # bytes
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 20_000, 1_000
MOST_QUESTIONS, MOST_OPTIONS = 30, 8
VIEWS = ("draw", "train", "inspect", "learn", "data", "runs")
KINDS = ("choice", "number", "text")
FIELDS_OF_RECIPES = tuple(each.name for each in fields(Recipe))


class LessonError(DataError):
    """A lesson that cannot be used. Its text is a sentence that names the entry."""


@dataclass(frozen=True)
class LessonQuestion:
    """kind: "choice", of `options`; "number"; or "text", which a person reads. answer: the number
    of the right option from 0, the number asked for, or None. tolerance: by how much a number may
    differ. why: what is told after an answer."""

    kind: str
    ask: str
    options: tuple[str, ...] = ()
    answer: float | None = None
    tolerance: float = 0.0
    why: str = ""

    def is_right(self, given: float) -> bool:
        """Of an option's number, or a number."""
        return self.answer is not None and abs(given - self.answer) <= self.tolerance + 1e-12


@dataclass(frozen=True)
class LessonExercise:
    """code: the text that the reader begins with. rubric: what is asked for, as TOML; see
    core/classroom/rubric_file.py."""

    code: str = ""
    rubric: str = ""


@dataclass(frozen=True, eq=False)
class LessonFile:
    """title and text: for the reader. view: what is opened, one of VIEWS. recipe: of Train; locked:
    its fields that stay as they are. source: the data set by its name in the app, "" for any.
    drawing: what lies on the canvas. What is None or empty is left as the reader has it."""

    title: str
    text: str = ""
    view: str = "draw"
    recipe: Recipe | None = None
    locked: tuple[str, ...] = ()
    source: str = ""
    drawing: Drawing | None = None
    questions: tuple[LessonQuestion, ...] = ()
    exercise: LessonExercise | None = None
    made_with: str = field(default="", compare=False)


def to_bytes(lesson: LessonFile) -> bytes:
    """The file's bytes. Raises LessonError for a lesson that from_bytes would not take."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_with": lesson.made_with,
        "title": lesson.title,
        "text": lesson.text,
        "view": lesson.view,
        "recipe": None if lesson.recipe is None else to_toml(lesson.recipe),
        "locked": list(lesson.locked),
        "source": lesson.source,
        "drawing": None if lesson.drawing is None else lesson.drawing.to_lists(),
        "questions": [vars(each) | {"options": list(each.options)} for each in lesson.questions],
        "exercise": None if lesson.exercise is None else vars(lesson.exercise),
    }
    data = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
    from_bytes(data)
    return data


def from_bytes(data: bytes) -> LessonFile:
    """The lesson. Raises LessonError."""
    if len(data) > LARGEST:
        raise LessonError("The lesson is larger than 1 MB, which no lesson needs.")
    try:
        record = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise LessonError("The lesson is damaged: it is no whole JSON in UTF-8.") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise LessonError("This is no lesson of Digit Lab.")
    version = record.get("version")
    if type(version) is not int or version < 1:
        raise LessonError("The lesson does not say which version it has.")
    if version > VERSION:
        raise LessonError("The lesson was made by a newer Digit Lab. Get that version first.")
    known = {"format", "version", *_ENTRIES}
    if unknown := sorted(set(record) - known):
        raise LessonError(f"The lesson has an unknown entry “{plain(unknown[0], 40)}”.")
    values = {name: read(record[name], name) for name, read in _ENTRIES.items() if name in record}
    if not values.get("title", "").strip():
        raise LessonError("The lesson has no title.")
    lesson = LessonFile(**values)
    if lesson.locked and lesson.recipe is None:
        raise LessonError("The lesson locks fields of a recipe, but has no recipe.")
    return lesson


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _wrong(name: str, what: str) -> LessonError:
    return LessonError(f"“{plain(name, 60)}” of the lesson {what}.")


def _text(most: int) -> Callable[[Any, str], str]:
    def read(value: Any, name: str) -> str:
        if not isinstance(value, str):
            raise _wrong(name, "is no text")
        if len(value) > most:
            raise _wrong(name, f"is longer than {most:,} letters")
        return value

    return read


def _view(value: Any, name: str) -> str:
    if value not in VIEWS:
        raise _wrong(name, f"is none of {', '.join(VIEWS)}")
    return str(value)


def _recipe(value: Any, name: str) -> Recipe | None:
    if value is None:
        return None
    try:
        return from_toml(_text(LONGEST_TEXT)(value, name))
    except DigitLabError as error:
        raise LessonError(f"The recipe of the lesson cannot be used: {error}") from None


def _locked(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(each in FIELDS_OF_RECIPES for each in value):
        raise _wrong(name, "names a field that a recipe does not have")
    return tuple(dict.fromkeys(value))


def _drawing(value: Any, name: str) -> Drawing | None:
    if value is None:
        return None
    try:
        if not isinstance(value, list):
            raise DataError("no strokes")
        return Drawing.from_lists(value)
    except (DigitLabError, ValueError, TypeError) as error:
        raise _wrong(name, f"cannot be used: {plain(str(error), 200)}") from None


def _questions(value: Any, name: str) -> tuple[LessonQuestion, ...]:
    if not isinstance(value, list):
        raise _wrong(name, "are no list")
    if len(value) > MOST_QUESTIONS:
        raise _wrong(name, f"are more than {MOST_QUESTIONS}")
    return tuple(_question(each, f"question {k}") for k, each in enumerate(value, start=1))


def _question(value: Any, name: str) -> LessonQuestion:
    record = _record(value, name, LessonQuestion)
    kind = record.get("kind")
    if kind not in KINDS:
        raise _wrong(name, f"has no kind: one of {', '.join(KINDS)}")
    ask = _text(LONGEST_LINE)(record.get("ask", ""), name)
    if not ask.strip():
        raise _wrong(name, "asks nothing")
    options = record.get("options", [])
    if not isinstance(options, list) or len(options) > MOST_OPTIONS:
        raise _wrong(name, f"has no list of at most {MOST_OPTIONS} options")
    texts = tuple(_text(LONGEST_LINE)(each, name) for each in options)
    answer = record.get("answer")
    if kind == "choice" and (len(texts) < 2 or answer not in range(len(texts))):
        raise _wrong(name, "needs two options or more, and the number of the right one")
    if kind != "text":
        answer = _number(answer, name)
    tolerance = _number(record.get("tolerance", 0), name)
    if tolerance < 0:
        raise _wrong(name, "has a tolerance below 0")
    why = _text(LONGEST_TEXT)(record.get("why", ""), name)
    return LessonQuestion(kind, ask, texts, None if kind == "text" else answer, tolerance, why)


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
        raise _wrong(name, "has no number where one belongs")
    return float(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _exercise(value: Any, name: str) -> LessonExercise | None:
    if value is None:
        return None
    record = _record(value, name, LessonExercise)
    texts = {key: _text(LONGEST_TEXT)(each, f"{name}.{key}") for key, each in record.items()}
    return LessonExercise(**texts)


def _record(value: Any, name: str, kind: type) -> dict[str, Any]:
    known = {each.name for each in fields(kind)}
    if not isinstance(value, dict) or not set(value) <= known:
        raise _wrong(name, f"has other entries than {', '.join(sorted(known))}")
    return value


_ENTRIES: Mapping[str, Callable[[Any, str], Any]] = {
    "title": _text(LONGEST_TITLE),
    "text": _text(LONGEST_TEXT),
    "view": _view,
    "recipe": _recipe,
    "locked": _locked,
    "source": _text(LONGEST_TITLE),
    "drawing": _drawing,
    "questions": _questions,
    "exercise": _exercise,
    "made_with": _text(LONGEST_TITLE),
}
