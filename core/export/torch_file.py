"""Files of PyTorch: a dictionary of float32 tensors, as torch.save() writes it since 1.6.

It is a zip whose members are stored as they are: data.pkl, a pickle of the dictionary in which each
tensor names its numbers, and these, little-endian, in data/0, data/1, ... Pickle's instructions
are written here one by one, because Python's own pickler wants torch's classes to be there; they
are told in Python's module pickletools. torch.load(weights_only=True) opens the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import numpy as np

from core.network.arrays import Array

_TOP = "archive/"
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same network gives the same file
_ALIGNMENT = 64
_LOCAL_HEADER = 30

_PROTOCOL_2, _STOP = b"\x80\x02", b"."
_MARK, _TUPLE, _NOTHING = b"(", b"t", b")"
_CALL, _BY_ID, _SET_ITEMS, _FALSE = b"R", b"Q", b"u", b"\x89"
_DICTIONARY = b"ccollections\nOrderedDict\n" + _NOTHING + _CALL
_REBUILD = b"ctorch._utils\n_rebuild_tensor_v2\n"
_FLOATS = b"ctorch\nFloatStorage\n"


def torch_file(arrays: Mapping[str, Array]) -> bytes:
    """The arrays under their names, each as float32, row by row."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "data.pkl", _pickled(arrays))
        _add(archive, "byteorder", b"little")
        for number, array in enumerate(arrays.values()):
            _add(archive, f"data/{number}", np.ascontiguousarray(array, "<f4").tobytes())
        _add(archive, "version", b"3\n")
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Its content begins at a multiple of _ALIGNMENT, as torch's memory maps want it."""
    member = zipfile.ZipInfo(_TOP + name, _WHEN)
    stream = archive.fp
    assert stream is not None
    start = stream.tell() + _LOCAL_HEADER + len(member.filename) + 4
    padding = -start % _ALIGNMENT
    member.extra = struct.pack("<2sH", b"FB", padding) + b"Z" * padding
    archive.writestr(member, content)


def _pickled(arrays: Mapping[str, Array]) -> bytes:
    items = b"".join(
        _text(name) + _tensor(number, array) for number, (name, array) in enumerate(arrays.items())
    )
    return _PROTOCOL_2 + _DICTIONARY + _MARK + items + _SET_ITEMS + _STOP


def _tensor(number: int, array: Array) -> bytes:
    """_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)"""
    stride = [int(np.prod(array.shape[axis + 1 :])) for axis in range(array.ndim)]
    storage = _tuple(_text("storage"), _FLOATS, _text(str(number)), _text("cpu"), _int(array.size))
    size, strides = (_tuple(*map(_int, each)) for each in (array.shape, stride))
    arguments = (storage + _BY_ID, _int(0), size, strides, _FALSE, _DICTIONARY)
    return _REBUILD + _tuple(*arguments) + _CALL


def _tuple(*items: bytes) -> bytes:
    return _MARK + b"".join(items) + _TUPLE


def _text(text: str) -> bytes:
    encoded = text.encode()
    return b"X" + struct.pack("<I", len(encoded)) + encoded


def _int(number: int) -> bytes:
    return b"J" + struct.pack("<i", number)
