"""Unpacking gzip as it is read, with a bound on the parts that a file is put together from.

gzip.GzipFile goes through any number of empty parts in a single read; 40 MB hold two millions.
"""

from __future__ import annotations

import io
import zlib
from typing import Any, BinaryIO, cast

MAGIC = b"\x1f\x8b"
MAX_PARTS = 1_000
_CHUNK = 2**16
_GZIP = 16 + zlib.MAX_WBITS


class _Unpacked(io.RawIOBase):
    def __init__(self, packed: BinaryIO) -> None:
        self._stream = packed
        self._packed = b""
        self._parts = 1
        self._unpack = zlib.decompressobj(_GZIP)

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        view = memoryview(room).cast("B")
        while not self._unpack.eof or self._next_part():
            self._packed = self._packed or self._stream.read(_CHUNK) or b""
            data = self._unpack.decompress(self._packed, len(view))
            if not (data or self._packed or self._unpack.eof):
                raise EOFError("it ends before its data do")
            self._packed = self._unpack.unconsumed_tail
            if data:
                view[: len(data)] = data
                return len(data)
        return 0

    def _next_part(self) -> bool:
        """Whether another one follows; zeros between them mean nothing."""
        self._packed = self._unpack.unused_data.lstrip(b"\0")
        while not self._packed:
            chunk = self._stream.read(_CHUNK)
            if not chunk:
                return False
            self._packed = chunk.lstrip(b"\0")
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise zlib.error(f"it is made of more than {MAX_PARTS:,} parts")
        self._unpack = zlib.decompressobj(_GZIP)
        return True


def unpacked(packed: BinaryIO) -> BinaryIO:
    """What the gzip stream `packed` holds, read as it is needed; closing it leaves `packed` open.

    Reading raises EOFError where it is cut short, and zlib.error where it is damaged or made of
    more than MAX_PARTS parts.
    """
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed), _CHUNK))
