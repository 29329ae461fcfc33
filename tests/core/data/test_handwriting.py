"""The store of taught drawings: every edit reaches the disk, every undo takes it back, nothing is
lost when a file is damaged or the disk is full."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from core.data import handwriting_folder
from core.data.handwriting import MAX_POINTS, Handwriting
from core.data.handwriting_folder import MAX_SETS
from core.data.handwriting_set import MAX_DRAWINGS
from core.errors import DataError
from core.ink.ink_file import OF_A_SET, values_in
from core.ink.strokes import Drawing, Stroke
from tests.systems import WINE

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
DIGITS = st.integers(0, 9)


def drawing(x: float = 0.5) -> Drawing:
    points = np.array([[x, 0.25], [x, 1 / 3]])
    return Drawing((Stroke(points, np.array([0.0, 0.016]), np.array([0.5, 1.0])),))


def say(store: Handwriting) -> dict[str, bytes]:
    """All that the store holds."""
    return {each.name: each.to_bytes() for each in store.sets}


@pytest.fixture
def store(tmp_path) -> Handwriting:
    return Handwriting(tmp_path / "hand")


def test_what_was_taught_is_there_again(store, tmp_path):
    taught = store.add("Anna", drawing(), 7, now=NOW)
    assert (taught.id, taught.digit, taught.time) == (1, 7, "2026-03-04T05:06:07Z")
    again = Handwriting(tmp_path / "hand")
    assert say(again) == say(store)
    (kept,) = again["Anna"].drawings
    (stroke,) = kept.drawing.strokes
    np.testing.assert_array_equal(stroke.points, drawing().strokes[0].points)
    np.testing.assert_array_equal(stroke.times, [0.0, 0.016])
    np.testing.assert_array_equal(stroke.pressures, [0.5, 1.0])


def test_a_set_is_an_ink_file_that_anyone_reads(store, tmp_path):
    store.add("Anna", drawing(), 7, now=NOW)
    (line,) = (tmp_path / "hand" / "Anna.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert (record["digit"], record["id"], record["time"]) == (7, 1, "2026-03-04T05:06:07Z")
    assert record["strokes"] == [[[0.5, 0.25, 0, 0.5], [0.5, 1 / 3, 0.016, 1]]]


def test_relabel_delete_and_counts(store):
    ids = [store.add("Anna", drawing(k / 10), k, now=NOW).id for k in range(5)]
    store.relabel("Anna", ids[:2], 9)
    store.delete("Anna", ids[2:4])
    assert store["Anna"].digits.tolist() == [9, 9, 4]
    assert store["Anna"].counts[9] == 2
    assert store.add("Anna", drawing(), 1, now=NOW).id == 6


def test_several_sets_keep_to_themselves(store):
    store.add("Anna", drawing(), 1, now=NOW)
    store.create("  Ben ")
    store.add("Ben", drawing(), 2, now=NOW)
    assert [each.name for each in store.sets] == ["Anna", "Ben"]
    assert store.rename("Anna", "Clara") == "Clara"
    assert [each.name for each in store.sets] == ["Ben", "Clara"]
    store.remove("Ben")
    assert say(store).keys() == {"Clara"}
    store.undo()
    assert store["Ben"].digits.tolist() == [2]


def edit(data: st.DataObject, store: Handwriting, step: int) -> str:
    """One edit, chosen by chance; one that makes no sense is refused and changes nothing."""
    names = st.sampled_from(["Anna", "anna", "Ben", "Ä/b:c", "CON", "d.jsonl"])
    ids = st.lists(st.integers(1, 4), max_size=2)
    kind = data.draw(
        st.sampled_from(
            ["add", "add", "relabel", "delete", "rename", "create", "remove", "undo", "redo"]
        )
    )
    acts = {
        "add": lambda: store.add(data.draw(names), drawing(step / 50), data.draw(DIGITS), now=NOW),
        "relabel": lambda: store.relabel(data.draw(names), data.draw(ids), data.draw(DIGITS)),
        "delete": lambda: store.delete(data.draw(names), data.draw(ids)),
        "rename": lambda: store.rename(data.draw(names), data.draw(names)),
        "create": lambda: store.create(data.draw(names)),
        "remove": lambda: store.remove(data.draw(names)),
        "undo": store.undo,
        "redo": store.redo,
    }
    before = say(store)
    try:
        acts[kind]()
    except DataError:
        assert say(store) == before
    return kind


@pytest.mark.skipif(WINE, reason="Wine does not rename a file to itself in other letters")
@settings(max_examples=60)
@given(data=st.data(), count=st.integers(1, 12))
def test_any_edits_and_undos_give_back_the_same_sets(tmp_path_factory, data, count):
    folder = tmp_path_factory.mktemp("hand")
    store = Handwriting(folder)
    past, future = [], []
    for step in range(count):
        before = say(store)
        kind = edit(data, store, step)
        if kind == "undo" and past:
            assert say(store) == past[-1]
            future.append(before)
            past.pop()
        elif kind == "redo" and future:
            assert say(store) == future.pop()
            past.append(before)
        elif say(store) != before:
            past.append(before)
            future.clear()
        assert say(Handwriting(folder)) == say(store)
    end = say(store)
    while past:
        store.undo()
        assert say(store) == say(Handwriting(folder)) == past.pop()
    assert not store.can_undo
    while store.can_redo:
        store.redo()
    assert say(store) == say(Handwriting(folder)) == (end if not future else future[0])


def test_a_damaged_line_is_told_and_the_whole_file_kept(store, tmp_path):
    store.add("Anna", drawing(), 1, now=NOW)
    store.add("Anna", drawing(), 2, now=NOW)
    path = tmp_path / "hand" / "Anna.jsonl"
    damaged = path.read_bytes() + b'{"strokes": [[[1, 2]], "digit": 3}\n'
    path.write_bytes(damaged)
    again = Handwriting(tmp_path / "hand")
    assert again["Anna"].digits.tolist() == [1, 2]
    (problem,) = again.problems
    assert "Anna.jsonl, line 3: this is not JSON" in problem
    assert "2 drawings could be read" in problem
    again.add("Anna", drawing(), 4, now=NOW)
    assert (tmp_path / "hand" / "Anna.jsonl.damaged").read_bytes() == damaged
    assert Handwriting(tmp_path / "hand").problems == []


@pytest.mark.parametrize("cut", [1, 40, 100])
def test_a_truncated_file_loses_no_whole_drawing(store, tmp_path, cut):
    for k in range(3):
        store.add("Anna", drawing(), k, now=NOW)
    path = tmp_path / "hand" / "Anna.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    again = Handwriting(tmp_path / "hand")
    kept = 3 if cut == 1 else 2
    assert again["Anna"].digits.tolist() == list(range(kept))
    assert bool(again.problems) == (kept == 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"strokes": [[[1, 2]]]}', "does not say which digit"),
        (b'{"strokes": [], "digit": 1}', "nothing is drawn"),
        (b"\x00\xff\xfe", "not JSON"),
    ],
)
def test_every_kind_of_damage_has_its_sentence(tmp_path, line, words):
    (tmp_path / "x.jsonl").write_bytes(line)
    store = Handwriting(tmp_path)
    assert words in store.problems[0]
    assert store["x"].drawings == ()
    assert (tmp_path / "x.jsonl.damaged").read_bytes() == line


def test_a_damaged_file_that_cannot_be_kept_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "x.jsonl").write_bytes(b"nonsense")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handwriting_folder, "replace_file", full)
    store = Handwriting(tmp_path)
    monkeypatch.undo()
    assert "left as it is" in store.problems[0]
    assert store.sets == ()
    with pytest.raises(DataError, match="left alone"):
        store.add("x", drawing(), 1, now=NOW)
    assert (tmp_path / "x.jsonl").read_bytes() == b"nonsense"


def test_a_full_disk_changes_nothing(store, tmp_path, monkeypatch):
    store.add("Anna", drawing(), 1, now=NOW)
    store.relabel("Anna", [1], 2)
    before = say(store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handwriting_folder, "replace_file", full)
    with pytest.raises(DataError, match="No space left"):
        store.add("Anna", drawing(), 2, now=NOW)
    with pytest.raises(DataError, match="No space left"):
        store.undo()
    monkeypatch.undo()
    assert say(store) == before == say(Handwriting(tmp_path / "hand"))
    store.undo()
    assert store["Anna"].digits.tolist() == [1]


def test_import_adds_what_is_new(store, tmp_path):
    store.add("Anna", drawing(0.1), 1, now=NOW)
    store.add("Anna", drawing(0.2), 2, now=NOW)
    out = tmp_path / "out.jsonl"
    out.write_bytes(store["Anna"].to_bytes())
    store.add("Ben", drawing(0.1), 1, now=NOW)
    assert store.take_in("Ben", out) == 1
    assert [each.id for each in store["Ben"].drawings] == [1, 2]
    assert store.take_in("Ben", out) == 0
    store.undo()
    assert store["Ben"].digits.tolist() == [1]


def test_import_of_a_bad_file_adds_nothing(store, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_bytes(b'{"strokes": [[[1, 2]]], "digit": 1}\n{"strokes": [[[1, 2]]]}\n')
    with pytest.raises(DataError, match="line 2: it does not say which digit"):
        store.take_in("Anna", out)
    with pytest.raises(DataError, match="cannot be read"):
        store.take_in("Anna", tmp_path / "nowhere.jsonl")
    assert store.sets == ()


def test_what_other_programs_wrote_beside_the_ink_stays(tmp_path):
    line = {"strokes": [[[1, 2], [3, 4]]], "digit": 3, "writer": 12, "drawing": "x", "id": 5}
    (tmp_path / "a.b.jsonl").write_text(json.dumps(line))
    store = Handwriting(tmp_path)
    store.add("a.b", drawing(), 4, now=NOW)
    first, second = (
        json.loads(each) for each in (tmp_path / "a.b.jsonl").read_bytes().splitlines()
    )
    assert (first["writer"], first["drawing"], first["id"], second["id"]) == (12, "x", 5, 6)


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b"])
def test_a_name_that_is_none_is_refused(store, name):
    with pytest.raises(DataError):
        store.create(name)


def test_names_differ_in_more_than_case(store):
    store.create("Anna")
    with pytest.raises(DataError, match="already"):
        store.create("ANNA")
    assert store.rename("Anna", "ANNA") == "ANNA"


def test_everything_is_bounded(store, tmp_path):
    with pytest.raises(DataError, match="nothing on the canvas"):
        store.add("Anna", Drawing(), 1, now=NOW)
    with pytest.raises(DataError, match="0 to 9"):
        store.add("Anna", drawing(), 10, now=NOW)
    endless = Drawing((Stroke(np.zeros((MAX_POINTS + 1, 2))),))
    with pytest.raises(DataError, match="too long"):
        store.add("Anna", endless, 1, now=NOW)
    many = tmp_path / "many.jsonl"
    lines = [{"strokes": [[[k, 1]]], "digit": 1} for k in range(MAX_DRAWINGS + 1)]
    many.write_text("\n".join(map(json.dumps, lines)))
    with pytest.raises(DataError, match="more than 1,000"):
        store.take_in("Anna", many)
    for k in range(MAX_SETS):
        store.create(f"set {k}")
    with pytest.raises(DataError, match="50 sets"):
        store.create("one more")


def test_sets_that_are_too_large_are_left_alone(tmp_path):
    line = json.dumps({"strokes": [[[1, 1]]], "digit": 1}).encode() + b"\n"
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_bytes(line)
    for name in ("c", "d"):
        with (tmp_path / f"{name}.jsonl").open("wb") as stream:
            stream.truncate(handwriting_folder.MAX_BYTES_OF_ALL)
    (tmp_path / "e.jsonl").write_bytes(line)
    store = Handwriting(tmp_path)
    assert {each.name for each in store.sets} == {"a", "b"}
    assert ["too large together" in each for each in store.problems] == [False, True, True]
    assert all("left as it is" in each for each in store.problems)
    assert {each.name for each in tmp_path.iterdir() if "damaged" in each.name} == set()


def test_a_damaged_set_that_is_too_large_to_be_kept_twice_is_left_alone(tmp_path):
    with (tmp_path / "a.jsonl").open("wb") as stream:
        stream.truncate(handwriting_folder.MAX_BYTES + 1)
    store = Handwriting(tmp_path)
    assert store.sets == ()
    assert "left as it is" in store.problems[0]
    assert [each.name for each in tmp_path.iterdir() if "damaged" in each.name] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_where_a_damaged_set_would_be_kept_is_not_waited_for(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"nonsense")
    os.mkfifo(tmp_path / "a.jsonl.damaged")
    assert "a.jsonl.damaged-2" in Handwriting(tmp_path).problems[0]


def test_a_set_with_too_many_lines_is_kept_whole_beside(tmp_path):
    lines = [{"strokes": [[[k, 1]]], "digit": 1} for k in range(MAX_DRAWINGS + 1)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    store = Handwriting(tmp_path)
    assert len(store["many"].drawings) == MAX_DRAWINGS
    assert "more than 1,000" in store.problems[0]
    assert Path(tmp_path / "many.jsonl.damaged").exists()


@pytest.mark.parametrize("bound", ["bytes", "strokes", "values"])
def test_a_set_that_could_not_be_read_again_is_not_kept(store, monkeypatch, bound):
    store.add("Anna", drawing(), 3, now=NOW)
    held = say(store)
    (line,) = held["Anna"].splitlines(keepends=True)
    room = {"bytes": len(line), "strokes": 1, "values": values_in(line)}[bound]
    bounds = replace(OF_A_SET, **{bound: room})
    monkeypatch.setattr("core.data.handwriting.OF_A_SET", bounds)
    with pytest.raises(DataError, match="too large to be read again"):
        store.add("Anna", drawing(0.6), 4, now=NOW)
    assert say(store) == held
    store.add("Ben", drawing(), 3, now=NOW)
