"""Text that may come from a file, a name or a learner's code, shown as it is: what looks like
markup is no markup, and nothing in it turns, hides or overflows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.views.widgets.rich import escaped
from core.files.plain_text import breakable, plain_lines

LARGEST_LEAST = QSize(300, 16_777_215)  # pixels; the height is Qt’s own largest
LONGEST_TIP, LONGEST_TIP_LINE = 1_000, 160


class PlainLabel(QLabel):
    """A label that never takes its text for markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(breakable(plain_lines(text)))

    def minimumSizeHint(self) -> QSize:
        """A long line is cut off rather than that it widens the window."""
        return super().minimumSizeHint().boundedTo(LARGEST_LEAST)


def plain_tip(text: str) -> str:
    """For a tooltip, which cannot be told that its text is plain: what looks like markup is
    escaped. So is a long one, which Qt wraps only then."""
    text = breakable(plain_lines(text, LONGEST_TIP))
    is_long = max(map(len, text.split("\n"))) > LONGEST_TIP_LINE
    return f"<p>{escaped(text)}</p>" if is_long or Qt.mightBeRichText(text) else text
