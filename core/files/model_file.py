"""Model files: a Snapshot as safetensors, versioned, checked when read, atomic when written.

Tensors W1 (n1, n0), b1 (n1, 1), W2, ... in float32 or float16, and those of a hand, see
core.reading.hand.Hand, for a network that was taught one. safetensors checks its own frame but not
the values, so the metadata carry their sha256.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import DTypeLike, NDArray

from core.data.dataset import CLASSES, PIXELS
from core.errors import DataError, ModelFileError, RecipeError
from core.files.atomic_file import check_replaceable, replace_file
from core.network.recipe import MAX_PARAMETERS, check_field
from core.network.snapshots import Snapshot
from core.reading.hand import ARRAYS as HAND_ARRAYS
from core.reading.hand import MOST_BYTES as MOST_HAND_BYTES
from core.reading.hand import Hand, hand_of, with_hand
from core.resources import SHIPPED_MODEL
from core.version import MODEL_ENDING

ENDING = MODEL_ENDING
FORMAT = "digit-lab network"
VERSION = 2
WITHOUT_HAND = 1  # the version of a file without a hand, which the first Digit Lab reads, too
DTYPES = ("float32", "float16")
MAX_HEADER = 2**20
MAX_BYTES = 8 + MAX_HEADER + 4 * MAX_PARAMETERS + MOST_HAND_BYTES


def with_ending(path: Path) -> Path:
    """`path` as a model file is called: its name with ENDING, unless it has it."""
    return path if path.suffix == ENDING else path.with_name(path.name + ENDING)


def save(snapshot: Snapshot, path: Path, *, dtype: DTypeLike = np.float32) -> None:
    """Write the snapshot, its name and facts; float16 halves the file and rounds the values.

    On any failure a file that was there stays as it was. Raises ModelFileError when the folder
    does not take it, or when the values do not fit `dtype` or are not finite.
    """
    stored = np.dtype(dtype)
    if stored.name not in DTYPES:
        raise ModelFileError(f"A model file holds {' or '.join(DTYPES)}, not {stored.name}.")
    with np.errstate(over="ignore"):
        theta = np.ascontiguousarray(snapshot.theta, stored)
    if not np.isfinite(theta).all():
        raise ModelFileError(
            "This network has weights that are not finite or too large, so it was not saved."
        )
    taught = hand_of(snapshot)
    hand = {} if taught is None else taught.arrays()
    metadata = {
        "format": FORMAT,
        "version": str(VERSION if hand else WITHOUT_HAND),
        "dimensions": json.dumps(snapshot.dimensions),
        "activation": snapshot.activation,
        "name": snapshot.name,
        "facts": json.dumps(snapshot.facts),
        "sha256": _checksum(theta, hand),
    }
    data = safetensors.numpy.save(_tensors(theta, snapshot.dimensions) | hand, metadata)
    with _writing(path):
        replace_file(path, data)


def check_writable(path: Path) -> None:
    """Before a long run: raises ModelFileError when save() could not write `path` now."""
    with _writing(path):
        check_replaceable(path)


def load(path: Path, *, outputs: int = CLASSES) -> Snapshot:
    """The snapshot in a model file, checked in full; a file without a name is named after itself.

    Raises ModelFileError saying what is wrong: no model file, damaged, made by a newer version,
    or of another shape than 784 inputs and as many outputs.
    """
    path = Path(path)
    data = _read(path)
    tensors, metadata = _open(data, path)
    dimensions = _dimensions(metadata, path, outputs)
    hand = {name: tensors.pop(name) for name in HAND_ARRAYS if name in tensors}
    theta = _theta(tensors, hand, dimensions, metadata, path)
    activation = metadata.get("activation", "")
    try:
        check_field("activation", activation)
    except RecipeError:
        raise ModelFileError(
            f"{path} uses the activation “{activation}”, which {_THIS} does not know."
        ) from None
    facts = _json(metadata.get("facts", "{}"), path)
    if not isinstance(facts, dict):
        raise _damaged(path, "its facts are not readable")
    name = metadata.get("name") or path.stem
    return with_hand(Snapshot(dimensions, activation, theta, name, facts), _hand(hand, path))


def shipped() -> Snapshot:
    """The network that comes with the app. Raises ModelFileError when it is missing."""
    return load(SHIPPED_MODEL)


_THIS = "this version of Digit Lab"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            f"{path} cannot be saved: {error.strerror or error}. Choose another place."
        ) from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ModelFileError(f"There is no file {path}.") from None
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not data:
        raise ModelFileError(f"{path} is empty, not a model file.")
    if len(data) > MAX_BYTES:
        raise ModelFileError(f"{path} is larger than any model file of {_THIS}.")
    return data


def _open(data: bytes, path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    header_size = int.from_bytes(data[:8], "little")
    if len(data) < 10 or data[8:9] != b"{" or header_size > MAX_HEADER:
        raise ModelFileError(f"{path} is not a model file. Choose a .safetensors file.")
    try:
        tensors = safetensors.numpy.load(data)
    except (safetensors.SafetensorError, KeyError, ValueError, TypeError) as error:
        raise _damaged(path, f"safetensors cannot read it, {error}") from None
    metadata = _json(data[8 : 8 + header_size], path).get("__metadata__") or {}
    if metadata.get("format") != FORMAT:
        raise ModelFileError(
            f"{path} is a safetensors file, but not a model file of Digit Lab. "
            f"Choose one that Digit Lab saved."
        )
    version = metadata.get("version", "")
    if not (version.isascii() and version.isdigit()):
        raise _damaged(path, "its version is not a number")
    if int(version[:9]) > VERSION:
        raise ModelFileError(
            f"{path} was made by a newer version of Digit Lab (format {version[:9]}). "
            f"Install the newer version to open it."
        )
    return tensors, metadata


def _dimensions(metadata: dict[str, str], path: Path, outputs: int) -> tuple[int, ...]:
    values = _json(metadata.get("dimensions", ""), path)
    if (
        not isinstance(values, list)
        or len(values) < 2
        or not all(type(n) is int and n > 0 for n in values)
    ):
        raise _damaged(path, "its dimensions are not readable")
    if values[0] != PIXELS or values[-1] != outputs:
        raise ModelFileError(
            f"{path} is of another shape: {'-'.join(map(str, values))}. "
            f"Digit Lab reads digits with {PIXELS} inputs and {outputs} outputs."
        )
    try:
        check_field("hidden", tuple(values[1:-1]))
    except RecipeError as error:
        raise ModelFileError(f"{path} holds a network that is too large. {error}") from None
    return tuple(values)


def _theta(
    tensors: dict[str, NDArray[Any]],
    hand: dict[str, NDArray[Any]],
    dimensions: tuple[int, ...],
    metadata: dict[str, str],
    path: Path,
) -> NDArray[np.float32]:
    shapes = _shapes(dimensions)
    if {name: array.shape for name, array in tensors.items()} != shapes:
        raise _damaged(path, f"its arrays are not those of {'-'.join(map(str, dimensions))}")
    dtypes = {array.dtype.name for array in tensors.values()}
    if len(dtypes) != 1 or not dtypes <= set(DTYPES):
        raise ModelFileError(
            f"{path} holds numbers of type {', '.join(sorted(dtypes))}; "
            f"a model file holds {' or '.join(DTYPES)}."
        )
    stored = np.concatenate([tensors[name].reshape(-1) for name in shapes])
    if _checksum(stored, hand) != metadata.get("sha256"):
        raise _damaged(path, "its checksum does not fit what it holds")
    if not np.isfinite(stored).all():
        raise _damaged(path, "it holds weights that are not finite numbers")
    theta = stored.astype(np.float32, copy=False)
    theta.setflags(write=False)
    return theta


def _hand(arrays: dict[str, NDArray[Any]], path: Path) -> Hand | None:
    if not arrays:
        return None
    try:
        return Hand.from_arrays(arrays)
    except DataError as error:
        raise _damaged(path, str(error)) from None


def _checksum(theta: NDArray[Any], hand: dict[str, NDArray[Any]]) -> str:
    checksum = hashlib.sha256(theta.data)
    for name in sorted(hand):
        checksum.update(np.ascontiguousarray(hand[name]).data)
    return checksum.hexdigest()


def _shapes(dimensions: tuple[int, ...]) -> dict[str, tuple[int, int]]:
    """Name -> shape of each array, in the order of theta."""
    shapes = {}
    for layer, (inputs, units) in enumerate(itertools.pairwise(dimensions), start=1):
        shapes[f"W{layer}"] = (units, inputs)
        shapes[f"b{layer}"] = (units, 1)
    return shapes


def _tensors(theta: NDArray[Any], dimensions: tuple[int, ...]) -> dict[str, NDArray[Any]]:
    tensors, start = {}, 0
    for name, shape in _shapes(dimensions).items():
        stop = start + math.prod(shape)
        tensors[name] = theta[start:stop].reshape(shape)
        start = stop
    return tensors


def _json(text: str | bytes, path: Path) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged(path, "its description is not readable") from None


def _damaged(path: Path, how: str) -> ModelFileError:
    return ModelFileError(f"{path} is damaged: {how}. Use another copy of it.")
