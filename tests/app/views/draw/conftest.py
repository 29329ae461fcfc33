"""The Draw view with a network that reads whatever a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice

import numpy as np
import pytest

from app.actions import Actions
from app.background.tasks import close_all
from app.views.draw.draw_view import DrawView
from app.views.draw.sheet import Sheet
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.numbers import NumberReader
from core.reading.reading import Reading


@pytest.fixture
def view(actions: Actions, snapshot: Snapshot, qtbot) -> Iterator[DrawView]:
    made = DrawView(actions)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.set_snapshot(snapshot)
    made.show()
    qtbot.waitExposed(made)
    yield made
    assert close_all(made.pictures.reading.runners)


Put = Callable[[Sheet], None]


@pytest.fixture
def put(view: DrawView, qtbot) -> Put:
    """Lays a sheet on the canvas and waits until it is read."""

    def put_it(sheet: Sheet) -> None:
        with qtbot.waitSignal(view.digit_changed):
            view.canvas.set_drawing(sheet)

    return put_it


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on these are what the network reads, left to right, whatever it is shown."""

    def set_readings(*readings: Reading) -> None:
        def of_images(_: object, images: np.ndarray) -> list[Reading]:
            return list(islice(cycle(readings), images.shape[1]))

        def of_drawings(_: object, drawings: Sequence[Drawing]) -> list[Reading]:
            return list(islice(cycle(readings), len(drawings)))

        monkeypatch.setattr("core.reading.numbers.read_many", of_images)
        monkeypatch.setattr(NumberReader, "_read", of_drawings)
        monkeypatch.setattr(NumberReader, "_judge", lambda _, drawings: np.ones(len(drawings)))

    return set_readings
