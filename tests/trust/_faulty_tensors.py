"""Faulty safetensors files: a frame that holds, around what does not fit, with a sum that does."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import zlib
from collections.abc import Callable

import numpy as np

from core.files import model_file
from core.files.tensor_file import Tensor
from core.reading.hand import ARRAYS as HAND_ARRAYS
from tests.trust._inputs import json_text, mutated_json

Seal = Callable[[dict[str, str], dict[str, Tensor]], None]


def tensors_with(seal: Seal) -> Callable[[random.Random, list[bytes]], bytes]:
    """A file with a sound frame and, if `seal` makes one, a sum that fits."""

    def make(rng: random.Random, samples: list[bytes]) -> bytes:
        metadata, tensors = _parts(rng.choice(samples))
        for _ in range(rng.choice((1, 1, 2, 4))):
            if metadata and rng.random() < 0.6:
                _change_text(rng, metadata)
            else:
                _change_tensor(rng, tensors)
        if rng.random() < 0.9:
            seal(metadata, tensors)
        return framed(metadata, tensors)

    return make


def framed(metadata: dict[str, str], tensors: dict[str, Tensor]) -> bytes:
    header: dict[str, object] = {"__metadata__": metadata} if metadata else {}
    start = 0
    for name, each in tensors.items():
        end = start + len(each.data)
        header[name] = {"dtype": each.dtype, "shape": each.shape, "data_offsets": [start, end]}
        start = end
    text = json_text(header).encode()
    return len(text).to_bytes(8, "little") + text + b"".join(each.data for each in tensors.values())


def zeros(dtype: str, shape: tuple[int, ...]) -> Tensor:
    size = {"F64": 8, "F32": 4}.get(dtype, 2)
    return Tensor(dtype, shape, bytes(size * int(np.prod(shape))))


def seal_model(metadata: dict[str, str], tensors: dict[str, Tensor]) -> None:
    try:
        metadata["sha256"] = model_file.checksum(metadata, tensors)
    except UnicodeEncodeError:  # half a character, which no sum is of
        return


def seal_old_model(metadata: dict[str, str], tensors: dict[str, Tensor]) -> None:
    """Over the numbers alone: those of W1, b1, W2, ..., then those of a hand by name."""
    hand = sorted(set(tensors) & set(HAND_ARRAYS))
    names = sorted(set(tensors) - set(hand), key=lambda name: (name[1:], name))
    total = hashlib.sha256(b"".join(tensors[name].data for name in (*names, *hand)))
    metadata["sha256"] = total.hexdigest()


def seal_run(metadata: dict[str, str], tensors: dict[str, Tensor]) -> None:
    total = zlib.crc32(metadata.get("run", "").encode("utf-8", "replace"))
    for name in sorted(tensors):
        total = zlib.crc32(tensors[name].data, zlib.crc32(name.encode("utf-8", "replace"), total))
    metadata["sum"] = f"{total:08x}"


def seal_nothing(metadata: dict[str, str], tensors: dict[str, Tensor]) -> None:
    return


def _parts(data: bytes) -> tuple[dict[str, str], dict[str, Tensor]]:
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8 : 8 + size]), data[8 + size :]
    metadata = header.pop("__metadata__", {})
    tensors = {
        name: Tensor(each["dtype"], tuple(each["shape"]), body[slice(*each["data_offsets"])])
        for name, each in header.items()
    }
    return metadata, tensors


def _change_text(rng: random.Random, metadata: dict[str, str]) -> None:
    key = rng.choice(sorted(metadata))
    try:
        metadata[key] = json_text(mutated_json(rng, json.loads(metadata[key])))
    except (ValueError, RecursionError):
        metadata[key] = rng.choice(("", "1", "2", "\x1b[31mx", "tanh", "[" * 9000, "x" * 9000))


def _change_tensor(rng: random.Random, tensors: dict[str, Tensor]) -> None:
    if not tensors:
        return
    name = rng.choice(sorted(tensors))
    each = tensors[name]
    shapes = ((), (0,), (0, 2**62), each.shape[::-1], (*each.shape, 1), (1,) * 70, (0,) * 70)
    number = rng.choice((float("nan"), float("inf"), 3e38, 1e-45, -1.0, 0.0))
    changes: tuple[Callable[[], Tensor], ...] = (
        lambda: Tensor(each.dtype, rng.choice(shapes), each.data),
        lambda: Tensor(
            rng.choice(("F64", "I64", "U8", "BF16", "F16", "BOOL")), each.shape, each.data
        ),
        lambda: Tensor(each.dtype, (0, *each.shape[1:]), b""),
        lambda: Tensor("U8", (len(each.data),), each.data),
        lambda: Tensor(each.dtype, each.shape, struct.pack("<f", number) * (len(each.data) // 4)),
        lambda: Tensor(each.dtype, each.shape, rng.randbytes(len(each.data))),
    )
    tensors[name] = rng.choice(changes)()
    if rng.random() < 0.2:
        tensors[rng.choice(("", "a" * 5000, "W9", "hand_digits", f"{name}.1"))] = tensors.pop(name)
