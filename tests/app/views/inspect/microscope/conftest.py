import pytest

from app.background.unsure_search import UnsureSearch
from app.views.inspect.microscope.example import DIGIT
from app.views.inspect.microscope.pane import MicroscopePane
from tests.app.views.inspect.microscope.looking import network


@pytest.fixture
def search(qapp):
    made = UnsureSearch()
    yield made
    assert made.close()


@pytest.fixture
def pane(qtbot, split, search):
    """On test digit 3, with a network of three layers, which is the user's own."""
    made = MicroscopePane(search)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.set_network(network())
    made.set_digits(split)
    made.show()
    made.chooser.choose(DIGIT)
    made.chooser.index.setValue(3)
    return made
