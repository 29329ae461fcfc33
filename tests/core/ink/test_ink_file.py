"""Ink files: what is read, and what each kind of damage says."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from core.errors import DataError
from core.ink import ink_file
from core.ink.ink_file import MAX_BAD_LINES, InkBounds, ink_line, ink_lines, read_ink
from core.ink.strokes import Drawing, Stroke

GOOD = json.dumps({"strokes": [[[1, 2], [3, 4.5]], [[0, 0]]], "digit": 7, "writer": 3})
PLAIN = json.dumps({"strokes": [[[1, 2]]]})


def written(tmp_path, *lines, name="ink.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return path


def test_lines_become_drawings(tmp_path):
    first, second = read_ink(written(tmp_path, GOOD, "", PLAIN))
    drawing, digit, record = first
    np.testing.assert_array_equal(drawing.strokes[0].points, [[1, 2], [3, 4.5]])
    assert (len(drawing.strokes), digit, record["writer"]) == (2, 7, 3)
    assert second[1] is None


def test_gzip_is_told_by_content(tmp_path):
    path = tmp_path / "ink.jsonl"
    path.write_bytes(gzip.compress(GOOD.encode()))
    assert [digit for _, digit, _ in read_ink(path)] == [7]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[" * 100_000,
        "[]",
        "{}",
        '{"strokes": 5}',
        '{"strokes": [[]]}',
        '{"strokes": [[[1]]]}',
        '{"strokes": [[[1, 2], [3]]]}',
        '{"strokes": [[["a", "b"]]]}',
        '{"strokes": [[[1, NaN]]]}',
        '{"strokes": [[[1, 1e300]]]}',
        '{"strokes": [[[1, 2, 1e999]]]}',
        '{"strokes": [[[1, 2, 0, null]]]}',
        '{"strokes": [[[1, 1' + "0" * 400 + "]]]}",
        '{"strokes": [[[1, 2]]], "digit": 10}',
        '{"strokes": [[[1, 2]]], "digit": "7"}',
        '{"strokes": [[[1, 2]]], "digit": true}',
    ],
    ids=lambda text: text[:40],
)
def test_a_bad_line_is_named_after_the_good_ones(tmp_path, bad):
    lines = read_ink(written(tmp_path, GOOD, bad))
    assert next(lines)[1] == 7
    with pytest.raises(DataError, match="line 2"):
        next(lines)


def test_missing_and_folder(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(DataError, match="cannot be read"):
            next(read_ink(path))


def test_truncated_and_garbled_gzip(tmp_path):
    path = tmp_path / "ink.jsonl.gz"
    whole = gzip.compress("\n".join([GOOD] * 50).encode())
    for damaged in (whole[: len(whole) // 2], whole[:12] + b"\xff" * 40 + whole[52:]):
        path.write_bytes(damaged)
        with pytest.raises(DataError, match="damaged"):
            list(read_ink(path))


def test_sizes_are_bounded(tmp_path, monkeypatch):
    path = written(tmp_path, GOOD, GOOD, GOOD)
    monkeypatch.setattr(ink_file, "MAX_LINE", len(GOOD) - 1)
    with pytest.raises(DataError, match="line 1: longer"):
        next(read_ink(path))
    monkeypatch.setattr(ink_file, "MAX_LINE", 1000)
    for bounds, first in (
        (InkBounds(bytes=2 * len(GOOD) + 2, lines=9, strokes=9, values=99), 2),
        (InkBounds(bytes=1000, lines=2, strokes=9, values=99), 2),
        (InkBounds(bytes=1000, lines=9, strokes=3, values=99), 1),
    ):
        lines = ink_lines(path, bounds=bounds)
        assert [next(lines).digit for _ in range(first)] == [7] * first
        with pytest.raises(DataError, match="more than"):
            next(lines)


def read_to_the_end(path) -> tuple[int, list[str]]:
    """How many lines are drawings, and what was said of the others and of the end."""
    told: list[DataError] = []
    count = 0
    try:
        for _ in ink_lines(path, bad_line=told.append):
            count += 1
    except DataError as error:
        told.append(error)
    return count, [str(each) for each in told]


WORST = {
    "blank lines": (gzip.compress(b"\n" * 5_000_000), 0, "more than 5,000 lines"),
    "one drawing again and again": (
        gzip.compress((GOOD.encode() + b"\n") * 300_000),
        5_000,
        "more than 5,000 lines",
    ),
    "one endless line": (gzip.compress(b"[" * 5_000_000), 0, "longer than 4,000,000 bytes"),
    "one that unpacks to far too much": (
        gzip.compress(b" " * 2_000_000 + b"\n" + b" " * 3_000_000),
        0,
        "bytes of ink",
    ),
    "parts without end": (gzip.compress(b"") * 2_000, 0, "more than 1,000 parts"),
    "lines that are none": (b"{\n" * 1_000_000, 0, "line 101"),
    "dots": (
        (b'{"strokes": [' + b",".join([b"[[0,0]]"] * 10_000) + b"]}\n") * 12,
        3,
        "more than 30,000 strokes",
    ),
    "lists of nothing": (
        (b'{"a": [' + b",".join([b"[]"] * 250_000) + b"]}\n") * 25,
        0,
        "more than 5,000,000 values",
    ),
    "one list of nothing": (
        b'{"a": [' + b",".join([b"[]"] * 400_000) + b"]}",
        0,
        "more than 600,000 values",
    ),
    "a drawing of dots": (
        b'{"strokes": [' + b",".join([b"[[0,0]]"] * 10_001) + b"]}",
        0,
        "at most 10,000 strokes",
    ),
}


@pytest.mark.parametrize("worst", WORST)
def test_of_the_worst_files_no_more_is_read_than_of_a_set(tmp_path, worst):
    data, drawings, sentence = WORST[worst]
    path = tmp_path / "ink.jsonl"
    path.write_bytes(data)
    count, told = read_to_the_end(path)
    assert count == drawings
    assert sentence in told[-1]
    assert len(told) <= MAX_BAD_LINES + 1


def test_zeros_without_end_after_the_packed_ink_are_not_gone_through(tmp_path):
    path = tmp_path / "ink.jsonl"
    path.write_bytes(gzip.compress(GOOD.encode()))
    with path.open("r+b") as stream:
        stream.truncate(2**40)
    assert read_to_the_end(path) == (0, ["ink.jsonl is larger than 40,000,000 bytes."])


def test_real_ink(ink_file):
    digits = np.bincount([digit for _, digit, _ in read_ink(ink_file)], minlength=10)
    assert digits.sum() == 7494
    assert digits.min() > 700


def test_a_written_line_reads_back_the_same(tmp_path):
    points = np.array([[0.1, 1 / 3], [2.0, 3.0]])
    drawings = (
        Drawing((Stroke(points), Stroke(points, np.array([0.0, 0.1])))),
        Drawing((Stroke(points, np.array([0.0, 0.1]), np.array([0.25, 1.0])),)),
    )
    path = tmp_path / "ink.jsonl"
    path.write_bytes(ink_line(drawings[0], 7, writer="Ä") + ink_line(drawings[1]))
    (first, digit, record), (second, nothing, _) = read_ink(path)
    assert (digit, record["writer"], nothing) == (7, "Ä", None)
    for drawing, read in zip(drawings, (first, second), strict=True):
        for one, other in zip(drawing.strokes, read.strokes, strict=True):
            np.testing.assert_array_equal(one.points, other.points)
            np.testing.assert_array_equal(one.times, other.times)
            np.testing.assert_array_equal(one.pressures, other.pressures)
