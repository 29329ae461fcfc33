"""What a run was made with and from: versions, and a hash of its data."""

from __future__ import annotations

import hashlib
import platform
from functools import cache

import numpy as np
from threadpoolctl import threadpool_info

from core.data.dataset import Split
from core.version import NAME, VERSION


@cache
def versions() -> dict[str, str]:
    """Of what computes in this process, by name: Digit Lab, Python, NumPy, its BLAS and the
    processor that this was made for."""
    found = {NAME: VERSION, "Python": platform.python_version(), "NumPy": np.__version__}
    blas = next((each for each in threadpool_info() if each["user_api"] == "blas"), None)
    if blas is not None:
        words = blas["internal_api"], blas["version"], blas.get("architecture")
        found["BLAS"] = " ".join(each for each in words if each)
    return found


def data_hash(split: Split) -> str:
    """SHA-256 of all images and labels, in their order and parts; 64 hexadecimal digits."""
    total = hashlib.sha256()
    for part in (split.train, split.validation, split.test):
        total.update(f"{len(part)}\n".encode())
        total.update(np.ascontiguousarray(part.images).data)
        total.update(np.ascontiguousarray(part.labels).data)
    return total.hexdigest()
