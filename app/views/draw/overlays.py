"""What lies over the canvas: the boxes of several digits, and why the answer is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject

from app.state.recognition import steps_of
from app.views.draw.canvas import Canvas
from app.views.draw.digit_boxes import DigitBoxes
from app.views.draw.why_layer import WhyLayer
from core.inspection.saliency import pixel_evidence
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading
from core.reading.reading import Reading


class Overlays(QObject):
    """Changes only between strokes, so that nothing flickers under the pen."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.why = WhyLayer(canvas)
        self.boxes = DigitBoxes(canvas)
        self._told: tuple[Reading, Snapshot] | None = None
        canvas.installEventFilter(self)

    def begin_stroke(self) -> None:
        """The ink is in the foreground while it flows."""
        self.why.hide()

    def show(
        self,
        digits: Sequence[PlacedReading],
        chosen: int,
        snapshot: Snapshot | None,
        *,
        why: bool,
    ) -> None:
        """One drawn digit bears no box; why: whether the pixels are to be shown."""
        boxed = digits if len(digits) > 1 or self._canvas.picture is not None else ()
        self.boxes.set_digits(boxed, chosen, self._canvas.brush)
        self._canvas.targets = self.boxes.boxes
        is_wanted = why and bool(digits) and snapshot is not None
        if is_wanted and snapshot is not None:
            self._explain(digits[chosen], snapshot)
        self.why.setVisible(is_wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for layer in (self.why, self.boxes):
                layer.setGeometry(self._canvas.rect())
        return False

    def _explain(self, digit: PlacedReading, snapshot: Snapshot) -> None:
        reading = digit.reading
        if self._told == (reading, snapshot):
            return
        self._told = reading, snapshot
        added = pixel_evidence(snapshot, reading.image, reading.digit)
        self.why.set_evidence(added, reading.image, reading.digit, steps_of(digit).frame)
