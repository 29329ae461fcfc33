import numpy as np
import pytest

from app.background.tasks import close_all
from app.views.inspect.network.hands import HandsPanel
from core.network.network import Network
from tests.app.tiny import split as split

WIDTHS = (784, 12, 9, 10)


@pytest.fixture
def base():
    network = Network(WIDTHS, rng=np.random.default_rng(4))
    for b in network.biases:
        b[...] = 0.1
    network.weights[-1][3] = np.abs(network.weights[-1][3])  # many units speak for a 3
    return network.snapshot("mine", {"data": "Tiny", "test_accuracy": 0.5, "temperature": 1.5})


@pytest.fixture
def image(split):
    return split.test.X(3, 4)


@pytest.fixture
def panel(qtbot, look, base, image, split):
    """On test digit 3, with a network of three layers."""
    made = HandsPanel()
    qtbot.addWidget(made)
    made.resize(made.sizeHint().width(), 800)
    made.set_network(base)
    made.set_digits(split)
    made.set_example(image, 3)
    made.show()
    yield made
    assert close_all(made.runners)
