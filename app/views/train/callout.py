"""A note that hangs under a field and pushes nothing aside."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class Callout(QFrame):
    """Lies over `host`, under whatever field it is shown for, as wide as the host."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setProperty("role", "error")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def show_under(self, field: QWidget, text: str) -> None:
        self._label.setText(text)
        width = self._host.width()
        self.setFixedWidth(width)
        self.setFixedHeight(self._label.heightForWidth(width - 18) + 14)
        below = field.mapTo(self._host, QPoint(0, field.height() + 3)).y()
        if below + self.height() > self._host.height():
            below = field.mapTo(self._host, QPoint(0, 0)).y() - self.height() - 3
        self.move(0, below)
        self.raise_()
        self.show()
