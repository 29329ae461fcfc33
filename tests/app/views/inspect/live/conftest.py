import pytest

from app.views.inspect.live.pane import LivePane


@pytest.fixture
def pane(look, qtbot):
    made = LivePane()
    qtbot.addWidget(made)
    made.resize(912, 470)
    made.show()
    qtbot.waitExposed(made)
    return made
