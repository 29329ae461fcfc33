import numpy as np
import pytest

from core.data.dataset import Dataset
from core.evaluation.answers import Answers

LETTERS = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def labelled_images(m: int, class_names: tuple[str, ...] = tuple("0123456789")) -> Dataset:
    """Noise; example i has label i modulo the number of classes."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (m, 784), dtype=np.uint8)
    labels = (np.arange(m) % len(class_names)).astype(np.uint8)
    return Dataset(images, labels, class_names)


def answers_to(dataset: Dataset, wrong: tuple[int, ...] = ()) -> Answers:
    """Right with 90 %, but for `wrong`: there the next class has 60 %."""
    m, classes = len(dataset), dataset.classes
    probabilities = np.full((classes, m), 0.1 / max(classes - 1, 1), np.float32)
    probabilities[dataset.labels, np.arange(m)] = 0.9
    for index in wrong:
        probabilities[:, index] = 0.4 / max(classes - 1, 1)
        probabilities[(int(dataset.labels[index]) + 1) % classes, index] = 0.6
    return Answers(dataset, probabilities)


@pytest.fixture
def thousand() -> Dataset:
    return labelled_images(1000)
