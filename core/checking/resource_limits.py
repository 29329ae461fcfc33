"""Limits on the memory and time of a child process, through POSIX's `resource`; none on Windows."""

from __future__ import annotations

import sys

MEMORY = 2**30
SPARE_SECONDS = 5

if sys.platform == "win32":

    def grant_memory(more: int) -> None:
        """No limit: the system has none of this kind."""

    def grant_seconds(more: float) -> None:
        """No limit beside the parent's own."""

else:
    import resource

    def grant_memory(more: int) -> None:
        """From now on this process may take `more` bytes of address space, and cannot ask for
        more."""
        if sys.platform == "linux":
            with open("/proc/self/statm", encoding="ascii") as statm:
                taken = int(statm.read().split()[0]) * resource.getpagesize()
            _lower(resource.RLIMIT_AS, taken + more, for_good=True)

    def grant_seconds(more: float) -> None:
        """`more` seconds of computing from now on: for the case that no parent ends us."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        spent = usage.ru_utime + usage.ru_stime
        _lower(resource.RLIMIT_CPU, int(spent + more) + SPARE_SECONDS)

    def _lower(kind: int, soft: int, *, for_good: bool = False) -> None:
        _, hard = resource.getrlimit(kind)
        wanted = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        try:
            resource.setrlimit(kind, (wanted, wanted if for_good else hard))
        except (ValueError, OSError):  # a system that knows the name only
            return
