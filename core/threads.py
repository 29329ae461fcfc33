"""How many threads the matrix products may use."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits

# The products of a small network are too short to share out further.
MOST = 4


def blas_threads(count: int | None = None, *, spare: int = 0) -> AbstractContextManager[object]:
    """Within it, NumPy's matrix products use `count` threads.

    None means one a core, `spare` cores left to others, at least 1 and at most MOST.
    """
    if count is None:
        count = max(1, min(cores() - spare, MOST))
    limits: AbstractContextManager[object] = threadpool_limits(count, user_api="blas")
    return limits


def cores() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
