"""My handwriting: the drawings of the open set, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.state.my_handwriting import LessonState, MyHandwriting
from app.views.data.hand.cards import CollectCard, LearnCard
from app.views.data.hand.collect import Collect, DrawingCanvas
from app.views.data.hand.grid import HandGrid, LabelRow
from app.views.data.hand.sets_bar import SetsBar
from app.views.widgets.folding import Folding
from app.views.widgets.plain import PlainLabel

SIDE_WIDTH = 304  # at 100 %, as those below
WIDE, LEAST_HEIGHT = 700, 280


class _Side(QWidget):
    """As wide as said beside what stretches, however long its words; in a column as wide as that.

    A fixed width would not do there: Qt asks how high the words are in the width of the column.
    """

    def sizeHint(self) -> QSize:
        return QSize(theme.px(SIDE_WIDTH), super().sizeHint().height())


class HandPage(QStackedWidget):
    """Two pages: the drawings with the cards beside them, and the canvas to collect more on."""

    def __init__(
        self,
        hand: MyHandwriting,
        make_canvas: Callable[[], DrawingCanvas],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hand = hand
        self._make_canvas = make_canvas
        self.collect: Collect | None = None
        self.sets = SetsBar(hand)
        self.grid = HandGrid()
        self.labels = LabelRow()
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.learn = LearnCard(hand)
        self.start = CollectCard()
        self.addWidget(self._overview())
        self._connect()
        self._refresh()
        self._show_sentence("  ".join(hand.store.problems), "warning")

    def start_collecting(self) -> None:
        """Show the canvas on which each digit is drawn three times, made when first needed."""
        if self.collect is None:
            self.collect = Collect(self._hand, self._make_canvas())
            self.collect.done.connect(self._on_collected)
            self.addWidget(self.collect)
        self.collect.begin()
        self.setCurrentWidget(self.collect)

    def _connect(self) -> None:
        hand, grid = self._hand, self.grid
        hand.changed.connect(self._refresh)
        hand.learning_changed.connect(self._on_learning)
        hand.notice.connect(self._show_sentence)
        grid.itemSelectionChanged.connect(self._on_selection)
        grid.relabel_wanted.connect(self._on_relabelled)
        grid.delete_wanted.connect(hand.delete)
        grid.undo_wanted.connect(hand.undo)
        grid.redo_wanted.connect(hand.redo)
        self.labels.digit_pressed.connect(lambda digit: self._on_relabelled(grid.chosen, digit))
        self.labels.delete_pressed.connect(lambda: hand.delete(grid.chosen))
        self.start.start_pressed.connect(self.start_collecting)

    def _overview(self) -> QWidget:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.sets)
        left.addWidget(self.grid, 1)
        left.addWidget(self.labels)
        left.addWidget(self.sentence)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.setContentsMargins(0, 0, 0, 0)
        for card in (self.start, self.learn):
            right.addWidget(card)
        right.addStretch(1)
        cards, drawings = _Side(), QWidget()
        cards.setLayout(right)
        drawings.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        sizes.set_least(cards, SIDE_WIDTH)
        sizes.set_least(drawings, height=LEAST_HEIGHT)
        page = Folding(WIDE)
        page.setContentsMargins(16, 12, 16, 12)
        page.add(drawings, 1)
        page.add(cards)
        return page

    @Slot()
    def _refresh(self) -> None:
        drawings = self._hand.open_set.drawings
        self.grid.show_drawings(drawings)
        self.start.show_counts(self._hand.open_set.counts)
        self._on_selection()

    @Slot()
    def _on_learning(self) -> None:
        """What was learned is decided on before more is drawn."""
        self.start.setHidden(self._hand.learning is LessonState.ASKING)

    @Slot()
    def _on_selection(self) -> None:
        self.labels.set_chosen(len(self.grid.chosen))

    def _on_relabelled(self, ids: list[int], digit: int) -> None:
        self._hand.relabel(ids, digit)
        self.grid.choose(ids)

    @Slot(str, str)
    def _show_sentence(self, text: str, role: str) -> None:
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))
        theme.repolish(self.sentence, role)

    @Slot()
    def _on_collected(self) -> None:
        self.setCurrentIndex(0)
        self.grid.setFocus()
