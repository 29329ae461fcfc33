"""The folders of the user's data and settings, by each system's convention. No Qt."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from core.files.atomic_file import check_replaceable
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
    are saved to first. runs: the library of runs. labels: those of data sets that the user changed.
    drafts: unsaved code. classes: the verdicts on classes. saved_in: a file that names the folders
    of the user in which files were saved.

    None of them need exist; whoever writes makes the folder (see made()). lasts: False where the
    system does not say where they belong, so that they are gone when the program ends.
    """

    data: Path
    settings: Path
    lasts: bool = True

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
    def runs(self) -> Path:
        return self.data / "runs"

    @property
    def labels(self) -> Path:
        return self.data / "changed labels"

    @property
    def drafts(self) -> Path:
        return self.data / "drafts"

    @property
    def classes(self) -> Path:
        return self.data / "classes"

    @property
    def saved_in(self) -> Path:
        return self.data / "saved in"


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
    known = home or _home()
    home = known or _passing_home()
    folders = {
        place: _folder(convention, environ, home) for place, convention in conventions.items()
    }
    lasts = known is not None or not any(each.is_relative_to(home) for each in folders.values())
    return Paths(folders["data"], folders["settings"] / "settings.ini", lasts)


def what_is_lost(paths: Paths) -> str:
    """A sentence where nothing that is kept will be there at the next start; else empty."""
    if not paths.lasts:
        return "This system does not say where your files belong: there is no home folder."
    try:
        check_replaceable(made(paths.data) / "any file")
    except OSError as error:
        return f"Nothing can be kept in {paths.data}: {error.strerror or error}."
    return ""


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # no HOME, and nothing is known of the user
        return None


def _passing_home() -> Path:
    """A folder that is gone when the program ends. Where none can be made, a place in which nothing
    can be written."""
    folder = _passing_folder()
    return Path(os.devnull if folder is None else folder.name)


@cache
def _passing_folder() -> tempfile.TemporaryDirectory[str] | None:
    try:
        return tempfile.TemporaryDirectory(prefix=f"{PROGRAM}-", ignore_cleanup_errors=True)
    except OSError:
        return None


def made(folder: Path) -> Path:
    """The folder, made now if it was not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder(convention: _Convention, environ: Mapping[str, str], home: Path) -> Path:
    named = environ.get(convention.variable or "", "")
    base = Path(named) if PurePath(named).is_absolute() else home / convention.default
    return base / convention.own
