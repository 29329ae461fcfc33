"""Time machine: a run gone through again, by the networks that were kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.background.replaying import KeptFrames, ReplayMeter
from app.background.right_of_way import WINDOW
from app.background.training.history import History
from app.background.training.messages import Branch
from app.look import figures, sizes
from app.state.drawn_digit import DrawnDigit
from app.views.runs.replay.curve import ReplayCurve
from app.views.runs.replay.matrix import SmallMatrix
from app.views.runs.replay.norms import GradientBars
from app.views.runs.replay.transport import Transport
from app.views.widgets.buttons import text_button
from app.views.widgets.folding import Folding
from app.views.widgets.frames import Frames
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.network_picture.picture import NetworkPicture
from app.views.widgets.plain import PlainLabel
from app.views.widgets.probability_bars import ProbabilityBars
from app.views.widgets.scrolled import scrolled
from core.data.dataset import DIGITS, Split
from core.errors import DataError
from core.files.recipe_file import to_toml
from core.files.run_file import RunRecord
from core.network.snapshots import Snapshot
from core.runs.replay import GRADIENT_EXAMPLES, nearest_frame

FRAME_MILLISECONDS, FRAME_SHARE = 16, 1
WIDE = 760  # at 100 %, as those below
LEAST_CURVE, LEAST_PICTURE = (280, 110), (280, 200)
NO_FRAMES = "Of this run no networks were kept on the way, so there is nothing to go through."
NO_DIGITS = "The digits of this run are not open; matrix and gradients need them."
NOT_FINITE = "Some numbers of this network are not finite. Go to an earlier step."
MEASURING = "measuring…"


@dataclass(frozen=True, eq=False)
class ReplayedRun:
    """A run to go through. run_id: what the library calls it. name: what the user calls it."""

    run_id: str
    name: str
    record: RunRecord
    history: History
    frames: KeptFrames

    def snapshot(self, index: int) -> Snapshot:
        """The network of one frame. Raises DataError, for another shape, too, and OSError."""
        step, network = int(self.frames.steps[index]), self.record.network
        theta = self.frames.theta(index)
        if theta.shape != network.theta.shape:
            raise DataError("The networks that were kept on the way are not those of this run.")
        facts = {
            "data": self.record.origin.name,
            "steps": step,
            "recipe": to_toml(self.record.recipe),
        }
        return Snapshot(
            network.dimensions,
            network.activation,
            theta,
            f"{self.name}, step {step:,}",
            facts,
            network.class_names,
        )


class ReplayPage(QWidget):
    """branch_wanted: a Branch. use_wanted: a Snapshot to read drawings with. digits_wanted: those
    of the RunRecord; set_digits() brings them."""

    branch_wanted = Signal(object)
    use_wanted = Signal(object)
    digits_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = ReplayMeter(self)
        self.runners = self.meter.runners
        self._run: ReplayedRun | None = None
        self._split: Split | None = None
        self._drawn: NDArray[np.float32] | None = None
        self._drawn_name = ""
        self._network: Snapshot | None = None
        self._index = -1
        self._lasting = ""  # a sentence of the run, not of one of its networks
        self._make_parts()
        self._lay_out()
        self._frames = Frames(
            self, self._show_frame, milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE
        )
        self.transport.moved.connect(self._on_moved)
        self.curve.wanted.connect(self._on_wanted)
        self.meter.measured.connect(self._on_measured)
        self.meter.failed.connect(self._say)
        self.set_run(None)

    def set_run(self, run: ReplayedRun | None, split: Split | None = None) -> None:
        """Show the last network kept of a run, or nothing. split: its digits, where they are
        open."""
        self.meter.stop()
        self._run, self._split, self._network, self._index = run, None, None, -1
        count = 0 if run is None else len(run.frames.steps)
        self.transport.set_count(count)
        if run is None:
            self.curve.set_run(History(), np.empty(0, np.int64))
        else:
            self.curve.set_run(run.history, run.frames.steps)
        for each in (self.branch, self.use):
            each.setEnabled(count > 0)
        if run is not None:
            self.bars.set_class_names(run.record.network.class_names)
        self.words.setText("" if run is None else run.name)
        self._lasting = NO_FRAMES if run is not None and not count else ""
        self._say(self._lasting)
        self.bars.set_probabilities(None)
        self.picture.set_network(None)
        self._show_figures()
        if run is not None and count:
            self._show_frame()
            if split is None:
                self.digits_wanted.emit(run.record)
            else:
                self.set_digits(split)

    def set_digits(self, split: Split | None, why: str = NO_DIGITS) -> None:
        """The digits of the run, to measure its networks on; None where there are none: `why`."""
        self._split = split
        if self._run is None or not len(self._run.frames.steps):
            return
        self._lasting = "" if split is not None else why
        self._say(self._lasting)
        if split is not None:
            self.meter.measure(
                self._run.frames, self._run.record.network, split, self.transport.index
            )
        self._show_image()
        self._show_figures()

    @Slot(object)
    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the chosen one of Draw; None: there is none."""
        self._drawn = None if digit is None else digit.image
        self._drawn_name = "" if digit is None else digit.name
        self._show_image()

    @property
    def index(self) -> int:
        """The frame that is shown, -1 for none."""
        return self._index

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self.transport.press(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.transport.press(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.transport.slider.setFocus()  # else a button takes it, and Space with it

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.transport.pause()
        self._frames.drop()

    def _make_parts(self) -> None:
        self.words = SteadyLabel()
        self.sentence = PlainLabel()
        self.sentence.setProperty("role", "warning")
        self.sentence.setWordWrap(True)
        self.branch = text_button(
            "run", "Branch from here", self._branch, "A new run that begins with this network"
        )
        self.use = text_button(
            "check", "Use this network", self._use, "Read drawings with it from now on"
        )
        self.curve = ReplayCurve()
        self.transport = Transport()
        self.picture = NetworkPicture()
        self.bars = ProbabilityBars()
        self.matrix = SmallMatrix()
        self.norms = GradientBars()
        self.picture_words, self.matrix_words, self.norms_words = (SteadyLabel() for _ in range(3))

    def _lay_out(self) -> None:
        sizes.set_least(self.curve, *LEAST_CURVE)
        sizes.set_least(self.picture, *LEAST_PICTURE)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget, stretch in ((self.words, 1), (self.branch, 0), (self.use, 0)):
            head.addWidget(widget, stretch)
        parts = Folding(WIDE)
        parts.add(_column((self.picture_words, self.picture)), 4)
        parts.add(_column((self.matrix_words, self.matrix)), 3)
        parts.add(_column((self.norms_words, self.norms, self.bars)), 3)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.curve, 2)
        column.addWidget(self.transport)
        column.addWidget(parts, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def _say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    @Slot(int)
    def _on_moved(self, index: int) -> None:
        WINDOW.take()  # so that a run takes no step while a frame is made
        self.meter.look_at(index)
        if self.isVisible():
            self._frames.ask()
        else:
            self._show_frame()

    @Slot(float)
    def _on_wanted(self, step: float) -> None:
        if self._run is not None:
            self.transport.go_to(nearest_frame(self._run.frames.steps, step))

    @Slot(int)
    def _on_measured(self, index: int) -> None:
        if index == self._index:
            self._show_figures()

    def _show_frame(self) -> None:
        """The mark, the words, the network and its answer; figures where they are measured."""
        QTimer.singleShot(0, self, WINDOW.give_back)
        run, index = self._run, self.transport.index
        if run is None or index == self._index:
            return
        self._index = index
        step = int(run.frames.steps[index])
        self.curve.set_mark(step)
        self.words.setText(self._about(step))
        try:
            self._network = run.snapshot(index)
            self._say(self._lasting)
        except (DataError, OSError) as error:
            self._network = None
            self._say(str(error))
        self.picture.set_network(self._network)
        self._show_image()
        self._show_figures()

    def _about(self, step: int) -> str:
        """What stands above the curve, “as it was after step 1,234 of 9,380 · …”."""
        assert self._run is not None
        record, loss = self._run.record, self.curve.loss_at(step)
        last = max(record.steps, int(self._run.frames.steps[-1]))  # it may go on
        when = f"after step {step:,} of {last:,}" if step else "before its first step"
        epoch = sum(each.step <= step for each in record.epochs) + bool(record.epochs)
        parts = [
            f"{self._run.name}, as it was {when}",
            f"epoch {min(epoch, len(record.epochs)):,}" if record.epochs else "",
            f"loss {figures.figure(loss)}" if np.isfinite(loss) else "",
        ]
        return "  ·  ".join(filter(None, parts))

    @property
    def _kind(self) -> str:
        """What an example of the run is called."""
        is_digits = self._run is None or self._run.record.network.class_names == DIGITS
        return "digit" if is_digits else "image"

    def _show_image(self) -> None:
        image, name = self._drawn, self._drawn_name
        if image is None and self._split is not None and len(self._split.test):
            image, name = self._split.test.X(0, 1), f"the first test {self._kind}"
        self.picture.set_image(image)
        self.picture_words.setText(f"Network, reading {name}" if image is not None else "Network")
        flow = self.picture.flow if self._network is not None else None
        self.bars.set_probabilities(None if flow is None else flow.probabilities)

    def _show_figures(self) -> None:
        """Of this frame where they are measured, else those before, faint."""
        found = self.meter.figures.get(self._index)
        if found is None:
            is_expected = self.meter.is_running
            self.matrix.set_waiting(is_expected)
            self.norms.set_waiting(is_expected)
            if not is_expected:
                self.matrix.set_counts(None, ())
                self.norms.set_figures(None)
            words = MEASURING if is_expected else "–"
            self.matrix_words.setText(f"Answers: {words}")
            self.norms_words.setText(f"Gradients: {words}")
            return
        assert self._run is not None
        self.matrix.set_counts(found.confusion, self._run.record.network.class_names)
        self.norms.set_figures(found)
        share = figures.percent(found.accuracy)
        self.matrix_words.setText(f"Answers to {found.tested:,} {self._kind}s: {share} right")
        self.norms_words.setText(f"Gradients of {GRADIENT_EXAMPLES} training {self._kind}s")

    def _branch(self) -> None:
        if self._run is not None and self._network is not None and self._is_usable():
            run, step = self._run, int(self._run.frames.steps[self._index])
            recipe, source = run.record.recipe, run.record.origin.source
            about = run.run_id, run.name, step
            self.branch_wanted.emit(Branch(self._network, recipe, source, *about))

    def _use(self) -> None:
        if self._network is not None and self._is_usable():
            self.use_wanted.emit(self._network)

    def _is_usable(self) -> bool:
        """Whether its numbers are finite; if not, it says so."""
        is_finite = self._network is not None and bool(np.isfinite(self._network.theta).all())
        if not is_finite:
            self._say(NOT_FINITE)
        return is_finite


def _column(widgets: tuple[QWidget, ...]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for each in widgets:
        column.addWidget(each, 0 if isinstance(each, (SteadyLabel, GradientBars)) else 1)
    return made
