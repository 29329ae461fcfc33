"""Plots: a title that also reads out what is under the pointer, curves, an empty state; and
the board that has them beneath each other."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent, QTextOption
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QGraphicsTextItem

from app.look import theme
from app.views.widgets.plot.axes import Axis, EndLabels, is_range
from app.views.widgets.plot.bounded_view import BoundedView
from app.views.widgets.plot.curve import Curve, Marks
from app.views.widgets.rich import escaped

LEFT, TOP, BOTTOM = 52, 22, 20  # pixels at 100 %, for ticks and the title
LEAST_BOTTOM = 4  # pixels under a plot without steps
BEHIND = -1000  # so that the grid does not cut the curves
TICK_ROOM = 9  # pixels
FAINT = 0.5  # opacity of what should not be read line by line


class Plot(pg.GraphicsWidget):
    """A plot without frame, menu or buttons; the wheel zooms and dragging moves it. (pyqtgraph's
    own PlotItem makes 44 widgets for its menu, seen or not.)

    empty: the words of the empty state. room: logical pixels at 100 % on the right, for the labels
    at the ends of the curves. view: the area of the curves.
    """

    def __init__(
        self, title: str, empty: str, left: Axis, bottom: Axis, room: int = EndLabels.ROOM
    ) -> None:
        super().__init__()
        self.view = BoundedView()
        self.left, self.bottom = left, bottom
        self._heading = pg.LabelItem(justify="left", parent=self)
        self._grid = self._laid_out()
        self._title = title
        self._room = room
        self._has_steps = True
        self._pens: list[tuple[Any, str, float, Qt.PenStyle]] = []
        self._marks: list[tuple[Marks, str]] = []
        self.view.setDefaultPadding(0)
        self.ends = EndLabels(self, self.view, room)
        self.set_cached(True)
        self._empty = QGraphicsTextItem(self.view)
        self._empty.setPlainText(empty)
        self._empty.document().setDefaultTextOption(QTextOption(Qt.AlignmentFlag.AlignHCenter))
        self.view.sigResized.connect(self._place_empty)
        self.cursor_line = self.add_line("outline", 1.0, Qt.PenStyle.SolidLine, vertical=True)
        self._is_empty = True
        self._size_parts()
        self.set_readout("")
        self.set_empty(True)

    def add_curve(
        self,
        color: str,
        width: float,
        *,
        faint: bool = False,
        curve: Curve | None = None,
    ) -> Curve:
        """faint: half transparent and not antialiased, for a curve of very many lines. curve: of
        another kind."""
        curve = curve or Curve(smooth=not faint)
        curve.setOpacity(FAINT if faint else 1.0)
        self.add_item(curve, color, width)
        return curve

    def add_marks(self, color: str, size: float, *, hollow: bool = False) -> Marks:
        marks = Marks(size, hollow=hollow)
        self.view.addItem(marks)
        self._marks.append((marks, color))
        return marks

    def add_line(
        self, color: str, width: float, style: Qt.PenStyle, *, vertical: bool
    ) -> pg.InfiniteLine:
        line = pg.InfiniteLine(angle=90 if vertical else 0, movable=False)
        line.hide()
        self.view.addItem(line, ignoreBounds=True)
        self._pens.append((line, color, width, style))
        return line

    def add_item(self, item: Any, color: str, width: float) -> None:
        """item: drawn with a pen of this colour of the theme."""
        self.view.addItem(item)
        self._pens.append((item, color, width, Qt.PenStyle.SolidLine))

    def set_cached(self, cached: bool) -> None:
        """cached: whether words and grid are kept as pixels: quick on a screen, wrong in a file."""
        mode = QGraphicsItem.CacheMode
        for item in (self.left, self.bottom, self._heading.item):
            item.setCacheMode(mode.DeviceCoordinateCache if cached else mode.NoCache)

    def hide_steps(self) -> None:
        """Show no steps on the axis, because the plot beneath shares it."""
        self.bottom.setStyle(showValues=False)
        self._has_steps = False
        self._size_parts()

    def dress(self) -> None:
        """Wear the theme of the moment."""
        look = theme.tokens()
        for axis in (self.left, self.bottom):
            axis.dress()
        self._size_parts()
        self.ends.dress()
        for item, color, width, style in self._pens:
            item.setPen(pg.mkPen(getattr(look, color), width=width * look.line, style=style))
        for marks, color in self._marks:
            marks.set_colors(look.color(color), look.color("ground"))
        self._empty.setDefaultTextColor(look.color("ink_soft"))
        self._empty.setFont(theme.font(look.type_text))
        self._place_empty()
        self.set_readout(self._readout)

    def set_readout(self, text: str) -> None:
        """text: beside the title, such as the values under the pointer."""
        self._readout = text
        look = theme.tokens()
        self._heading.setText(
            f"<span style='color:{look.ink}; font-weight:600'>{escaped(self._title)}</span>"
            f"<span style='color:{look.ink_soft}'>&nbsp;&nbsp;&nbsp;{escaped(text)}</span>",
            size=f"{look.type_note}px",
        )
        self._heading.setMinimumWidth(0)  # or a long text would push the plot's edge out

    @property
    def readout(self) -> str:
        return self._readout

    def set_empty(self, empty: bool, *, keeps_bottom: bool = False) -> None:
        """empty: whether to show the words of the empty state instead of ticks. keeps_bottom: those
        of the bottom stay, for a plot above has something."""
        self._is_empty = empty
        self._empty.setVisible(empty)
        for axis, hides in ((self.left, empty), (self.bottom, empty and not keeps_bottom)):
            if axis.hide_ticks is not hides:
                axis.hide_ticks = hides
                axis.picture = None
                axis.update()

    @property
    def is_empty(self) -> bool:
        return self._is_empty

    def fit_y(self, low: float, high: float) -> None:
        """Show low to high, with room above and beneath for the labels of the last ticks. Nothing
        happens for a range that is none."""
        if not is_range(low, high):
            return
        tick = theme.px(TICK_ROOM)
        room = tick * (high - low) / max(self.view.height() - 2 * tick, 1)
        self.view.home[1] = low - room, high + room
        if self.view.viewRange()[1] != [low - room, high + room]:
            self.view.setYRange(low - room, high + room, padding=0)

    def fit_x(self, low: float, high: float) -> None:
        """Show exactly low to high. Setting a range that is set already would be slow."""
        self.view.home[0] = low, high
        if self.view.viewRange()[0] != [low, high]:
            self.view.setXRange(low, high, padding=0)

    def columns(self) -> int:
        """Width of the area of the curves in logical pixels, 50 at least."""
        return max(int(self.view.width()), 50)

    def visible_steps(self) -> tuple[float, float]:
        low, high = self.view.viewRange()[0]
        return low, high

    def share_steps(self, other: Plot) -> None:
        """Show the steps that the other plot shows, from now on."""
        self.view.setXLink(other.view)

    def _laid_out(self) -> QGraphicsGridLayout:
        """The title above the curves, the axes to their left and beneath them."""
        grid = QGraphicsGridLayout(self)
        grid.setSpacing(0)
        grid.setRowStretchFactor(1, 1)
        grid.setColumnStretchFactor(1, 1)
        parts = ((self._heading, 0, 1), (self.view, 1, 1), (self.left, 1, 0), (self.bottom, 2, 1))
        for part, row, column in parts:
            grid.addItem(part, row, column)
        for axis in (self.left, self.bottom):
            axis.linkToView(self.view)
            axis.setZValue(BEHIND)
            axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
        return grid

    def _size_parts(self) -> None:
        """Room for title, ticks and labels, by the size of text."""
        look = theme.tokens()
        self.left.setWidth(look.px(LEFT))
        self.bottom.setHeight(look.px(BOTTOM) if self._has_steps else LEAST_BOTTOM)
        self._heading.setMaximumHeight(look.px(TOP))
        self._grid.setRowFixedHeight(0, look.px(TOP))
        self._grid.setContentsMargins(0, 0, look.px(self._room), 0)

    def _place_empty(self, *_: Any) -> None:
        area = self.view.rect()
        self._empty.setTextWidth(-1)
        self._empty.setTextWidth(min(self._empty.boundingRect().width(), area.width()))
        self._empty.setPos(area.center() - self._empty.boundingRect().center())


class Board(pg.GraphicsLayoutWidget):
    """Plots beneath each other. plots: from the top.

    Read-outs and cursor lines vanish when the pointer leaves.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setVerticalSpacing(4)
        self.plots: list[Plot] = []
        self._is_undressed = False  # the theme changed while nobody saw it
        theme.watcher().changed.connect(self._on_theme)

    def add_plot(self, plot: Plot, stretch: int = 1) -> None:
        row = len(self.plots)
        self.plots.append(plot)
        self.addItem(plot, row=row, col=0)
        self.ci.layout.setRowStretchFactor(row, stretch)
        plot.view.disableAutoRange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Wear the theme of the moment, if it changed while nobody saw the plots."""
        if self._is_undressed:
            self.dress()

    @Slot()
    def _on_theme(self) -> None:
        self._is_undressed = True
        if self.isVisible():
            self.dress()

    def dress(self) -> None:
        """Wear the theme of the moment."""
        self._is_undressed = False
        self.setBackground(theme.tokens().ground)
        for plot in self.plots:
            plot.dress()

    def sizeHint(self) -> QSize:
        """No more than it needs: it takes what room there is."""
        least: QSize = self.minimumSize()
        return least

    def set_cached(self, cached: bool) -> None:
        """See Plot.set_cached."""
        for plot in self.plots:
            plot.set_cached(cached)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        for plot in self.plots:
            plot.cursor_line.hide()
            plot.set_readout("")
