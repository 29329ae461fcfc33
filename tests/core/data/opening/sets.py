"""Small data sets in the forms that people have, written for the tests."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np

from core.data.starter import starter_digits
from tests.core.data.idx_files import idx_bytes

DIGITS = starter_digits(400, rng=np.random.default_rng(0))
IMAGES, LABELS = DIGITS.images.reshape(-1, 28, 28), DIGITS.labels


def examples(m: int, start: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """m digits: uint8 (m, 28, 28) and labels (m,), all ten of them."""
    return IMAGES[start : start + m], LABELS[start : start + m]


def write_idx(
    folder: Path, prefix: str = "", *, train: int = 120, test: int = 40, first: int = 0
) -> Path:
    """Four gzip IDX files; labels count from `first`."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, m in (("train", train), ("t10k", test)):
        images, labels = examples(m, 200 if part == "t10k" else 0)
        for role, array in (("images-idx3", images), ("labels-idx1", labels + np.uint8(first))):
            path = folder / f"{prefix}{part}-{role}-ubyte.gz"
            path.write_bytes(gzip.compress(idx_bytes(array), 1))
    return folder


def csv_text(
    images: np.ndarray,
    labels: np.ndarray | list[str] | None,
    *,
    last: bool = False,
    header: bool = False,
    separator: str = ",",
    newline: str = "\n",
) -> str:
    """A table of images, a line each."""
    flat = images.reshape(len(images), -1)
    titles = [f"pixel{n}" for n in range(flat.shape[1])]
    rows = [[str(value) for value in row] for row in flat.tolist()]
    if labels is not None:
        titles = [*titles, "label"] if last else ["label", *titles]
        rows = [
            [*row, str(label)] if last else [str(label), *row]
            for row, label in zip(rows, labels, strict=True)
        ]
    lines = [separator.join(row) for row in ([titles] if header else []) + rows]
    return newline.join(lines) + newline


def png(image: np.ndarray) -> bytes:
    """A grey PNG, byte by byte."""
    height, width = image.shape
    rows = b"".join(b"\0" + row.tobytes() for row in image)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def read_png(path: Path) -> np.ndarray:
    """What png() wrote: a stand-in for the app's own decoder."""
    from core.errors import DataError

    data = path.read_bytes()
    if not data.startswith(b"\x89PNG"):
        raise DataError(f"{path} is not a picture.")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    rows = zlib.decompress(data[start:-16])
    return np.frombuffer(rows, np.uint8).reshape(height, width + 1)[:, 1:]


def write_pictures(folder: Path, names: list[str], images: np.ndarray, labels: np.ndarray) -> Path:
    """folder/name of the label/number.png"""
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        place = folder / names[int(label)]
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.png").write_bytes(png(image))
    return folder


def zipped(folder: Path, target: Path, *, junk: bool = True) -> Path:
    """A zip of all files below `folder`, with what a Mac adds."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                archive.write(path, name)
                if junk:
                    archive.writestr(f"__MACOSX/{folder.name}/._{path.name}", b"\0\5\x16\7junk")
    return target
