"""What spoils a training is noticed and mended; what is right, or something else, is left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import DIGITS, Dataset
from core.data.opening import letters
from core.data.opening.classes import LETTERS
from core.data.opening.mending import MENDS, TURNS, turned
from core.data.opening.noticing import doubts_of, is_black_on_white
from core.data.skeletons import pen_points
from core.data.starter import starter_digits
from core.data.writing import pack_variants, pen_widths, write_variants
from core.errors import DataError
from core.ink.digit_image import as_bytes, render
from core.reading.known_digits import known_digits
from tests.core.data.idx_files import idx_bytes
from tests.core.data.opening.conftest import Open

OPPOSITE = {
    **{name: name for name in ("turn", "turn-over", "mirror", "flip", "turn-flip")},
    "turn-left": "turn-right",
    "turn-right": "turn-left",
}
DATA = starter_digits(600, rng=np.random.default_rng(7))


def mends(images: np.ndarray, labels: np.ndarray, names: tuple[str, ...] = DIGITS) -> list[str]:
    found = doubts_of(Dataset(images, labels.astype(np.uint8), names), known_digits())
    return [doubt.mend for doubt in found]


def written_letters(count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` of each form of a letter, others than the averages are made of."""
    rng = np.random.default_rng(11)
    images, labels = [], []
    for name, *strokes in letters._LETTERS:
        points = tuple(map(pen_points, strokes))
        ink = pack_variants(*write_variants(points, count, rng))
        images.append(as_bytes(render(ink, pen_widths(count, rng))))
        labels += [ord(name) - ord("a")] * count
    return np.concatenate(images), np.array(labels)


def test_digits_as_they_should_be_raise_no_doubt() -> None:
    rng = np.random.default_rng(0)
    for m in (10, 12, 20, 40, 200):
        for _ in range(5):
            some = rng.choice(len(DATA), m, replace=False)
            assert mends(DATA.images[some], DATA.labels[some]) == []


@pytest.mark.parametrize("way", TURNS)
def test_digits_that_lie_otherwise_are_noticed(way: str) -> None:
    assert mends(turned(DATA.images, way), DATA.labels) == [OPPOSITE[way]]
    back = turned(turned(DATA.images, way), OPPOSITE[way])
    assert np.array_equal(back, DATA.images)


@pytest.mark.parametrize("m", [30, 60, 600])
def test_black_on_white_and_on_their_side_at_once(m: int) -> None:
    some = slice(0, m)
    assert mends(255 - turned(DATA.images[some], "turn"), DATA.labels[some]) == ["invert", "turn"]
    assert is_black_on_white(255 - DATA.images[some])
    assert not is_black_on_white(DATA.images[some])


def test_exchanged_labels_are_noticed() -> None:
    for exchange in ((np.arange(10) + 1) % 10, np.array([3, 7, 1, 0, 9, 2, 8, 5, 6, 4])):
        assert mends(DATA.images, exchange[DATA.labels]) == ["relabel"]
    ten_for_zero = np.where(DATA.labels == 0, 10, DATA.labels) - 1
    assert mends(DATA.images, ten_for_zero, tuple(map(str, range(1, 11)))) == ["relabel"]


def test_labels_one_image_off_are_noticed() -> None:
    assert mends(DATA.images, np.roll(DATA.labels, 1)) == ["rows"]
    assert mends(DATA.images, np.roll(DATA.labels, -1)) == ["rows"]


def test_letters_on_their_side_are_noticed_and_others_left_alone() -> None:
    images, labels = written_letters(8)
    assert mends(images, labels, LETTERS) == []
    assert mends(turned(images, "turn"), labels, LETTERS) == ["turn"]
    assert mends(turned(images, "turn-left"), labels, LETTERS) == ["turn-right"]


@pytest.mark.parametrize(
    "names", [DIGITS, tuple("ABCDEFGHIJ"), tuple(f"kind {n}" for n in range(10))]
)
def test_images_of_other_things_are_never_nagged_about(names: tuple[str, ...]) -> None:
    """Blots, each class in a place of its own, under the names of digits and letters."""
    rng = np.random.default_rng(2)
    labels = np.arange(300) % 10
    images = rng.integers(0, 60, (300, 784), dtype=np.uint8)
    for k, label in enumerate(labels):
        images[k, 70 * label : 70 * label + 60] = 255
    for way in ("", *TURNS):
        assert mends(turned(images, way), labels, names) == []


def four_files(folder: Path, images: np.ndarray, labels: np.ndarray) -> Path:
    folder.mkdir()
    cut = len(images) * 3 // 4
    for part, rows in (("train", slice(0, cut)), ("t10k", slice(cut, None))):
        whole = np.ascontiguousarray(images[rows].reshape(-1, 28, 28))
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx_bytes(whole))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx_bytes(labels[rows].astype(np.uint8)))
    return folder


FAULTS = {
    ("turn",): lambda images, labels: (turned(images, "turn"), labels),
    ("invert",): lambda images, labels: (255 - images, labels),
    ("turn", "invert"): lambda images, labels: (255 - turned(images, "turn"), labels),
    ("relabel",): lambda images, labels: (images, (labels + 1) % 10),
    ("rows",): lambda images, labels: (images, np.roll(labels, 1)),
}


@pytest.mark.parametrize("wanted", FAULTS)
def test_a_mend_is_one_press_and_taken_back_by_leaving_it_out(
    tmp_path: Path, opened: Open, wanted: tuple[str, ...]
) -> None:
    folder = four_files(tmp_path / "set", *FAULTS[wanted](DATA.images, DATA.labels))
    noticed = opened(folder, read_digits=True)
    assert {doubt.mend for doubt in noticed.doubts} == set(wanted)
    mended = opened(folder, read_digits=True, mends=tuple(reversed(wanted)))
    assert mended.doubts == ()
    assert mended.request.mends == wanted
    assert {MENDS[mend] for mend in wanted} <= set(mended.words)
    truth = {image.tobytes(): label for image, label in zip(DATA.images, DATA.labels, strict=True)}
    for part in (mended.split.train, mended.split.validation, mended.split.test):
        assert [truth[image.tobytes()] for image in part.images] == part.labels.tolist()


def test_classes_without_examples_are_told_and_left_out(tmp_path: Path, opened: Open) -> None:
    stays = DATA.labels != 7
    folder = four_files(tmp_path / "set", DATA.images[stays], DATA.labels[stays])
    found = opened(folder, read_digits=True)
    assert found.split.class_names == DIGITS
    assert [(doubt.mend, doubt.sentence) for doubt in found.doubts] == [
        ("drop", "There is nothing to learn “7” from.")
    ]
    mended = opened(folder, read_digits=True, mends=("drop",))
    assert mended.split.class_names == tuple("012345689")
    assert mended.doubts == ()
    assert np.array_equal(
        np.array(list("012345689"))[mended.split.train.labels].astype(int),
        found.split.train.labels,
    )


def test_labels_as_many_as_letters_can_be_called_letters(tmp_path: Path, opened: Open) -> None:
    folder = four_files(tmp_path / "set", DATA.images, 1 + np.arange(len(DATA)) % 26)
    found = opened(folder)
    assert found.split.class_names == tuple(map(str, range(1, 27)))
    assert [doubt.mend for doubt in found.doubts] == ["letters"]
    assert opened(folder, mends=("letters",)).split.class_names == LETTERS


def test_an_unknown_mend_is_told(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(DataError, match="“tilt” mends nothing"):
        opened(tmp_path, mends=("tilt",))
