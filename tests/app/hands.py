"""A hand to teach in a folder of its own, and a fine-tuning that takes a blink."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
import shiboken6

from app.state.my_handwriting import MyHandwriting
from app.state.network_in_use import NetworkInUse
from core.ink.strokes import Drawing
from core.network.evaluation import Evaluation
from core.reading import fine_tuning
from core.reading.fine_tuning import BeforeAfter, CrossValidation, FineTuning


def zigzag(k: int) -> Drawing:
    """A different drawing for each k."""
    return Drawing.from_lists([[[0.2, 0.2], [0.8, 0.3 + 0.4 * math.sin(k)], [0.3, 0.8]]])


def lesson_result(
    mine: tuple[int, int, int], others: tuple[int, int], *, count: int = 10_000, network=None
) -> FineTuning:
    """mine: how many drawings, and how many are read right before and after. others: how many of
    `count` digits of other people are, before and after."""
    evaluations = [
        Evaluation(0.1, np.array([[right, count - right], [0, 0]], np.int64)) for right in others
    ]
    return FineTuning(
        network, CrossValidation(*mine), BeforeAfter(*evaluations), "Starter digits", 0.3
    )


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
