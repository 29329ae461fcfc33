"""Opens any data set: finds it, reads it, names its classes, mends and divides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cancelling import stop_if
from core.data import mnist
from core.data.dataset import DIGITS, Dataset, Split
from core.data.opening import arrays, pictures, tables
from core.data.opening.candidates import Candidate
from core.data.opening.classes import LETTERS, class_names_of, numbered, span_words
from core.data.opening.fitting import SIDE, fitted, span_of
from core.data.opening.items import Item, Zips, is_zip, of_folder, of_paths, on_disk
from core.data.opening.mending import (
    DROP,
    INVERT,
    MENDS,
    RELABEL,
    ROWS,
    TURNS,
    checked_mends,
    turned,
    without_empty,
)
from core.data.opening.mending import LETTERS as CALL_LETTERS
from core.data.opening.names import TEST, TRAIN, VALIDATION, WHOLE, group_folder, said
from core.data.opening.noticing import doubts_of, doubts_of_classes, how_digits_lie
from core.data.opening.records import Help, Opened, Request, SetPart
from core.errors import DataError

TEST_SHARE = 1 / 7  # of a set without a part to judge by, as MNIST's 10,000 of 70,000
FEWEST = 10  # images
_PREFERRED = ("mnist",)  # of several sets; else the first by name
_MOST_ZIPS = 20  # in one folder
_NOT_OPENED = {
    ".mat": "MATLAB’s files are not read here",
    ".pkl": "pickles could run anything, so they are not read",
    ".pickle": "pickles could run anything, so they are not read",
    ".pt": "PyTorch’s files could run anything, so they are not read",
    ".parquet": "Parquet files are not read here",
    ".tar": "only zips are unpacked here",
    ".tgz": "only zips are unpacked here",
    ".7z": "only zips are unpacked here",
    ".rar": "only zips are unpacked here",
}
FORMS = "IDX files, .npz or .npy, CSV tables, pictures in folders by label, or a zip of these"


def open_set(request: Request, help: Help | None = None) -> Opened:
    """The data set that `request` names.

    Raises DataError with a sentence on what is wrong or missing, and Cancelled.
    """
    help = help or Help()
    mends = checked_mends(request.mends)
    zips = Zips(help.cancelled)
    try:
        root, items = _items(request.paths, zips, help)
        found = _candidates(items, zips, help, request.paths)
        named = _named(found, root)
        title = request.chosen if request.chosen in named else _default(named)
        candidate = named[title]
        parts = candidate.read(help, request)
        return _Making(candidate, root, title, items, parts, help).opened(
            request, mends, tuple(named) if len(named) > 1 else ()
        )
    finally:
        zips.close()


def _items(paths: tuple[Path, ...], zips: Zips, help: Help) -> tuple[str, list[Item]]:
    """(the path that was opened, for names; the files to look at)."""
    if len(paths) != 1:
        return "", of_paths(paths, help.cancelled)
    path = paths[0]
    if path.is_dir():
        return path.absolute().as_posix(), of_folder(path, help.cancelled)
    item = on_disk(path, path.name)
    if is_zip(item):
        return path.absolute().with_suffix("").as_posix(), zips.items(item)
    if path.suffix.lower() in pictures.ENDINGS:
        raise DataError(
            f"{path} is one picture. A data set is a folder with a folder of pictures a label."
        )
    # Beside a file lie the others of its set, in the same folder or in one like its own.
    folder = path.absolute().parent
    if not group_folder(f"{folder.name}/{path.name}"):
        folder = folder.parent
    family = said(path.name).family
    beside = [
        each
        for each in of_folder(folder, help.cancelled, depth=int(folder != path.absolute().parent))
        if each.path is not None and (each.size <= 100_000 or said(each.name).family == family)
    ]
    return str(folder), beside


def _candidates(
    items: list[Item], zips: Zips, help: Help, paths: tuple[Path, ...]
) -> list[Candidate]:
    broken: list[DataError] = []
    found = _find(items, help, broken)
    is_file = len(paths) == 1 and not paths[0].is_dir() and paths[0].suffix.lower() != ".zip"
    if is_file:
        of_file = paths[0].absolute()
        alone = [each for each in items if each.path and each.path.absolute() == of_file]
        found = [each for each in found if set(alone) & set(each.files)]
        if not found:  # of its neighbours nobody asked
            broken.clear()
            _find(alone, help, broken)
    elif not found:
        for each in [each for each in items if is_zip(each)][:_MOST_ZIPS]:
            inner = zips.items(each)
            found += _find(inner, help, broken)
            items += inner
    if not found:
        raise broken[0] if broken else _nothing(alone if is_file else items, paths)
    return found


def _find(items: list[Item], help: Help, broken: list[DataError]) -> list[Candidate]:
    others = [
        each
        for each in items
        if each.pure.suffix.lower() not in pictures.ENDINGS and not is_zip(each)
    ]
    return [
        *arrays.find(others, help, broken),
        *tables.find(others, help, broken),
        *pictures.find(items),
    ]


def _nothing(items: list[Item], paths: tuple[Path, ...]) -> DataError:
    where = paths[0] if len(paths) == 1 else f"{len(paths)} files"
    for each in items:
        why = _NOT_OPENED.get(PurePosixPath(each.name.lower().removesuffix(".gz")).suffix)
        if why:
            return DataError(f"{where} holds no data set: {each.pure.name}: {why}. Open {FORMS}.")
    return DataError(f"{where} holds no data set with images and labels. Open {FORMS}.")


def _named(found: list[Candidate], root: str) -> dict[str, Candidate]:
    """Title to candidate, by name; titles that occur twice get a number."""
    named: dict[str, Candidate] = {}
    for each in sorted(found, key=lambda each: each.title(root).lower()):
        title = each.title(root)
        number = 2
        while title in named:
            title, number = f"{each.title(root)} ({number})", number + 1
        named[title] = each
    return named


def _default(named: dict[str, Candidate]) -> str:
    return next((title for title in named if title.lower() in _PREFERRED), next(iter(named)))


class _Making:
    """From parts as the files have them to a Split, with what there is to say on the way."""

    def __init__(
        self,
        candidate: Candidate,
        root: str,
        title: str,
        items: list[Item],
        parts: dict[str, SetPart],
        help: Help,
    ) -> None:
        self._candidate, self._title, self._help = candidate, title, help
        self._said: list[str] = []
        self._parts = self._labelled(parts)
        labels = [part.labels for part in self._parts.values() if part.labels is not None]
        told, words = class_names_of(labels, candidate, items, candidate.words(root))
        self._names = tuple(told.values())
        self._said += [words, *(each for part in parts.values() for each in part.said)]
        self._ask = any(part.ask_label_column for part in parts.values())
        low, high, about = span_of(part.images for part in self._parts.values())
        self._said.append(about)
        self._sizes = {part.images.shape[1:] for part in self._parts.values()}
        self._sets = {
            name: (self._fitted(part, (low, high)), numbered(_labels(part), told))
            for name, part in self._parts.items()
        }

    def opened(self, request: Request, mends: tuple[str, ...], choices: tuple[str, ...]) -> Opened:
        """The whole set, with `mends` made. Raises Cancelled."""
        name = "MNIST" if self._is_mnist() else self._title
        for mend in mends:
            stop_if(self._help.cancelled)
            self._mend(mend)
        examples = self._dataset(self._first)
        doubts = doubts_of(examples, self._help.read_digits)
        split = self._divided(name)
        if DROP in mends:
            split = without_empty(split)
        if len(split.train) == 0 or len(split.test) == 0:
            raise DataError(f"{self._title} holds too few images to learn from and to judge by.")
        doubts += doubts_of_classes(split.train)
        words = [self._summary(split), *self._said, *(MENDS[mend] for mend in mends)]
        done = Request(request.paths, self._title if choices else "", request.label_column, mends)
        unique = tuple(dict.fromkeys(each for each in words if each))
        return Opened(split, done, unique, tuple(doubts), choices, self._ask)

    @property
    def _first(self) -> str:
        """The part to learn from."""
        return next(name for name in (TRAIN, WHOLE, TEST, VALIDATION) if name in self._sets)

    def _labelled(self, parts: dict[str, SetPart]) -> dict[str, SetPart]:
        kept = {name: part for name, part in parts.items() if part.labels is not None}
        for name, part in parts.items():
            if part.labels is None and len(part.images):
                self._said.append(
                    f"{len(part.images):,} images {f'to {name} with ' if name else ''}have no "
                    f"labels and are left out."
                )
        kept = {name: part for name, part in kept.items() if len(part.images)}
        count = sum(len(part.images) for part in kept.values())
        if not kept:
            raise DataError(
                f"{self._title} holds no images with labels: there is nothing to learn."
            )
        if count < FEWEST:
            raise DataError(f"{self._title} holds {count} images: too few to learn from.")
        return kept

    def _fitted(self, part: SetPart, span: tuple[float, float]) -> NDArray[np.uint8]:
        stop_if(self._help.cancelled)
        height, width = part.images.shape[1:]
        if min(height, width) < 1 or max(height, width) > 4096:
            raise DataError(f"Images of {width} × {height} cannot be fitted into 28 × 28.")
        if (height, width) != (SIDE, SIDE):
            self._said.append(
                f"Images of {width} × {height} were fitted into 28 × 28, in the middle."
            )
        made = fitted(part.images, span)
        part.images = part.images[:0]  # two copies are not needed
        return made

    def _is_mnist(self) -> bool:
        if set(self._sets) != {TRAIN, TEST} or self._names != DIGITS:
            return False
        train, test = self._sets[TRAIN], self._sets[TEST]
        whole = (len(train[0]), len(test[0])) == (60_000, 10_000)
        return whole and mnist.is_original(*train, *test)

    def _dataset(self, name: str) -> Dataset:
        return Dataset(*self._sets[name], self._names)

    def _mend(self, mend: str) -> None:
        if mend in TURNS:
            self._change_images(lambda images: turned(images, mend))
        elif mend == INVERT:
            self._change_images(lambda images: 255 - images)
        elif mend == CALL_LETTERS and len(self._names) == len(LETTERS):
            self._names = LETTERS
        elif mend in (RELABEL, ROWS) and self._help.read_digits is not None:
            lie = how_digits_lie(self._dataset(self._first), self._help.read_digits)
            if mend == RELABEL and lie.exchange:
                self._relabel(np.array(lie.exchange, np.uint8))
            elif mend == ROWS and lie.rows:
                self._move_rows(lie.rows)

    def _change_images(self, change: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]) -> None:
        self._sets = {
            name: (change(images), labels) for name, (images, labels) in self._sets.items()
        }

    def _relabel(self, shown: NDArray[np.uint8]) -> None:
        self._sets = {
            name: (images, shown[labels]) for name, (images, labels) in self._sets.items()
        }
        self._names = DIGITS

    def _move_rows(self, shift: int) -> None:
        of_images, of_labels = (slice(1, None), slice(None, -1))[:: 1 if shift > 0 else -1]
        self._sets = {
            name: (images[of_images], labels[of_labels])
            for name, (images, labels) in self._sets.items()
        }

    def _divided(self, name: str) -> Split:
        rng = np.random.default_rng(0)
        learned = self._dataset(self._first)
        if TEST in self._sets and self._first != TEST:
            test = self._dataset(TEST)
        else:
            learned, test = mnist.hold_out(learned, rng, TEST_SHARE)
            self._said.insert(
                0, f"There was no part to judge by: {len(test):,} images were held out for it."
            )
        if VALIDATION in self._sets and self._first != VALIDATION:
            return Split(name, learned, self._dataset(VALIDATION), test)
        return Split(name, *mnist.hold_out(learned, rng), test)

    def _summary(self, split: Split) -> str:
        files = self._candidate.files
        if self._candidate.kind.startswith("pictures"):
            source = f"{len(files):,} {self._candidate.kind}"
        else:
            more = len(files) - 1
            others = f" and {more} more file{'s' * (more > 1)}" if more else ""
            source = f"{_first_of(files).pure.name}{others}"
        return (
            f"{len(split.train) + len(split.validation):,} images to learn from, "
            f"{len(split.test):,} to judge by, {split.train.classes} classes, "
            f"{span_words(split.class_names)}, from {source}."
        )


def _first_of(files: tuple[Item, ...]) -> Item:
    """The one to name: images to learn from, if that can be told."""
    return min(
        files, key=lambda each: (said(each.name).part == TEST, said(each.name).role, each.name)
    )


def _labels(part: SetPart) -> NDArray[Any]:
    assert part.labels is not None
    return part.labels
