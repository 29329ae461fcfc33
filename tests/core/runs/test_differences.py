"""What differs between runs."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.recipe_changes import RecipeChange
from core.recipe_form import FIELD
from core.runs.differences import ComparedRun, difference_rows, differing
from core.runs.twins import differing_fields
from tests.core.runs.records import ended_run, held_run

RECORD = ended_run()
VALUES = {
    "hidden": st.sampled_from([(), (5,), (8, 4)]),
    "activation": st.sampled_from(["relu", "sigmoid", "tanh"]),
    "initialization": st.sampled_from(["he", "xavier", "normal", "wide"]),
    "optimizer": st.sampled_from(["sgd", "momentum", "adam"]),
    "learning_rate": st.floats(1e-6, 1000, allow_nan=False),
    "momentum": st.floats(0, 0.999),
    "schedule": st.sampled_from(["constant", "step", "cosine"]),
    "batch_size": st.integers(0, 60_000),
    "epochs": st.integers(1, 100_000),
    "hardest": st.floats(0.001, 1),
    "l2": st.floats(0, 1),
    "dropout": st.floats(0, 0.9),
    "augmentation": st.sampled_from(["none", "affine"]),
    "patience": st.integers(0, 1000),
    "seed": st.integers(0, 2**32 - 1),
}
RECIPES = st.builds(Recipe, **VALUES)


def rows_of(*records):
    return difference_rows([ComparedRun(each) for each in records])


def labels(rows):
    return [row.label for row in rows]


def test_values_of_every_field_are_tried():
    assert set(VALUES) == {each.name for each in fields(Recipe)} == set(FIELD)


@given(RECIPES, RECIPES)
def test_the_rows_that_differ_are_the_fields_that_differ(first, second):
    rows = rows_of(replace(RECORD, recipe=first), replace(RECORD, recipe=second))
    expected = {FIELD[name].label for name in differing_fields(first, second)}
    assert set(labels(differing(rows))) == expected


@given(st.lists(RECIPES, min_size=1, max_size=8), st.randoms())
def test_every_row_has_a_value_a_run_in_their_order(recipes, random):
    records = [replace(RECORD, recipe=each) for each in recipes]
    rows = rows_of(*records)
    assert all(len(row.values) == len(records) for row in rows)
    places = list(range(len(records)))
    random.shuffle(places)
    turned = rows_of(*(records[place] for place in places))
    for row, other in zip(rows, turned, strict=True):
        assert tuple(row.values[place] for place in places) == other.values
        assert row.differs == other.differs


@given(RECIPES, st.integers(1, 8))
def test_a_run_does_not_differ_from_itself(recipe, count):
    assert differing(rows_of(*[replace(RECORD, recipe=recipe)] * count)) == ()


def test_no_run_has_no_difference():
    assert differing(difference_rows([])) == ()


@pytest.mark.parametrize(
    ("other", "label", "values"),
    [
        (replace(RECORD, test_accuracy=0.9), "Test accuracy", ("75.00 %", "90.00 %")),
        (replace(RECORD, test_accuracy=None), "Test accuracy", ("75.00 %", "–")),
        (replace(RECORD, reason="diverged"), "Ended by", ("all epochs", "diverged")),
        (replace(RECORD, seconds=0.25), "Seconds", ("1.5", "0.25")),
        (
            replace(RECORD, changes=(RecipeChange(2, "l2", 0.0, 0.5),)),
            "Changes",
            ("none", "step 2: L2 penalty 0 → 0.5"),
        ),
        (
            replace(RECORD, origin=replace(RECORD.origin, name="Letters")),
            "Data",
            ("Noise", "Letters"),
        ),
        (
            replace(RECORD, origin=replace(RECORD.origin, class_names=("a", "b"))),
            "Classes",
            ("10", "2"),
        ),
        (ended_run(data_hash="ab" * 32), "Hash of the data", ("–", "ab" * 6)),
        (ended_run(versions={"NumPy": "9"}), "NumPy", ("–", "9")),
        (
            replace(
                RECORD,
                epochs=(EpochReport(1, 2, 0.5, 0.5, 0.25, 0.5, True),),
            ),
            "Best validation accuracy",
            None,
        ),
    ],
)
def test_one_thing_that_differs_is_one_row_or_its_own_figures(other, label, values):
    found = {row.label: row for row in differing(rows_of(RECORD, other))}
    assert label in found
    if values is not None:
        assert found[label].values == values
        assert list(found) == [label]


def test_where_a_run_was_branched_from_is_told():
    branch = ended_run(parent="20260101-000000-abcdef", parent_step=1234)
    rows = difference_rows(
        [ComparedRun(RECORD), ComparedRun(branch, "my best"), ComparedRun(branch)]
    )
    (row,) = differing(rows)
    assert row.values == (
        "drawn by its seed",
        "my best, step 1,234",
        "20260101-000000-abcdef, step 1,234",
    )


def test_a_run_that_was_cut_off_says_so():
    found = {row.label: row.values for row in rows_of(RECORD, held_run())}
    assert found["Ended by"] == ("all epochs", "cut off")
