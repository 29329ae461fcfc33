"""The formats that Digit Lab reads: how a faulty file of each is made, and what reading it is."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import struct
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from app.state.learner_file import LearnerFile
from core.checking import wire
from core.checking.learner_module import LearnerModule
from core.checking.report import Report
from core.checking.source import source_at
from core.data.handwriting_set import HandwritingSet, read_labelled
from core.data.idx import read_idx, read_images, read_labels
from core.errors import DigitLabError
from core.files import ini_file, model_file, run_file
from core.files.recipe_file import MAX_LETTERS, from_toml, to_toml
from core.files.regular_file import read_regular
from core.ink.ink_file import ink_lines
from core.lessons.exercise import template
from core.network.recipe import Recipe
from tests.core.files.files import snapshot, taught, write_old
from tests.trust._faulty_tensors import (
    framed,
    seal_model,
    seal_nothing,
    seal_old_model,
    seal_run,
    tensors_with,
    zeros,
)
from tests.trust._inputs import json_text, mutated, mutated_json, repeated

SMALL = (784, 2, 10)
_INK = (
    {
        "digit": 7,
        "id": 3,
        "time": "2026-01-01T00:00:00Z",
        "strokes": [[[1, 2], [3.5, 4]], [[0, 0]]],
    },
    {"digit": 0, "writer": "Ä", "strokes": [[[1, 2, 0.0, 0.5], [3, 4, 0.1, 1.0]]]},
    {"strokes": [[[1e3, 2, 0.25]]]},
    {"number": "12", "strokes": []},
)
_TAUGHT_FACTS = {"test_accuracy": 0.98, "test_loss": 0.1, "temperature": 1.2, "seed": 1}


class BrokenPromise(Exception):
    """What was read is not what it should be."""


@dataclass(frozen=True)
class Format:
    """samples: sound files. make: a faulty one. read: reads the file at the path, and raises
    `refusal` for one that it does not take."""

    samples: Callable[[], list[bytes]]
    read: Callable[[Path], object]
    make: Callable[[random.Random, list[bytes]], bytes] | None = None
    refusal: type[Exception] = DigitLabError

    @cached_property
    def sound(self) -> list[bytes]:
        return self.samples()

    def input(self, rng: random.Random) -> bytes:
        """A faulty file; the same each time that `rng` is the same."""
        samples = self.sound
        kind = rng.random()
        if self.make is not None and kind < 0.5:
            return self.make(rng, samples)
        return repeated(rng, samples) if kind > 0.9 else mutated(rng, rng.choice(samples))


def _ink() -> list[bytes]:
    lines = [json_text(each).encode() + b"\n" for each in _INK if "digit" in each]
    return [b"".join(lines), b"\n".join(lines * 3), lines[0]]


def _make_ink(rng: random.Random, samples: list[bytes]) -> bytes:
    lines = (mutated_json(rng, rng.choice(_INK)) for _ in range(rng.choice((1, 3, 20))))
    return b"\n".join(json_text(each).encode() for each in lines)


def _read_ink(path: Path) -> None:
    """A set that was read can be written, and is the same when it is read again."""
    bad: list[DigitLabError] = []
    drawings = read_labelled(path, bad_line=bad.append)
    path.write_bytes(HandwritingSet("a", drawings).to_bytes())
    again = read_labelled(path, bad_line=_not_again)
    if [each.line for each in again] != [each.line for each in drawings]:
        raise BrokenPromise("a set that was written is another one when it is read")
    if bad:
        raise bad[-1]


def _not_again(error: DigitLabError) -> None:
    raise BrokenPromise(f"a set that was written cannot be read: {error}")


def _packed(of: Callable[[], list[bytes]]) -> Callable[[], list[bytes]]:
    return lambda: [gzip.compress(each, mtime=0) for each in of()]


def _make_packed(rng: random.Random, samples: list[bytes]) -> bytes:
    """Faulty within, with a whole frame around it, in one part or many."""
    inside = gzip.decompress(rng.choice(samples))
    inside = repeated(rng, [inside]) if rng.random() < 0.3 else mutated(rng, inside)
    if rng.random() < 0.1:
        inside *= 100
    parts = rng.choice((1, 1, 2, 1500))
    tail = rng.choice((b"", b"", bytes(100_000), b"more"))
    return gzip.compress(inside, 1, mtime=0) + gzip.compress(b"", mtime=0) * (parts - 1) + tail


def _idx() -> list[bytes]:
    images = struct.pack(">HBBIII", 0, 8, 3, 3, 28, 28) + bytes(range(256)) * 9 + bytes(48)
    labels = struct.pack(">HBBI", 0, 8, 1, 5) + bytes(range(5))
    floats = struct.pack(">HBBII", 0, 0x0E, 2, 1, 2) + bytes(16)
    return [images, labels, floats]


def _make_idx(rng: random.Random, samples: list[bytes]) -> bytes:
    sides = [
        rng.choice((0, 1, 2, 28, 255, 2**16, 2**31, 2**32 - 1))
        for _ in range(rng.choice((1, 3, 9, 40)))
    ]
    kind = rng.choice((0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, 0, 255))
    return struct.pack(f">HBB{len(sides)}I", 0, kind, len(sides), *sides) + bytes(
        rng.randrange(9000)
    )


def _read_idx(path: Path) -> None:
    for read in (read_images, read_labels):
        with suppress(DigitLabError):
            read(path)
    read_idx(path)


def _recipes() -> list[bytes]:
    recipes = (Recipe(), Recipe(hidden=(), optimizer="adam", l2=0.0, patience=3))
    return [to_toml(each).encode() for each in recipes]


def _make_recipe(rng: random.Random, samples: list[bytes]) -> bytes:
    part = rng.choice((b"a", b'"\xe2\x80\xa8"', b"'\x0b'", b'"\\u0041"'))
    count = int(10 ** rng.uniform(1, 4))
    bomb = rng.choice(
        (
            part + b"." + part,
            b"[",
            b"{a=",
            b"[a",
            b"[[a.",
            b"a=1\n",
            b"x." * 200 + b"y=1\n",
            b"1,",
            b"'''",
        )
    )
    return rng.choice((b"", b"hidden = ", b"seed = [", rng.choice(samples))) + bomb * count


def _read_recipe(path: Path) -> None:
    text = read_regular(path, MAX_LETTERS).decode("utf-8", "replace")
    recipe = from_toml(text)
    if from_toml(to_toml(recipe)) != recipe:
        raise BrokenPromise("a recipe that was written is another one when it is read")


def _written(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write(path)
        return path.read_bytes()


def _models() -> list[bytes]:
    known, hand = snapshot(SMALL, facts=_TAUGHT_FACTS, name="a"), taught(dimensions=SMALL)
    return [
        _written(lambda path: model_file.save(known, path)),
        _written(lambda path: model_file.save(hand, path, dtype=np.float16)),
    ]


def _old_models() -> list[bytes]:
    return [
        _written(lambda path: write_old(path, snapshot(SMALL, facts=_TAUGHT_FACTS))),
        _written(lambda path: write_old(path, taught(dimensions=SMALL))),
    ]


def _foreign_models() -> list[bytes]:
    weights = {f"{n}.weight": (b, a) for n, (a, b) in enumerate(itertools.pairwise(SMALL))}
    shapes = weights | {f"{n}.bias": (SMALL[n + 1],) for n in range(2)}
    return [
        framed({}, {name: zeros(dtype, shape) for name, shape in shapes.items()})
        for dtype in ("F32", "F64", "BF16")
    ]


def _read_model(path: Path) -> None:
    """A network that was read can be saved, and read again."""
    found = model_file.load(path, activation="relu")
    model_file.save(found, path)
    again = model_file.load(path)
    if not np.array_equal(again.theta, found.theta) or again.activation != found.activation:
        raise BrokenPromise("a network that was saved is another one when it is read")


def _runs() -> list[bytes]:
    network = snapshot(SMALL, facts=_TAUGHT_FACTS)
    recipe = Recipe(hidden=SMALL[1:-1])
    origin = run_file.Origin("starter", "", "Starter digits", 40, 5, 1)
    losses = np.ones(3, np.float32)
    ended = run_file.RunRecord(recipe, origin, losses, (), 1.5, network, reason="completed")
    arrays = {"theta": network.theta, "before": network.theta}
    numbers = {"loss_sum": 1.0, "place": [0, 1], "advance": [6, 0, 0.0]}
    held = run_file.Checkpoint(3, 1, numbers, arrays)
    going = run_file.RunRecord(recipe, origin, losses, (), 1.5, network, held)
    return [_written(lambda path, each=each: run_file.save(each, path)) for each in (ended, going)]


def _read_run(path: Path) -> None:
    """A run that was read can be saved, and read again."""
    run_file.save(run_file.load(path), path)
    run_file.load(path)


def _exercises() -> list[bytes]:
    code = template().encode()
    book = json_text({"cells": [{"cell_type": "code", "source": ["x = 1"]}]}).encode()
    return [
        code[:3000],
        b"# -*- coding: latin-1 -*-\nx = '\xe4'\r\n",
        book,
        b"def relu(Z):\n    return Z\n",
    ]


def _make_exercise(rng: random.Random, samples: list[bytes]) -> bytes:
    names = (
        "punycode",
        "idna",
        "utf-16",
        "utf-7",
        "hz",
        "unicode_escape",
        "zlib",
        "rot13",
        "\xff",
        "x",
    )
    return b"# coding: " + rng.choice(names).encode() + b"\n" + repeated(rng, samples)


def _read_exercise(path: Path) -> None:
    """A file that may be written is written as it was."""
    source_at(path)
    file = LearnerFile.read(path)
    before = path.read_bytes()
    if file.exact:
        file.write(file.text)
        if path.read_bytes() != before:
            raise BrokenPromise("a file that was written back is another one")


def _read_code(path: Path) -> None:
    source = source_at(path)
    if not source.problem:
        LearnerModule(source.code, "learners_file.py").parse()


def _settings() -> list[bytes]:
    return [b'[General]\nlast=1\n\n[window]\nplace=@ByteArray(\\x1\\xd9 a)\nname="a;b\\x20ac"\n']


def _read_settings(path: Path) -> None:
    raw = ini_file.parse(path.read_bytes())
    if ini_file.parse(ini_file.to_bytes(raw)) != raw:
        raise BrokenPromise("settings that were written are others when they are read")
    for each in raw.values():
        ini_file.decoded(each)


def _reports() -> list[bytes]:
    return [Report("a.py", (), "", "This is not a file.", 3, 0.5).to_json().encode()]


def _make_json(rng: random.Random, samples: list[bytes]) -> bytes:
    return json_text(mutated_json(rng, json.loads(rng.choice(samples)))).encode()


def _read_report(path: Path) -> None:
    Report.from_json(path.read_text("utf-8", "replace"))


def _replies() -> list[bytes]:
    return [wire.pack({"a": [1, 2.5, None, (1, "x")], "b": np.arange(6.0).reshape(2, 3)})]


def _make_reply(rng: random.Random, samples: list[bytes]) -> bytes:
    text, size = wire.frame_lengths(samples[0][:8])
    changed = mutated_json(rng, json.loads(samples[0][8 : 8 + text]))
    said = json_text(changed).encode()
    return wire.LENGTHS.pack(len(said), size) + said + samples[0][8 + text :]


def _read_reply(path: Path) -> None:
    data = path.read_bytes()
    if len(data) >= 8:
        text, size = wire.frame_lengths(data[:8])
        wire.unpack(data[8 : 8 + text], data[8 + text : 8 + text + size])


FORMATS = {
    "ink": Format(_ink, _read_ink, _make_ink),
    "packed ink": Format(_packed(_ink), _read_ink, _make_packed),
    "collection": Format(_ink, lambda path: list(ink_lines(path)), _make_ink),
    "idx": Format(_idx, _read_idx, _make_idx),
    "packed idx": Format(_packed(_idx), _read_idx, _make_packed),
    "recipe": Format(_recipes, _read_recipe, _make_recipe),
    "model": Format(_models, _read_model, tensors_with(seal_model)),
    "old model": Format(_old_models, _read_model, tensors_with(seal_old_model)),
    "PyTorch model": Format(_foreign_models, _read_model, tensors_with(seal_nothing)),
    "run": Format(_runs, _read_run, tensors_with(seal_run)),
    "exercise": Format(_exercises, _read_exercise, _make_exercise),
    "code": Format(_exercises, _read_code, _make_exercise),
    "settings": Format(_settings, _read_settings),
    "report": Format(_reports, _read_report, _make_json),
    "reply": Format(_replies, _read_reply, _make_reply, wire.WireError),
}
