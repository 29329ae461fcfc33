"""The files of a folder, of several paths or of a zip, as items that open in the same way."""

from __future__ import annotations

import io
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from core.cancelling import IsCancelled, stop_if
from core.errors import DataError
from core.files.gzip_reader import MAGIC, unpacked
from core.files.regular_file import open_regular

MOST_ITEMS = 1_000_000
MOST_DEPTH = 6
MOST_BYTES = 4 * 2**30  # of a file as it lies there
MOST_UNPACKED = 4 * 2**30  # of one file in a zip
MOST_INNER_BYTES = 2 * 2**30  # of all zips in zips
MOST_INNER_ZIPS = 50
_IN_MEMORY = 2**24
_ENCRYPTED = 0x1
_NOT_DATA = ("__macosx", "__pycache__")


@dataclass(frozen=True)
class Item:
    """A file. name: its path from where the search began, with /. size: bytes. path: on disk, or
    None for a file in a zip. shown: how sentences call it."""

    name: str
    size: int
    path: Path | None
    shown: str
    open_raw: Callable[[], BinaryIO]

    @property
    def pure(self) -> PurePosixPath:
        """The name, taken apart."""
        return PurePosixPath(self.name)

    def open(self) -> BinaryIO:
        """The bytes as they lie there; the stream can seek. Raises DataError."""
        try:
            return self.open_raw()
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise unreadable(self.shown, error) from None

    @contextmanager
    def open_unpacked(self) -> Iterator[BinaryIO]:
        """The bytes, unpacked where they are gzip. Raises DataError for what cannot be opened, and
        READ_ERRORS while it is read."""
        with self.open() as stream:
            start = stream.read(len(MAGIC))
            stream.seek(0)
            yield unpacked(stream) if start == MAGIC else stream


# What reading a stranger's file may raise.
READ_ERRORS = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)


def unreadable(name: str, error: BaseException) -> DataError:
    """A sentence on why a file cannot be read."""
    if isinstance(error, EOFError):
        return DataError(f"{name} is cut short: it ends before the data does. Download it again.")
    if isinstance(error, zlib.error | zipfile.BadZipFile):
        return DataError(f"{name} is damaged ({error}). Download it again.")
    return DataError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.")


def of_folder(folder: Path, cancelled: IsCancelled, depth: int = MOST_DEPTH) -> list[Item]:
    """The files below, hidden ones left out, links to folders not followed.

    Raises DataError for a folder that cannot be listed or holds more than MOST_ITEMS; Cancelled.
    """
    found: list[Item] = []
    _walk(folder, "", depth, found, cancelled)
    return found


def of_paths(paths: Iterable[Path], cancelled: IsCancelled) -> list[Item]:
    """Several files and folders, each below its own name. Raises as of_folder()."""
    found: list[Item] = []
    for path in paths:
        if path.is_dir():
            _walk(path, path.name + "/", MOST_DEPTH, found, cancelled)
        else:
            found.append(on_disk(path, path.name))
    return found


