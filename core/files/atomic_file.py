"""Files that are either the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` by a temporary file beside it, fsync and os.replace.

    Whatever fails, a file that was there stays as it was, and no temporary file remains.
    Raises OSError, also when `path` is something else than a file (a folder, a device).
    """
    path = path.resolve()
    temporary = _beside(path)
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def check_replaceable(path: Path) -> None:
    """Raises OSError when replace_file() could not write `path` now; the file is not touched."""
    temporary = _beside(path.resolve())
    temporary.open("wb").close()
    temporary.unlink()


def _beside(path: Path) -> Path:
    """Where the new content is written first."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is not a file")
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")
