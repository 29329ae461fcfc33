"""The messages between a check and its child process, in both directions: frames of JSON and raw
arrays.

A frame is two lengths (4 bytes each, big-endian), that many bytes of JSON, and that many bytes of
array data; before a reply's stand the child's secret and the number of the request. Nothing in it
is executed, and all of it is checked, its lengths before memory is taken for it: the learner's code
may have written it.
"""

from __future__ import annotations

import hmac
import json
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.network.arrays import Array

SECRET_BYTES = 16
LENGTHS = struct.Struct(">II")
TAG = struct.Struct(f">{SECRET_BYTES}sI")  # before a reply: the secret, the request's number
HEAD_BYTES = TAG.size + LENGTHS.size
BROKEN = 70  # exit code of a child whose pipes were taken from it
MOST_JSON = 1 << 22
MOST_DATA = 1 << 27
DEEPEST = 8
WIDEST = 64
LONGEST_NAME = 200
_WHOLE = 1 << 53  # whole numbers from here on are sent as floats
_FORMS = ("matrix", "number", "list", "objects")
_DTYPE = re.compile(r"[<|][biufc]\d{1,2}")
# Bound here, so that a file that changes NumPy does not change this.
_dumps = json.dumps
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
    text = _dumps(_plain(message, blobs, 0, lists_are_arrays)).encode()
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


def lengths_of(head: bytes, secret: bytes, number: int) -> tuple[int, int]:
    """As frame_lengths, of a reply, which begins with its tag. number: of the request that it must
    answer. Raises WireError."""
    if not hmac.compare_digest(head[: TAG.size], TAG.pack(secret, number)):
        raise WireError("this is no reply")
    return frame_lengths(head[TAG.size :])


def unpack(text: bytes, data: bytes) -> Any:
    """The message of a frame's JSON and array data; its arrays are writable copies. Raises
    WireError for what `pack` would not have made."""
    try:
        record = json.loads(text, parse_constant=_refuse_constant)
        reader = _Reader(data)
        message = reader.rich(record, 0)
        if reader.at != len(data):
            raise ValueError("bytes are left")
        return message
    except (
        *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError),
        *(OverflowError, MemoryError),
    ) as error:
        raise WireError(f"this is no frame: {type(error).__name__}") from None


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
    if isinstance(value, int) and abs(value) < _WHOLE:
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


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


class _Reader:
    """Reads a message from its JSON; at: how many bytes of array data are read."""

    def __init__(self, data: bytes) -> None:
        self.at = 0
        self._data = data

    def rich(self, value: Any, depth: int) -> Any:
        """The value that `_plain` made this of."""
        if value is None or isinstance(value, (bool, str, float)):
            return value
        if isinstance(value, int):
            if abs(value) >= _WHOLE:
                raise ValueError("a number that is too large")
            return value
        kind = value["is"]
        if kind in _KINDS:
            return _KINDS[kind](self, value, depth)
        raise ValueError("an unknown kind")

    def _entries(self, value: Any, depth: int) -> list[Any]:
        items = value["items"]
        if not isinstance(items, list) or depth >= DEEPEST or len(items) > WIDEST:
            raise ValueError("a container that is too deep or too wide")
        return items

    def _dict(self, value: Any, depth: int) -> dict[str, Any]:
        return {_text(key): self.rich(each, depth + 1) for key, each in self._entries(value, depth)}

    def _list(self, value: Any, depth: int) -> list[Any]:
        return [self.rich(each, depth + 1) for each in self._entries(value, depth)]

    def _tuple(self, value: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(value, depth))

    def _float(self, value: Any, depth: int) -> float:
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[value["text"]]

    def _other(self, value: Any, depth: int) -> UnreadableValue:
        return UnreadableValue(_text(value["name"])[:LONGEST_NAME])

    def _array(self, value: Any, depth: int) -> Any:
        if not _DTYPE.fullmatch(_text(value["dtype"])) or value["at"] != self.at:
            raise ValueError("an array that is none")
        dtype = _dtype(value["dtype"])
        shape = value["shape"]
        if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
            raise ValueError("a shape that is none")
        count = math.prod(shape)
        flat = _frombuffer(self._data, dtype, count, self.at) if count else _asarray([], dtype)
        self.at += flat.nbytes
        array = flat.reshape(shape).astype(dtype.newbyteorder("="))
        if "form" not in value:
            return array
        if value["form"] not in _FORMS:
            raise ValueError("an unknown form")
        return ConvertedArray(array, value["form"])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


_KINDS: dict[str, Callable[[_Reader, Any, int], Any]] = {
    "float": _Reader._float,
    "other": _Reader._other,
    "dict": _Reader._dict,
    "list": _Reader._list,
    "tuple": _Reader._tuple,
    "array": _Reader._array,
}
