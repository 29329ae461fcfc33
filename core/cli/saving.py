"""Files that a verb writes: whole or not at all, and in a sentence why not."""

from __future__ import annotations

import os
from pathlib import Path

from core.errors import DataError
from core.files.atomic_file import replace_file


def save(path: Path, data: bytes) -> None:
    """A file is replaced whole; a pipe or a device is written to. Raises DataError."""
    try:
        if is_stream(path):
            path.write_bytes(data)
        else:
            replace_file(path, data)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}.") from None


def is_stream(path: Path) -> bool:
    """Whether it takes what is written as it comes: a pipe or a device."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
