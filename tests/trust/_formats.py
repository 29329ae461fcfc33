"""Every format that is read: sound samples of it, what reads it, and how a damaged one is made."""

from __future__ import annotations

import dataclasses
import gzip
import json
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import safetensors.numpy

from app.desktop.files import read_text
from app.state.learner_file import LearnerFile
from core.checking.learner_module import LearnerModule
from core.checking.source import source_at
from core.checkpoints import freeze
from core.data.dataset import Dataset, Split
from core.data.handwriting_set import HandwritingSet, read_labelled
from core.data.idx import read_idx
from core.errors import DataError
from core.files import model_file, run_file
from core.files.recipe_file import MAX_LETTERS, from_toml, to_toml
from core.files.tensor_file import Tensor
from core.ink.ink_file import ink_lines
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.training import Training
from tests.core.files.files import snapshot, taught

# What a stranger, or an accident, puts into a file.
TOKENS = tuple(
    token.encode("latin-1")
    for token in (
        *("NaN", "Infinity", "-Infinity", "1e400", "-1", "0", "4294967295", "9" * 30, "9" * 5000),
        *("0x" + "f" * 400, "[", "]", "{", "}", '"', "'''", "\\ud800", "\\u0000", "\0", "\n", "\r"),
        *("[" * 2000, '{"a":' * 500, "null", "true", "[[]]", "=", ".", "a." * 200, "(" * 300),
        *("-" * 3000, "\x1f\x8b", "\x1f\x8b\x08\0\0\0\0\0\0\x03", "\xff\xfe", "\xef\xbb\xbf", "#"),
        *("# coding: punycode\n", "# coding: undefined\n", "%magic\n", "\x1b[2J", "\u00ff" * 40),
    )
)
MAX_BYTES = 300_000
Made = Callable[[np.random.Generator, bytes], bytes]


@dataclass(frozen=True)
class Format:
    """samples: sound files. read: raises DigitLabError alone. damaged: makes a bad file of one."""

    samples: Callable[[], tuple[bytes, ...]]
    read: Callable[[Path], object]
    damaged: Made


def mutated(rng: np.random.Generator, data: bytes) -> bytes:
    """One to six changes anywhere: bits, tokens, parts that are gone, moved or come many times."""
    for _ in range(rng.integers(1, 7)):
        at, to = sorted(rng.integers(0, len(data) + 1, 2).tolist())
        to = min(to, at + int(2 ** rng.integers(0, 12)))
        token = TOKENS[rng.integers(len(TOKENS))]
        part = data[at:to]
        ways = (
            data[:at] + bytes(rng.integers(0, 256, len(part[:8]), np.uint8)) + data[at + 8 :],
            data[:at] + token + data[at:],
            data[:at] + token + data[to:],
            data[:at] + data[to:],
            data[:at],
            data[:at] + part * int(rng.integers(2, 200)) + data[to:],
            data[at:to] + data[:at] + data[to:],
            data[:at] + bytes(each ^ (1 << rng.integers(8)) for each in part[:2]) + data[at + 2 :],
        )
        data = ways[rng.integers(len(ways))][:MAX_BYTES]
    return data


def packed(rng: np.random.Generator, data: bytes) -> bytes:
    """Damaged in the gzip, or below it, or without one."""
    way = rng.integers(4)
    if way == 0:
        return mutated(rng, gzip.compress(data, 1))
    damaged = mutated(rng, data)
    return damaged if way == 1 else gzip.compress(damaged, 1) + (b"x" if way == 2 else b"")


def framed(rng: np.random.Generator, data: bytes) -> bytes:
    """A safetensors file, damaged anywhere, or in its header alone with lengths and sum right."""
    size = int.from_bytes(data[:8], "little")
    way = rng.integers(3)
    if way == 0:
        return mutated(rng, data)
    if way == 1:
        header = mutated(rng, data[8 : 8 + size])
        return len(header).to_bytes(8, "little") + header + data[8 + size :]
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    for key in rng.permutation(sorted(metadata))[: rng.integers(1, 3)].tolist():
        text = mutated(rng, metadata[key].encode()) if metadata[key] else TOKENS[rng.integers(20)]
        metadata[key] = text.decode("utf-8", "ignore")
    tensors = {
        name: Tensor(
            each["dtype"], tuple(each["shape"]), data[8 + size :][slice(*each["data_offsets"])]
        )
        for name, each in header.items()
    }
    if "sum" in metadata:
        arrays = {name: each.array() for name, each in tensors.items()}
        metadata["sum"] = run_file._sum(metadata.get("run", ""), arrays)
    if "sha256" in metadata:
        metadata["sha256"] = model_file.checksum(metadata, tensors)
    text = json.dumps(header | {"__metadata__": metadata}).encode()
    return len(text).to_bytes(8, "little") + text + data[8 + size :]


