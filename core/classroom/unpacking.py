"""A hand-in as the source that is checked, with the student's other files where it looks for
them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.checking.scratch import ScratchFolder
from core.checking.source import Source, source_at, source_in
from core.classroom.hand_in import HandIn
from core.errors import DataError

MOST_BYTES = 1 << 26  # of all that is unpacked beside one


@contextmanager
def source_of_hand_in(hand_in: HandIn) -> Iterator[Source]:
    """Within it, the source can be checked. What does not lie in a folder of the student's own is
    put into one, without the files of others. Raises OSError and DataError."""
    if hand_in.path is not None:
        yield source_at(hand_in.path)
        return
    scratch = ScratchFolder()
    try:
        left = MOST_BYTES
        for place, read in hand_in.beside:
            with suppress(OSError, ValueError, DataError):  # a name that this system does not take
                data = read()
                left -= len(data)
                if left < 0:
                    break
                _write(scratch.path / place, data)
        folder = (scratch.path / hand_in.place).parent
        yield source_in(hand_in.file, hand_in.read(), folder if folder.is_dir() else scratch.path)
    finally:
        scratch.remove()


def key_of(hand_in: HandIn, seconds: float) -> str:
    """Changes when a check may give something else: with the code, that beside it, and the time.
    Raises OSError and DataError."""
    digest = hashlib.sha256(f"{seconds:g}".encode())
    helpers = [each for each in hand_in.beside if each[0].endswith(".py")]
    for place, read in ((hand_in.place, hand_in.read), *helpers):
        digest.update(b"\0" + place.encode(errors="replace") + b"\0")
        digest.update(hashlib.sha256(read()).digest())
    return digest.hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
