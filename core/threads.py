"""How many threads the matrix products may use."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits


def blas_threads(count: int | None = None) -> AbstractContextManager[object]:
    """Within it, NumPy's matrix products use `count` threads; None means one a core."""
    limits: AbstractContextManager[object] = threadpool_limits(
        count or os.cpu_count(), user_api="blas"
    )
    return limits
