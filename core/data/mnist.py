"""MNIST: find its four files, download them, and make a Split of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.ahead import Ahead
from core.data.dataset import Dataset, Split, stratified_split
from core.data.idx import read_images, read_labels
from core.data.remote_file import TIMEOUT, RemoteFile
from core.errors import DataError
from core.files.regular_file import open_regular

ENVIRONMENT = "DIGIT_LAB_MNIST"
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
FILES = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz",
        28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
DOWNLOAD_SIZE = sum(file.size for file in FILES)
VALIDATION_SHARE = 1 / 12
# sha256 of the values in the four files, one after the other: images, labels, images, labels.
_ORIGINAL = "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16"


@dataclass(frozen=True)
class MnistPaths:
    """Where the four files lie; none has been opened yet."""

    train_images: Path
    train_labels: Path
    test_images: Path
    test_labels: Path

    @property
    def folder(self) -> Path:
        """The folder of the training images."""
        return self.train_images.parent


_STEMS = {
    "train_images": "train-images",
    "train_labels": "train-labels",
    "test_images": "t10k-images",
    "test_labels": "t10k-labels",
}


def find(
    folders: Iterable[Path] = (), environ: Mapping[str, str] = os.environ
) -> MnistPaths | None:
    """The four files in the folder that DIGIT_LAB_MNIST names, or the first of `folders` with all.

    Looks at names only, so it costs nothing; load_split() looks inside.
    """
    named = environ.get(ENVIRONMENT)
    for folder in (*([Path(named)] if named else []), *folders):
        found = _files_in(folder)
        if len(found) == len(_STEMS):
            return MnistPaths(**found)
    return None


def open_folder(path: Path) -> MnistPaths:
    """The four files in the folder `path`, or beside the file `path`.

    Names as MNIST's own, dots or dashes, gzip or plain. Raises DataError naming what lacks.
    """
    if not os.path.exists(path):
        raise DataError(f"There is no {path}. Choose the folder that holds the four MNIST files.")
    folder = path if os.path.isdir(path) else path.parent
    found = _files_in(folder)
    missing = [stem for role, stem in _STEMS.items() if role not in found]
    if missing:
        raise DataError(
            f"{folder} does not hold the four MNIST files: {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. "
            f"Choose a folder with all four, or download MNIST."
        )
    return MnistPaths(**found)


def load_split(paths: MnistPaths, *, seed: int = 0) -> Split:
    """Read the four files: 1/12 of the training examples is held out for validation, stratified.

    Of MNIST's 60,000 that leaves 55,000 and 5,000, beside its 10,000 test images. The Split is
    named "MNIST" when the values are the original's to the last bit, else after the folder.
    Raises DataError for files that are damaged, swapped, or do not fit together.
    """
    ahead = Ahead(lambda: (_read_part(paths.test_images, paths.test_labels), _as_published(paths)))
    try:
        train = _read_part(paths.train_images, paths.train_labels)
    finally:
        ahead.wait()
    test, as_published = ahead.result()
    _refuse_swapped(train, test, paths)
    for (images, labels), path in ((train, paths.train_images), (test, paths.test_images)):
        if len(images) != len(labels):
            raise DataError(
                f"{path} holds {len(images):,} images, but the label file beside it "
                f"{len(labels):,} labels. Download both again."
            )
        if len(images) == 0:
            raise DataError(f"{path} holds no images. Download it again.")

    is_mnist = as_published or is_original(*train, *test)
    name = "MNIST" if is_mnist else paths.folder.resolve().name
    learn, validation = hold_out(Dataset(*train), np.random.default_rng(seed))
    return Split(name, learn, validation, Dataset(*test))


def download(
    folder: Path,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    mirrors: Sequence[str] = MIRRORS,
    files: Sequence[RemoteFile] = FILES,
    timeout: float = TIMEOUT,
) -> MnistPaths:
    """Fetch the files that `folder` lacks; see core.data.download.fetch.

    progress(bytes done, bytes in total) counts all four files. Raises Cancelled, DataError.
    """
    # Python's library of the web takes as long to import as half of NumPy.
    from core.data.download import fetch

    total = sum(file.size for file in files)
    before = 0

    def of_all_four(done: int) -> None:
        progress(before + done, total)

    for file in files:
        fetch(
            file,
            mirrors,
            folder,
            progress=of_all_four,
            cancelled=cancelled,
            timeout=timeout,
        )
        before += file.size
    return open_folder(folder)


def _files_in(folder: Path) -> dict[str, Path]:
    """Role -> file, for the roles found. Gzip files, having a checksum, go before plain ones."""
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except OSError:
        return {}
    found: dict[str, Path] = {}
    for name in names:
        for role, stem in _STEMS.items():
            plain = f"{stem}-idx{'3' if 'images' in role else '1'}-ubyte"
            dashed = name.lower().replace(".", "-")
            if dashed == plain + "-gz" or (dashed == plain and role not in found):
                found[role] = folder / name
    return found


_Part = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def _read_part(images: Path, labels: Path) -> _Part:
    return read_images(images), read_labels(labels)


def _refuse_swapped(train: _Part, test: _Part, paths: MnistPaths) -> None:
    """Training files are the larger ones; when test files are, somebody renamed them."""
    swapped = [
        f"{of_train.name} and {of_test.name}"
        for a, b, of_train, of_test in (
            (train[0], test[0], paths.train_images, paths.test_images),
            (train[1], test[1], paths.train_labels, paths.test_labels),
        )
        if len(a) < len(b)
    ]
    if swapped:
        raise DataError(
            f"In {paths.folder}, {', and '.join(swapped)} are swapped: the test file holds more "
            f"than the training file. Give them each other’s names, or download MNIST again."
        )


def _as_published(paths: MnistPaths) -> bool:
    """Whether these are the very files that are downloaded, which takes a fifth of the time that a
    look at their values takes."""
    roles = paths.train_images, paths.train_labels, paths.test_images, paths.test_labels
    try:
        for path, file in zip(roles, FILES, strict=True):
            with open_regular(path) as opened:
                if os.fstat(opened.fileno()).st_size != file.size:
                    return False
                if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
                    return False
    except (OSError, ValueError):
        return False
    return True


def is_original(*arrays: NDArray[np.uint8]) -> bool:
    """Whether these are MNIST's images, labels, test images and test labels, to the last bit."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(array.data)
    return digest.hexdigest() == _ORIGINAL


def hold_out(
    examples: Dataset, rng: np.random.Generator, share: float = VALIDATION_SHARE
) -> tuple[Dataset, Dataset]:
    """(to learn from, held out). The first is moved together in place, to spare a second copy."""
    kept, held_out = stratified_split(examples.labels, round(len(examples) * share), rng)
    validation = examples.take(held_out)
    kept = np.sort(kept)
    for start in range(0, len(kept), 4096):
        chosen = kept[start : start + 4096]
        examples.images[start : start + len(chosen)] = examples.images[chosen]
        examples.labels[start : start + len(chosen)] = examples.labels[chosen]
    first = examples.images[: len(kept)], examples.labels[: len(kept)]
    return Dataset(*first, examples.class_names), validation
