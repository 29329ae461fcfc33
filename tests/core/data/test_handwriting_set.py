"""What else a line of a set holds is kept, where it can be written again."""

from __future__ import annotations

import json
import os

import pytest

from core.data.handwriting_folder import MAX_COPIES, HandwritingFolder
from core.data.handwriting_set import MAX_DEPTH, MAX_MORE, HandwritingSet, read_labelled

DRAWN = '{"digit": 7, "strokes": [[[1, 2]]], "more": '


def read(path):
    bad = []
    return read_labelled(path, bad_line=bad.append), [str(each) for each in bad]


@pytest.mark.parametrize("more", ['"Ä"', "[1, 2.5, null]", '{"a": {"b": [true]}}'])
def test_other_fields_are_kept(tmp_path, more):
    path = tmp_path / "a.jsonl"
    path.write_text(DRAWN + more + "}\n", encoding="utf-8")
    drawings, bad = read(path)
    assert bad == []
    path.write_bytes(HandwritingSet("a", drawings).to_bytes())
    assert dict(read(path)[0][0].more)["more"] == json.loads(more)


@pytest.mark.parametrize(
    "more",
    [
        '"\\ud800"',
        '{"\\ud800": 1}',
        "1e400",
        "[" * (MAX_DEPTH + 1) + "1" + "]" * (MAX_DEPTH + 1),
        "[" * 900 + "]" * 900,
        '"' + "a" * MAX_MORE + '"',
        '0, "time": "\\udfff"',
    ],
    ids=lambda text: text[:20],
)
def test_what_could_not_be_written_again_is_a_bad_line(tmp_path, more):
    path = tmp_path / "a.jsonl"
    path.write_text(DRAWN + more + "}\n" + DRAWN + "1}\n", encoding="utf-8")
    drawings, bad = read(path)
    assert len(drawings) == 1
    assert bad == ["a.jsonl, line 1: its other fields are too long, or no text."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_folder_is_a_sentence(tmp_path):
    os.mkfifo(tmp_path / "a.jsonl")
    assert read(tmp_path / "a.jsonl")[0] == ()
    assert "a pipe or a device" in read(tmp_path / "a.jsonl")[1][0]


def test_a_damaged_file_that_something_writes_to_does_not_fill_the_disk(tmp_path):
    path = tmp_path / "a.jsonl"
    for turn in range(MAX_COPIES + 5):
        path.write_bytes(b"nonsense " + b"%d" % turn)
        folder = HandwritingFolder(tmp_path)
        folder.read()
    assert len(list(tmp_path.glob("*.damaged*"))) == MAX_COPIES
    assert "copies are kept already" in folder.problems[0]
    assert folder.is_left_alone("a")
    assert path.read_bytes().startswith(b"nonsense")


def test_a_file_that_is_larger_than_any_set_is_neither_read_into_memory_nor_copied(
    tmp_path,
):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.truncate(10**11)  # all of it zeros, which take no room
    folder = HandwritingFolder(tmp_path)
    assert folder.read() == {}
    assert "larger than 40,000,000 bytes" in folder.problems[0]
    assert [each.name for each in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("point", ["[1, 2, 1e400]", "[1, 2, 0, -1e400]"])
def test_a_time_or_pressure_without_end_is_a_bad_line(tmp_path, point):
    """It would be written as Infinity, which is no JSON."""
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"digit": 7, "strokes": [[{point}]]}}\n', encoding="utf-8")
    drawings, bad = read(path)
    assert drawings == ()
    assert "not numbers" in bad[0]
