import warnings

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.network.evaluation import BATCH, evaluate
from core.network.losses import compute_loss
from core.network.network import Network


def network(dtype=np.float32):
    return Network((784, 12, 10), rng=np.random.default_rng(0), dtype=dtype)


def dataset(m, digits=10):
    rng = np.random.default_rng(m)
    images = rng.integers(0, 256, (m, 784)).astype(np.uint8)
    return Dataset(images, rng.integers(0, digits, m).astype(np.uint8))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("m", [1, BATCH - 1, BATCH, 2 * BATCH + 3])
def test_batches_give_what_all_at_once_gives(m, dtype):
    data, net = dataset(m), network(dtype)
    HL = net.predict(data.X().astype(dtype))
    answers = HL.argmax(axis=0)
    measured = evaluate(net, data)
    assert measured.loss == pytest.approx(float(compute_loss(HL, data.labels)), rel=1e-5)
    assert measured.accuracy == pytest.approx(np.mean(answers == data.labels), abs=2 / m)
    assert measured.count == m
    for digit in range(10):
        assert measured.confusion[digit].sum() == (data.labels == digit).sum()
        assert measured.confusion[:, digit].sum() == (answers == digit).sum()


def test_confusion_has_the_truth_in_rows_and_the_answer_in_columns():
    net = network()
    net.theta[...] = 0
    net.biases[-1][3] = 5
    data = Dataset(np.zeros((3, 784), np.uint8), np.array([3, 3, 8], np.uint8))
    measured = evaluate(net, data)
    assert (measured.confusion[3, 3], measured.confusion[8, 3]) == (2, 1)
    assert measured.accuracy == pytest.approx(2 / 3)


def test_an_empty_data_set_has_no_figures():
    measured = evaluate(network(), dataset(0))
    assert measured.count == 0
    assert np.isnan([measured.loss, measured.accuracy]).all()


def test_a_broken_network_is_told_by_its_loss_without_a_warning():
    net = network()
    net.theta[...] = np.inf
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(evaluate(net, dataset(20)).loss)
