"""One file that somebody handed in, wherever it lies: in a folder, in a zip, in a zip in a zip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

Role = Literal["counts", "helper", "other"]
Read = Callable[[], bytes]


@dataclass(frozen=True)
class HandIn:
    """A file that was found. Each student has one that counts; every other file has a row as well.

    student: the name, to be shown as plain text. name: the file's path from where the search began,
    with "/", to be shown as plain text. role: "counts", the one that is marked; "helper", what
    that one imports; "other", all else. why: why it is not checked, a sentence; "" when it is.
    system: "moodle", "canvas", ... as the name tells, or "". number: the student's number there.
    time: when it was handed in, with its zone, as far as the file tells. late: what the system's
    mark says; None without one. path: where it lies on disk in a folder of the student's own;
    None for all else, which is unpacked to be checked. read: its bytes; raises OSError or
    DataError. place: its path within what the student handed in. beside: what is unpacked with it,
    by its place.
    """

    student: str
    name: str
    role: Role = "counts"
    why: str = ""
    system: str = ""
    number: str = ""
    time: datetime | None = None
    late: bool | None = None
    path: Path | None = None
    place: str = ""
    read: Read = field(default=bytes, compare=False, repr=False)
    beside: tuple[tuple[str, Read], ...] = field(default=(), compare=False, repr=False)

    @property
    def is_checked(self) -> bool:
        """Whether its code is run."""
        return self.role == "counts" and not self.why

    @property
    def file(self) -> str:
        """The last part of its name."""
        return self.name.rsplit("/", 1)[-1]
