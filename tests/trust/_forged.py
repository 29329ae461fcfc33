"""Replies that a learner's code might forge, at random: few are right, many are nearly."""

from __future__ import annotations

import json
import random
import struct
from typing import Any

import numpy as np

from core.checking import wire

NAMES = ("value", "complaint", "changed", "rebound", "used", "started", "unreadable", "line", "is")
COMPLAINT = {"sentence": "s", "traceback": "t", "line": 3, "kind": "k"}
RIGHT = {
    "value": None,
    "complaint": None,
    "changed": [],
    "rebound": (),
    "used": [],
    "started": False,
}


def value(rng: random.Random, depth: int = 0) -> Any:
    """Anything that a function might return, or nearly."""
    makers = [
        lambda: None,
        lambda: rng.choice([True, -1, 2**52, 1e308, np.nan, np.inf, -0.0]),
        lambda: rng.choice(["", "x" * 300, "\x1b[2J", "\ud800", *NAMES]),
        lambda: np.full(_shape(rng), rng.choice([0, 1.5, np.nan, np.inf])),
        lambda: np.zeros(_shape(rng), rng.choice(["f2", "f4", "i1", "u8", "c16", "?", ">f8"])),
        lambda: np.float32(3),
        lambda: np.ones((2, 3)).view(np.matrix),
        lambda: object(),
    ]
    if depth < 4:
        makers += [
            lambda: [value(rng, depth + 1) for _ in range(rng.randrange(4))],
            lambda: tuple(value(rng, depth + 1) for _ in range(rng.randrange(5))),
            lambda: {
                rng.choice(["W1", "b1", "dW1", "x", "dH0"]): value(rng, depth + 1)
                for _ in range(rng.randrange(5))
            },
        ]
    return rng.choice(makers)()


def _shape(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.choice([0, 1, 2, 3, 5]) for _ in range(rng.randrange(4)))


def reply(rng: random.Random) -> Any:
    """A reply to a call, with up to two of its fields replaced, left out or added."""
    made: Any = {**RIGHT, "value": value(rng)}
    if rng.random() < 0.2:
        made["complaint"] = dict(COMPLAINT)
    for _ in range(rng.randrange(3)):
        place = rng.choice([*NAMES, *made])
        if rng.random() < 0.3:
            made.pop(place, None)
        else:
            made[place] = value(rng)
    return made if rng.random() < 0.95 else value(rng)


def frame(rng: random.Random) -> tuple[bytes, bytes]:
    """(JSON, array data) of a reply, often with a change that no packing would make."""
    packed = wire.pack(reply(rng))
    length, _ = struct.unpack(">II", packed[:8])
    text, data = packed[8 : 8 + length], packed[8 + length :]
    kind = rng.randrange(6)
    if kind == 0:  # other bytes
        changed = bytearray(text)
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        text = bytes(changed)
    elif kind == 1:  # less or more data
        data = data[: rng.randrange(len(data) + 1)] + bytes(rng.randrange(20))
    elif kind == 2:  # other words in the records
        old = rng.choice([b'"at": 0', b'"shape": [', b'"<f8"', b'"items"', b'"is"', b"null"])
        new = rng.choice([b'"at": -8', b'"shape": [99999999, ', b'"O"', b"[]", b"1e999", b"NaN"])
        text = text.replace(old, new, 1)
    elif kind == 3 and rng.random() < 0.1:  # other JSON altogether
        text = json.dumps([[]] * rng.randrange(9)).encode() * rng.randrange(3)
    return text, data
