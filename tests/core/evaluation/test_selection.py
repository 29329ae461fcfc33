import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.dataset import Dataset
from core.evaluation.answers import Answers
from core.evaluation.selection import ORDERS, Selection, counts, mean_image, selected
from core.evaluation.tables import examples_csv

NAMES = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@st.composite
def answered_sets(draw):
    classes, m = draw(st.integers(2, 62)), draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    labels = rng.integers(0, classes, m).astype(np.uint8)
    images = rng.integers(0, 256, (m, 784), dtype=np.uint8)
    # few values, so that many examples are alike in the order
    probabilities = rng.integers(0, 4, (classes, m)).astype(np.float32) + np.float32(0.01)
    probabilities /= probabilities.sum(axis=0)
    probabilities[:, rng.random(m) < 0.1] = np.nan
    return Answers(Dataset(images, labels, NAMES[:classes]), probabilities)


selections = st.builds(
    Selection,
    label=st.none() | st.integers(0, 5),
    answer=st.none() | st.integers(0, 5),
    right=st.none() | st.booleans(),
    order=st.sampled_from(ORDERS),
    seed=st.integers(0, 5),
)


def passes(answers, index, selection):
    label, answer = answers.dataset.labels[index], answers.answers[index]
    return (
        selection.label in (None, label)
        and selection.answer in (None, answer)
        and selection.right in (None, bool(label == answer))
    )


@given(answered_sets(), selections)
def test_a_selection_holds_each_example_that_passes_and_no_other(answers, selection):
    found = selected(answers.dataset, selection, answers)
    expected = [i for i in range(len(answers)) if passes(answers, i, selection)]
    assert sorted(found.tolist()) == expected


@given(answered_sets(), selections)
def test_a_selection_is_in_its_order_and_what_is_alike_stays_as_in_the_set(answers, selection):
    found = selected(answers.dataset, selection, answers)
    key = {
        "set": np.arange(len(answers), dtype=float),
        "loss": -answers.losses,
        "sure": -answers.confidences,
        "unsure": answers.confidences,
    }
    if selection.order in key:
        values = np.where(np.isnan(key[selection.order]), np.inf, key[selection.order])[found]
        assert (values[1:] >= values[:-1]).all()
        alike = values[1:] == values[:-1]
        assert (found[1:] > found[:-1])[alike].all()


@given(answered_sets())
def test_label_and_answer_together_are_a_cell_of_the_matrix(answers):
    for label in range(min(3, answers.dataset.classes)):
        cells = [
            len(selected(answers.dataset, Selection(label=label, answer=answer), answers))
            for answer in range(answers.dataset.classes)
        ]
        assert sum(cells) == counts(answers.dataset)[label]


def test_by_chance_another_seed_is_another_order_and_the_same_is_the_same():
    dataset = Dataset(np.zeros((50, 784), np.uint8), np.zeros(50, np.uint8))
    first, again, other = (
        selected(dataset, Selection(order="chance", seed=seed)) for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(
    "selection", [Selection(answer=1), Selection(right=False), Selection(order="loss")]
)
def test_what_asks_for_answers_needs_them(selection):
    dataset = Dataset(np.zeros((5, 784), np.uint8), np.zeros(5, np.uint8))
    with pytest.raises(ValueError, match="needs answers"):
        selected(dataset, selection)


def test_answers_to_another_set_are_refused():
    dataset = Dataset(np.zeros((5, 784), np.uint8), np.zeros(5, np.uint8))
    answers = Answers(dataset, np.zeros((10, 5), np.float32))
    other = Dataset(np.zeros((6, 784), np.uint8), np.zeros(6, np.uint8))
    with pytest.raises(ValueError, match="5 answers to 6"):
        selected(other, Selection(), answers)


@given(answered_sets(), st.integers(0, 100))
def test_the_mean_is_that_of_the_images_alone(answers, seed):
    dataset = answers.dataset
    indices = np.random.default_rng(seed).permutation(len(dataset))[: len(dataset) // 2]
    mean = mean_image(dataset, indices)
    if not len(indices):
        assert mean is None
    else:
        assert mean.shape == (784, 1)
        assert mean.dtype == np.float32
        expected = dataset.images[indices].astype(float).mean(axis=0) / 255
        assert np.abs(mean[:, 0] - expected).max() < 1e-6


def test_the_mean_of_more_images_than_are_added_at_once():
    images = np.zeros((10_000, 784), np.uint8)
    images[:2500] = 255
    dataset = Dataset(images, np.zeros(10_000, np.uint8))
    assert mean_image(dataset, np.arange(10_000)) == pytest.approx(0.25)


@given(answered_sets(), selections)
def test_the_table_has_a_row_an_example_in_the_order_that_is_shown(answers, selection):
    found = selected(answers.dataset, selection, answers)
    table = examples_csv(answers.dataset, found, answers).decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [int(row["index"]) for row in rows] == found.tolist()
    for row in rows:
        index = int(row["index"])
        assert row["label"] == NAMES[answers.dataset.labels[index]]
        assert row["answer"] == NAMES[answers.answers[index]]
        for name, values in (("confidence", answers.confidences), ("loss", answers.losses)):
            assert float(row[name]) == pytest.approx(float(values[index]), nan_ok=True)


def test_without_answers_the_table_has_none():
    dataset = Dataset(np.zeros((2, 784), np.uint8), np.array([3, 7], np.uint8))
    assert examples_csv(dataset, np.array([1, 0])) == b"index,label\n1,7\n0,3\n"
