"""The answer: what was read, large; under it the bars, what the network sees, and the last ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.actions import Actions
from app.look import sizes, theme
from app.state.answers import DigitAnswer
from app.views.draw.big_digit import BigDigit
from app.views.draw.recent_pane import RecentPane
from app.views.draw.sheet import Sheet
from app.views.draw.steps_pane import StepsPane
from app.views.draw.sureness_pane import SurenessPane
from app.views.draw.teaching import TeachLine
from app.views.draw.words import BLANK, Wording, wording
from app.views.widgets.frames import Frames
from app.views.widgets.plain import PlainLabel, plain_tip
from core.data.dataset import DIGITS
from core.network.snapshots import Snapshot
from core.reading.numbers import PlacedReading

TABS = (
    ("How sure", "How likely each digit is"),
    ("What it sees", "How your drawing becomes the small picture that the network reads"),
    ("Recent", "The last drawings, to be brought back"),
)
CLASSES_TIP = "How likely each class is"
LEAST_HEIGHT, GOOD_HEIGHT = 352, 444  # at 100 %, for two rows of steps, and the nearest digits
LOOK_INSIDE_WIDTH = 140  # at 100 %, that the button needs with its words
WORDS_HEIGHT = 92  # at 100 %, of a figure and three lines beside the digit
ROOM = 0.62  # of the width, at most, for a number
WORDS_MS, WORDS_TIME = 40, 6  # from frame to frame; and one part in so many of the time


class Headline(QWidget):
    """What was read, as a large digit or number, and beside it how sure the network is.

    Its height is fixed, so that nothing under it moves. While the pen is down, the words follow the
    digits in frames of their own, which the bars need not wait for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._content: tuple[Wording, int | None] | None = None
        self._written: Wording | None = None
        self._frames = Frames(self, self._show_words, milliseconds=WORDS_MS, share=WORDS_TIME)
        self.digit = BigDigit()
        self.figure = PlainLabel()
        self.figure.setProperty("role", "figure")
        self.words = PlainLabel()
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.note = PlainLabel()
        self.note.setProperty("role", "note")
        self.note.setWordWrap(True)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addStretch(1)
        for label in (self.figure, self.words, self.note):
            beside.addWidget(label)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().space_4)
        row.addWidget(self.digit)
        row.addLayout(beside, 1)
        sizes.sized(self, Headline.fix_height)

    def show_wording(
        self, words: Wording, chosen: int | None = None, *, at_once: bool = True
    ) -> None:
        """chosen: the index of the chosen digit of a number; None for a single digit. at_once: the
        words, too."""
        if (words, chosen) != self._content:
            self._content = words, chosen
            self.digit.set_glyphs(words.glyphs, chosen)
            self.digit.setVisible(bool(words.glyphs))
        if at_once or not self.isVisible():
            self._frames.drop()
            self._show_words()
        else:
            self._frames.follow()

    def _show_words(self) -> None:
        words, _ = self._content or (Wording((), "", ""), None)
        if words == self._written:
            return
        self._written = words
        for label, text in (
            (self.figure, words.figure), (self.words, words.words), (self.note, words.note)
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))

    def set_largest(self, size: int) -> None:
        """size: of the largest digit, in pixels of its font."""
        self.digit.set_largest(size)
        self.fix_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.tokens().color("ground"))

    def fix_height(self) -> None:
        """Take the height of the largest digits or letters that may stand there."""
        self.setFixedHeight(max(self.digit.sizeHint().height(), theme.px(WORDS_HEIGHT)))

    def replace_words(self, sentence: str) -> None:
        """Show `sentence` in place of the words; the digits stay."""
        words, chosen = self._content or (Wording((), "", ""), None)
        self.show_wording(Wording(words.glyphs, "", sentence), chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.digit.set_room(int(self.width() * ROOM))


class AnswerPanel(QWidget):
    """The headline, three panes behind tabs (bars, steps, recent), and the teaching line.

    Beside the tabs, where a digit is read, stands a button that leads into the network.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = Headline()
        self.sureness = SurenessPane()
        self.bars = self.sureness.bars
        self.steps = StepsPane()
        self.recent = RecentPane()
        self.teach = TeachLine()
        self.teach.setObjectName("teach-line")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("More about the answer")
        self.panes = QStackedWidget()
        for (title, tip), pane in zip(TABS, (self.sureness, self.steps, self.recent), strict=True):
            self.tabs.setTabToolTip(self.tabs.addTab(title), plain_tip(tip))
            self.panes.addWidget(pane)
        self.tabs.currentChanged.connect(self._on_tab)
        self.look_inside = _look_inside(actions)
        self.sureness.picture.opened.connect(lambda: actions["inspect-drawing"].trigger())
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.look_inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.tokens().space_2)
        whole.addWidget(self.headline)
        whole.addSpacing(theme.tokens().space_1)
        whole.addLayout(row)
        whole.addWidget(self.panes, 1)
        whole.addWidget(self.teach)
        self.show_blank()

    def show_blank(self) -> None:
        """Say where the answer will be: nothing is drawn yet."""
        self.show_sentence("", BLANK)

    def show_sentence(self, figure: str, words: str) -> None:
        """Show a short `figure` and a sentence in place of an answer; the bars are empty."""
        self.headline.show_wording(Wording((), figure, words))
        self.bars.set_probabilities(None)

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that reads, None while there is none."""
        names = DIGITS if snapshot is None else snapshot.class_names
        self.headline.digit.set_class_names(names)
        self.headline.fix_height()
        self.bars.set_class_names(names)
        self.tabs.setTabToolTip(0, plain_tip(TABS[0][1] if names == DIGITS else CLASSES_TIP))
        self.sureness.set_network(snapshot)
        self.steps.set_network(snapshot)

    def replace_sureness(self, sentence: str) -> None:
        """Show `sentence` in place of how sure the network is; the digits and the bars stay."""
        self.headline.replace_words(sentence)

    def show_answers(
        self, answers: Sequence[DigitAnswer], chosen: int, *, at_once: bool = True
    ) -> None:
        """Show one digit or more, and the bars of `answers[chosen]`. at_once: the words, too.

        What the network takes for no digit has no bars: they would only say which digit it is if
        it were one. No bar stands out where it is in doubt, or where the user has said what it is.
        """
        words = wording(answers, chosen)
        self.headline.show_wording(words, chosen if len(answers) > 1 else None, at_once=at_once)
        answer = answers[chosen]
        probabilities = answer.reading.probabilities if answer.reading.is_digit else None
        is_sure = answer.correction is None and not answer.in_doubt
        self.bars.set_probabilities(probabilities, stands_out=is_sure)

    def show_steps(self, sheet: Sheet, digit: PlacedReading | None, brush: float) -> None:
        """Show how `digit` of `sheet` becomes the network's input; arguments as in StepsPane."""
        self.look_inside.setVisible(digit is not None)
        self.sureness.set_image(None if digit is None else digit.reading.image)
        self.steps.show_digit(sheet, digit, brush)

    def _on_tab(self, index: int) -> None:
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panes.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        has_room = self.width() >= self.tabs.sizeHint().width() + theme.px(LOOK_INSIDE_WIDTH)
        self.look_inside.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if has_room else style.ToolButtonIconOnly
        )

    def hasHeightForWidth(self) -> bool:
        """Its least height is enough: its pictures grow with it, and would ask for ever more."""
        return False

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), theme.px(LEAST_HEIGHT)))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint().expandedTo(QSize(0, theme.px(GOOD_HEIGHT)))


def _look_inside(actions: Actions) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(actions["inspect-drawing"])
    sizes.set_icon_size(button, 20)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    return button
