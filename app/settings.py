"""The settings: a table of what is kept in the user's settings file, with defaults and checks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from app.look import theme
from app.views.draw.canvas import BRUSH_DEFAULT


@dataclass(frozen=True)
class Setting:
    """One value in the file.

    read: from what the file holds to the value; ValueError or TypeError means the default.
    """

    key: str
    default: Any
    read: Callable[[Any], Any]


def _theme(value: Any) -> str:
    if value not in theme.CHOICES:
        raise ValueError(value)
    return str(value)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _truth(value: Any) -> bool:
    return str(value).lower() == "true"


def _bytes(value: Any) -> QByteArray:
    if not isinstance(value, QByteArray):
        raise TypeError(value)
    return value


SETTINGS = {
    each.key: each
    for each in (
        Setting("window/geometry", QByteArray(), _bytes),
        Setting("window/view", "draw", str),
        Setting("look/theme", "system", _theme),
        Setting("look/reduced_motion", False, _truth),
        Setting("draw/brush", BRUSH_DEFAULT, _number),
        Setting("train/recipe", "", str),  # TOML
        Setting("train/data", "", str),  # a source of app.background.loading
        Setting("data/folder", "", str),  # the user's own digits that were trained on
        Setting("train/log_axis", False, _truth),
        Setting("hand/set", "", str),  # the set of drawings that is open
        Setting("network/kept", False, _truth),  # start with the network that was taught
        Setting("learn/may_run", False, _truth),  # whether it was agreed that code is run
        Setting("learn/file", "", str),
        Setting("learn/unsaved", "", str),  # text of that file, where it is not what is in it
        Setting("learn/right", "", str),  # ids of questions, with blanks between
    )
}


class Settings:
    """Values by the keys of SETTINGS. A file that is missing or damaged means the defaults."""

    def __init__(self, file: Path) -> None:
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def get(self, key: str) -> Any:
        """The value of `key`. Raises KeyError for a key that is not in the table."""
        setting = SETTINGS[key]
        value = self._store.value(key)
        if value is None:
            return setting.default
        try:
            return setting.read(value)
        except (TypeError, ValueError):
            return setting.default

    def set(self, key: str, value: Any) -> None:
        """Raises KeyError for a key that is not in the table."""
        if key not in SETTINGS:
            raise KeyError(key)
        self._store.setValue(key, value)

    def save(self) -> bool:
        """Write the file now. False when it could not be written; nothing else is lost by that."""
        self._store.sync()
        return self._store.status() is QSettings.Status.NoError
