from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.data import mnist
from core.data.dataset import Split
from core.data.remote_file import RemoteFile
from core.errors import DataError
from tests.core.data.idx_files import digits, idx_bytes, write_folder
from tests.core.data.mirror import Mirror, serving

REAL = Path(os.environ.get("DIGIT_LAB_MNIST", "../shared/mnist"))
needs_mnist = pytest.mark.skipif(
    mnist.find([REAL], environ={}) is None, reason="MNIST is not here; set DIGIT_LAB_MNIST"
)


def load(folder: Path, seed: int = 0) -> Split:
    return mnist.load_split(mnist.open_folder(folder), seed=seed)


def rename(folder: Path, **names: str) -> None:
    for stem, name in names.items():
        next(folder.glob(f"{stem.replace('_', '-')}*")).rename(folder / name)


def swap(folder: Path, one: str, two: str) -> None:
    a, b = (next(folder.glob(f"{stem}*")) for stem in (one, two))
    middle = a.rename(folder / "middle")
    b.rename(a)
    middle.rename(b)


def test_find_takes_the_first_folder_with_all_four(tmp_path) -> None:
    partial = write_folder(tmp_path / "partial")
    next(partial.glob("t10k-labels*")).unlink()
    whole = write_folder(tmp_path / "whole")
    folders = [tmp_path / "missing", partial, whole]
    assert mnist.find(folders, environ={}).folder == whole
    assert mnist.find([partial], environ={}) is None
    named = write_folder(tmp_path / "named")
    assert mnist.find(folders, environ={"DIGIT_LAB_MNIST": str(named)}).folder == named


@pytest.mark.parametrize("zipped", [True, False])
def test_opens_from_the_folder_or_any_of_its_files(tmp_path, zipped) -> None:
    folder = write_folder(tmp_path / "digits", zipped=zipped)
    whole = mnist.open_folder(folder)
    assert [mnist.open_folder(path) for path in folder.iterdir()] == [whole] * 4


def test_dots_dashes_and_capitals_in_names_are_all_the_same(tmp_path) -> None:
    folder = write_folder(tmp_path, zipped=False)
    rename(
        folder,
        train_images="train-images.idx3-ubyte",
        t10k_labels="T10K-labels.idx1-ubyte",
    )
    paths = mnist.open_folder(folder)
    assert paths.train_images.name == "train-images.idx3-ubyte"
    assert paths.test_labels.name == "T10K-labels.idx1-ubyte"


def test_missing_files_are_named(tmp_path) -> None:
    write_folder(tmp_path)
    next(tmp_path.glob("t10k-images*")).unlink()
    with pytest.raises(DataError, match="t10k-images is missing"):
        mnist.open_folder(tmp_path)
    with pytest.raises(DataError, match="There is no"):
        mnist.open_folder(tmp_path / "nowhere")
    with pytest.raises(DataError, match="There is no"):
        mnist.open_folder(tmp_path / ("ẓ" * 200))


def test_the_split_holds_every_example_once_with_its_own_label(tmp_path) -> None:
    folder = write_folder(tmp_path / "mine", train=1200, test=40)
    split = load(folder, seed=3)
    assert split.name == "mine"
    assert (len(split.train), len(split.validation), len(split.test)) == (1100, 100, 40)
    assert np.bincount(split.validation.labels).tolist() == [10] * 10

    images, labels = digits(1200, seed=1200)
    expected = {(image.tobytes(), label) for image, label in zip(images, labels, strict=True)}
    together = [
        (image.tobytes(), label)
        for part in (split.train, split.validation)
        for image, label in zip(part.images, part.labels, strict=True)
    ]
    assert set(together) == expected
    assert len(together) == 1200


