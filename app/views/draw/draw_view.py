"""Draw: write a digit and see it read, as the pen goes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app import theme
from app.actions import Actions
from app.recognition import recognise
from app.views.draw.answer import Answer
from app.views.draw.canvas import BRUSH_LARGEST, BRUSH_SMALLEST, Canvas
from core.ink.strokes import Drawing
from core.reading import Reading
from core.snapshots import Snapshot

CANVAS_LARGEST = 960
TOOLS_HEIGHT = 36
ANSWER_WIDTHS = (304, 380)
NO_NETWORK = "Open one with File › Open network…, or train one under Train."


class DrawView(QWidget):
    """The canvas, its tools, and the answer beside it.

    drawing_changed and prediction_changed come at most once a frame while the pen moves.
    """

    drawing_changed = Signal(object)  # Drawing
    prediction_changed = Signal(object)  # Reading or None
    brush_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._snapshot: Snapshot | None = None
        self._no_network = NO_NETWORK
        self._prediction: Reading | None = None
        self.canvas = Canvas(self)
        self.answer = Answer(self)
        self._brush = QSlider(Qt.Orientation.Horizontal)
        self._tools = self._make_tools()
        self.canvas.drawing_changed.connect(self._read)
        self.canvas.history_changed.connect(self._update_actions)
        for name, act in (
            ("undo", self.canvas.undo),
            ("redo", self.canvas.redo),
            ("clear", self.canvas.clear),
            ("copy-answer", self.copy_answer),
        ):
            actions.connect(name, act)
        self._update_actions()
        self._show()

    @property
    def drawing(self) -> Drawing:
        return self.canvas.drawing

    @property
    def prediction(self) -> Reading | None:
        """What is read now; None when the canvas is blank or there is no network."""
        return self._prediction

    def set_snapshot(self, snapshot: Snapshot | None, reason: str = "") -> None:
        """Read with this network from now on; None when there is none, for this `reason`."""
        self._snapshot = snapshot
        self._no_network = f"{reason} {NO_NETWORK}".strip()
        self._read(self.canvas.drawing)

    def set_brush(self, brush: float) -> None:
        """Width of the pen as a share of the canvas's side."""
        self._brush.setValue(round(brush * 1000))

    def copy_answer(self) -> None:
        """Put the digit on the clipboard."""
        if self._prediction is not None:
            QGuiApplication.clipboard().setText(str(self._prediction.digit))

    def _read(self, drawing: Drawing) -> None:
        self._prediction = None
        if self._snapshot is not None:
            self._prediction = recognise(drawing, self._snapshot)
        self._show()
        self._update_actions()
        self.drawing_changed.emit(drawing)
        self.prediction_changed.emit(self._prediction)

    def _show(self) -> None:
        if self._snapshot is None:
            self.answer.show_no_network(self._no_network)
        else:
            self.answer.show_prediction(self._prediction)

    def _update_actions(self) -> None:
        for name, enabled in (
            ("undo", self.canvas.can_undo),
            ("redo", self.canvas.can_redo),
            ("clear", not self.canvas.drawing.is_blank),
            ("copy-answer", self._prediction is not None),
        ):
            self._actions[name].setEnabled(enabled)

    def _make_tools(self) -> QWidget:
        look = theme.tokens()
        tools = QWidget(self)
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space_2)
        self._brush.setRange(round(BRUSH_SMALLEST * 1000), round(BRUSH_LARGEST * 1000))
        self._brush.setPageStep(20)
        self._brush.setValue(round(self.canvas.brush * 1000))
        self._brush.setMaximumWidth(200)
        self._brush.setToolTip("Width of the pen; the network always sees the same width")
        self._brush.valueChanged.connect(self._on_brush)
        label = QLabel("Pen")
        label.setProperty("role", "sentence")
        self._brush.setAccessibleName("Width of the pen")
        row.addWidget(label)
        row.addWidget(self._brush, 1)
        row.addStretch(1)
        for name in ("undo", "redo", "clear"):
            button = QToolButton()
            button.setDefaultAction(self._actions[name])
            button.setIconSize(QSize(20, 20))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        return tools

    def _on_brush(self, thousandths: int) -> None:
        self.canvas.set_brush(thousandths / 1000)
        self.brush_changed.emit(self.canvas.brush)

    def minimumSizeHint(self) -> QSize:
        least = self.answer.minimumSizeHint().height() + 2 * theme.tokens().space_4
        return QSize(ANSWER_WIDTHS[0] + 360, least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Canvas and answer side by side in the middle, the canvas as large as can be."""
        super().resizeEvent(event)
        look = theme.tokens()
        margin, gap = look.space_4, look.space_5
        wide, high = self.width() - 2 * margin - gap, self.height() - 2 * margin
        below = TOOLS_HEIGHT + look.space_3
        answer = min(max(wide - (high - below), ANSWER_WIDTHS[0]), ANSWER_WIDTHS[1])
        side = max(1, min(wide - answer, high - below, CANVAS_LARGEST))
        corner = QPoint(
            (self.width() - side - gap - answer) // 2, (self.height() - side - below) // 2
        )
        self.canvas.setGeometry(QRect(corner, QSize(side, side)))
        beneath = corner + QPoint(0, side + look.space_3)
        self._tools.setGeometry(QRect(beneath, QSize(side, TOOLS_HEIGHT)))
        beside = corner + QPoint(side + gap, 0)
        tall = max(side, self.answer.minimumSizeHint().height())
        self.answer.setGeometry(QRect(beside, QSize(answer, tall)))
