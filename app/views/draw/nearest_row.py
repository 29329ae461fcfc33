"""The three training digits that look most like what is drawn, and the user's own that does."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.look import sizes, theme
from app.views.widgets.digit_thumbnail import SIDE, DigitThumbnail
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.class_names import phrase
from core.data.dataset import DIGITS, Dataset
from core.data.nearest import NearestDigits, Neighbour

COUNT = 3
REST_MS = 180  # the drawing rests so long before the search begins
SLICE_SECONDS = 0.004  # of a frame, while others wait for the window
SPACING = 4
LEAST_SCALE = 2
CAPTION_WIDTH, LABEL_WIDTH = 48, 12  # at 100 %
WIDEST_LABEL = 72  # at 100 %, of a long name
OWN_FROM_WIDTH = 400  # at 100 %
CAPTION = "Most alike"
WAITING = "Looking for digits…"
OWN = "Yours"
OWN_TIP = "The {} that it was taught and that went most like this. It has a say in the answer"


class NearestRow(QWidget):
    """Up to COUNT training digits and their labels, and where there is room the user's own drawing.

    The search begins when the drawing rests, and runs in slices between events. digits_wanted:
    the row is seen and has no training digits; call set_digits().
    """

    digits_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search: NearestDigits | None = None
        self._has_own = False
        self._image: NDArray[np.float32] | None = None
        self._slices: Iterator[list[Neighbour]] = iter(())
        self._nearest: list[Neighbour] = []
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._begin)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._search_on)
        self.caption = PlainLabel()
        self.caption.setProperty("role", "note")
        sizes.set_width(self.caption, CAPTION_WIDTH)
        self.caption.setWordWrap(True)
        self.thumbnails = [DigitThumbnail(scale=LEAST_SCALE) for _ in range(COUNT)]
        self.labels = [PlainLabel() for _ in range(COUNT)]
        self.own_caption = PlainLabel(OWN)
        self.own_caption.setProperty("role", "note")
        self.own = DigitThumbnail(scale=LEAST_SCALE)
        self.own_label = PlainLabel()
        sizes.set_width(self.own_label, LABEL_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self.caption)
        for thumbnail, label in zip(self.thumbnails, self.labels, strict=True):
            row.addWidget(thumbnail)
            row.addWidget(label)
        sizes.sized(self, NearestRow._fit_labels)
        row.addStretch(1)
        for part in (self.own_caption, self.own, self.own_label):
            part.hide()
            row.addWidget(part)

    @staticmethod
    def height_at(scale: int) -> int:
        """scale: logical pixels to a pixel of a training digit."""
        return SIDE * scale + 2

    def keep_room_for_own(self, is_wanted: bool) -> None:
        """Whether the network in use was taught drawings that may be shown; for the next fill()."""
        self._has_own = is_wanted

    def fill(self, room: QSize) -> None:
        """Show the training digits as large as `room` allows; the user's own stays small."""
        beside = theme.px(CAPTION_WIDTH) + COUNT * (self.labels[0].width() + 2 * SPACING)
        if self._has_own and room.width() >= theme.px(OWN_FROM_WIDTH):
            beside += self.own_caption.sizeHint().width() + self.height_at(LEAST_SCALE)
            beside += theme.px(LABEL_WIDTH) + 4 * SPACING
        side = min((room.width() - beside) // COUNT, room.height()) - 2
        for thumbnail in self.thumbnails:
            thumbnail.set_scale(max(side // SIDE, LEAST_SCALE))

    def set_own(self, image: NDArray[np.float32] | None, digit: int) -> None:
        """image: float32 (784, 1), the taught drawing that had a say in the answer, or None."""
        self.own.set_digit(image)
        self.own.setToolTip(plain_tip(OWN_TIP.format(digit)))
        self.own_label.setText(str(digit))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the user's own drawing only where all four have room."""
        for part in (self.own_caption, self.own, self.own_label):
            part.setVisible(not self.own.is_empty and self.width() >= theme.px(OWN_FROM_WIDTH))

    @property
    def names(self) -> list[str]:
        """The labels that are shown, the most alike first."""
        return [label.text() for label in self.labels if label.text()]

    def set_digits(self, dataset: Dataset) -> None:
        """dataset: where to search."""
        if self._search is not None and self._search.dataset is dataset:
            return
        self._show([])
        self._search = NearestDigits(dataset)
        self._fit_labels()
        self.caption.setText(CAPTION)
        self._again()

    def set_image(self, image: NDArray[np.float32] | None) -> None:
        """image: float32 (784, 1), or None for a blank canvas.

        What is shown is dimmed until the search has ended.
        """
        if self._image is not None and image is not None and np.array_equal(self._image, image):
            return
        self._image = image
        self._turn.stop()
        self._again()
        if image is None:
            self._show([])
        for part in (*self.thumbnails, *self.labels):
            part.setEnabled(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._search is None:
            self.caption.setText(WAITING)
            self.digits_wanted.emit()
        self._again()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self._turn.stop()

    def _fit_labels(self) -> None:
        """As wide as the longest name, within limits."""
        names = self._search.dataset.class_names if self._search is not None else DIGITS
        metrics = self.labels[0].fontMetrics()
        widest = max(metrics.horizontalAdvance(each) for each in names)
        width = min(max(widest, theme.px(LABEL_WIDTH)), theme.px(WIDEST_LABEL))
        for label in self.labels:
            label.setFixedWidth(width)

    def _again(self) -> None:
        if self.isVisible() and self._search is not None and self._image is not None:
            self._rest.start()

    def _begin(self) -> None:
        if self._search is not None and self._image is not None:
            self._slices = self._search.slices(self._image, COUNT)
            self._turn.start()

    def _search_on(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        while time.perf_counter() < until:
            nearest = next(self._slices, None)
            if nearest is None:
                self._turn.stop()
                self._show(self._nearest)
                return
            self._nearest = nearest

    def _show(self, neighbours: list[Neighbour]) -> None:
        for n, (thumbnail, label) in enumerate(zip(self.thumbnails, self.labels, strict=True)):
            thumbnail.setEnabled(True)
            label.setEnabled(True)
            if n < len(neighbours) and self._search is not None:
                index = neighbours[n].index
                thumbnail.set_digit(self._search.dataset.X(index, index + 1))
                names = self._search.dataset.class_names
                name, metrics = names[neighbours[n].label], label.fontMetrics()
                label.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, label.width()))
                things = "digits" if names == DIGITS else "images"
                what = phrase(neighbours[n].label, names)
                words = f"{what[0].upper()}{what[1:]} of the {things} to learn from, number {index}"
                thumbnail.setToolTip(plain_tip(words))
            else:
                thumbnail.set_digit(None)
                label.setText("")
