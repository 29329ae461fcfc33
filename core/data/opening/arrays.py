"""Arrays in files, IDX, .npy and .npz, paired to images and labels by names, shapes and counts."""

from __future__ import annotations

import math
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from core.cancelling import stop_if
from core.data.idx import LIMIT, read_shape, read_stream
from core.data.opening.candidates import Candidate
from core.data.opening.items import READ_ERRORS, Item, check_entry, unreadable
from core.data.opening.names import IMAGES, LABELS, group_folder, said
from core.data.opening.records import Help, Request, SetPart
from core.errors import DataError

MOST_MEMBERS = 100
_MOST_HEADER = 10_000
_CHUNK = 2**20
_CHANNELS = (1, 3, 4)
_LEAST_SIDE = 8  # of images that lie as rows of a table
_QMNIST_COLUMNS = 8  # the class, then who wrote it and where: of NIST's own database
_GREY = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, eq=False)
class FoundArray:
    """An array that is not read yet. name: file and member. read: the array; raises DataError."""

    item: Item
    name: str
    shape: tuple[int, ...]
    read: Callable[[Help], NDArray[Any]]

    @property
    def shown(self) -> str:
        """How sentences call it."""
        return self.item.shown

    @property
    def role(self) -> str:
        """IMAGES, LABELS, or "" for neither: as the shape and then the name say."""
        told = said(self.name).role
        if len(self.shape) in (3, 4):
            return IMAGES
        if len(self.shape) == 1:
            return LABELS
        if len(self.shape) != 2:
            return ""
        side = math.isqrt(self.shape[1])
        may_be_images = side * side == self.shape[1] and side >= _LEAST_SIDE
        if told == IMAGES:
            return IMAGES if may_be_images else ""
        return LABELS if told == LABELS or not may_be_images else IMAGES


def find(items: list[Item], help: Help, broken: list[DataError]) -> list[Candidate]:
    """The data sets that arrays among `items` make up. broken: takes why others cannot be read."""
    groups: dict[tuple[str, str, str], list[FoundArray]] = defaultdict(list)
    for item in items:
        stop_if(help.cancelled)
        for array in _arrays_of(item, broken):
            if array.role:
                kind = "NumPy arrays" if item.pure.suffix.lower() in _NUMPY else "IDX files"
                key = group_folder(item.name), said(array.name).family, kind
                groups[key].append(array)
    return [
        candidate
        for (folder, family, kind), arrays in groups.items()
        if (candidate := _candidate(folder, family, kind, arrays)) is not None
    ]


def _candidate(folder: str, family: str, kind: str, arrays: list[FoundArray]) -> Candidate | None:
    parts: dict[str, dict[str, FoundArray]] = defaultdict(dict)
    for array in sorted(arrays, key=lambda each: not each.item.name.lower().endswith(".gz")):
        # Of two with the same name the packed one comes first: it has a checksum.
        parts[said(array.name).part].setdefault(array.role, array)
    if not any(IMAGES in part for part in parts.values()):
        return None

    def read(help: Help, _: Request) -> dict[str, SetPart]:
        made = {name: _read_part(part, help) for name, part in parts.items() if IMAGES in part}
        alone = [part[LABELS] for part in parts.values() if IMAGES not in part]
        for part in list(made.values())[:1]:
            part.said += [f"{each.item.pure.name} has no images beside it." for each in alone]
        return made

    missing = [part for part in parts.values() if IMAGES not in part or LABELS not in part]
    if missing and len(missing) == len(parts):
        found = " and ".join(each.shown for part in parts.values() for each in part.values())

        def refuse(help: Help, _: Request) -> dict[str, SetPart]:
            raise DataError(f"{found}: labels and images belong together. Put both in one folder.")

        return Candidate(folder, family, kind, _files(parts), refuse)
    return Candidate(folder, family, kind, _files(parts), read)


def _files(parts: dict[str, dict[str, FoundArray]]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(each.item for part in parts.values() for each in part.values()))


def _read_part(part: dict[str, FoundArray], help: Help) -> SetPart:
    of_images, of_labels = part[IMAGES], part.get(LABELS)
    array = of_images.read(help)
    made = SetPart(_as_pictures(array), None)
    if array.ndim == 4 and array.size != made.images.size:
        made.said.append("Colours were made grey.")
    if of_labels is not None:
        made.labels = _as_labels(of_labels.read(help), of_labels.shown)
        if len(made.labels) != len(made.images):
            raise DataError(
                f"{of_images.shown} holds {len(made.images):,} images, but {of_labels.shown} "
                f"{len(made.labels):,} labels. Are training and test files swapped? Else download "
                f"both again."
            )
    return made


def _as_pictures(array: NDArray[Any]) -> NDArray[Any]:
    """(m, h, w), whatever order colours and rows have."""
    if array.ndim == 2:
        side = math.isqrt(array.shape[1])
        return array.reshape(-1, side, side)
    if array.ndim == 3:
        return array
    if array.shape[3] not in _CHANNELS and array.shape[1] in _CHANNELS:
        array = array.transpose(0, 2, 3, 1)
    if array.shape[3] == 1:
        return array[..., 0]
    if array.shape[3] not in _CHANNELS:
        raise DataError(f"Images of shape {array.shape[1:]} are neither grey nor in colour.")
    grey = np.empty(array.shape[:3], array.dtype)
    for start in range(0, len(array), 1000):
        part = array[start : start + 1000, ..., :3] @ _GREY
        grey[start : start + 1000] = np.rint(part) if array.dtype.kind in "iu" else part
    return grey


