"""The files of a zip that a stranger packed: nothing is written to disk, nothing leaves it, and no
more is unpacked than was asked for."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from core.errors import DataError

OpenStream = Callable[[], BinaryIO]

MOST_ENTRIES = 100_000
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEAD = 30  # bytes before the name, of which the last four say how long name and extra are
_UNIX_TIME = 0x5455
_CHUNK = 1 << 16
READ_ERRORS = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)


@dataclass(frozen=True)
class Entry:
    """A file or a folder in a zip. parts: its path in it, taken apart. problem: why it is not read,
    a sentence; else "". read: its bytes, but not more than so many and one; raises DataError."""

    parts: tuple[str, ...]
    is_folder: bool
    size: int
    time: datetime | None
    problem: str
    read: Callable[[int], bytes]


def entries_of(open_stream: OpenStream) -> list[Entry]:
    """All of the zip in a stream. Raises DataError for what is no zip, is damaged or too large."""
    try:
        with open_stream() as stream, zipfile.ZipFile(stream) as archive:
            found = archive.infolist()
    except READ_ERRORS as error:
        raise _damaged(error) from None
    if len(found) > MOST_ENTRIES:
        raise DataError(f"This zip holds more than {MOST_ENTRIES:,} files. It was not unpacked.")
    return [_entry(open_stream, info) for info in found]


def _entry(open_stream: OpenStream, info: zipfile.ZipInfo) -> Entry:
    name = _name(info).replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in ("", ".", ".."))
    return Entry(
        parts or ("…",),
        name.endswith("/"),
        info.file_size,
        _time(info),
        _problem(info, name),
        partial(_read, open_stream, info),
    )


def _name(info: zipfile.ZipInfo) -> str:
    """Many programs write UTF-8 and do not say so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _problem(info: zipfile.ZipInfo, name: str) -> str:
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return "Its name leads out of the zip. It was not unpacked."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a link, not a file. It was not followed."
    if info.flag_bits & _ENCRYPTED:
        return "It is locked by a password. Unpack the zip first, or ask for one without."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "It is packed in a way that is not known here. Unpack the zip first."
    return ""


def _time(info: zipfile.ZipInfo) -> datetime | None:
    """The time in UTC that most programs add, or else the one of the packer's clock."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack("<HH", rest[:4])
        if kind == _UNIX_TIME and size >= 5 and rest[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", rest[5:9])[0], UTC)
        rest = rest[4 + size :]
    try:
        return datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _read(open_stream: OpenStream, info: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of one entry, found by where it begins: the list of all is not read again."""
    try:
        with open_stream() as stream:
            stream.seek(info.header_offset)
            head = stream.read(_LOCAL_HEAD)
            if len(head) < _LOCAL_HEAD or head[:4] != b"PK\3\4":
                raise zipfile.BadZipFile("an entry is not where the list says")
            stream.seek(sum(struct.unpack("<HH", head[26:])), os.SEEK_CUR)
            data = _unpacked(stream, info, most)
    except READ_ERRORS as error:
        raise _damaged(error) from None
    if len(data) <= most and zlib.crc32(data) != info.CRC:
        raise _damaged(zipfile.BadZipFile("a checksum is wrong"))
    return data


def _unpacked(stream: BinaryIO, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return stream.read(min(info.compress_size, most + 1))
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    data, left = bytearray(), info.compress_size
    while left and not inflate.eof and len(data) <= most:
        packed = stream.read(min(left, _CHUNK))
        if not packed:
            raise EOFError("it is cut short")
        left -= len(packed)
        data += inflate.decompress(packed, most + 1 - len(data))
    return bytes(data)


def _damaged(error: BaseException) -> DataError:
    if isinstance(error, OSError):
        return DataError(f"The zip cannot be read: {error.strerror or error}.")
    return DataError(f"The zip is damaged: {error}. Ask for it again.")
