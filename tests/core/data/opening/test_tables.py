"""Tables in all the forms that programs write, and the quick way to read them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.opening.numbers_of_text import NotWholeNumbers, whole_numbers
from core.errors import DataError
from tests.core.data.opening.conftest import Open
from tests.core.data.opening.sets import csv_text, examples

NUMBERS = st.integers(1, 6).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9999), min_size=columns, max_size=columns), min_size=1, max_size=9
    )
)


@given(rows=NUMBERS, separator=st.sampled_from(",;\t "), newline=st.sampled_from(["\n", "\r\n"]))
def test_whole_numbers_are_what_numpy_reads(rows, separator, newline) -> None:
    text = "".join(separator.join(map(str, row)) + newline for row in rows)
    read = whole_numbers(text.encode(), separator.encode(), len(rows[0]))
    assert read.tolist() == rows
    delimiter = None if separator == " " else separator
    assert np.array_equal(read, np.loadtxt(io.StringIO(text), delimiter=delimiter, ndmin=2))


@given(text=st.text("0123456789,\n.-x \r", max_size=40), columns=st.integers(1, 4))
def test_anything_else_is_refused(text: str, columns: int) -> None:
    data = (text + "\n").encode()
    try:
        read = whole_numbers(data, b",", columns)
    except NotWholeNumbers:
        return
    lines = [line.removesuffix("\r") for line in (text + "\n").split("\n")]
    rows = [line.split(",") for line in lines if line]
    assert read.tolist() == [[int(field) for field in row] for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    last=st.booleans(),
    header=st.booleans(),
    separator=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    words=st.booleans(),
    bom=st.booleans(),
    ends=st.booleans(),
)
def test_every_form_gives_the_same_images(
    tmp_path: Path, opened: Open, last, header, separator, newline, words, bom, ends
) -> None:
    images, labels = examples(30)
    given_labels = [f"n{label}" for label in labels] if words else labels
    how = {"last": last, "header": header, "separator": separator, "newline": newline}
    text = csv_text(images, given_labels, **how)
    text = text if ends else text.rstrip("\r\n")
    (tmp_path / "set.csv").write_bytes(b"\xef\xbb\xbf" * bom + text.encode())
    split = opened(tmp_path / "set.csv").split
    parts = (split.train, split.validation, split.test)
    found = sorted(
        (split.class_names[label][-1], image.tobytes())
        for part in parts
        for image, label in zip(part.images, part.labels, strict=True)
    )
    assert found == sorted((str(b), a.tobytes()) for a, b in zip(images, labels, strict=True))


def test_where_the_label_stands_is_asked_only_when_nothing_tells(tmp_path, opened) -> None:
    noise = np.random.default_rng(0).integers(0, 10, (60, 28, 28))
    path = tmp_path / "set.csv"
    path.write_text(csv_text(noise, np.arange(60) % 10, last=True))
    found = opened(path)
    assert found.ask_label_column
    asked = opened(path, label_column="last")
    assert not asked.ask_label_column
    assert np.bincount(asked.split.train.labels).max() < 8
    path.write_text(csv_text(noise, np.arange(60) % 10, last=True, header=True))
    assert not opened(path).ask_label_column


def test_a_column_that_numbers_the_rows_is_no_pixel(tmp_path: Path, opened: Open) -> None:
    images, labels = examples(40)
    lines = csv_text(images, labels, header=True).splitlines()
    numbered = ["," + lines[0], *(f"{n},{line}" for n, line in enumerate(lines[1:]))]
    (tmp_path / "frame.csv").write_text("\n".join(numbered) + "\n")
    split = opened(tmp_path / "frame.csv").split
    assert {image.tobytes() for image in split.test.images} <= {each.tobytes() for each in images}


def test_fractions_and_eight_by_eight(tmp_path: Path, opened: Open) -> None:
    images, labels = examples(40)
    small = images[:, 2:26:3, 2:26:3].reshape(40, -1) // 16
    lines = [
        ",".join([*(f"{v:.18e}" for v in row), f"{label:.18e}"])
        for row, label in zip(small.tolist(), labels.tolist(), strict=True)
    ]
    (tmp_path / "digits.csv").write_text("\n".join(lines) + "\n")
    found = opened(tmp_path / "digits.csv")
    assert "Values from 0 to 16 were made 0 to 255." in found.words
    assert "Images of 8 × 8 were fitted into 28 × 28, in the middle." in found.words
    frame = found.split.train.images.reshape(-1, 28, 28).copy()
    frame[:, 4:24, 4:24] = 0
    assert not frame.any()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text.replace(",0,0,", ",0,,", 1), "line 1, column"),
        (lambda text: text.replace(",0,0,", ",0,x,", 1), "“x” is no number"),
        (lambda text: text[: len(text) - 700], "values where"),
        (lambda text: text.replace("\n", ",1\n", 1), "values"),
    ],
)
def test_a_damaged_table_names_the_line(tmp_path: Path, opened: Open, spoil, reason) -> None:
    path = tmp_path / "set.csv"
    path.write_text(spoil(csv_text(*examples(60))))
    with pytest.raises(DataError, match=reason) as raised:
        opened(path)
    assert str(path) in str(raised.value)


def test_labels_may_stand_in_a_file_of_their_own(tmp_path: Path, opened: Open) -> None:
    images, labels = examples(60)
    (tmp_path / "X_train.csv").write_text(csv_text(images[:40], None))
    (tmp_path / "y_train.csv").write_text("label\n" + "".join(f"{n}\n" for n in labels[:40]))
    (tmp_path / "X_test.csv").write_text(csv_text(images[40:], None, header=True))
    (tmp_path / "y_test.csv").write_text("".join(f"{n}\n" for n in labels[40:]))
    split = opened(tmp_path).split
    assert np.array_equal(split.test.images, images[40:].reshape(20, 784))
    assert np.array_equal(split.test.labels, labels[40:])
    (tmp_path / "y_test.csv").write_text("1\n2\n")
    with pytest.raises(DataError, match="2 labels for 20 images"):
        opened(tmp_path)


def test_tables_of_other_things_are_passed_over(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "zoo.csv").write_text("\n".join(",".join("1234567890abcdefg") for _ in range(30)))
    with pytest.raises(DataError, match="holds no data set"):
        opened(tmp_path)
