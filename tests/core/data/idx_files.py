"""Small IDX files, written byte by byte for the tests."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx_bytes(array: np.ndarray) -> bytes:
    """The array as an IDX file."""
    kind = array.dtype.str[1:]
    header = struct.pack(f">HBB{array.ndim}I", 0, CODES[kind], array.ndim, *array.shape)
    return header + array.astype(f">{kind}").tobytes()


def digits(m: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """m random images, uint8 (m, 28, 28), and labels that hold every digit, uint8 (m,)."""
    rng = np.random.default_rng(seed)
    return (
        rng.integers(0, 256, (m, 28, 28), dtype=np.uint8),
        (np.arange(m) % 10).astype(np.uint8),
    )


def write_folder(folder: Path, train: int = 120, test: int = 30, *, zipped: bool = True) -> Path:
    """Four files named as MNIST's, with random digits."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, m in (("train", train), ("t10k", test)):
        images, labels = digits(m, seed=m)
        for stem, array in (
            (f"{part}-images-idx3-ubyte", images),
            (f"{part}-labels-idx1-ubyte", labels),
        ):
            data = idx_bytes(array)
            if zipped:
                (folder / f"{stem}.gz").write_bytes(gzip.compress(data))
            else:
                (folder / stem).write_bytes(data)
    return folder
