"""A job object: Windows' way to end and to limit what a process starts. Elsewhere there is none.

Written after Microsoft's documentation of SetInformationJobObject. A limit on memory makes
what asks for more fail; who has more all the same, on a system that takes the limit and does not
keep it (Wine), is told of by `exceeds_memory`.
"""

from __future__ import annotations

import sys
from typing import Any

STARTING_MEMORY = 3 << 30  # bytes that each process may take until it is told how many
# In a virtual environment, Python is started by a starter.
MOST_PROCESSES = 1 if sys.prefix == sys.base_prefix else 2

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
    _ACTIVE_PROCESSES, _PROCESS_MEMORY, _DIE_ON_ERROR, _KILL_ON_CLOSE = 0x8, 0x100, 0x400, 0x2000

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, its parts in a row."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
            ("io_counts", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def _job_around(process: Any) -> Any:
        """The job's handle; None when there is none."""
        kernel: Any = ctypes.WinDLL("kernel32")
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limited = _limit(job, STARTING_MEMORY)
        handle = wintypes.HANDLE(int(process._handle))
        return job if limited and kernel.AssignProcessToJobObject(job, handle) else None

    def _limit(job: Any, memory: int) -> bool:
        """memory: bytes, of each process. Whether the job takes it."""
        kernel: Any = ctypes.WinDLL("kernel32")
        limits = _Limits(
            flags=_ACTIVE_PROCESSES | _PROCESS_MEMORY | _DIE_ON_ERROR | _KILL_ON_CLOSE,
            active_processes=MOST_PROCESSES,
            process_memory=memory,
        )
        size = ctypes.sizeof(limits)
        return bool(
            kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        )

    def _end(job: Any) -> None:
        kernel: Any = ctypes.WinDLL("kernel32")
        kernel.TerminateJobObject(job, 1)
        kernel.CloseHandle(job)

    _MAY_ASK, _MAY_READ = 0x400, 0x10  # PROCESS_QUERY_INFORMATION, PROCESS_VM_READ

    class _Memory(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("pools", ctypes.c_size_t * 4),
            ("committed", ctypes.c_size_t),
            ("peak_committed", ctypes.c_size_t),
        )

    def memory_of(pid: int) -> int:
        """Bytes that a process has taken; 0 when it has ended."""
        kernel: Any = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = wintypes.HANDLE
        process = wintypes.HANDLE(kernel.OpenProcess(_MAY_ASK | _MAY_READ, False, pid))
        if not process:
            return 0
        found = _Memory(size=ctypes.sizeof(_Memory))
        kernel.K32GetProcessMemoryInfo(process, ctypes.byref(found), found.size)
        kernel.CloseHandle(process)
        return int(found.committed)

else:

    def _job_around(process: Any) -> Any:
        """No system but Windows has them."""
        return None

    def _limit(job: Any, memory: int) -> bool:
        """There is none."""
        return False

    def _end(job: Any) -> None:
        """There is none."""

    def memory_of(pid: int) -> int:
        """Not asked elsewhere: limits of the system hold there."""
        return 0


class JobObject:
    """Around `process`, on Windows a subprocess.Popen, and around all that it starts from now on.
    holds: whether there is one. most_memory: bytes that each process may take."""

    def __init__(self, process: Any) -> None:
        self._pid = int(process.pid)
        self._job = _job_around(process)
        self.holds = self._job is not None
        self.most_memory = STARTING_MEMORY

    def limit_memory(self, most: int) -> None:
        """From now on each process may take `most` bytes."""
        if self.holds:
            self.most_memory = most
            _limit(self._job, most)

    def exceeds_memory(self) -> bool:
        """Whether `process` has more than it may."""
        return self.holds and memory_of(self._pid) > self.most_memory

    def close(self) -> None:
        """End whatever is in it."""
        if self.holds:
            _end(self._job)
