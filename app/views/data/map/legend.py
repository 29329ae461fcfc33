"""The classes on the map: each one's mark, name and number of points; press one to switch it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look import figures, theme
from app.views.data.map.marks import draw_mark

MARK = 5  # radius, in logical pixels at 100 %
WIDEST = 160  # of a name, in logical pixels at 100 %
GAP = 8
HELP = "Press to show this class or not; double-click to show it alone."


class ClassSwitch(QAbstractButton):
    """One class; checked while its points are shown. alone: it was pressed twice."""

    alone = Signal(int)

    def __init__(self, number: int, name: str, count: int) -> None:
        super().__init__()
        self.number = number
        self._count = figures.count(count)
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self.setToolTip(HELP)
        self.setAccessibleName(f"{name}, {self._count}")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        name = min(metrics.horizontalAdvance(self.text()), theme.px(WIDEST))
        count = metrics.horizontalAdvance(self._count)
        width = theme.px(2 * MARK + 4 * GAP) + name + count
        return QSize(width, metrics.height() + theme.px(6))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.alone.emit(self.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        gap, radius = theme.px(GAP), theme.px(MARK)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.fillRect(self.rect(), look.color("accent_soft"))
            if self.hasFocus():
                painter.setPen(QPen(look.color("focus"), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            at = QPointF(gap + radius, self.height() / 2)
            if self.isChecked():
                draw_mark(painter, at, self.number, wrong=False, radius=radius)
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.color("outline"), 1))
                painter.drawEllipse(at, radius, radius)
            painter.setFont(theme.font())
            painter.setPen(look.color("ink" if self.isChecked() else "ink_soft"))
            right = self._metrics().horizontalAdvance(self._count)
            box = self.rect().adjusted(2 * gap + 2 * radius, 0, -gap, 0)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, self._count)
            room = QRect(box).adjusted(0, 0, -right - gap, 0)
            name = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, middle, name)

    @staticmethod
    def _metrics() -> QFontMetrics:
        return QFontMetrics(theme.font())


class ClassLegend(QWidget):
    """A row for each class. changed: other classes are hidden now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ClassSwitch] = []
        self._of: tuple[object, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)

    @property
    def hidden(self) -> frozenset[int]:
        """The classes that are switched off."""
        return frozenset(row.number for row in self.rows if not row.isChecked())

    def set_classes(self, names: Sequence[str], counts: Sequence[int]) -> None:
        """counts: how many points each class has. Other classes are all shown at first."""
        of = tuple(names), tuple(counts)
        if of == self._of:
            return
        self._of = of
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self.rows = [ClassSwitch(k, name, counts[k]) for k, name in enumerate(names)]
        for place, row in enumerate(self.rows):
            self._layout.insertWidget(place, row)
            row.toggled.connect(self.changed)
            row.alone.connect(self.show_alone)

    def show_alone(self, number: int) -> None:
        """One class; or all, where it is alone already."""
        others = {row.number for row in self.rows} - {number}
        # The first of two presses has switched the class itself.
        everything = self.hidden - {number} == others
        for row in self.rows:
            row.blockSignals(True)
            row.setChecked(everything or row.number == number)
            row.blockSignals(False)
            row.update()
        self.changed.emit()


class ScrolledLegend(QScrollArea):
    """As wide as the classes of the moment need beside a scroll bar, there or not; as high as the
    room, in which they scroll."""

    def __init__(self, legend: ClassLegend) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.setWidget(legend)
        self._legend = legend

    def sizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._legend.sizeHint().width() + bar, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # other classes, or text of another size
            self.updateGeometry()
        return super().event(event)
