"""The answer: what was read, large; under it the bars, what the network sees, and the last ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.look import theme
from app.views.draw.headline import Headline
from app.views.draw.recent_pane import RecentPane
from app.views.draw.sheet import Sheet
from app.views.draw.steps_pane import StepsPane
from app.views.draw.teach_line import TeachLine
from app.views.draw.words import BLANK, NO_NETWORK, Wording, wording
from app.views.widgets.probability_bars import ProbabilityBars
from core.reading.numbers import PlacedReading

TABS = (
    ("How sure", "The probability of each digit"),
    ("What it sees", "How the ink becomes the 28×28 pixels that the network reads"),
    ("Recent", "The last drawings, to be brought back"),
)
LEAST_PANE = 196


class AnswerPanel(QWidget):
    """Nothing in it moves when a number grows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = Headline()
        self.bars = ProbabilityBars()
        self.steps = StepsPane()
        self.recent = RecentPane()
        self.teach = TeachLine()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("More about the answer")
        self.panes = QStackedWidget()
        for (title, tip), pane in zip(TABS, (self.bars, self.steps, self.recent), strict=True):
            self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
            self.panes.addWidget(pane)
        self.tabs.currentChanged.connect(self._on_tab)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.tokens().space_2)
        whole.addWidget(self.headline)
        whole.addSpacing(theme.tokens().space_1)
        whole.addWidget(self.tabs)
        whole.addWidget(self.panes, 1)
        whole.addWidget(self.teach)
        self.show_blank()

    def show_blank(self) -> None:
        """Nothing is drawn."""
        self.say("", BLANK)

    def show_no_network(self, reason: str) -> None:
        """There is nothing to read with; `reason` says why and what to do."""
        self.say(NO_NETWORK, reason)

    def say(self, figure: str, words: str) -> None:
        """No answer, but a sentence."""
        self.headline.tell(Wording((), figure, words))
        self.bars.set_probabilities(None)

    def say_beside(self, sentence: str) -> None:
        """A sentence in place of how sure it is; the answer itself stays."""
        self.headline.say(sentence)

    def show_digits(self, digits: Sequence[PlacedReading], chosen: int) -> None:
        """What was read, one digit or more; the bars are those of the chosen one.

        What is no digit has none: they would say which digit it is if it were one.
        """
        self.headline.tell(wording(digits, chosen), chosen if len(digits) > 1 else None)
        reading = digits[chosen].reading
        probabilities = reading.probabilities if reading.is_digit else None
        self.bars.set_probabilities(probabilities, stands_out=not reading.unsure)

    def show_steps(self, sheet: Sheet, digit: PlacedReading | None, brush: float) -> None:
        """How the chosen digit became what the network sees."""
        self.steps.show_digit(sheet, digit, brush)

    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panes.setCurrentIndex(index)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), LEAST_PANE + 180))
