"""Whatever a hand does on a plot, its axes stay where numbers can be drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.background.training.history import History
from app.views.train.charts import Charts
from app.views.widgets.plot.axes import EndLabel
from app.views.widgets.plot.bounded_view import CLOSEST, FURTHEST, near_home
from core.network.reports import EpochReport

NUMBER = st.floats(-1e300, 1e300)


@given(NUMBER, NUMBER, st.floats(-100, 100), st.floats(1e-3, 1e9))
def test_a_range_near_home(low: float, high: float, start: float, length: float) -> None:
    low, high = min(low, high), max(low, high)
    home = start * length, (start + 1) * length
    unit = home[1] - home[0]
    near = near_home(low, high, home)
    room = (FURTHEST + 1e-9) * unit
    assert home[0] - room <= near[0] < near[1] <= home[1] + room
    assert near[1] - near[0] >= CLOSEST * unit * 0.99


def test_what_is_near_stays_as_it_is() -> None:
    assert near_home(0.25, 0.5, (0.0, 1.0)) == (0.25, 0.5)


def turn(charts: Charts, delta: int, at: QPoint) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place,
        QPointF(charts.mapToGlobal(at)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(charts.viewport(), event)


def move(charts: Charts, kind: QEvent.Type, button: Qt.MouseButton, place: float) -> None:
    at = QPointF(place, place / 2)
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    pressed = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, charts.mapToGlobal(at), pressed, held, modifiers)
    QApplication.sendEvent(charts.viewport(), event)


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("delta", [120, -120, 100_000, -100_000, 2**31 - 1, 1 - 2**31])
def test_the_wheel_turns_for_ever(charts: Charts, logarithmic: bool, delta: int, qtbot) -> None:
    charts.set_logarithmic(logarithmic)
    for at in (QPoint(200, 100), QPoint(20, 100), QPoint(200, 400), QPoint(200, 470)):
        for _ in range(60):
            turn(charts, delta, at)
        charts.draw_now()
        charts.grab()
        for plot in charts.plots:
            for axis, home in zip(plot.view.viewRange(), plot.view.home, strict=True):
                unit = home[1] - home[0]
                assert all(map(math.isfinite, axis))
                assert CLOSEST * unit * 0.9 <= axis[1] - axis[0]
                assert axis[1] - axis[0] <= (2 * FURTHEST + 1) * unit * 1.01


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_a_drag_far_away(charts: Charts, button: Qt.MouseButton, qtbot) -> None:
    charts.set_logarithmic(True)
    for _ in range(20):
        move(charts, QEvent.Type.MouseButtonPress, button, 200)
        for far in (300, 1_000, 10_000, 30_000):
            move(charts, QEvent.Type.MouseMove, button, far)
        move(charts, QEvent.Type.MouseButtonRelease, button, 30_000)
    assert not charts.following
    charts.draw_now()
    charts.grab()
    for plot in charts.plots:
        assert np.isfinite(plot.view.viewRange()).all()


def test_a_curve_leaves_out_what_is_not_finite(charts: Charts) -> None:
    curve = charts._raw
    curve.setData(np.arange(4.0), np.array([1.0, np.nan, np.inf, 2.0]))
    assert curve._points.count() == 2
    charts.loss.ends.set_labels(3, [EndLabel(math.nan, "–", "ink"), EndLabel(1.0, "1", "ink")])
    assert charts.loss.ends.texts() == ["1"]
    before = charts.loss.view.viewRange()
    for low, high in ((0.0, 0.0), (math.nan, 1.0), (0.0, math.inf), (2.0, 1.0)):
        charts.loss.fit_y(low, high)
    assert charts.loss.view.viewRange() == before


def test_a_run_that_held_nothing_out_is_drawn(charts: Charts) -> None:
    history = History(10)
    epoch = EpochReport(
        **dict.fromkeys(EpochReport._fields, math.nan)
        | {"epoch": 1, "step": 10, "train_loss": 0.5, "train_accuracy": 0.9}
    )
    history.extend(np.arange(1, 11), np.linspace(2, 1, 10, dtype=np.float32), [epoch])
    for logarithmic in (True, False):
        charts.set_history(history, 10)
        charts.set_logarithmic(logarithmic)
        charts.draw_now()
        charts.grab()
    assert charts.accuracy.ends.texts() == ["training 90.0\u202f%"]


@pytest.mark.parametrize("side", [1, 3, 30])
def test_a_tiny_plot(charts: Charts, side: int) -> None:
    charts.resize(side, side)
    charts.draw_now()
    turn(charts, 120, QPoint(0, 0))
    QTest.mouseMove(charts.viewport(), QPoint(0, 0))
    charts.grab()
