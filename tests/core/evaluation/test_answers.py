"""Answers to a whole set: as the network gives them one by one, whatever the batches."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import DIGITS, Dataset
from core.errors import Cancelled, DataError
from core.evaluation.answers import BATCH, answers_of
from core.evaluation.class_names import in_words
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.snapshots import Snapshot

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def network_of(names=DIGITS):
    drawn = Network((784, 12, len(names)), rng=np.random.default_rng(0)).snapshot()
    return replace(drawn, class_names=names)


def dataset_of(m, names=DIGITS):
    rng = np.random.default_rng(m)
    images = rng.integers(0, 256, (m, 784), np.uint8)
    return Dataset(images, rng.integers(0, len(names), m).astype(np.uint8), names)


@pytest.mark.parametrize("names", [DIGITS, LETTERS, ("no", "yes")])
@pytest.mark.parametrize("m", [1, BATCH - 1, BATCH, 2 * BATCH + 3])
def test_batches_give_what_all_at_once_gives(m, names):
    snapshot, dataset = network_of(names), dataset_of(m, names)
    HL = Network.from_snapshot(snapshot).predict(dataset.X())
    answers = answers_of(snapshot, dataset)
    assert answers.dataset is dataset
    assert (answers.probabilities.shape, answers.probabilities.dtype) == (HL.shape, np.float32)
    np.testing.assert_allclose(answers.probabilities, HL, rtol=1e-4, atol=1e-7)
    assert answers.losses.mean() == pytest.approx(float(compute_loss(HL, dataset.labels)), rel=1e-4)
    assert np.array_equal(answers.right, answers.answers == dataset.labels)
    np.testing.assert_array_equal(answers.confidences, answers.probabilities.max(axis=0))
    assert [each.dtype for each in (answers.answers, answers.confidences, answers.losses)] == [
        np.uint8,
        np.float32,
        np.float32,
    ]


def test_an_empty_set_has_no_answers():
    answers = answers_of(network_of(), dataset_of(0))
    assert answers.probabilities.shape == (10, 0)
    assert len(answers.answers) == len(answers.losses) == len(answers.right) == 0


def test_a_broken_network_is_told_by_its_losses_without_a_warning():
    broken = replace(network_of(), theta=np.full_like(network_of().theta, np.inf))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = answers_of(broken, dataset_of(40))
        assert np.isnan(answers.losses).all()


def test_progress_is_told_and_a_cancelled_question_ends():
    told: list[int] = []
    answers_of(network_of(), dataset_of(2 * BATCH + 3), progress=told.append)
    assert told == [BATCH, 2 * BATCH, 2 * BATCH + 3]
    told.clear()
    with pytest.raises(Cancelled):
        answers_of(
            network_of(),
            dataset_of(2 * BATCH),
            cancelled=lambda: len(told) == 1,
            progress=told.append,
        )
    assert told == [BATCH]


def test_a_set_of_fewer_classes_or_another_order_is_numbered_as_the_network_is():
    names = ("7", "2")
    dataset = dataset_of(50, names)
    answers = answers_of(network_of(), dataset)
    assert answers.class_names == DIGITS
    assert np.array_equal(answers.dataset.labels, np.array([7, 2])[dataset.labels])
    assert answers.dataset.images is dataset.images


@pytest.mark.parametrize(
    ("known", "names", "said"),
    [
        (DIGITS, LETTERS, "knows the digits 0 to 9, and this set holds A, B, C, D and 22 more."),
        (("no", "yes"), ("no", "maybe"), "knows no and yes, and this set also holds maybe."),
    ],
)
def test_a_class_that_the_network_cannot_know_is_told(known, names, said):
    with pytest.raises(DataError, match=said):
        answers_of(network_of(known), dataset_of(5, names))


def test_images_of_another_size_are_told():
    snapshot = Snapshot((6, 10), "relu", np.zeros(70, np.float32))
    with pytest.raises(DataError, match="images of 6 pixels, and these have 784"):
        answers_of(snapshot, dataset_of(5))


@pytest.mark.parametrize(
    ("names", "words"), [(("a",), "a"), (LETTERS[:5], "A, B, C, D and E"), (DIGITS, "the digits")]
)
def test_names_in_words(names, words):
    assert in_words(names).startswith(words)
