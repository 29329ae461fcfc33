"""Where the verdicts on a class are kept between two looks at it: a file for each class that was
opened, the oldest of which go."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from app.paths import made
from core.errors import DataError
from core.files.plain_text import as_file_name

MOST_KEPT = 50
ENDING = ".verdicts"


def verdicts_of(path: Path, folder: Path) -> Path:
    """The file for the class at `path`, in `folder`, which is made. Raises DataError."""
    whole = os.path.abspath(path)
    sign = hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]
    try:
        made(folder)
    except OSError as error:
        raise DataError(f"The folder {folder} cannot be made: {error.strerror or error}.") from None
    mine = folder / f"{as_file_name(path.stem, 'class')[:60]} {sign}{ENDING}"
    _let_go(folder, mine)
    return mine


def _let_go(folder: Path, but: Path) -> None:
    """Delete the files that were written longest ago, if there are too many."""
    with suppress(OSError):
        files = [each for each in folder.iterdir() if each.suffix == ENDING and each != but]
        files.sort(key=lambda each: each.stat().st_mtime, reverse=True)
        for each in files[MOST_KEPT - 1 :]:
            each.unlink()
