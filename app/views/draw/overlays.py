"""What lies over the canvas: a box around each of several digits, and the evidence of pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look import theme
from app.look.tokens import DARK
from app.state.answers import DigitAnswer, number
from app.state.recognition import UNKNOWN, steps_of
from app.views.draw.canvas import Canvas
from app.views.draw.words import AS_YOU_SAY, names_of
from app.views.widgets.probability_bars import whole_percent
from app.views.widgets.why_layer import WhyLayer
from core.inspection.saliency import pixel_evidence
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.reading import MOST_RIVALS, Reading

AROUND = 0.012  # between the ink and its box, as a share of the canvas
TAG_HEIGHT = 20


class DigitBoxes(QWidget):
    """A box around each digit, with what was read and how sure the network is.

    It lets the pen through. The canvas is black in both schemes: the colours are the dark one's.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._answers: tuple[DigitAnswer, ...] = ()
        self._chosen = 0
        self._brush = 0.0
        self.hide()

    @property
    def boxes(self) -> tuple[QRectF, ...]:
        """Around the ink, on the canvas, whose sides go from 0 to 1."""
        return tuple(self._box(each.placed) for each in self._answers)

    @property
    def tags(self) -> tuple[str, ...]:
        """What is written at each box."""
        return tuple(map(_tag, self._answers))

    def set_answers(self, answers: Sequence[DigitAnswer], chosen: int, brush: float) -> None:
        """brush: width of the ink around the digits' boxes, as a share of the canvas."""
        self._answers, self._chosen, self._brush = tuple(answers), chosen, brush
        self.setAccessibleName(", ".join(self.tags))
        self.setVisible(bool(answers))
        self.update()

    def _box(self, digit: PlacedReading) -> QRectF:
        left, top, right, bottom = digit.box
        around = AROUND + (self._brush / 2 if digit.drawing is not None else 0)
        box = QRectF(left, top, right - left, bottom - top)
        return box.adjusted(-around, -around, around, around) & QRectF(0, 0, 1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.width()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, box in enumerate(self.boxes):
                place = QRectF(box.topLeft() * side, box.size() * side).adjusted(1, 1, -1, -1)
                self._paint_box(painter, place, self._answers[index], index == self._chosen)

    def _paint_box(
        self, painter: QPainter, box: QRectF, answer: DigitAnswer, is_chosen: bool
    ) -> None:
        color = QColor(DARK.accent if is_chosen else DARK.outline)
        painter.setPen(QPen(color, 2 if is_chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        weight = QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal
        painter.setFont(theme.font(theme.tokens().type_note, weight))
        measure, tag_height = painter.fontMetrics(), theme.px(TAG_HEIGHT)
        tag = _tag(answer)
        if measure.horizontalAdvance(tag) > box.width() and not is_chosen:
            tag = number([answer])
        width = measure.horizontalAdvance(tag) + 8
        above = box.top() >= tag_height + 2
        top = box.top() - tag_height if above else min(box.bottom(), self.height() - tag_height)
        left = min(max(box.center().x() - width / 2, 1), self.width() - width - 1)
        place = QRectF(left, top, width, tag_height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(place.adjusted(0, 2, 0, -2), 3, 3)
        painter.setPen(QColor(DARK.accent if is_chosen else DARK.ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tag)


def _tag(answer: DigitAnswer) -> str:
    """“2  98 %”, “4 or 9”, “?”, “4, as you say”."""
    if answer.correction is not None:
        return f"{answer.name}, {AS_YOU_SAY}"
    reading = answer.reading
    if not reading.unsure:
        return f"{reading.name}  {whole_percent(reading.probability)}"
    if not reading.is_digit or len(reading.rivals) > MOST_RIVALS:
        return UNKNOWN
    return " or ".join(names_of(reading, reading.rivals)) + (
        "?" if len(reading.rivals) == 1 else ""
    )


class Overlays(QObject):
    """Keeps the boxes and the evidence over the canvas, and shows what belongs to the answer.

    They change only between strokes, so that nothing flickers under the pen.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.why = WhyLayer(canvas)
        self.boxes = DigitBoxes(canvas)
        self._evidence_of: tuple[Reading, Snapshot] | None = None
        canvas.installEventFilter(self)

    def begin_stroke(self) -> None:
        """Hide the evidence while the pen is down."""
        self.why.hide()

    def clear(self) -> None:
        """Another drawing begins: nothing here is about it."""
        self.show((), 0, None, why=False)

    def show(
        self,
        answers: Sequence[DigitAnswer],
        chosen: int,
        snapshot: Snapshot | None,
        *,
        why: bool,
    ) -> None:
        """Show boxes, if several digits or a picture; why: and the evidence for answers[chosen]."""
        boxed = answers if len(answers) > 1 or self._canvas.picture is not None else ()
        self.boxes.set_answers(boxed, chosen, self._canvas.brush)
        self._canvas.targets = self.boxes.boxes
        is_wanted = why and bool(answers) and snapshot is not None
        if is_wanted and snapshot is not None:
            self._explain(answers[chosen].placed, snapshot)
        self.why.setVisible(is_wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for layer in (self.why, self.boxes):
                layer.setGeometry(self._canvas.rect())
        return False

    def _explain(self, digit: PlacedReading, snapshot: Snapshot) -> None:
        reading = digit.reading
        if self._evidence_of == (reading, snapshot):
            return
        self._evidence_of = reading, snapshot
        added = pixel_evidence(snapshot, reading.image, reading.digit)
        self.why.set_evidence(added, reading.image, reading.name, steps_of(digit).frame)
