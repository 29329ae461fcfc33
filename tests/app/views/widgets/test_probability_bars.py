"""Ten bars that glide."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from app.views.widgets.probability_bars import ProbabilityBars, whole_percent

SEVEN = np.full(10, 0.01, np.float32)
SEVEN[7] = 0.91
ONE = np.roll(SEVEN, 4)


@pytest.fixture
def bars(look, qtbot) -> ProbabilityBars:
    made = ProbabilityBars()
    qtbot.addWidget(made)
    made.resize(320, 240)
    made.show()
    return made


def test_without_motion_bars_are_there_at_once(bars: ProbabilityBars) -> None:
    bars.set_probabilities(SEVEN)
    assert bars.lengths == pytest.approx(SEVEN)
    assert bars.best == 7
    assert bars.accessibleDescription() == "7, 91\u202f%"


def test_bars_glide_and_are_redirected_from_where_they_are(
    bars: ProbabilityBars, look, qtbot
) -> None:
    look.reduced_motion = False
    bars.set_probabilities(SEVEN)
    assert 0 < bars.lengths[7] < 0.5 * SEVEN[7]  # the first step is taken at once
    qtbot.waitUntil(lambda: bars.lengths[7] > 0.5 * SEVEN[7])
    under_way = bars.lengths
    bars.set_probabilities(ONE)
    assert bars.lengths == pytest.approx(under_way, abs=0.3)
    assert bars.best == 1
    qtbot.waitUntil(lambda: bool(np.allclose(bars.lengths, ONE)))


def test_only_rows_that_change_are_painted(bars: ProbabilityBars, qtbot) -> None:
    bars.set_probabilities(SEVEN)
    QApplication.processEvents()
    painted = Painted(bars)
    bars.set_probabilities(ONE)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    middles = [QPoint(160, round((digit + 0.5) * bars.height() / 10)) for digit in range(10)]
    assert [digit for digit, at in enumerate(middles) if painted.region.contains(at)] == [1, 7]


class Painted(QObject):
    """region: what was painted of a widget from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region |= event.region()
        return False


def test_nothing_to_show_empties_them(bars: ProbabilityBars) -> None:
    bars.set_probabilities(SEVEN)
    bars.set_probabilities(None)
    assert bars.best is None
    assert not bars.lengths.any()
    assert bars.accessibleDescription() == ""


def test_the_best_bar_stands_out_by_more_than_colour(bars: ProbabilityBars) -> None:
    """It is thicker than the others, even where another is as long."""
    bars.set_probabilities(np.array([0.45, 0.55, *[0.0] * 8], np.float32))
    image = bars.grab().toImage()
    ground = image.pixelColor(60, 0).name()

    def thickness(row: int) -> int:
        rows = range(24 * row, 24 * (row + 1))
        return sum(image.pixelColor(60, y).name() != ground for y in rows)

    assert thickness(1) > thickness(0) > thickness(5) > 0


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "0"), (0.004, "0"), (0.5, "50"), (0.994, "99"), (0.996, ">99"), (1.0, ">99")],
)
def test_whole_percent(share: float, told: str) -> None:
    assert whole_percent(share) == f"{told}\u202f%"
