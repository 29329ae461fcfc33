"""The folders of the user's data and settings, by each system's convention. No Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from core.version import NAME, PROGRAM

ENVIRONMENT = "DIGIT_LAB_DATA"


@dataclass(frozen=True)
class _Convention:
    """Where a system keeps a kind of files.

    variable: overrides `default`, which is below the home folder; our folder is called `own`.
    """

    variable: str | None
    default: str
    own: str


_MAC = _Convention(None, "Library/Application Support", NAME)
_WINDOWS = _Convention("LOCALAPPDATA", "AppData/Local", NAME)
_CONVENTIONS = {
    "darwin": {"data": _MAC, "settings": _MAC},
    "win32": {"data": _WINDOWS, "settings": _WINDOWS},
    "other": {
        "data": _Convention("XDG_DATA_HOME", ".local/share", PROGRAM),
        "settings": _Convention("XDG_CONFIG_HOME", ".config", PROGRAM),
    },
}


@dataclass(frozen=True)
class Paths:
    """The folders of one user, and the settings file.

    mnist: the downloaded data set. handwriting: the user's own drawings. models: where networks
    are saved to first. drafts: unsaved code.

    None of them need exist; whoever writes makes the folder (see made()).
    """

    data: Path
    settings: Path

    @property
    def mnist(self) -> Path:
        return self.data / "mnist"

    @property
    def handwriting(self) -> Path:
        return self.data / "handwriting"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def drafts(self) -> Path:
        return self.data / "drafts"


def user_paths(
    environ: Mapping[str, str] = os.environ,
    *,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Paths:
    """The folders of this user. The variable DIGIT_LAB_DATA puts all of them into one folder."""
    if environ.get(ENVIRONMENT):
        chosen = Path(environ[ENVIRONMENT])
        return Paths(chosen, chosen / "settings.ini")
    conventions = _CONVENTIONS.get(platform, _CONVENTIONS["other"])
    folders = {
        place: _folder(convention, environ, home or Path.home())
        for place, convention in conventions.items()
    }
    return Paths(folders["data"], folders["settings"] / "settings.ini")


def made(folder: Path) -> Path:
    """The folder, made now if it was not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder(convention: _Convention, environ: Mapping[str, str], home: Path) -> Path:
    named = environ.get(convention.variable or "", "")
    base = Path(named) if PurePath(named).is_absolute() else home / convention.default
    return base / convention.own