def test_the_split_follows_its_seed(tmp_path) -> None:
    folder = write_folder(tmp_path, train=240)
    one, same, other = (load(folder, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.validation.images, same.validation.images)
    assert not np.array_equal(one.validation.images, other.validation.images)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ("train-images", "train-labels", "holds labels where images were expected"),
        ("t10k-images", "t10k-labels", "holds labels where images were expected"),
        ("train-images", "t10k-images", "are swapped: the test file holds more"),
        ("train-labels", "t10k-labels", "are swapped: the test file holds more"),
        ("train-images", "t10k-labels", "holds labels where images were expected"),
    ],
)
def test_swapped_files_are_told(tmp_path, one, two, reason) -> None:
    write_folder(tmp_path)
    swap(tmp_path, one, two)
    with pytest.raises(DataError, match=reason):
        load(tmp_path)


@pytest.mark.parametrize(
    ("cut", "named"), [(["t10k"], "t10k-images"), (["train", "t10k"], "train-images")]
)
def test_of_files_that_are_cut_short_the_first_is_named(tmp_path, cut, named) -> None:
    write_folder(tmp_path)
    for stem in cut:
        path = next(tmp_path.glob(f"{stem}-images*"))
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=f"{named}.* is cut short"):
        load(tmp_path)


def test_files_of_different_counts_are_told(tmp_path) -> None:
    write_folder(tmp_path)
    path = next(tmp_path.glob("train-labels*"))
    path.write_bytes(idx_bytes(digits(119)[1]))
    with pytest.raises(DataError, match=r"holds 120 images, but .* 119 labels"):
        load(tmp_path)


def test_no_images_and_labels_above_nine_are_told(tmp_path) -> None:
    write_folder(tmp_path / "none", train=0, test=0)
    with pytest.raises(DataError, match="holds no images"):
        load(tmp_path / "none")
    write_folder(tmp_path / "high")
    path = next((tmp_path / "high").glob("train-labels*"))
    path.write_bytes(idx_bytes(np.full(120, 10, np.uint8)))
    with pytest.raises(DataError, match="A label is 10"):
        load(tmp_path / "high")


def test_download_fetches_what_is_missing_and_counts_all_four(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    source = write_folder(tmp_path / "source")
    bodies = {path.name: path.read_bytes() for path in source.iterdir()}
    files = [
        RemoteFile(name, len(body), hashlib.sha256(body).hexdigest())
        for name, body in sorted(bodies.items())
    ]
    folder = tmp_path / "target"
    folder.mkdir()
    shutil.copy(source / files[1].name, folder)
    told: list[tuple[int, int]] = []
    with serving(Mirror(bodies)) as mirror:
        paths = mnist.download(
            folder, progress=lambda *it: told.append(it), mirrors=[mirror.address], files=files
        )
    assert paths == mnist.open_folder(folder)
    total = sum(map(len, bodies.values()))
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert files[1].name not in [name for name, _ in mirror.asked]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == bodies


@needs_mnist
def test_the_pinned_table_is_that_of_the_original_files() -> None:
    for file in mnist.FILES:
        data = (REAL / file.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)


@needs_mnist
def test_the_original_is_called_mnist_however_it_is_packed(tmp_path) -> None:
    split = load(REAL)
    assert split.name == "MNIST"
    assert (len(split.train), len(split.validation), len(split.test)) == (55_000, 5_000, 10_000)
    assert split.test.labels[:5].tolist() == [7, 2, 1, 0, 4]
    for path in REAL.glob("*.gz"):
        (tmp_path / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
    assert load(tmp_path).name == "MNIST"


def test_published_files_are_known_without_a_look_at_their_values(tmp_path, monkeypatch) -> None:
    """A byte more in one of them, or another in its place, and the values decide."""
    folder = write_folder(tmp_path / "mine", train=60, test=20)
    published = [folder / file.name for file in mnist.FILES]
    bodies = [path.read_bytes() for path in published]
    files = tuple(
        RemoteFile(path.name, len(body), hashlib.sha256(body).hexdigest())
        for path, body in zip(published, bodies, strict=True)
    )
    assert load(folder).name == "mine"
    monkeypatch.setattr(mnist, "FILES", files)
    assert load(folder).name == "MNIST"
    for path, body in zip(published, bodies, strict=True):
        path.write_bytes(gzip.compress(gzip.decompress(body), 1))
        assert load(folder).name == "mine"
        path.write_bytes(body)
    assert load(folder).name == "MNIST"
