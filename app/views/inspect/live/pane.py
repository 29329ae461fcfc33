"""Live gradients: what each step does to each layer, while the network learns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.background.training.gradient_history import GradientHistory
from app.look import figures, sizes, theme
from app.views.inspect.live.export import (
    Export,
    array_export,
    figures_export,
    histogram_export,
    norms_export,
    page_export,
)
from app.views.inspect.live.heatmap import Heatmap, LayerArray, array_of
from app.views.inspect.live.histogram import HistogramView
from app.views.inspect.live.norms_plot import ROOM, NormsPlot
from app.views.inspect.live.rows import HEAD, ROW, LayerRows
from app.views.inspect.live.words import step_in_words
from app.views.widgets.buttons import text_button
from app.views.widgets.exports import Entry, ExportMenu, ask_and_write
from app.views.widgets.folding import Folding
from app.views.widgets.frames import Frames
from app.views.widgets.labels import SteadyLabel, hairline
from app.views.widgets.plain import PlainLabel
from core.errors import DigitLabError
from core.inspection.statistics import Inspection

FRAME_MILLISECONDS = 200  # figures that change faster cannot be read
FRAME_SHARE = 25
MESSAGE_MILLISECONDS = 12_000
ROWS_SHARE = 0.32  # of the height, at most
EMPTY_WIDTH = 440  # at 100 %, as those below
LEAST_PART = 380, 216
WIDE = 780  # with less room the plots stand below the picture of the array
EMPTY_WORDS = (
    "While a network trains, every step has a gradient: dW for the weights of a layer, db for its "
    "biases. Here you will see how large they are in each layer, which are 0, and what they look "
    "like."
)


class LivePane(QWidget):
    """run_wanted: the empty pane's button was pressed.

    Draws every FRAME_MILLISECONDS at most, and never while hidden or held.
    """

    run_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._latest: tuple[Inspection, GradientHistory] | None = None
        self._drawn: tuple[Inspection, GradientHistory, int] | None = None
        self._ended: int | None = None
        self.step_line = SteadyLabel()
        self.message = PlainLabel()
        self.message.setWordWrap(True)
        self.message.hide()
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.timeout.connect(self.message.hide)
        self.frames = Frames(self, self._draw, milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE)
        self.rows = LayerRows(self.frames)
        self.heatmap = Heatmap(self.frames)
        self.plot = NormsPlot(self.frames)
        self.histogram = HistogramView(self.frames, ROOM)
        self._make_tools()
        self._stack = QStackedLayout(self)
        self._empty = _empty_page(self.run_wanted.emit)
        self._full = self._make_full()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._full)
        self.rows.chosen.connect(self._on_chosen)
        self.heatmap.kind_chosen.connect(self._on_chosen)

    @property
    def is_empty(self) -> bool:
        return self._latest is None

    @property
    def is_held(self) -> bool:
        return self.hold.isChecked()

    def show_inspection(self, inspection: Inspection, history: GradientHistory) -> None:
        """Show the newest step, unless one is held. `history` has it, and may already have later
        ones."""
        self._latest = inspection, history
        self._stack.setCurrentWidget(self._full)
        if self.is_held:
            self._show_step()
        else:
            self.frames.ask()

    def set_run(self, total: int) -> None:
        """The run has `total` steps, as things stand."""
        self.plot.set_run(total)

    def clear(self) -> None:
        """Forget everything: another run begins."""
        self.frames.drop()
        self._latest = self._drawn = None
        self._ended = None
        self.plot.set_history(GradientHistory(), 0, 1)
        self.hold.setChecked(False)
        self.say("")
        self._stack.setCurrentWidget(self._empty)

    def set_ended(self, step: int) -> None:
        """The run is over. step: its last one, which need not have been measured."""
        self._ended = step
        self.frames.ask()

    def inspection(self) -> Inspection:
        """The step on the screen. Raises DigitLabError when there is none."""
        return self._now()[0]

    def array(self) -> LayerArray:
        """The array on the heatmap. Raises DigitLabError when there is none."""
        return array_of(self.inspection(), self.rows.layer, self.heatmap.kind)

    def exports(self) -> dict[str, Export]:
        """What can be exported now, by name. Raises DigitLabError when nothing is shown."""
        inspection, history, length = self._now()
        return {
            "array": array_export(self.heatmap.matrix),
            "histogram": histogram_export(self.histogram, f"dW{self.rows.layer}"),
            "norms": norms_export(self.plot, history, length),
            "figures": figures_export(inspection),
            "page": page_export(self, inspection.step.step),
        }

    def export(self, name: str, path: Path | None = None) -> None:
        """Write the export `name` of exports() to `path`; without it, ask for one."""
        self.say("")
        export = self.exports()[name]
        ask_and_write(self, export.name, export.formats, self.say, path)

    def say(self, text: str, role: str = "note") -> None:
        """Show a sentence beneath the top line for MESSAGE_MILLISECONDS; none for “”."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        theme.repolish(self.message, role)
        self._message_timer.start(MESSAGE_MILLISECONDS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.is_held:
            self.frames.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.frames.drop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()
        if self._drawn:
            self.frames.ask()

    def _make_tools(self) -> None:
        self.hold = text_button("pause", "Hold", lambda: None, "Keep this step on the screen")
        self.hold.setCheckable(True)
        self.hold.setObjectName("hold")
        self.hold.toggled.connect(self._on_hold)
        self.menu = ExportMenu(self, "Export…", self._exports_by_words)

    def _exports_by_words(self) -> Iterator[Entry]:
        if self._drawn is None:  # a run has begun, and nothing of it is drawn yet
            return
        for name, each in self.exports().items():
            yield each.words, partial(self.export, name)

    def _make_full(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.step_line, 1)
        top.addWidget(self.hold)
        top.addWidget(self.menu.button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.plot, 3)
        right.addWidget(self.histogram, 2)
        plots = QWidget()
        plots.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        beneath = Folding(WIDE)
        beneath.add(self.heatmap, 1)
        beneath.add_divider(hairline(lying=False))
        beneath.add(plots, 1)
        for part in (self.heatmap, plots):
            sizes.set_least(part, *LEAST_PART)
        for part in (self.heatmap, self.plot):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.message)
        layout.addWidget(self.rows)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(beneath, 1)
        return page

    def _draw(self) -> Iterator[None]:
        """Draw a frame: the newest step, unless another one is held. Part by part, each of which is
        painted before the next one, so that nothing else has to wait for all of them."""
        if self._latest is None:
            return
        if not (self.is_held and self._drawn):
            inspection, history = self._latest
            depth = len(self._drawn[0].layers) if self._drawn else 0
            length = int(np.searchsorted(history.steps, inspection.step.step, side="right"))
            self._drawn = inspection, history, length
            self.rows.set_inspection(inspection)
            if depth != len(inspection.layers):
                self._fit_rows()
        self._show_step()
        yield
        yield from self._draw_chosen()

    def _draw_chosen(self) -> Iterator[None]:
        if self._drawn is None:
            return
        inspection, history, length = self._drawn
        layer = self.rows.layer
        self.heatmap.set_array(array_of(inspection, layer, self.heatmap.kind))
        yield
        self.plot.set_history(
            history, length, layer, whole=self._ended is not None and not self.is_held
        )
        yield
        self.histogram.set_histogram(
            figures.symbol(f"dW{layer}"), inspection.layers[layer - 1].histogram
        )

    def _show_step(self) -> None:
        if self._drawn is not None and self._latest is not None:
            newest = self._latest[0].step.step
            self.step_line.setText(
                step_in_words(
                    self._drawn[0].step, is_held=self.is_held, newest=newest, ended=self._ended
                )
            )

    def _now(self) -> tuple[Inspection, GradientHistory, int]:
        self.frames.finish()  # all parts show the same step
        if self._drawn is None:
            raise DigitLabError("There are no gradients to export yet. Train a network first.")
        return self._drawn

    def _fit_rows(self) -> None:
        height = self.rows.sizeHint().height()
        most = max(int(self.height() * ROWS_SHARE), theme.px(HEAD) + 2 * theme.px(ROW))
        self.rows.setFixedHeight(min(height, most))
        if layout := self._full.layout():
            layout.activate()  # what is drawn next fits the room it will have
        self.rows.set_range()

    @Slot(bool)
    def _on_hold(self, held: bool) -> None:
        self._show_step()
        if not held:
            self.frames.ask()

    def _on_chosen(self, *_: object) -> None:
        for _part in self._draw_chosen():
            pass


def _empty_page(train: Callable[[], None]) -> QWidget:
    """The page before there is a gradient. train: called when its button is pressed."""
    page, column = QWidget(), QWidget()
    heading, words = PlainLabel("Gradients, live"), PlainLabel(EMPTY_WORDS)
    heading.setProperty("role", "heading")
    words.setProperty("role", "sentence")
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    button = text_button("train", "Train a network", train)
    button.setObjectName("train")
    sizes.set_width(column, EMPTY_WIDTH)
    layout = QVBoxLayout(column)
    layout.setSpacing(16)
    layout.addStretch(2)
    layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addWidget(words)
    layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(3)
    middle = QHBoxLayout(page)
    middle.addWidget(column)
    return page
