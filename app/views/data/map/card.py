"""What a point is: its image, its class, and what the network makes of it, beside the pointer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.look import figures, sizes, theme
from app.views.data.map.shown import Shown
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.plain import PlainLabel

BESIDE = 16  # logical pixels at 100 %, from the point
THUMBNAIL = 2


class PointCard(QFrame):
    """A small sheet over its parent, the map; it takes no events. words: what it says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._map = parent
        self.words = ""
        self.image = DigitThumbnail(THUMBNAIL)
        self.label = PlainLabel()
        sizes.set_font(self.label, "type_heading")
        self.answer = PlainLabel()
        self.answer.setProperty("role", "note")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        texts = QVBoxLayout()
        texts.setSpacing(theme.tokens().space_1)
        texts.addStretch(1)
        for part in (self.label, self.answer):
            texts.addWidget(part)
        texts.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 12, 8)
        layout.setSpacing(theme.tokens().space_2)
        layout.addWidget(self.image)
        layout.addLayout(texts)
        self.hide()

    def show_point(self, shown: Shown, number: int) -> None:
        """Say what example `number` of the map is."""
        dataset = shown.dataset
        self.image.set_scale(max(theme.px(THUMBNAIL), 1))
        self.image.set_digit(
            (dataset.images[number].astype(np.float32) / np.float32(255)).reshape(-1, 1)
        )
        name, read = shown.class_name(number), shown.answer_words(number)
        self.label.setText(name)
        self.answer.setText(read[:1].upper() + read[1:])
        self.answer.setVisible(bool(read))
        theme.repolish(self.answer, "error" if shown.wrong[number] else "note")
        index = figures.count(int(shown.indices[number]))
        self.words = f"Number {index}: {name}" + (f", {read}" if read else "")

    def stand_beside(self, point: QPoint) -> None:
        """Show it near `point` of the parent, inside of it."""
        self.adjustSize()
        beside, room = theme.px(BESIDE), self._map.rect()
        left = point.x() + beside
        if left + self.width() > room.right():
            left = point.x() - beside - self.width()
        top = min(max(point.y() - self.height() // 2, 0), room.height() - self.height())
        self.move(max(left, 0), max(top, 0))
        self.show()
        self.raise_()