def on_disk(path: Path, name: str) -> Item:
    """Raises DataError for what is no file."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise DataError(f"There is no {path}.") from None
        raise unreadable(str(path), error) from None
    if not stat.S_ISREG(status.st_mode):
        raise DataError(f"{path} cannot be read: it is a pipe or a device, not a file.")
    return Item(name, status.st_size, path, str(path), lambda: open_regular(path))


def check_entry(entry: zipfile.ZipInfo, shown: str) -> None:
    """Raises DataError for what needs a password, or is packed in a way that few programs use."""
    if entry.flag_bits & _ENCRYPTED:
        raise DataError(f"{shown} is locked by a password. Unpack it first.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DataError(f"{shown} is packed in a way that is not known here. Unpack it first.")


def is_zip(item: Item) -> bool:
    """Going by its name and its first bytes; an .npz is not meant."""
    return item.pure.suffix.lower() == ".zip"


class Zips:
    """Zips that are open while their items are read; close() closes them all."""

    def __init__(self, cancelled: IsCancelled) -> None:
        self._cancelled = cancelled
        self._open: list[zipfile.ZipFile | IO[bytes]] = []
        self._unpacked = 0  # bytes of zips in zips

    def items(self, item: Item, *, inner: bool = True) -> list[Item]:
        """The files in the zip `item`, and of zips in it, one level deep, theirs.

        Raises DataError for a zip that is damaged, locked by a password or too large; Cancelled.
        """
        try:
            archive = zipfile.ZipFile(self._kept(item.open()))
        except READ_ERRORS as error:
            raise unreadable(item.shown, error) from None
        self._open.append(archive)
        entries = [each for each in archive.infolist() if _is_data(each)]
        if len(entries) > MOST_ITEMS:
            raise DataError(f"{item.shown} holds more than {MOST_ITEMS:,} files.")
        found: list[Item] = []
        zips = 0
        for entry in entries:
            stop_if(self._cancelled)
            check_entry(entry, item.shown)
            if entry.file_size > MOST_UNPACKED:
                raise DataError(
                    f"{item.shown} says that {entry.filename} has {entry.file_size:,} "
                    f"bytes, more than any set of digits."
                )
            each = _entry(item, archive, entry)
            if inner and is_zip(each):
                zips += 1
                if zips > MOST_INNER_ZIPS:
                    raise DataError(f"{item.shown} holds more than {MOST_INNER_ZIPS} zips.")
                found += self._of_inner(each)
            else:
                found.append(each)
        return found

    def close(self) -> None:
        """Close what was opened."""
        for each in reversed(self._open):
            each.close()
        self._open.clear()

    def _of_inner(self, item: Item) -> list[Item]:
        self._unpacked += item.size
        if self._unpacked > MOST_INNER_BYTES:
            raise DataError(f"{item.shown} is too large for a zip in a zip. Unpack it first.")
        room = self._kept(cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY)))  # noqa: SIM115
        with item.open() as packed:
            try:
                while chunk := packed.read(2**20):
                    stop_if(self._cancelled)
                    room.write(chunk)
            except READ_ERRORS as error:
                raise unreadable(item.shown, error) from None
        size = room.tell()
        room.seek(0)
        whole = Item(item.name, size, None, item.shown, lambda: room)
        return self.items(whole, inner=False)

    def _kept(self, stream: BinaryIO) -> BinaryIO:
        self._open.append(stream)
        return stream


def _walk(folder: Path, prefix: str, depth: int, found: list[Item], cancelled: IsCancelled) -> None:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        if prefix:
            return  # a folder within, which is not ours to read
        raise unreadable(str(folder), error) from None
    for entry in entries:
        stop_if(cancelled)
        if _is_hidden(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth:
                _walk(Path(entry.path), f"{prefix}{entry.name}/", depth - 1, found, cancelled)
        elif entry.is_file():  # neither pipes nor links to nothing
            if len(found) >= MOST_ITEMS:
                raise DataError(f"{folder} and what surrounds it hold more files than fit here.")
            with suppress(OSError):  # it is gone by now
                found.append(_listed(entry, prefix))


def _listed(entry: os.DirEntry[str], prefix: str) -> Item:
    path = Path(entry.path)
    return Item(
        prefix + entry.name, entry.stat().st_size, path, entry.path, lambda: open_regular(path)
    )


def _entry(outer: Item, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Item:
    inside = "/".join(part for part in _parts(entry.filename) if part not in (".", ".."))
    return Item(
        f"{outer.name.removesuffix('.zip')}/{inside}",
        entry.file_size,
        None,
        f"{inside} in {outer.shown}",
        lambda: io.BufferedReader(cast(io.RawIOBase, archive.open(entry))),
    )


def _is_data(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not any(map(_is_hidden, _parts(entry.filename)))


def _parts(name: str) -> Iterator[str]:
    return (part for part in name.replace("\\", "/").split("/") if part)


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and name not in (".", "..")) or name.lower() in _NOT_DATA
