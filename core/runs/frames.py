"""Frames: the parameters of a run at some of its steps, in one file that grows as the run goes on.

The file is a head and one frame after another, each with a checksum. A write that was cut off
damages the last frame alone, and what lies before it is read. Numbers are float32, little-endian,
as the run had them: a network brought back answers as it did, to the last bit.
"""

from __future__ import annotations

import math
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files.atomic_file import replace_file
from core.files.regular_file import open_regular
from core.files.tensor_file import shown
from core.runs.limits import MOST_FRAMES

PER_DECADE = 12
_MAGIC = b"DigitLab frames1"
_HEAD = struct.Struct("<16sQ")  # magic, parameters of each frame
_FRAME = struct.Struct("<4sQI")  # mark, step, CRC-32 of the step and the numbers
_MARK = b"FRAM"
_EVER = 2**62  # more steps than any run takes


class Frame(NamedTuple):
    """The parameters after `step`, float32 (parameters,), read-only; step 0 is before the first."""

    step: int
    theta: NDArray[np.float32]


@dataclass(frozen=True)
class FramePlan:
    """Which steps of a run become frames: 0, and so many a decade.

    per_decade: up to PER_DECADE, fewer where frames are large.
    """

    per_decade: float = PER_DECADE

    @classmethod
    def within(cls, budget: int, parameters: int, last_step: int) -> FramePlan:
        """For a run of `last_step` steps whose frames take at most `budget` bytes together, but
        never fewer than its first and last and one a decade."""
        frames = min(MOST_FRAMES, budget // frame_bytes(parameters))
        decades = max(math.log10(max(last_step, 1)), 1.0)
        return cls(min(PER_DECADE, max((frames - 2) / decades, 1.0)))

    def next_after(self, step: int) -> int:
        """The first step after `step` that becomes a frame."""
        if step < 1:
            return step + 1
        place = math.floor(math.log10(step) * self.per_decade)
        while True:
            place += 1
            found = round(10 ** (place / self.per_decade))
            if found > step:
                return found


def frame_bytes(parameters: int) -> int:
    """What one frame takes on the disk."""
    return _FRAME.size + 4 * parameters


class RunFrames:
    """The frames that a file holds, for reading. steps: int64 (n,), ascending; 0 is before the
    first step. parameters: how many numbers each has."""

    def __init__(self, path: Path) -> None:
        """Looks at each frame's head alone. A file that is not there has no frames. Raises
        DataError for what is no such file, and OSError."""
        self.path = path
        self.parameters, steps = 0, []
        try:
            with open_regular(path) as stream:
                self.parameters = _parameters(stream, path)
                steps = list(_steps(stream, self.parameters))
        except FileNotFoundError:
            pass
        self.steps = np.array(steps, np.int64)

    def __len__(self) -> int:
        return len(self.steps)

    def theta(self, k: int) -> NDArray[np.float32]:
        """The parameters after steps[k], (parameters,), read-only. Raises IndexError, DataError
        for a frame that is damaged, and OSError."""
        step = int(self.steps[k])
        with open_regular(self.path) as stream:
            stream.seek(_HEAD.size + (k % len(self)) * frame_bytes(self.parameters))
            head = stream.read(_FRAME.size)
            data = stream.read(4 * self.parameters)
        if head != _frame_head(step, data) or len(data) != 4 * self.parameters:
            raise DataError(f"The network at step {step:,} in {shown(self.path)} is damaged.")
        return np.frombuffer(data, "<f4").astype(np.float32, copy=False)

    def nearest(self, step: int) -> int:
        """The index of the last frame at or before `step`, or the first. Raises IndexError where
        there is none."""
        if not len(self):
            raise IndexError("there are no frames")
        return max(int(np.searchsorted(self.steps, step, "right")) - 1, 0)


class FrameWriter:
    """Appends frames to one run's file, which is made with the first."""

    def __init__(self, path: Path, parameters: int) -> None:
        self.path, self._parameters = path, parameters
        self._last: int | None = None  # step of the last frame, once the file was looked at

    def go_back_to(self, step: int) -> None:
        """Take away what is damaged and what lies after `step`, from which the run goes on. A
        file of another network is begun anew. Raises OSError."""
        try:
            found = RunFrames(self.path)
        except DataError:
            found = None
        if found is None or found.parameters not in (0, self._parameters):
            self.path.unlink(missing_ok=True)
            self._last = -1
            return
        keep = int(np.searchsorted(found.steps, step, "right"))
        if found.parameters:
            os.truncate(self.path, _HEAD.size + keep * frame_bytes(self._parameters))
        else:
            self.path.unlink(missing_ok=True)
        self._last = int(found.steps[keep - 1]) if keep else -1

    def append(self, frames: Iterable[Frame]) -> None:
        """Those that do not come after the last are left out. Raises OSError; what was written
        before then is whole."""
        if self._last is None:
            self.go_back_to(_EVER)
        assert self._last is not None
        last, self._last = self._last, None  # unless all of it is written, look again
        with self.path.open("ab") as stream:
            if stream.tell() == 0:
                stream.write(_HEAD.pack(_MAGIC, self._parameters))
            for step, theta in frames:
                if step > last:
                    data = np.ascontiguousarray(theta, "<f4").tobytes()
                    stream.write(_frame_head(step, data) + data)
                    last = step
        self._last = last

    def thin(self) -> None:
        """Keep every second frame, the first and the last. Raises OSError and DataError."""
        found = RunFrames(self.path)
        keep = sorted({*range(0, len(found), 2), len(found) - 1})
        parts = [_HEAD.pack(_MAGIC, found.parameters)]
        for k in keep:
            data = found.theta(k).astype("<f4", copy=False).tobytes()
            parts.append(_frame_head(int(found.steps[k]), data) + data)
        replace_file(self.path, b"".join(parts))


def _parameters(stream: BinaryIO, path: Path) -> int:
    head = stream.read(_HEAD.size)
    if len(head) == _HEAD.size:
        magic, parameters = _HEAD.unpack(head)
        if magic == _MAGIC and parameters:
            return int(parameters)
    if len(head) < _HEAD.size and _MAGIC.startswith(head[:16]):
        return 0  # cut off as it began
    raise DataError(f"{shown(path)} does not hold the networks of a run.")


def _steps(stream: BinaryIO, parameters: int) -> Iterator[int]:
    """Of every frame that is whole by its length and its head, up to the first that is not."""
    size, last = os.fstat(stream.fileno()).st_size, -1
    if not parameters:
        return
    for place in range(_HEAD.size, size - frame_bytes(parameters) + 1, frame_bytes(parameters)):
        stream.seek(place)
        mark, step, _ = _FRAME.unpack(stream.read(_FRAME.size))
        if mark != _MARK or step <= last:
            return
        yield (last := step)


def _frame_head(step: int, data: bytes) -> bytes:
    return _FRAME.pack(_MARK, step, zlib.crc32(data, zlib.crc32(step.to_bytes(8, "little"))))
