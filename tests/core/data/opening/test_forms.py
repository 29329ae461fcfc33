"""Every form that data sets come in is read to the same images and labels."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import DIGITS, Split
from core.data.opening.classes import FASHION, LETTERS
from core.data.opening.opening import open_set
from core.data.opening.records import Request
from core.errors import DataError
from tests.core.data.idx_files import idx_bytes
from tests.core.data.opening.conftest import Open
from tests.core.data.opening.sets import (
    csv_text,
    examples,
    png,
    write_idx,
    write_pictures,
    zipped,
)

TRAIN, TEST = examples(120), examples(40, 200)
STEMS = {
    "train-images-idx3-ubyte": TRAIN[0],
    "train-labels-idx1-ubyte": TRAIN[1],
    "t10k-images-idx3-ubyte": TEST[0],
    "t10k-labels-idx1-ubyte": TEST[1],
}


def pairs(split: Split, *parts: str) -> list[tuple[str, bytes]]:
    """Name of the class and bytes of the image of each example, sorted."""
    return sorted(
        (split.class_names[label], image.tobytes())
        for part in parts
        for image, label in zip(
            getattr(split, part).images, getattr(split, part).labels, strict=True
        )
    )


def expected(images: np.ndarray, labels: np.ndarray, names=DIGITS) -> list[tuple[str, bytes]]:
    return sorted((names[b], a.tobytes()) for a, b in zip(images, labels, strict=True))


def check(split: Split, names=DIGITS, *, has_test: bool = True) -> None:
    if has_test:
        assert pairs(split, "train", "validation") == expected(*TRAIN, names)
        assert pairs(split, "test") == expected(*TEST, names)
    else:
        assert pairs(split, "train", "validation", "test") == expected(*TRAIN, names)
        assert len(split.test) == 17


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


NAMES = {
    "as MNIST's": lambda stem: stem,
    "dotted": lambda stem: stem.replace("-idx", ".idx"),
    "capitals": lambda stem: stem.upper(),
    "second download": lambda stem: f"{stem} (1).gz",
    "copy": lambda stem: f"{stem} - Copy.gz",
    "in folders of their own": lambda stem: f"{stem}/{stem}",
    "with a set's name": lambda stem: f"emnist-digits-{stem}.gz",
    "by parts": lambda stem: f"{'train' if 'train' in stem else 'test'}/{stem}",
}


@pytest.mark.parametrize("kind", NAMES)
def test_idx_files_are_known_under_every_name(tmp_path: Path, opened: Open, kind: str) -> None:
    for stem, array in STEMS.items():
        name = NAMES[kind](stem)
        data = idx_bytes(array)
        put(tmp_path / "mine", name, gzip.compress(data, 1) if name.endswith(".gz") else data)
    check(opened(tmp_path / "mine").split)
    one = next(path for path in sorted((tmp_path / "mine").rglob("*")) if path.is_file())
    check(opened(one).split)
    check(opened(*(path for path in (tmp_path / "mine").rglob("*") if path.is_file())).split)


def test_a_set_is_named_after_its_folder_or_its_files(tmp_path: Path, opened: Open) -> None:
    write_idx(tmp_path / "KMNIST" / "raw")
    assert opened(tmp_path / "KMNIST" / "raw").split.name == "KMNIST"
    write_idx(tmp_path / "home", "emnist-digits-")
    assert opened(tmp_path / "home").split.name == "emnist-digits"


def test_of_several_sets_one_is_chosen(tmp_path: Path, opened: Open) -> None:
    for name in ("MNIST", "KMNIST", "FashionMNIST"):
        write_idx(tmp_path / "data" / name / "raw")
    for name in ("letters", "balanced"):
        write_idx(tmp_path / "data" / "EMNIST" / "raw", f"emnist-{name}-")
    found = opened(tmp_path / "data")
    assert found.choices == ("emnist-balanced", "emnist-letters", "FashionMNIST", "KMNIST", "MNIST")
    assert found.request.chosen == found.split.name == "MNIST"
    fashion = opened(tmp_path / "data", chosen="FashionMNIST")
    assert fashion.split.class_names == FASHION
    letters = opened(tmp_path / "data", chosen="emnist-letters")
    assert letters.split.class_names == LETTERS


def test_emnist_letters_count_from_one_and_have_a_mapping(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path / "raw", "emnist-letters-", first=1)
    found = opened(folder)
    assert found.split.class_names == LETTERS
    assert "Labels from 1 to 26 were taken for A to Z." in found.words
    lines = "".join(f"{n + 1} {65 + n} {97 + n}\n" for n in range(26))
    (folder / "emnist-letters-mapping.txt").write_text(lines)
    (folder / "emnist-balanced-mapping.txt").write_text("0 48\n1 49\n")
    found = opened(folder)
    assert found.split.class_names == LETTERS
    check(found.split, LETTERS)
    assert any("emnist-letters-mapping.txt" in each for each in found.words)


def test_names_of_classes_come_from_a_file_beside(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path / "kuzushiji")
    kana = "おきすつなはまやれを"
    table = "index,codepoint,char\n" + "".join(
        f"{n},U+{ord(each):04X},{each}\n" for n, each in enumerate(kana)
    )
    (folder / "kmnist_classmap.csv").write_text(table, encoding="utf-8")
    assert opened(folder).split.class_names == tuple(kana)
    (folder / "kmnist_classmap.csv").unlink()
    for text in (
        "\n".join("abcdefghij"),
        "\n".join(f"{n}: {c}" for n, c in enumerate("abcdefghij")),
    ):
        (folder / "classes.txt").write_text(text)
        assert opened(folder).split.class_names == tuple("abcdefghij")
    (folder / "classes.txt").write_text("a\nb\n")  # too few to be meant
    assert len(opened(folder).split.class_names) == 10
    (folder / "classes.txt").write_text("<b>x</b>\n" * 10)
    with pytest.raises(DataError, match="cannot be learned"):
        opened(folder)


def test_qmnist_has_eight_columns_of_labels(tmp_path: Path, opened: Open) -> None:
    for part, (images, labels) in (("train", TRAIN), ("test", TEST)):
        table = np.zeros((len(labels), 8), np.int32)
        table[:, 0], table[:, 1], table[:, 2] = labels, 4, np.arange(len(labels))
        put(tmp_path, f"qmnist-{part}-images-idx3-ubyte.gz", gzip.compress(idx_bytes(images), 1))
        put(tmp_path, f"qmnist-{part}-labels-idx2-int.gz", gzip.compress(idx_bytes(table), 1))
    check(opened(tmp_path).split)


def test_numpy_archives(tmp_path: Path, opened: Open) -> None:
    whole = tmp_path / "mnist.npz"
    np.savez(whole, x_train=TRAIN[0], y_train=TRAIN[1], x_test=TEST[0], y_test=TEST[1])
    check(opened(whole).split)
    for part, (images, labels) in (("train", TRAIN), ("test", TEST)):
        np.savez_compressed(tmp_path / f"kmnist-{part}-imgs.npz", images)
        np.savez_compressed(tmp_path / f"kmnist-{part}-labels.npz", labels)
    check(
        opened(tmp_path / "kmnist-test-labels.npz").split,
        ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    )


def test_arrays_of_fractions_colours_and_one_hot_labels(tmp_path: Path, opened: Open) -> None:
    for part, (images, labels) in (("train", TRAIN), ("test", TEST)):
        colours = np.repeat(images[..., None] / 255, 3, axis=3).astype(np.float32)
        np.save(tmp_path / f"X_{part}.npy", np.asfortranarray(colours))
        np.save(tmp_path / f"y_{part}.npy", np.eye(10)[labels])
    found = opened(tmp_path)
    check(found.split)
    assert "Values from 0 to 1 were made 0 to 255." in found.words
    assert "Colours were made grey." in found.words


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("zipped_up", [False, True])
def test_csv_pairs(tmp_path: Path, opened: Open, last: bool, header: bool, zipped_up: bool) -> None:
    for part, (images, labels) in (("train", TRAIN), ("test", TEST)):
        data = csv_text(images, labels, last=last, header=header).encode()
        name = f"mnist_{part}.csv" + ".gz" * zipped_up
        put(tmp_path, name, gzip.compress(data, 1) if zipped_up else data)
    found = opened(tmp_path / name)
    check(found.split)
    assert f"The {'last' if last else 'first'} column was taken for the label." in found.words
    assert not found.ask_label_column


def test_a_test_part_without_labels_is_left_out(tmp_path: Path, opened: Open) -> None:
    put(tmp_path, "train.csv", csv_text(*TRAIN, header=True).encode())
    put(tmp_path, "test.csv", csv_text(TEST[0], None, header=True).encode())
    put(tmp_path, "sample_submission.csv", b"ImageId,Label\n1,0\n2,0\n")
    found = opened(tmp_path)
    check(found.split, has_test=False)
    assert any("test.csv has no labels" in each for each in found.words)
    assert any("17 images were held out" in each for each in found.words)


def test_pictures_in_folders(tmp_path: Path, opened: Open) -> None:
    write_pictures(tmp_path / "mnist_png" / "training", list(DIGITS), *TRAIN)
    write_pictures(tmp_path / "mnist_png" / "testing", list(DIGITS), *TEST)
    check(opened(tmp_path / "mnist_png").split)
    names = ["cat", "dog", *"CDEFGHIJ"]
    found = opened(write_pictures(tmp_path / "pets", names, *TRAIN))
    assert found.split.class_names == (*"CDEFGHIJ", "cat", "dog")
    check_names = dict(enumerate(names))
    assert pairs(found.split, "train", "validation", "test") == expected(*TRAIN, check_names)


def test_a_few_damaged_pictures_are_left_out_and_told(tmp_path: Path, opened: Open) -> None:
    folder = write_pictures(tmp_path / "pics", list(DIGITS), *TRAIN)
    (folder / "3" / "bad.png").write_bytes(b"nothing")
    found = opened(folder)
    check(found.split, has_test=False)
    assert any("1 picture could not be read" in each for each in found.words)
    for path in folder.rglob("*.png"):
        path.write_bytes(b"nothing")
    with pytest.raises(DataError, match="not a picture"):
        opened(folder)


def test_pictures_of_any_size_are_fitted_in_the_middle(tmp_path: Path, opened: Open) -> None:
    wide = np.zeros((20, 56, 112), np.uint8)
    wide[:, 14:42, 42:70] = 200
    found = opened(write_pictures(tmp_path / "wide", ["a", "b"], wide, np.arange(20) % 2))
    image = found.split.train.images[0].reshape(28, 28)
    ink = np.argwhere(image > 50)
    assert ink.min(axis=0).tolist() == [10, 10]  # 28 × 28 of 56 × 112, from 10.5 to 17.5
    assert ink.max(axis=0).tolist() == [17, 17]
    assert "Pictures of 112 × 56 were fitted into 28 × 28, in the middle." in found.words


@pytest.mark.parametrize("junk", [False, True])
def test_zips_of_any_of_these_and_zips_in_zips(tmp_path: Path, opened: Open, junk: bool) -> None:
    idx = write_idx(tmp_path / "idx")
    put(tmp_path / "csv", "mnist_train.csv", csv_text(*TRAIN).encode())
    put(tmp_path / "csv", "mnist_test.csv", csv_text(*TEST).encode())
    pictures = write_pictures(tmp_path / "pics" / "train", list(DIGITS), *TRAIN).parent
    write_pictures(pictures / "test", list(DIGITS), *TEST)
    for folder in (idx, tmp_path / "csv", pictures):
        made = zipped(folder, tmp_path / f"{folder.name}.zip", junk=junk)
        check(opened(made).split)
        (tmp_path / f"outer-{folder.name}").mkdir()
        inner = tmp_path / f"outer-{folder.name}" / "inner.zip"
        inner.write_bytes(made.read_bytes())
        check(opened(inner.parent).split)
        check(opened(zipped(inner.parent, tmp_path / f"nested-{folder.name}.zip")).split)


def test_what_is_no_data_set_is_one_sentence(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(DataError, match="There is no"):
        opened(tmp_path / "nowhere")
    with pytest.raises(DataError, match="holds no data set"):
        opened(tmp_path)
    (tmp_path / "set.pkl").write_bytes(b"\x80\x04.")
    with pytest.raises(DataError, match="pickles could run anything"):
        opened(tmp_path)
    (tmp_path / "one.png").write_bytes(png(TRAIN[0][0]))
    with pytest.raises(DataError, match="is one picture"):
        opened(tmp_path / "one.png")
    write_idx(tmp_path / "same")
    for path in (tmp_path / "same").glob("*labels*"):
        path.write_bytes(idx_bytes(np.full(120 if "train" in path.name else 40, 3, np.uint8)))
    with pytest.raises(DataError, match="nothing to tell apart"):
        opened(tmp_path / "same")


def test_images_without_labels_say_what_belongs_together(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path)
    for path in folder.glob("*labels*"):
        path.unlink()
    with pytest.raises(DataError, match="belong together"):
        opened(folder)


def test_a_missing_part_is_told(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path)
    next(folder.glob("t10k-images*")).unlink()
    found = opened(folder)
    check(found.split, has_test=False)
    assert any("t10k-labels-idx1-ubyte.gz has no images beside it" in each for each in found.words)


def test_swapped_parts_are_told(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path)
    train, test = (next(folder.glob(f"{part}-labels*")) for part in ("train", "t10k"))
    one, other = train.read_bytes(), test.read_bytes()
    train.write_bytes(other)
    test.write_bytes(one)
    with pytest.raises(DataError, match=r"40 images, but .* 120 labels.*swapped"):
        opened(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_circles_of_links_are_passed_over(tmp_path: Path, opened: Open) -> None:
    folder = write_idx(tmp_path / "mine")
    os.mkfifo(folder / "pipe.csv")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "nothing.npz").symlink_to(folder / "nowhere")
    check(opened(folder).split)
    with pytest.raises(DataError, match="is a pipe"):
        opened(folder / "pipe.csv")


def test_of_a_file_that_holds_no_set_its_neighbours_are_not_blamed(tmp_path) -> None:
    (tmp_path / "damaged.zip").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"\0\0\x08\x03 cut")
    table = tmp_path / "table.csv"
    table.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(DataError, match=re.escape(str(table))):
        open_set(Request((table,)))
