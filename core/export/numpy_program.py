"""A network as a program of one file that needs NumPy alone and reads a picture."""

from __future__ import annotations

import base64
import zlib

import numpy as np

from core.export.about import about
from core.export.templates import as_comment, filled, template
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

_LINE = 100
_LEVEL = 1  # more takes eight times as long and spares a seventh
_NUMBERS = 'NUMBERS = """\n'


def numpy_program(snapshot: Snapshot) -> str:
    """The program's text, its numbers at the end: W and b of each layer row by row, little-endian
    float32, packed with zlib, in base 64."""
    constants = {
        "CLASS_NAMES": snapshot.class_names,
        "DIMENSIONS": snapshot.dimensions,
        "ACTIVATION": snapshot.activation,
    }
    program = filled(template("network_numpy"), constants)
    before, after = program.split(_NUMBERS)
    text = base64.b64encode(zlib.compress(_numbers(snapshot), _LEVEL)).decode()
    lines = "\n".join(text[start : start + _LINE] for start in range(0, len(text), _LINE))
    return f"{as_comment(about(snapshot))}\n\n{before}{_NUMBERS}{lines}\n{after}"


def _numbers(snapshot: Snapshot) -> bytes:
    layers = zip(*unpack(snapshot.theta, snapshot.dimensions), strict=True)
    return b"".join(
        np.ascontiguousarray(each, "<f4").tobytes() for layer in layers for each in layer
    )
