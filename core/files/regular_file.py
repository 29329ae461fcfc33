"""Opening a file that the user, or a stranger, named: only a real file, and never waiting for one.

To open a named pipe waits until somebody writes into it, and a device may never end. Every reader
of such a file in core and app opens it here, and says how many bytes it takes.
"""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
    _FLAGS |= getattr(os, _name, 0)


_CHUNK = 2**20


class IrregularFileError(OSError):
    """A pipe, a device or a socket: nothing that is read like a file."""


def open_regular(path: Path) -> io.BufferedReader:
    """The file at `path` for reading, at once.

    Raises OSError: IsADirectoryError for a folder, IrregularFileError for all else that is no file;
    ValueError for a path with a NUL.
    """
    _check(os.stat(path), path)  # to open a device may already do something
    descriptor = os.open(path, _FLAGS)
    try:
        _check(os.fstat(descriptor), path)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of the file at `path`; of one that holds more than `most`, the first most + 1.

    Raises OSError and ValueError as open_regular().
    """
    with open_regular(path) as stream:
        # No more room than the file needs: `most` may be more than there is memory.
        held = os.fstat(stream.fileno()).st_size
        data = stream.read(min(held, most) + 1) or b""
        while held < len(data) <= most:  # it grows, or is one of the system's that say 0
            part = stream.read(min(_CHUNK, most + 1 - len(data)))
            if not part:
                break
            data += part
    return data


def _check(found: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(0, "it is a folder", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise IrregularFileError(0, "it is a pipe or a device, not a file", str(path))
