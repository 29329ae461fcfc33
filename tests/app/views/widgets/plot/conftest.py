from __future__ import annotations

import numpy as np
import pytest

from app.background.training.history import History
from app.views.train.charts import Charts
from core.network.reports import EpochReport


@pytest.fixture
def charts(look, qtbot) -> Charts:
    made = Charts()
    qtbot.addWidget(made)
    made.resize(640, 480)
    history = History(1000)
    losses = np.geomspace(2.3, 1e-3, 1000, dtype=np.float32)
    epoch = EpochReport(**dict.fromkeys(EpochReport._fields, 0.5) | {"epoch": 1, "step": 1000})
    history.extend(np.arange(1, 1001), losses, [epoch])
    made.set_history(history, 1000)
    made.show()
    made.draw_now()
    return made
