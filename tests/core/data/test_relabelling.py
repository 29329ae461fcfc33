import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import Dataset, Split
from core.data.relabelling import (
    PARTS,
    LabelChange,
    changed_count,
    images_key,
    read_changes,
    with_changes,
    write_changes,
)
from core.errors import DataError

NAMES = ("ant", "bee", "“cat”")


def made_split(seed: int = 0) -> Split:
    rng = np.random.default_rng(seed)
    parts = (
        Dataset(
            rng.integers(0, 256, (m, 784), dtype=np.uint8),
            rng.integers(0, 3, m).astype(np.uint8),
            NAMES,
        )
        for m in (20, 5, 8)
    )
    return Split("Beasts", *parts)


def change_of(split: Split, part: str, index: int, new: int) -> LabelChange:
    return LabelChange(part, index, NAMES[getattr(split, part).labels[index]], NAMES[new])


def test_a_label_is_changed_and_the_set_before_is_as_it_was():
    split = made_split()
    before = split.train.labels.copy()
    new = (int(before[4]) + 1) % 3
    change = change_of(split, "train", 4, new)
    changed, made = with_changes(split, [change])
    assert made == (change,)
    assert changed.train.labels[4] == new
    assert (split.train.labels == before).all()
    assert changed.train.images is split.train.images
    assert changed.test is split.test
    assert np.flatnonzero(changed.train.labels != before).tolist() == [4]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.integers(0, 4), st.integers(0, 2))))
def test_taken_back_in_turn_all_is_as_it_was(wanted):
    split = changed = made_split()
    made = []
    for part, index, new in wanted:
        change = change_of(changed, part, index, new)
        changed, _ = with_changes(changed, [change])
        made.append(change)
    again, _ = with_changes(split, made)
    back, _ = with_changes(changed, [each.back for each in reversed(made)])
    for part in PARTS:
        assert (getattr(again, part).labels == getattr(changed, part).labels).all()
        assert (getattr(back, part).labels == getattr(split, part).labels).all()
    differ = sum(
        int((getattr(changed, part).labels != getattr(split, part).labels).sum()) for part in PARTS
    )
    assert changed_count(made) == differ


@pytest.mark.parametrize(
    "change",
    [
        LabelChange("train", 20, "ant", "bee"),
        LabelChange("train", -1, "ant", "bee"),
        LabelChange("test", 0, "dog", "bee"),
        LabelChange("test", 0, "ant", "dog"),
    ],
)
def test_what_does_not_fit_the_set_is_left_out(change):
    split = made_split()
    assert with_changes(split, [change]) == (split, ())


def test_a_label_that_is_another_by_now_is_left_alone():
    split = made_split()
    now = int(split.test.labels[0])
    change = LabelChange("test", 0, NAMES[(now + 1) % 3], NAMES[(now + 2) % 3])
    changed, made = with_changes(split, [change])
    assert changed is split
    assert made == ()


def test_the_key_is_of_the_images_and_not_of_the_labels():
    split = made_split()
    changed, _ = with_changes(
        split, [change_of(split, "train", 0, (int(split.train.labels[0]) + 1) % 3)]
    )
    assert images_key(changed) == images_key(split) == images_key(made_split())
    assert images_key(made_split(1)) != images_key(split)


def test_changes_are_read_as_they_were_written(tmp_path: Path):
    split = made_split()
    changes = tuple(change_of(split, part, 2, 1) for part in PARTS)
    write_changes(tmp_path / "a.json", "Beasts", changes)
    assert read_changes(tmp_path / "a.json") == changes
    assert read_changes(tmp_path / "none.json") == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"format": 2, "changes": []}',
        b'{"format": 1}',
        b'{"format": 1, "changes": [{"part": "all", "index": 0, "old": "a", "new": "b"}]}',
        b'{"format": 1, "changes": [{"part": "test", "index": "0", "old": "a", "new": "b"}]}',
        b'{"format": 1, "changes": [{"part": "test", "index": true, "old": "a", "new": "b"}]}',
        b'{"format": 1, "changes": [{"part": "test", "index": 0, "old": 1, "new": "b"}]}',
        b'{"format": 1, "changes": [7]}',
        b"[" * 100_000,
    ],
)
def test_a_file_of_anything_else_is_one_sentence(tmp_path: Path, content: bytes):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(DataError, match="does not hold changed labels"):
        read_changes(tmp_path / "a.json")


def test_the_file_can_be_read_by_people(tmp_path: Path):
    write_changes(tmp_path / "a.json", "Beasts", (LabelChange("test", 0, "ant", "“cat”"),))
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert content["set"] == "Beasts"
    assert "“cat”" in (tmp_path / "a.json").read_text(encoding="utf-8")
