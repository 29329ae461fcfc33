"""Pictures in folders that are called what they show: 0/…, training/7/…, A/…."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath

import numpy as np

from core.cancelling import stop_if
from core.data.dataset import PIXELS
from core.data.opening.candidates import Candidate
from core.data.opening.fitting import fitted_one
from core.data.opening.items import READ_ERRORS, Item, unreadable
from core.data.opening.names import is_part_folder, part_of_folders
from core.data.opening.records import Help, Part, Request
from core.errors import DataError

ENDINGS = (
    *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".tif", ".tiff", ".webp"),
    *(".bmp", ".pbm", ".pgm", ".ppm"),
)
MOST_CLASSES = 1000
MOST_BAD = 0.1  # share of pictures that may be damaged
_SIDE = 28


def find(items: list[Item]) -> list[Candidate]:
    """The data sets that pictures among `items` make up: those below one folder, of two labels or
    more."""
    groups: dict[str, list[tuple[str, str, Item]]] = defaultdict(list)
    for item in items:
        if item.pure.suffix.lower() in ENDINGS:
            folder, label, part = _place(item.pure)
            if label:
                groups[folder].append((part, label, item))
    return [
        _candidate(folder, pictures)
        for folder, pictures in groups.items()
        if 2 <= len({label for _, label, _ in pictures}) <= MOST_CLASSES
    ]


def _place(name: PurePosixPath) -> tuple[str, str, str]:
    """(folder of the set, label, part) of a picture."""
    folders = [each for each in name.parent.parts if not is_part_folder(each)]
    label = folders.pop() if folders else ""
    return "/".join(folders), label, part_of_folders(str(name))


def _candidate(folder: str, pictures: list[tuple[str, str, Item]]) -> Candidate:
    def read(help: Help, _: Request) -> dict[str, Part]:
        sorted_out: dict[str, list[tuple[str, Item]]] = defaultdict(list)
        for part, label, item in pictures:
            sorted_out[part].append((label, item))
        done = 0
        made = {}
        for name, of_part in sorted_out.items():
            made[name] = _read_part(of_part, help, done, len(pictures))
            done += len(of_part)
        return made

    files = tuple(item for *_, item in pictures)
    return Candidate(folder, "", "pictures in folders by label", files, read)


def _read_part(pictures: list[tuple[str, Item]], help: Help, before: int, total: int) -> Part:
    if help.read_picture is None:
        raise DataError("Pictures cannot be read here: this program has no decoder for them.")
    images = np.empty((len(pictures), PIXELS), np.uint8)
    labels: list[str] = []
    sizes: Counter[tuple[int, ...]] = Counter()
    bad: list[DataError] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (label, item) in enumerate(pictures, start=1):
            stop_if(help.cancelled)
            help.tell(before + number, total)
            try:
                grey = help.read_picture(_on_disk(item, Path(folder)))
            except DataError as error:
                bad.append(error)
                if len(bad) > max(1, MOST_BAD * len(pictures)):
                    raise
                continue
            images[len(labels)] = fitted_one(grey)
            sizes[grey.shape] += 1
            labels.append(label)
    part = Part(images[: len(labels)].reshape(-1, _SIDE, _SIDE), np.array(labels))
    if set(sizes) - {(_SIDE, _SIDE)}:
        part.said.append(_size_words(sizes))
    if bad:
        count = "1 picture" if len(bad) == 1 else f"{len(bad):,} pictures"
        part.said.append(f"{count} could not be read: left out. The first: {bad[0]}")
    return part


def _on_disk(item: Item, folder: Path) -> Path:
    """The picture as a file: of one in a zip, a copy, which the next one takes the place of."""
    if item.path is not None:
        return item.path
    path = folder / f"picture{item.pure.suffix.lower()}"
    try:
        with item.open() as packed, path.open("wb") as target:
            shutil.copyfileobj(packed, target)
    except READ_ERRORS as error:
        raise unreadable(item.shown, error) from None
    return path


def _size_words(sizes: Counter[tuple[int, ...]]) -> str:
    (height, width), _ = sizes.most_common(1)[0]
    like = "" if len(sizes) == 1 else " and other sizes"
    return f"Pictures of {width} × {height}{like} were fitted into 28 × 28, in the middle."
