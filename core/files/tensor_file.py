"""The frame of a safetensors file: arrays by name, and a few texts about them.

Nothing here knows what the arrays are for. The safetensors library checks lengths and places before
anything is allocated; here is what it lets through: names that stand twice, what is no JSON by the
book, and numbers of a type that NumPy does not have.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
from numpy.typing import NDArray

from core.errors import ModelFileError
from core.files.plain_text import plain
from core.files.regular_file import read_regular

THIS = "this version of Digit Lab"
MAX_HEADER = 2**20
_GLANCE = 2**16  # bytes that tell what another kind of file is
# The format's names of those types of numbers that are read; all little-endian.
_NUMPY = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U8": "u1"}
BFLOAT16 = "BF16"
FLOATS = ("F64", "F32", "F16", BFLOAT16)
_PICKLES = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))
_ZIP, _PICKLE_IN_ZIP = b"PK\x03\x04", b"/data.pkl"


@dataclass(frozen=True, eq=False)
class Tensor:
    """dtype: as the format calls it, such as F32. data: the numbers, row by row."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes | bytearray

    def array(self) -> NDArray[Any]:
        """Read-only; bfloat16 as float32, of which it is the upper half. Raises KeyError for a
        type of numbers that is not read."""
        if self.dtype == BFLOAT16:
            upper = np.frombuffer(self.data, "<u2").astype(np.uint32)
            values: NDArray[Any] = (upper << 16).view(np.float32)
        else:
            values = np.frombuffer(self.data, _NUMPY[self.dtype])
        values.setflags(write=False)
        return values.reshape(self.shape)


@dataclass(frozen=True, eq=False)
class TensorFile:
    """What a safetensors file holds."""

    tensors: dict[str, Tensor]
    metadata: dict[str, str]


def read(path: Path, most_bytes: int) -> TensorFile:
    """Raises ModelFileError when there is no file that can be read, it is larger than
    `most_bytes`, it is of another kind, or damaged."""
    is_framed = _is_framed(_content(path, 8))
    data = _content(path, most_bytes if is_framed else _GLANCE)
    if not is_framed and _is_pickle(data):
        raise ModelFileError(
            f"{shown(path)} is a pickle, PyTorch’s own kind of file, which could run any program "
            f"and so is not opened here. Save the model in Python with "
            f'safetensors.torch.save_file(model.state_dict(), "name.safetensors"), then open that.'
        )
    if is_framed and len(data) > most_bytes:
        raise ModelFileError(f"{shown(path)} is larger than any model file of {THIS}.")
    if not is_framed or not _is_framed(data):
        raise ModelFileError(f"{shown(path)} is not a model file. Choose a .safetensors file.")
    try:
        found = safetensors.deserialize(data)  # type: ignore[no-untyped-call]
        header = strict_json(data[8 : 8 + _header_size(data)])
        tensors = {
            name: Tensor(each["dtype"], tuple(each["shape"]), each["data"]) for name, each in found
        }
    except (safetensors.SafetensorError, KeyError, ValueError, TypeError) as error:
        raise damaged(path, f"safetensors cannot read it, {error}") from None
    return TensorFile(tensors, header.get("__metadata__") or {})


def strict_json(text: str | bytes) -> Any:
    """Raises ValueError for what is no JSON by the book, for a key that stands twice in one
    object, and for what is nested too deeply."""
    try:
        return json.loads(text, object_pairs_hook=_without_twins, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def shown(path: Path) -> str:
    """The path in a sentence: nothing in it that a terminal would obey."""
    return plain(str(path), longest=4096)


def damaged(path: Path, how: str) -> ModelFileError:
    return ModelFileError(f"{shown(path)} is damaged: {plain(how, 300)}. Use another copy of it.")


def _content(path: Path, most_bytes: int) -> bytes:
    try:
        data = read_regular(path, most_bytes)
    except FileNotFoundError:
        raise ModelFileError(f"There is no file {shown(path)}.") from None
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        why = getattr(error, "strerror", None) or error
        raise ModelFileError(f"{shown(path)} cannot be read: {why}.") from None
    if not data:
        raise ModelFileError(f"{shown(path)} is empty, not a model file.")
    return data


def _header_size(data: bytes) -> int:
    return int.from_bytes(data[:8], "little")


def _is_framed(data: bytes) -> bool:
    """Whether it begins as a safetensors file does."""
    return data[8:9] == b"{" and _header_size(data) <= MAX_HEADER


def _is_pickle(data: bytes) -> bool:
    """Whether it begins as what torch.save() writes, or wrote before it wrote archives."""
    return data.startswith(_PICKLES) or (data.startswith(_ZIP) and _PICKLE_IN_ZIP in data)


def _without_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in it")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
