"""Two stores on one folder, in one process and in two: neither overwrites what the other did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from core.data.handwriting import Handwriting
from core.errors import DigitLabError
from tests.core.data.test_handwriting import NOW, drawing, say

SIDE_BY_SIDE = """
import pathlib, random, sys, time
from core.data.handwriting import Handwriting
from tests.core.data.test_handwriting import NOW, drawing
store, side = Handwriting(pathlib.Path(sys.argv[1])), float(sys.argv[2])
for k in range(int(sys.argv[3])):
    store.add("Anna", drawing(side + k / 1000), k % 10, now=NOW)
    time.sleep(random.random() / 100)
"""


def places(store: Handwriting, name: str = "Anna") -> list[float]:
    """Where each drawing of the set stands, which tells the drawings apart."""
    return [float(each.drawing.strokes[0].points[0, 0]) for each in store[name].drawings]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Handwriting, Handwriting]:
    first = Handwriting(tmp_path)
    first.add("Anna", drawing(0.1), 1, now=NOW)
    first.add("Anna", drawing(0.2), 2, now=NOW)
    return first, Handwriting(tmp_path)


def test_what_both_add_is_all_there(two, tmp_path):
    first, second = two
    for k in range(3):
        first.add("Anna", drawing(0.3 + k / 100), 3, now=NOW)
        second.add("Anna", drawing(0.4 + k / 100), 4, now=NOW)
    found = Handwriting(tmp_path)["Anna"].drawings
    assert [each.id for each in found] == list(range(1, 9))
    assert places(second) == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.31, 0.41, 0.32, 0.42])


def test_undo_takes_back_ones_own_edit_alone(two, tmp_path):
    first, second = two
    first.add("Anna", drawing(0.3), 3, now=NOW)
    second.add("Anna", drawing(0.4), 4, now=NOW)
    first.undo()
    assert places(first) == places(Handwriting(tmp_path)) == [0.1, 0.2, 0.4]
    first.redo()
    assert places(first) == places(Handwriting(tmp_path)) == [0.1, 0.2, 0.3, 0.4]
    second.undo()
    assert places(second) == [0.1, 0.2, 0.3]


def test_ids_stay_unique_where_an_undone_one_was_given_away(two):
    first, second = two
    first.add("Anna", drawing(0.3), 3, now=NOW)
    first.undo()
    second.add("Anna", drawing(0.4), 4, now=NOW)
    first.redo()
    assert places(first) == [0.1, 0.2, 0.4, 0.3]
    assert [each.id for each in first["Anna"].drawings] == [1, 2, 3, 4]
    first.undo()
    assert places(first) == [0.1, 0.2, 0.4]


def test_what_the_other_changed_is_not_deleted_or_relabelled(two):
    first, second = two
    first.relabel("Anna", [1], 7)
    second.delete("Anna", [1, 2])
    assert second["Anna"].digits.tolist() == [7]
    first.relabel("Anna", [1, 2], 8)
    assert first["Anna"].digits.tolist() == [8]


def test_an_id_means_the_drawing_that_was_seen(two):
    first, second = two
    first.delete("Anna", [2])
    first.add("Anna", drawing(0.3), 3, now=NOW)
    second.relabel("Anna", [2], 9)
    assert second["Anna"].digits.tolist() == [1, 3]
    second.delete("Anna", [1])
    assert places(second) == [0.3]


def test_what_the_other_left_alone_is_not_made_anew(two):
    first, second = two
    before = second["Anna"].drawings
    first.add("Anna", drawing(0.3), 3, now=NOW)
    first.relabel("Anna", [2], 8)
    assert second.refresh()
    after = second["Anna"].drawings
    assert [one is other for one, other in zip(before, after, strict=False)] == [True, False]


def test_sets_of_the_other_are_seen(two):
    first, second = two
    assert not second.refresh()
    first.create("Ben")
    assert first.rename("Anna", "Clara") == "Clara"
    assert second.refresh()
    assert [each.name for each in second.sets] == ["Ben", "Clara"]
    first.remove("Ben")
    second.refresh()
    assert [each.name for each in second.sets] == ["Clara"]


def test_a_set_that_the_other_filled_is_not_removed_or_emptied_by_rename(two):
    first, second = two
    first.add("Anna", drawing(0.3), 3, now=NOW)
    second.remove("Anna")
    assert places(second) == [0.3]
    second.undo()
    assert sorted(places(second)) == [0.1, 0.2, 0.3]
    first.add("Anna", drawing(0.4), 4, now=NOW)
    second.rename("Anna", "Ben")
    assert sorted(places(second, "Ben")) == [0.1, 0.2, 0.3, 0.4]


def test_a_name_that_the_other_took_is_refused(two):
    first, second = two
    first.create("Ben")
    with pytest.raises(DigitLabError, match="already"):
        second.create("ben")
    second.add("Ben", drawing(0.5), 5, now=NOW)
    first.undo()
    assert places(first, "Ben") == [0.5]


def test_a_file_that_another_program_changed_is_merged(two, tmp_path):
    first, _ = two
    path = tmp_path / "Anna.jsonl"
    one, two = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(two + one.replace(b'"id":1', b'"id":9'))
    first.add("Anna", drawing(0.3), 3, now=NOW)
    assert [each.id for each in first["Anna"].drawings] == [2, 9, 10]
    path.unlink()
    assert first.refresh()
    assert first.sets == ()


@pytest.mark.slow
def test_two_processes_side_by_side_lose_nothing(tmp_path):
    count = 60
    writers = [
        subprocess.Popen([sys.executable, "-c", SIDE_BY_SIDE, str(tmp_path), side, str(count)])
        for side in ("0.2", "0.6")
    ]
    assert [each.wait(100) for each in writers] == [0, 0]
    found = Handwriting(tmp_path)["Anna"].drawings
    assert sorted(each.id for each in found) == list(range(1, 2 * count + 1))
    assert len(set(places(Handwriting(tmp_path)))) == 2 * count


EDITS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(
            ["add", "add", "delete", "relabel", "rename", "remove", "undo", "redo", "refresh"]
        ),
        st.integers(1, 5),
    ),
    min_size=2,
    max_size=25,
)


def act(store: Handwriting, kind: str, number: int, step: int) -> bool:
    """Whether the edit was made, and not refused."""
    name = ("Anna", "Ben")[number % 2]
    acts = {
        "add": lambda: store.add(name, drawing(step / 50), number, now=NOW),
        "delete": lambda: store.delete(name, [number]),
        "relabel": lambda: store.relabel(name, [number], 9),
        "rename": lambda: store.rename(name, f"set {step}"),
        "remove": lambda: store.remove(name),
        "undo": store.undo,
        "redo": store.redo,
        "refresh": store.refresh,
    }
    try:
        acts[kind]()
    except DigitLabError:
        return False
    return True


def all_places(store: Handwriting) -> set[float]:
    return {x for each in store.sets for x in places(store, each.name)}


@settings(max_examples=150)
@given(edits=EDITS)
def test_nothing_that_was_added_and_not_taken_out_is_missing(tmp_path_factory, edits):
    folder = tmp_path_factory.mktemp("hand")
    stores = Handwriting(folder), Handwriting(folder)
    wanted: set[float] = set()
    for step, (which, kind, number) in enumerate(edits):
        store = stores[which]
        seen = all_places(store)
        if not act(store, kind, number, step):
            continue
        if kind == "add":
            wanted.add(step / 50)
        elif kind in ("delete", "remove", "undo", "redo"):
            wanted -= seen - all_places(store)
        there = Handwriting(folder)
        assert wanted <= all_places(there)
        if kind not in ("undo", "redo"):
            assert say(store) == say(there)
        for each in there.sets:
            assert len({one.id for one in each.drawings}) == len(each.drawings)