def idx(rng: np.random.Generator, data: bytes) -> bytes:
    """Half of them with a header of any sizes before the values."""
    if rng.integers(2):
        rank = int(rng.integers(0, 6))
        sizes = rng.choice([0, 1, 28, 2**16, 2**31 - 1, 2**31, 2**32 - 1], rank).tolist()
        code = int(rng.choice([8, 9, 0x0B, 0x0C, 0x0D, 0x0E, 7]))
        data = struct.pack(f">HBB{rank}I", 0, code, rank, *sizes) + data[16:]
    return packed(rng, data)


def _ink() -> tuple[bytes, ...]:
    line = {
        "digit": 7,
        "id": 1,
        "time": "2026-01-01T00:00:00Z",
        "strokes": [[[1, 2, 0.1, 0.5]] * 9],
    }
    plain = {"strokes": [[[1.5, 2]], [[3, 4], [5, 6]]], "writer": {"name": "Ä", "list": [1, None]}}
    text = json.dumps(line) + "\n\n" + json.dumps(plain) + "\n"
    return text.encode(), (text * 50).encode()


def _idx() -> tuple[bytes, ...]:
    images = struct.pack(">HBB3I", 0, 8, 3, 3, 28, 28) + bytes(range(256)) * 10
    return images[: 16 + 3 * 784], struct.pack(">HBBI", 0, 8, 1, 9) + bytes(range(9))


def _saved(save: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        save(Path(folder) / "a")
        return (Path(folder) / "a").read_bytes()


def _models() -> tuple[bytes, ...]:
    facts = {"temperature": 1.5, "limit": 0.5, "recipe": to_toml(Recipe()), "data": "MNIST"}
    plain = snapshot((784, 3, 10), name="Ä", facts=facts)
    hand = taught(dimensions=(784, 3, 10))
    return tuple(_saved(partial(model_file.save, each)) for each in (plain, hand))


def _torch() -> tuple[bytes, ...]:
    arrays = {
        "0.weight": np.zeros((3, 784), np.float16),
        "0.bias": np.zeros(3, np.float16),
        "2.weight": np.zeros((10, 3), np.float16),
    }
    return (
        safetensors.numpy.save(arrays, {"activation": "relu"}),
        safetensors.numpy.save({"weight": np.zeros((10, 784), np.float16)}),
    )


def _runs() -> tuple[bytes, ...]:
    recipe = Recipe(hidden=(3,), batch_size=20, epochs=3, optimizer="adam")
    rng = np.random.default_rng(0)
    digits = [
        Dataset(rng.integers(0, 256, (n, 784), np.uint8), np.arange(n, dtype=np.uint8) % 10)
        for n in (40, 10, 10)
    ]
    split = Split("Noise", *digits)
    training = Training(Network.from_recipe(recipe), recipe, split)
    losses = np.zeros(len(list(islice(training.reports(), 3))), np.float32)
    network, held = training.network.snapshot("epoch 1", {"steps": 3}), freeze(training)
    record = run_file.RunRecord(
        recipe, run_file.Origin.of(split, "starter"), losses[: held.step], (), 1.5, network, held
    )
    ended = dataclasses.replace(record, checkpoint=None, reason="stopped", sentence="It stopped.")
    return tuple(_saved(partial(run_file.save, each)) for each in (record, ended))


def _read_set(path: Path) -> None:
    """What was read can be written, and is then read the same."""
    drawings = read_labelled(path, bad_line=lambda error: None)
    data = HandwritingSet("a", drawings).to_bytes()
    path.with_name("again").write_bytes(data)
    bad: list[DataError] = []
    again = HandwritingSet("a", read_labelled(path.with_name("again"), bad_line=bad.append))
    if bad or again.to_bytes() != data:
        raise AssertionError(f"what is written reads back otherwise: {bad}")


def _read_code(path: Path) -> None:
    source = source_at(path)
    if not source.problem:
        LearnerModule(source.code, "learners_file.py").parse()


CODE = (
    b"# coding: utf-8\nimport numpy as np\n\ndef relu(Z):\n    return np.maximum(Z, 0), (Z,)\n",
    b"%matplotlib inline\nx = [1, 2.5, 'text']\nprint(f'{x}')\n",
    b"# coding: latin-1\nx = '\xfc'\n",
)

FORMATS = {
    "ink": Format(_ink, lambda path: list(ink_lines(path)), packed),
    "set": Format(_ink, _read_set, packed),
    "idx": Format(_idx, read_idx, idx),
    "recipe": Format(
        lambda: (to_toml(Recipe()).encode(), b"hidden = [128, 64]\n"),
        lambda path: from_toml(read_text(path, MAX_LETTERS)),
        mutated,
    ),
    "model": Format(_models, model_file.load, framed),
    "torch": Format(_torch, partial(model_file.load, activation="relu"), framed),
    "run": Format(_runs, run_file.load, framed),
    "learner's file": Format(lambda: CODE, LearnerFile.read, mutated),
    "learner's code": Format(lambda: CODE, _read_code, mutated),
}
