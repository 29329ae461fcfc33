"""Curves: is it as sure as it is right, what does refusing cost; and those of other images."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look import figures
from app.views.data.mistakes.robustness_pane import RobustnessPane
from app.views.data.mistakes.share_plot import SharePlot, percent
from app.views.data.mistakes.words import class_share, share
from app.views.widgets.folding import Folding
from app.views.widgets.place_slider import PlaceSlider
from app.views.widgets.plain import PlainLabel
from core.evaluation.figures import SetFigures
from core.evaluation.refusing import LIMITS, Refusing
from core.evaluation.robustness import share_interval

WIDE = 640  # at 100 %: with less room plots stand below one another


class CalibrationPlot(SharePlot):
    """How often answers of each confidence are right; on the thin line it is as sure as right."""

    def __init__(self) -> None:
        super().__init__(
            "As sure as right?", "How sure it is, and how often right, will stand here.", percent
        )
        self._ideal = self.plot.add_curve("outline", 1.0)
        self._curve = self.plot.add_curve("accent", 1.5)
        self._marks = self.plot.add_marks("accent", 7)
        self._bars = self.add_error_bars("ink_soft")
        self._found: SetFigures | None = None
        self.read = self._words_at
        self.dress()

    def set_figures(self, found: SetFigures | None) -> None:
        self._found = found
        has_any = found is not None and found.reliability.counts.any()
        self.plot.set_empty(not has_any)
        ends = np.array([0.0, 1.0]) if has_any else np.empty(0)
        self.rest(_error_words(found) if found is not None and has_any else "")
        sure, right, bounds = np.empty(0), np.empty(0), np.empty((0, 2))
        if found is not None and has_any:
            bins = found.reliability
            full = bins.counts > 0
            sure, right, counts = bins.sureness[full], bins.right[full], bins.counts[full]
            bounds = np.array([_interval(*each) for each in zip(right, counts, strict=True)])
        self.fit(0, 100, 0)
        self._ideal.setData(100 * ends, ends)
        self._curve.setData(100 * sure, right)
        self._marks.setData(100 * sure, right)
        self._bars.set_bars(100 * sure, bounds[:, 0], bounds[:, 1])

    def _words_at(self, x: float) -> str:
        assert self._found is not None
        bins = self._found.reliability
        k = min(max(int(x / 100 * len(bins.counts)), 0), len(bins.counts) - 1)
        count = int(bins.counts[k])
        if not count:
            return "no answer is that sure"
        right = class_share(float(bins.right[k]))
        return f"{figures.count(count)} answers, {right} right"


def _error_words(found: SetFigures) -> str:
    return f"across how sure, up how often right; error {share(found.reliability.error)}"


def _interval(right: float, count: int) -> tuple[float, float]:
    """What the share of all answers that are this sure lies in."""
    return share_interval(round(right * count), int(count))


class RefusingPlot(SharePlot):
    """The share right against the share answered; a line to drag sets the limit of “not sure”.

    limit_wanted: the limit that the line was dragged to.
    """

    limit_wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__(
            "Answered, and right",
            "What refusing unsure answers costs and gains will stand here.",
            percent,
        )
        self._curve = self.plot.add_curve("accent", 1.5)
        self._mark = self.plot.add_marks("accent", 9)
        self.line = self.plot.add_line("accent", 1.5, Qt.PenStyle.DashLine, vertical=True)
        self.line.setMovable(True)
        self.line.setCursor(Qt.CursorShape.SizeHorCursor)
        self.line.sigDragged.connect(self._on_dragged)
        self._points: list[Refusing] = []
        self.dress()

    def set_points(self, found: list[Refusing]) -> None:
        """found: of rising limits."""
        self._points = [each for each in found if each.answered]
        self.plot.set_empty(not self._points)
        self.rest("across answered, up right of these" if self._points else "")
        self.line.setVisible(bool(self._points))
        answered = np.array([each.answered_share for each in self._points])[::-1]
        right = np.array([each.right_share for each in self._points], np.float64)[::-1]
        self.fit(0, 100, float(right.min(initial=1.0)))
        self._curve.setData(100 * answered, right)

    def show_point(self, point: Refusing) -> None:
        """Put the line and the mark where the limit is."""
        x = np.array([100 * point.answered_share])
        right = np.nan if point.right_share is None else point.right_share
        self._mark.setData(x, np.array([right]))
        self.line.setValue(100 * point.answered_share)

    def _on_dragged(self) -> None:
        if self._points:
            wanted = self.line.value() / 100
            nearest = min(self._points, key=lambda each: abs(each.answered_share - wanted))
            self.limit_wanted.emit(nearest.limit)


class RefusingPane(QWidget):
    """The curve, and beneath it a slider for the limit with what that means in words."""

    def __init__(self) -> None:
        super().__init__()
        self._found: SetFigures | None = None
        self.plot = RefusingPlot()
        self.slider = PlaceSlider()
        self.slider.setRange(0, LIMITS - 1)
        self.slider.setPageStep(LIMITS // 20)
        self.slider.setValue(round(0.8 * (LIMITS - 1)))
        self.slider.setAccessibleName("Limit of “not sure”")
        self.words = PlainLabel()
        self.words.setProperty("role", "note")
        self.words.setWordWrap(True)
        self.slider.valueChanged.connect(self._show)
        self.plot.limit_wanted.connect(self._on_limit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.slider)
        layout.addWidget(self.words)
        self.set_figures(None)

    def set_figures(self, found: SetFigures | None) -> None:
        self._found = found
        self.slider.setEnabled(found is not None)
        self.plot.set_points(found.refusing.curve() if found else [])
        self._show()

    @property
    def limit(self) -> float:
        return self.slider.value() / (LIMITS - 1)

    @Slot()
    def _show(self) -> None:
        if self._found is None:
            self.words.setText("")
            return
        point = self._found.refusing.at(self.limit)
        self.plot.show_point(point)
        self.words.setText(
            f"“Not sure” below {figures.percent(point.limit)}: {share(point.answered_share)} are "
            f"answered, {share(point.right_share)} of these right."
        )

    @Slot(float)
    def _on_limit(self, limit: float) -> None:
        self.slider.setValue(round(limit * (LIMITS - 1)))


class CurvesPage(QWidget):
    """Calibration and refusing beside each other, and beneath them how it stands other images."""

    def __init__(self) -> None:
        super().__init__()
        self.calibration = CalibrationPlot()
        self.refusing = RefusingPane()
        self.robustness = RobustnessPane()
        top = Folding(WIDE)
        top.add(self.calibration, 1)
        top.add(self.refusing, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(top, 1)
        layout.addWidget(self.robustness, 2)
        self.set_figures(None)

    def set_figures(self, found: SetFigures | None) -> None:
        self.calibration.set_figures(found)
        self.refusing.set_figures(found)
