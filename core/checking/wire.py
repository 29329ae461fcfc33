"""The messages between a check and its child process, in both directions: frames of JSON and raw
arrays.

A frame is two lengths (4 bytes each, big-endian), that many bytes of JSON, and that many bytes of
array data. Nothing in it is executed, and its lengths are checked before memory is taken for it:
the learner's code may have written it.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.network.arrays import Array

LENGTHS = struct.Struct(">II")
MOST_JSON = 1 << 22
MOST_DATA = 1 << 27
DEEPEST = 8
WIDEST = 64
# Bound here, so that a file that changes NumPy does not change this.
_asarray, _frombuffer, _dtype = np.asarray, np.frombuffer, np.dtype
_ndarray, _matrix, _scalar = np.ndarray, np.matrix, np.generic


class WireError(Exception):
    """Bytes that are no frame, or a value that is too large for one."""


@dataclass(frozen=True, eq=False)
class ConvertedArray:
    """Numbers that came as something else than an np.ndarray. form: "matrix", "number", "list" or
    "objects"."""

    array: Array
    form: str


@dataclass(frozen=True)
class UnreadableValue:
    """A value that is no number, array, text or container of them. name: its type's."""

    name: str


def pack(message: Any, *, lists_are_arrays: bool = True) -> bytes:
    """The frame of a message: containers of up to WIDEST entries, numbers, texts and arrays; of
    anything else only the name of its type. lists_are_arrays: whether lists of numbers become
    arrays. Raises WireError for what is too large."""
    blobs: list[bytes] = []
    text = json.dumps(_plain(message, blobs, 0, lists_are_arrays)).encode()
    size = sum(map(len, blobs))
    if len(text) > MOST_JSON or size > MOST_DATA:
        raise WireError(f"{len(text) + size:,} bytes are too many")
    return b"".join([LENGTHS.pack(len(text), size), text, *blobs])


def frame_lengths(head: bytes) -> tuple[int, int]:
    """(bytes of JSON, bytes of array data) that follow the first 8 bytes of a frame. Raises
    WireError."""
    text, data = LENGTHS.unpack(head)
    if text > MOST_JSON or data > MOST_DATA:
        raise WireError("this is no frame")
    return text, data


def unpack(text: bytes, data: bytes) -> Any:
    """The message of a frame's JSON and array data; its arrays are writable copies. Raises
    WireError."""
    try:
        return _rich(json.loads(text), data)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise WireError(f"this is no frame: {error}") from None


def _plain(value: Any, blobs: list[bytes], depth: int, lists: bool) -> Any:
    """What JSON can hold of `value`; the bytes of arrays are added to `blobs`."""
    if isinstance(value, (_ndarray, _scalar)):
        return _array(value, blobs)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if depth < DEEPEST and isinstance(value, dict) and len(value) <= WIDEST:
        items = [[str(key), _plain(each, blobs, depth + 1, lists)] for key, each in value.items()]
        return {"is": "dict", "items": items}
    if lists and isinstance(value, list) and value and _holds_numbers(value):
        return _of_list(value, blobs)
    if depth < DEEPEST and isinstance(value, (list, tuple)) and len(value) <= WIDEST:
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {"is": kind, "items": [_plain(each, blobs, depth + 1, lists) for each in value]}
    return {"is": "other", "name": type(value).__name__}


def _number(value: int | float) -> Any:
    if isinstance(value, int) and abs(value) < 1 << 53:
        return int(value)
    try:
        real = float(value)
    except OverflowError:
        real = math.inf
    return real if math.isfinite(real) else {"is": "float", "text": str(real)}


def _holds_numbers(value: Any, depth: int = 0) -> bool:
    """Whether a list holds numbers alone."""
    if isinstance(value, list):
        return depth < DEEPEST and all(_holds_numbers(each, depth + 1) for each in value)
    return isinstance(value, (int, float, _scalar))


def _of_list(value: list[Any], blobs: list[bytes]) -> Any:
    try:
        return _array(_asarray(value), blobs) | {"form": "list"}
    except ValueError:  # rows of different lengths
        return {"is": "other", "name": "list of rows that differ in length"}


def _array(value: Any, blobs: list[bytes]) -> dict[str, Any]:
    form = None
    if isinstance(value, _matrix):
        form = "matrix"
    elif isinstance(value, _scalar):
        form = "number"
    array = _asarray(value)
    if array.dtype.kind == "O":
        try:
            array, form = array.astype(float), "objects"
        except (ValueError, TypeError):
            return {"is": "other", "name": "array of objects that are no numbers"}
    if array.dtype.kind not in "biufc":
        return {"is": "other", "name": f"array of {array.dtype.name}"}
    if array.nbytes > MOST_DATA:
        raise WireError(f"an array of shape {array.shape} is too large")
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    record: dict[str, Any] = {
        "is": "array",
        "dtype": array.dtype.str,
        "shape": list(array.shape),
    }
    if form:
        record["form"] = form
    record["at"] = sum(map(len, blobs))
    blobs.append(array.tobytes())
    return record


def _rich(value: Any, data: bytes) -> Any:
    if not isinstance(value, dict):
        return value
    match value["is"]:
        case "float":
            return float(value["text"])
        case "other":
            return UnreadableValue(str(value["name"]))
        case "dict":
            return {str(key): _rich(each, data) for key, each in value["items"]}
        case "list":
            return [_rich(each, data) for each in value["items"]]
        case "tuple":
            return tuple(_rich(each, data) for each in value["items"])
    dtype = _dtype(value["dtype"])
    if dtype.kind not in "biufc":
        raise ValueError(f"an array of {dtype}")
    shape = [int(n) for n in value["shape"]]
    if min(shape, default=0) < 0:
        raise ValueError("a negative length")
    count = math.prod(shape)
    flat = _frombuffer(data, dtype, count, int(value["at"])) if count else _asarray([], dtype)
    array = flat.reshape(shape).astype(dtype.newbyteorder("="))
    return ConvertedArray(array, str(value["form"])) if "form" in value else array
