"""A hand to teach in a folder of its own, and a fine-tuning that takes a blink."""

import math
from datetime import UTC, datetime

import pytest
import shiboken6

from app.state.my_handwriting import MyHandwriting
from app.state.network_in_use import NetworkInUse
from core.ink.strokes import Drawing
from core.reading import fine_tuning


def zigzag(k: int) -> Drawing:
    """A different drawing for each k."""
    return Drawing.from_lists([[[0.2, 0.2], [0.8, 0.3 + 0.4 * math.sin(k)], [0.3, 0.8]]])


@pytest.fixture
def quick_learning(monkeypatch):
    for name, value in (("STEPS", 5), ("STARTER_REPLAY", 200), ("STARTER_TEST", 50)):
        monkeypatch.setattr(fine_tuning, name, value)


@pytest.fixture
def network(look, tmp_path, snapshot, monkeypatch):
    monkeypatch.setattr("app.state.network_in_use.model_file.shipped", lambda: snapshot)
    made = NetworkInUse(tmp_path / "models")
    made.use_shipped()
    return made


@pytest.fixture
def hand(tmp_path, session, loader, network, quick_learning):
    when = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    made = MyHandwriting(tmp_path / "hand", session, loader, network, now=lambda: when)
    yield made
    shiboken6.delete(made)  # else it is collected in whatever thread needs room