def _as_labels(array: NDArray[Any], name: str) -> NDArray[Any]:
    """(m,): the first column of QMNIST's, the place of the 1 where it is one-hot."""
    if array.ndim == 1:
        return array
    if array.shape[1] > 1 and array.dtype.kind in "iufb" and _is_one_hot(array):
        return np.asarray(array.argmax(axis=1))
    if array.shape[1] == 1 or (array.shape[1] == _QMNIST_COLUMNS and array.dtype.kind in "iu"):
        return array[:, 0]
    raise DataError(f"{name} holds an array of {array.shape} where one label an image goes.")


def _is_one_hot(array: NDArray[Any]) -> bool:
    return bool(((array == 0) | (array == 1)).all() and (array.sum(axis=1) == 1).all())


_NUMPY = (".npy", ".npz")


def _arrays_of(item: Item, broken: list[DataError]) -> list[FoundArray]:
    suffix = item.pure.suffix.lower()
    try:
        if suffix == ".npz":
            return _members(item)
        if suffix == ".npy":
            with item.open() as stream:
                shape, *_ = _npy_header(stream, item.shown)
            return [FoundArray(item, item.pure.name, shape, lambda _: _read_npy(item))]
        return _idx(item)
    except READ_ERRORS as error:
        broken.append(unreadable(item.shown, error))
    except DataError as error:
        broken.append(error)
    return []


def _idx(item: Item) -> list[FoundArray]:
    """Known by its first bytes, whatever it is called; one that is called so may be damaged."""
    try:
        with item.open_unpacked() as stream:
            shape = read_shape(stream)
    except (*READ_ERRORS, DataError):
        shape = None
    if shape is None:
        if not _is_called_idx(item):
            return []
        shape = (
            (0, 1, 1) if said(item.name).role == IMAGES else (0,)
        )  # reading it tells what is wrong
    return [FoundArray(item, item.pure.name, shape, lambda help: _read_idx(item, help))]


def _is_called_idx(item: Item) -> bool:
    name = item.pure.name.lower()
    return "idx" in name or "ubyte" in name


def _read_idx(item: Item, help: Help) -> NDArray[Any]:
    try:
        with item.open() as raw:
            told = cast(BinaryIO, _Told(raw, item.size, help))
            return read_stream(told, item.shown, item.size)
    except zipfile.BadZipFile as error:
        raise unreadable(item.shown, error) from None


class _Told:
    """A stream that tells how far its reading is, and stops when it is cancelled."""

    def __init__(self, stream: BinaryIO, size: int, help: Help) -> None:
        self._stream, self._size, self._help, self._done = stream, size, help, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._add(len(data))
        return data

    def readinto(self, room: Any) -> int:
        got = self._stream.readinto(room)  # type: ignore[attr-defined]
        self._add(got)
        return int(got)

    def seek(self, place: int) -> int:
        self._done = place
        return self._stream.seek(place)

    def _add(self, got: int) -> None:
        stop_if(self._help.cancelled)
        self._done += got
        self._help.tell(self._done, self._size)


def _members(item: Item) -> list[FoundArray]:
    with item.open() as raw, zipfile.ZipFile(raw) as archive:
        entries = [each for each in archive.infolist() if each.filename.endswith(".npy")]
        if len(entries) > MOST_MEMBERS:
            raise DataError(f"{item.shown} holds {len(entries):,} arrays, too many for a data set.")
        found = []
        for entry in entries:
            check_entry(entry, item.shown)
            with archive.open(entry) as stream:
                shape, *_ = _npy_header(stream, item.shown)
            member = PurePosixPath(entry.filename).stem
            name = f"{item.pure.stem} {member}"

            def read(help: Help, member: str = entry.filename) -> NDArray[Any]:
                return _read_member(item, member, help)

            found.append(FoundArray(item, name, shape, read))
        return found


def _read_member(item: Item, member: str, help: Help) -> NDArray[Any]:
    try:
        with item.open() as raw, zipfile.ZipFile(raw) as archive, archive.open(member) as stream:
            return _read_array(stream, item.shown, help)  # type: ignore[arg-type]
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None


def _read_npy(item: Item) -> NDArray[Any]:
    try:
        with item.open() as stream:
            return _read_array(stream, item.shown, Help())
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None


def _npy_header(stream: Any, name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """(shape, whether columns go first, dtype). Raises DataError for what would run code."""
    version = np.lib.format.read_magic(stream)
    reader = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if reader is None:
        raise DataError(f"{name} holds an array in a form of NumPy that is not known here.")
    shape, by_columns, dtype = reader(stream, max_header_size=_MOST_HEADER)
    if dtype.hasobject:
        raise DataError(
            f"{name} holds Python objects, which could run anything. Save it as plain arrays."
        )
    return shape, by_columns, dtype


def _read_array(stream: BinaryIO, name: str, help: Help) -> NDArray[Any]:
    shape, by_columns, dtype = _npy_header(stream, name)
    size = math.prod(shape) * dtype.itemsize
    if dtype.kind not in "biufUS" or dtype.itemsize > 1000:
        raise DataError(f"{name} holds {dtype}, neither numbers nor words.")
    if not 0 <= size <= LIMIT:
        raise DataError(
            f"{name} says that it holds {size:,} bytes, more than the {LIMIT:,} allowed here."
        )
    data = bytearray()  # grows with what really comes
    while len(data) < size:
        stop_if(help.cancelled)
        chunk = stream.read(min(_CHUNK, size - len(data)))
        if not chunk:
            raise EOFError
        data += chunk
        help.tell(len(data), size)
    array = np.frombuffer(data, dtype)
    return array.reshape(shape, order="F" if by_columns else "C")
