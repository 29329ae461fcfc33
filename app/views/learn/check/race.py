"""Train with my code: the learner's loss beside the reference's, batch by batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background.digit_request import NAMES, READING, DigitRequest
from app.background.loading import Loaded, Loader, LoadFailed
from app.background.racing import Race, RaceEnd, RaceLosses
from app.look import figures
from app.views.learn.check.detail import Problem, Traceback
from app.views.learn.check.race_plot import RacePlot
from app.views.learn.verdict import Verdict
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS, Split
from core.files.plain_text import plain

PART_TOLERANCE = 1e-3  # of the loss: less is rounding that has grown with the steps
NOT_SHOWN = "How the training ended could not be shown. Train again."
NOT_TRAINED = "Not trained yet."


class RacePane(QWidget):
    """Starts and stops a training with the learner's functions, and shows its losses.

    line_wanted: show this line of the file.
    """

    line_wanted = Signal(int)

    def __init__(self, race: Race, loader: Loader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._race, self._loader = race, loader
        self._path: Path | None = None
        self._digits = DigitRequest(loader, self)
        self._parting_step = 0
        self.sources = QComboBox()
        self.sources.setAccessibleName("Digits to train on")
        self.sources.setToolTip("Digits to train on")
        for source, name in NAMES.items():
            self.sources.addItem(name, source)
        self.go = QPushButton("Train")
        self.verdict = Verdict()
        self.about = PlainLabel(race.in_words)
        self.about.setProperty("role", "note")
        self.about.setWordWrap(True)
        self.plot = RacePlot()
        self.traceback = Traceback()
        self.traceback.hide()
        self.problem = Problem()
        self.problem.hide()
        self._lay_out()
        self._connect()

    def set_file(self, path: Path | None) -> None:
        """path: of the file whose functions train; a training that runs is stopped."""
        self._race.stop()
        self._path = path

    @Slot()
    def start(self) -> None:
        """Train from the first step on the chosen digits; load them first if need be."""
        self._digits.ask(self.sources.currentData(), self._begin)

    def choose_data(self) -> None:
        """Choose MNIST if it is on this computer, else the starter digits."""
        self.sources.setCurrentIndex(self.sources.findData(self._loader.first_source))

    def _begin(self, split: Split) -> None:
        if self._path is not None:
            self._race.start(self._path, split)

    @Slot(str)
    def _on_waiting(self, source: str) -> None:
        """What follows the wait, if anything, says more."""
        if source:
            self.verdict.say("running", READING[source])
        else:
            self.verdict.say("absent", NOT_TRAINED)

    @Slot()
    def _on_go(self) -> None:
        if self._race.is_running:
            self._race.stop()
        else:
            self.start()

    @Slot(int)
    def _on_started(self, total_steps: int) -> None:
        self._parting_step = 0
        self.plot.begin(total_steps)
        self._show_problem("", "", None)
        self.go.setText("Stop")
        self.verdict.say("running", "Training…")

    @Slot(object)
    def _on_lap(self, lap: RaceLosses) -> None:
        done = len(self.plot.mine)
        apart = np.abs(lap.mine - lap.reference) > PART_TOLERANCE * (1 + np.abs(lap.reference))
        if not self._parting_step and (apart | ~np.isfinite(lap.mine)).any():
            self._parting_step = done + int((apart | ~np.isfinite(lap.mine)).argmax()) + 1
        self.plot.extend(lap.mine, lap.reference)
        self.verdict.say("running", f"Training… step {figures.count(len(self.plot.mine))}")

    @Slot(object)
    def _on_ended(self, end: RaceEnd) -> None:
        self.go.setText("Train again")
        self.verdict.say("failed", NOT_SHOWN)
        self._show_problem(end.problem, end.traceback, end.line)
        steps = figures.count(len(self.plot.mine))
        if end.problem:
            self.verdict.say("failed", f"Your code stopped after {steps} steps")
        elif end.stopped:
            self.verdict.say("absent", f"Stopped after {steps} steps. {self._comparison()}")
        else:
            self.verdict.say("wrong" if self._parting_step else "right", self._comparison())

    def _comparison(self) -> str:
        if not len(self.plot.mine):
            return ""
        if self._parting_step:
            return f"The losses part at step {figures.count(self._parting_step)}."
        return "Your loss is the reference’s, step by step."

    def _show_problem(self, sentence: str, traceback: str, line: int | None) -> None:
        self.problem.say(sentence, line)
        self.traceback.show_traceback(traceback)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        is_of_digits = loaded.split.class_names == DIGITS  # which the lesson is about
        if is_of_digits and self.sources.findData(loaded.source) < 0:
            self.sources.addItem(plain(loaded.split.name), loaded.source)

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        instead = " Choose the starter digits, or download it on Data." if failed.missing else ""
        self.verdict.say("warning", failed.sentence + instead)

    def _connect(self) -> None:
        self.go.clicked.connect(self._on_go)
        self.traceback.line_wanted.connect(self.line_wanted)
        self.problem.line_wanted.connect(self.line_wanted)
        self._race.started.connect(self._on_started)
        self._race.lap.connect(self._on_lap)
        self._race.ended.connect(self._on_ended)
        self._loader.loaded.connect(self._on_loaded)
        self._digits.waiting.connect(self._on_waiting)
        self._digits.failed.connect(self._on_failed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sources)
        row.addWidget(self.go)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.about)
        layout.addWidget(self.verdict)
        layout.addWidget(self.problem)
        layout.addWidget(self.traceback)
        layout.addWidget(self.plot, 1)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.verdict.say("absent", NOT_TRAINED)
