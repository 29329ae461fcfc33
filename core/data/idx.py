"""IDX files, the format of MNIST, plain or gzip: a magic number, the sizes, the values.

The format is described on Y. LeCun's MNIST page: two zero bytes, a byte for the type of the
values, a byte for the rank, one big-endian int32 a dimension, then the values, big-endian.
"""

from __future__ import annotations

import math
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS
from core.errors import DataError
from core.files.gzip_reader import MAGIC, unpacked
from core.files.regular_file import open_regular

LIMIT = 640 * 2**20  # EMNIST by class has 547 MB of images to learn from
DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
MAX_RANK = 32
MAX_LABELS = 10**6
_HEADER = 4 + 4 * MAX_RANK
# Digits shrink to a fifth. What unpacks to far more, and to more than _SMALL, fills memory.
MAX_RATIO = 50
_SMALL = 2**24
_CHUNK = 2**20

# Raises DataError for an array of this shape and type, before room is made for it.
Check = Callable[[tuple[int, ...], np.dtype[Any]], None]


def _takes_all(shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
    """Any array will do."""


def read_idx(path: Path, *, limit: int = LIMIT, check: Check = _takes_all) -> NDArray[Any]:
    """The array in an IDX file, of the file's own rank and dtype (in the machine's byte order).

    A gzip file is known by its content, and read straight into the one array that is returned.
    Raises DataError, naming the file, when it is missing, empty, cut short, longer than it
    says, damaged, not IDX, or when it or what it declares is more than `limit` bytes; and what
    `check` raises.
    """
    path = Path(path)
    try:
        raw = open_regular(path)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise DataError(f"{path} is a folder, not a data file.") from None
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        raise _unreadable(path, error) from None
    with raw:
        return read_stream(raw, path, os.fstat(raw.fileno()).st_size, limit=limit, check=check)


def read_stream(
    raw: BinaryIO,
    name: Path | str,
    held: int,
    *,
    limit: int = LIMIT,
    check: Check = _takes_all,
) -> NDArray[Any]:
    """As read_idx(), of a stream that can seek; `held`: its bytes. name: for the sentences."""
    try:
        start = raw.read(len(MAGIC))
        if not start:
            raise DataError(f"{name} is empty. Download it again.")
        raw.seek(0)
        if held > limit + _HEADER:
            raise DataError(f"{name} is larger than any set of digits.")
        if start == MAGIC:
            most = min(limit, max(_SMALL, MAX_RATIO * held))
            return _read(unpacked(raw), name, most, most + _HEADER, check)
        return _read(raw, name, limit, held, check)
    except EOFError:
        raise _cut_short(name) from None
    except zlib.error as error:
        raise DataError(
            f"{name} is damaged: its gzip compression does not add up ({error}). Download it again."
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


def read_shape(stream: BinaryIO) -> tuple[int, ...] | None:
    """The sizes that the head of an IDX file, unpacked, tells; None for what is no IDX file."""
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in DTYPES or not 1 <= head[3] <= 4:
        return None
    sizes = stream.read(4 * head[3])
    return struct.unpack(f">{head[3]}I", sizes) if len(sizes) == 4 * head[3] else None


def read_images(path: Path) -> NDArray[np.uint8]:
    """Digit images: uint8 (m, 784). Raises DataError when the file holds anything else."""

    def check(shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        if len(shape) == 1:
            raise DataError(
                f"{path} holds labels where images were expected. "
                f"Are the image and label files swapped?"
            )
        if dtype != np.uint8 or len(shape) != 3 or shape[1:] != (28, 28):
            raise DataError(
                f"{path} holds {_shape_and_dtype(shape, dtype)}; digit images are bytes, "
                f"m × 28 × 28. Choose MNIST's own files."
            )

    return read_idx(path, check=check).reshape(-1, PIXELS)


def read_labels(path: Path) -> NDArray[np.uint8]:
    """Labels: uint8 (m,). Raises DataError when the file holds anything else."""

    def check(shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        if len(shape) == 3:
            raise DataError(
                f"{path} holds images where labels were expected. "
                f"Are the image and label files swapped?"
            )
        if dtype != np.uint8 or len(shape) != 1:
            raise DataError(
                f"{path} holds {_shape_and_dtype(shape, dtype)}; labels are a list of bytes. "
                f"Choose MNIST's own files."
            )

    return read_idx(path, limit=MAX_LABELS, check=check)


def _read(stream: BinaryIO, path: Path | str, limit: int, held: int, check: Check) -> NDArray[Any]:
    """`held`: bytes in the whole stream at most; no room is made for more."""
    zeros, code, rank = struct.unpack(">HBB", _exactly(stream, 4, path))
    if zeros != 0 or code not in DTYPES or rank > MAX_RANK:
        raise DataError(f"{path} is not an IDX file: it starts with something else.")
    shape = struct.unpack(f">{rank}I", _exactly(stream, 4 * rank, path))
    dtype = np.dtype(DTYPES[code])
    size = math.prod(shape) * dtype.itemsize
    extent = math.prod(side or 1 for side in shape) * dtype.itemsize  # NumPy's own bound
    if extent > limit:
        raise DataError(
            f"{path} says that it holds {extent:,} bytes, more than the {limit:,} allowed here. "
            f"It is damaged, or not a set of digits."
        )
    check(shape, dtype)
    if held < 4 + 4 * rank + size:
        raise _cut_short(path)

    array = np.empty(shape, dtype)
    _fill(stream, array, path)
    if stream.read(1):
        raise DataError(f"{path} is longer than its header says. Download it again.")
    return array.astype(dtype.newbyteorder("="), copy=False)


def _fill(stream: BinaryIO, array: NDArray[Any], path: Path | str) -> None:
    if array.size == 0:
        return
    room = array.reshape(-1).view(np.uint8).data
    filled = 0
    while filled < len(room):
        got = stream.readinto(room[filled : filled + _CHUNK])  # type: ignore[attr-defined]
        if not got:
            raise _cut_short(path)
        filled += got


def _exactly(stream: BinaryIO, count: int, path: Path | str) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise _cut_short(path)
    return data


def _unreadable(name: Path | str, error: Exception) -> DataError:
    return DataError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.")


def _cut_short(path: Path | str) -> DataError:
    return DataError(f"{path} is cut short: it ends before the data does. Download it again.")


def _shape_and_dtype(shape: tuple[int, ...], dtype: np.dtype[Any]) -> str:
    return f"{dtype.name} values, {' × '.join(map(str, shape)) or 'a single one'}"
