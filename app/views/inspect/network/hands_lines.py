"""A short list of a unit's strongest lines, with bars; each leads to the unit at its other end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.look import theme
from app.look.figures import scientific, with_sign
from app.views.widgets.plain import PlainLabel, plain_tip

LISTED = 5
NOTHING = "Nothing flows here."


@dataclass(frozen=True)
class ShownLine:
    """layer, unit: of the other end, and its name. value: W·H, what the line carries. W: its
    weight."""

    layer: int
    unit: int
    name: str
    value: float
    W: float


class LineList(QWidget):
    """A title and up to LISTED lines, each a button. unit_wanted: (layer, unit)."""

    unit_wanted = Signal(int, int)

    def __init__(self, title: str) -> None:
        super().__init__()
        heading = PlainLabel(title)
        heading.setProperty("role", "note")
        self.nothing = PlainLabel(NOTHING)
        self.nothing.setProperty("role", "note")
        self.rows = [LineRow() for _ in range(LISTED)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addWidget(self.nothing)
        for row in self.rows:
            row.wanted.connect(self.unit_wanted)
            layout.addWidget(row)

    def show_lines(self, lines: Sequence[ShownLine]) -> None:
        """The strongest first; LISTED of them are shown."""
        largest = abs(lines[0].value) if lines else 1.0
        for row, line in zip(self.rows, [*lines[:LISTED], *[None] * LISTED], strict=False):
            row.show_line(line, largest)
        self.nothing.setVisible(not lines)


class LineRow(QAbstractButton):
    """The name of the other end, a bar from the middle, blue to the right for what adds and orange
    to the left for what takes away, and the number."""

    wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.line: ShownLine | None = None
        self._share = 0.0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        theme.watcher().changed.connect(self.updateGeometry)

    def show_line(self, line: ShownLine | None, largest: float) -> None:
        """line: None hides the row. largest: of all that are listed, in size, as long as half the
        bar's room."""
        self.setVisible(line is not None)
        if line is None or (line == self.line and self._share == line.value / largest):
            self.line = line
            return
        self.line, self._share = line, line.value / largest
        words = f"{line.name}: {with_sign(line.value)}, of it the weight {scientific(line.W)}"
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.tokens().type_note))
        return QSize(metrics.averageCharWidth() * 24, metrics.height() + 2 * theme.tokens().space_1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _on_clicked(self) -> None:
        if self.line is not None:
            self.wanted.emit(self.line.layer, self.line.unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.line is None:
            return
        look = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                painter.setPen(
                    QPen(look.color("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen
                )
                painter.setBrush(look.color("accent_soft"))
                box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(box, look.radius, look.radius)
            painter.setFont(theme.font(look.type_note))
            self._paint_parts(painter, QRectF(self.rect()).adjusted(4, 0, -4, 0))

    def _paint_parts(self, painter: QPainter, room: QRectF) -> None:
        assert self.line is not None
        look, metrics = theme.tokens(), painter.fontMetrics()
        number_width = metrics.horizontalAdvance("−0.0000")
        bar_width = room.width() * 0.28
        name_width = room.width() - bar_width - number_width - 2 * look.space_2
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.color("ink"))
        name = metrics.elidedText(self.line.name, Qt.TextElideMode.ElideMiddle, int(name_width))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, with_sign(self.line.value))
        left = room.left() + name_width + look.space_2
        zero = left + bar_width / 2
        length = self._share * bar_width / 2
        height = metrics.height() * 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("positive" if length > 0 else "negative"))
        top = room.center().y() - height / 2
        painter.drawRect(QRectF(min(zero, zero + length), top, max(abs(length), 1), height))
        painter.setBrush(look.color("outline"))
        painter.drawRect(QRectF(zero - 0.5, top - 2, 1, height + 4))
