"""The settings: a table of what is kept in the user's settings file, with defaults and checks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray

from app.look import text_size, theme
from app.paths import made
from app.views.draw.canvas import BRUSH_DEFAULT
from core.errors import DigitLabError
from core.files import ini_file
from core.files.atomic_file import replace_file
from core.files.locks import locked
from core.files.regular_file import read_regular
from core.runs.limits import BUDGET

LOCK = ".settings.lock"
PATIENCE = 0.5  # seconds that a window may stand still for another
LARGEST = 8_000_000  # bytes; older versions kept a whole exercise in the file


@dataclass(frozen=True)
class Setting:
    """One value in the file.

    read: from what the file holds to the value; ValueError, TypeError or RecursionError means the
    default. are_words: whether it is words with blanks between, of which each window brings its
    own.
    """

    key: str
    default: Any
    read: Callable[[Any], Any]
    are_words: bool = False


def _theme(value: Any) -> str:
    if value not in theme.CHOICES:
        raise ValueError(value)
    return str(value)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _percent(value: Any) -> int:
    return text_size.nearest(_number(value))


def _bytes_of_disk(value: Any) -> int:
    number = int(value)
    if number <= 0:
        raise ValueError(value)
    return number


def _truth(value: Any) -> bool:
    return str(value).lower() == "true"


def _paths(value: Any) -> tuple[str, ...]:
    """Of a list in JSON; the "true" of older versions is none."""
    found = json.loads(value)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError(value)
    return tuple(found)


def _bytes(value: Any) -> QByteArray:
    if not isinstance(value, bytes):
        raise TypeError(value)
    return QByteArray(value)


SETTINGS = {
    each.key: each
    for each in (
        Setting("window/geometry", QByteArray(), _bytes),
        Setting("window/view", "draw", str),
        Setting("look/theme", "system", _theme),
        Setting("look/text_size", 100, _percent),
        Setting("look/reduced_motion", False, _truth),
        Setting("draw/brush", BRUSH_DEFAULT, _number),
        Setting("train/recipe", "", str),  # TOML
        Setting("train/data", "", str),  # a source of app.background.loading
        Setting(
            "data/folder", "", str
        ),  # core.data.opening.records.Request as text: what was trained on
        Setting("train/gear", "full", str),  # of app.background.training.gears
        Setting("train/log_axis", False, _truth),
        Setting("runs/budget", BUDGET, _bytes_of_disk),  # that the library of runs may take
        Setting("hand/set", "", str),  # the set of drawings that is open
        Setting("network/kept", False, _truth),  # start with the network that was taught
        Setting("learn/may_run", (), _paths),  # files and folders whose code may be run
        Setting("learn/file", "", str),
        Setting("learn/unsaved", "", str),  # text of that file, by versions that had no drafts
        Setting("learn/right", "", str, are_words=True),  # ids of questions
        Setting("learn/wrong", "", str, are_words=True),  # ids of questions
        Setting("learn/best", 0, int),  # right answers of the best sitting
        Setting("learn/read", "", str, are_words=True),  # ids of pages
    )
}


class Settings:
    """Values by the keys of SETTINGS. A file that is missing or damaged means the defaults.

    Another window may have the same file: only what was changed here is written into it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._changed: dict[str, Any] = {}  # keys, and the values that the file had here
        try:
            self._raw = ini_file.parse(_content(file))
        except OSError:
            self._raw = {}

    def get(self, key: str) -> Any:
        """The value of `key`. Raises KeyError for a key that is not in the table."""
        setting = SETTINGS[key]
        raw = self._raw.get(_place(key))
        value = None if raw is None else ini_file.decoded(raw)
        if value is None:
            return setting.default
        try:
            return setting.read(value)
        except (TypeError, ValueError, RecursionError):
            return setting.default

    def set(self, key: str, value: Any) -> None:
        """Raises KeyError for a key that is not in the table."""
        if value != self.get(key):
            self._changed.setdefault(key, self.get(key))
            self._raw[_place(key)] = ini_file.encoded(_written(value))

    def save(self) -> bool:
        """Write what was changed here now. False when it could not be written; nothing else is lost
        by that."""
        try:
            with locked(made(self._file.parent) / LOCK, PATIENCE):
                there = Settings(self._file)
                raw = ini_file.parse(_content(self._file))
                for key in self._changed:
                    raw[_place(key)] = self._merged(key, there.get(key))
                replace_file(self._file, ini_file.to_bytes(raw))
        except (OSError, DigitLabError):
            return False
        self._changed.clear()
        return True

    def _merged(self, key: str, there: Any) -> str:
        """What to write where the file says `there` by now."""
        if not SETTINGS[key].are_words:
            return self._raw[_place(key)]
        before, mine, theirs = (each.split() for each in (self._changed[key], self.get(key), there))
        kept = [each for each in theirs if each in mine or each not in before]
        new = [each for each in mine if each not in before and each not in theirs]
        return ini_file.encoded(" ".join(kept + new))


def _place(key: str) -> ini_file.Key:
    section, _, name = key.partition("/")
    return section, name


def _written(value: Any) -> str | bytes:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value)
    return bytes(value.data()) if isinstance(value, QByteArray) else str(value)


def _content(file: Path) -> bytes:
    """Empty where there is nothing, and for what is too large to be settings. Raises OSError."""
    if not file.exists():
        return b""
    data = read_regular(file, LARGEST)
    return data if len(data) <= LARGEST else b""
