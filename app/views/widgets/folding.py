"""Parts beside each other where there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.look import sizes, theme

_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW = QBoxLayout.Direction.TopToBottom
_ABOVE = QBoxLayout.Direction.BottomToTop


class Folding(QWidget):
    """A row that becomes a column where it is narrower than `wide` logical pixels at 100 %, or than
    what its parts need.

    last_on_top: whether the last part, which stands on the right, is the first of the column. What
    only divides the row, such as a hairline, is hidden in the column.
    """

    def __init__(self, wide: int, *, spacing: int = 16, last_on_top: bool = False) -> None:
        super().__init__()
        self._wide = wide
        self._column = _ABOVE if last_on_top else _BELOW
        self._parts: list[QWidget] = []
        self._dividers: list[QWidget] = []
        self._layout = QBoxLayout(_BESIDE, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(spacing)
        sizes.sized(self, lambda each: QTimer.singleShot(0, each, each._fold))

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Add a part on the right."""
        self._parts.append(part)
        self._layout.addWidget(part, stretch)

    def add_divider(self, divider: QWidget) -> None:
        """Add what stands between two parts of the row."""
        self._dividers.append(divider)
        self._layout.addWidget(divider)

    @property
    def is_folded(self) -> bool:
        return self._layout.direction() != _BESIDE

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest part: a row that needs more folds."""
        width = max((each.width() for each in self._least()), default=0)
        margins = self.contentsMargins()
        width += margins.left() + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _least(self) -> list[QSize]:
        """What each part needs: by its own minimum, or else by its content."""
        shown = [part for part in self._parts if not part.isHidden()]
        return [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in shown]

    def _fold(self) -> None:
        if not self.isVisible():  # nobody has given it a width yet
            return
        needs = sum(each.width() for each in self._least())
        needs += self._layout.spacing() * (self._layout.count() - 1)
        is_narrow = self.contentsRect().width() < max(theme.px(self._wide), needs)
        wanted = self._column if is_narrow else _BESIDE
        if wanted != self._layout.direction():
            self._layout.setDirection(wanted)
            for divider in self._dividers:
                divider.setVisible(not self.is_folded)
            self.updateGeometry()
