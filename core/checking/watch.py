"""Looks at what a child takes of the system beyond what its limits count."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time

from core.checking.job_object import JobObject
from core.checking.scratch import MOST_BYTES, ScratchFolder

MOST_THREADS = 100
SECONDS = 0.05  # between two looks


class Watch:
    """Over the process `pid` in `job` that writes into `scratch`."""

    def __init__(self, pid: int, scratch: ScratchFolder, job: JobObject) -> None:
        self._pid, self._scratch, self._job = pid, scratch, job
        self._next = 0.0

    def excess(self) -> str:
        """What is too much, in words; "" for nothing, or when the last look was just now."""
        if time.monotonic() < self._next:
            return ""
        found = self._scratch.excess()
        if not found and self._job.exceeds_memory():
            found = f"arrays of more than {self._job.most_memory >> 30} GB"
        if not found and sys.platform == "linux":
            with contextlib.suppress(OSError):  # it has ended
                found = self._threads() or self._unnamed_files()
        self._next = time.monotonic() + SECONDS
        return found

    def _threads(self) -> str:
        count = os.stat(f"/proc/{self._pid}/task").st_nlink - 2
        return f"more than {MOST_THREADS} threads" if count > MOST_THREADS else ""

    def _unnamed_files(self) -> str:
        """Files that were deleted while they are open: they still take space."""
        size = 0
        for each in os.scandir(f"/proc/{self._pid}/fd"):
            with contextlib.suppress(OSError):
                about = os.stat(each.path)
                if stat.S_ISREG(about.st_mode) and about.st_nlink == 0:
                    size += about.st_blocks * 512
        return f"more than {MOST_BYTES >> 20} MB" if size > MOST_BYTES else ""
