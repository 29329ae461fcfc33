"""Networks and their files, made here without the code under test."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import safetensors.numpy

from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, hand_of, with_hand


def snapshot(dimensions=(784, 6, 5, 10), **given) -> Snapshot:
    size = sum((a + 1) * b for a, b in itertools.pairwise(dimensions))
    theta = np.random.default_rng(0).normal(size=size).astype(np.float32)
    return Snapshot(dimensions, **{"activation": "relu", "theta": theta} | given)


def taught(**given) -> Snapshot:
    rng = np.random.default_rng(1)
    drawings = [Drawing.from_lists([rng.random((5, 2)), rng.random((3, 2))]) for _ in range(4)]
    return with_hand(snapshot(**given), Hand.of(drawings, np.arange(4, dtype=np.uint8)))


def header_of(path: Path) -> dict:
    data = path.read_bytes()
    return json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])


def sum_of(path: Path) -> str:
    """The sum of a file, as decision 2 describes it."""
    data, header = path.read_bytes(), header_of(path)
    start = 8 + int.from_bytes(data[:8], "little")
    metadata = header.pop("__metadata__")
    parts = [part for key in sorted(metadata) if key != "sha256" for part in (key, metadata[key])]
    for name in sorted(header):
        first, last = header[name]["data_offsets"]
        shape = ",".join(str(n) for n in header[name]["shape"])
        parts += [name, header[name]["dtype"], shape, data[start + first : start + last]]
    contents = [part if isinstance(part, bytes) else part.encode() for part in parts]
    return hashlib.sha256(b"".join(b"%d:%s," % (len(each), each) for each in contents)).hexdigest()


def rewritten(path: Path, tensors=None, *, is_summed: bool = True, **metadata: str | None) -> Path:
    """The file with some tensors or metadata changed, None for left out, and the sum that then
    fits unless it is not to be summed."""
    kept = header_of(path)["__metadata__"] | metadata
    arrays = safetensors.numpy.load_file(path) | (tensors or {})

    def write() -> None:
        path.write_bytes(
            safetensors.numpy.save(
                {name: array for name, array in arrays.items() if array is not None},
                {key: value for key, value in kept.items() if value is not None},
            )
        )

    write()
    if is_summed:
        kept["sha256"] = sum_of(path)
        write()
    return path


def write_old(path: Path, of: Snapshot, dtype=np.float32, **metadata: str) -> Path:
    """As Digit Lab wrote files before format 3: theta cut into pieces under the names of W."""
    theta, start, arrays = of.theta.astype(dtype), 0, {}
    for layer, (inputs, units) in enumerate(itertools.pairwise(of.dimensions), start=1):
        for name, shape in ((f"W{layer}", (units, inputs)), (f"b{layer}", (units, 1))):
            arrays[name] = theta[start : start + np.prod(shape)].reshape(shape)
            start += arrays[name].size
    taught = hand_of(of)
    hand = {} if taught is None else taught.arrays()
    digest = hashlib.sha256(theta.tobytes())
    for name in sorted(hand):
        digest.update(hand[name].tobytes())
    told = {
        "format": "digit-lab network",
        "version": "2" if hand else "1",
        "dimensions": json.dumps(of.dimensions),
        "activation": of.activation,
        "name": of.name,
        "facts": json.dumps(of.facts),
        "sha256": digest.hexdigest(),
    }
    path.write_bytes(safetensors.numpy.save(arrays | hand, told | metadata))
    return path
