"""Saying which digit a drawing is: by the keys 0 to 9 or a click on a bar, offered by a line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.look import sizes, theme
from app.state.answers import Correction, DigitAnswer
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.probability_bars import ProbabilityBars
from core.data.class_names import phrase
from core.data.dataset import CLASSES, DIGITS
from core.files.plain_text import plain

OFFER = "Wrong? Press the digit it is, 0 to 9, or click its bar."
NO_DIGITS = "Only networks that read the ten digits can be taught."
LONGEST_NAME = 24
HEIGHT = 36  # two lines of words


def kept(correction: Correction) -> str:
    """Where the drawing went, and how to go on: two lines."""
    name = plain(correction.set_name, LONGEST_NAME)
    where = f"Kept as {phrase(correction.digit, DIGITS)} in “{name}”."
    return f"{where}\nThe next stroke starts a new drawing."


class TeachLine(QWidget):
    """Two lines of text, with Undo beside them where there is something to take back.

    Its height is fixed. undo_wanted: Undo was pressed.
    """

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.undo = QPushButton("Undo")
        self.undo.setAccessibleName("Undo what you said of the digit")
        self.undo.clicked.connect(self.undo_wanted)
        self._content = "", False, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().space_2)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo)
        sizes.set_height(self, HEIGHT)
        self.show_words("")

    def show_words(self, text: str, *, undo: bool = False, role: str = "note") -> None:
        """undo: whether Undo stands beside it. role: "note" or "error"."""
        if (text, undo, role) == self._content:
            return
        self._content = text, undo, role
        is_problem = role == "error"  # which may be long: its first lines are the ones to see
        self.words.setAlignment(
            Qt.AlignmentFlag.AlignTop if is_problem else Qt.AlignmentFlag.AlignVCenter
        )
        self.words.setText(text)
        self.words.setToolTip(plain_tip(text))
        theme.repolish(self.words, role)
        self.undo.setVisible(undo)


class Teacher(QObject):
    """Turns keys and clicks into `taught`, once turn_on() was called.

    While the pen is down, what is pressed waits until it is lifted: the stroke belongs to the
    drawing that is meant.

    taught: a drawing and the digit that the user says it is. taken_back: the drawing of which the
    user does not say it any more.
    """

    taught = Signal(object, int)  # Drawing
    taken_back = Signal(object)  # Drawing

    def __init__(
        self,
        view: QWidget,
        bars: ProbabilityBars,
        line: TeachLine,
        is_settled: Callable[[], bool],
    ) -> None:
        """is_settled: whether what was shown last is what lies on the canvas."""
        super().__init__(view)
        self._bars, self._line, self._is_settled = bars, line, is_settled
        self._is_on = False
        self._answer: DigitAnswer | None = None
        self._problem = self._sentence = ""
        self._waiting: int | None = None
        for digit in range(CLASSES):
            keys = QShortcut(QKeySequence(str(digit)), view)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda digit=digit: self.teach(digit))
        bars.picked.connect(self.teach)
        line.undo_wanted.connect(self._take_back)

    def turn_on(self) -> None:
        """Offer to teach from now on; somebody must take what is taught."""
        self._is_on = True

    def begin_stroke(self) -> None:
        """Forget what waits: it was pressed before this stroke."""
        self._waiting = None

    def teach(self, digit: int) -> None:
        """Emit `taught` for the chosen drawing; nothing happens while there is none."""
        if not self._is_settled():
            self._waiting = digit
        elif self._can_teach and self._answer is not None:
            self.taught.emit(self._answer.placed.drawing, digit)

    def refuse(self, problem: str) -> None:
        """Show why nothing was kept, a sentence, until another answer is shown."""
        self._problem = problem
        self._show()

    def show(self, answer: DigitAnswer | None, sentence: str = "") -> None:
        """answer: the chosen one, or None. sentence: what the line says in place of the offer."""
        if _about(answer) != _about(self._answer):
            self._problem = ""
        self._answer, self._sentence = answer, sentence
        self._bars.set_pickable(self._can_teach)
        self._show()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.teach(waiting)

    def _show(self) -> None:
        correction = None if self._answer is None else self._answer.correction
        if self._problem:
            self._line.show_words(self._problem, undo=correction is not None, role="error")
        elif correction is not None:
            self._line.show_words(kept(correction), undo=True)
        else:
            is_other = self._answer is not None and not self._answer.reading.is_of_digits
            offer = OFFER if self._can_teach else NO_DIGITS if self._is_on and is_other else ""
            self._line.show_words(self._sentence or offer)

    def _take_back(self) -> None:
        if self._answer is not None:
            self.taken_back.emit(self._answer.placed.drawing)

    @property
    def _can_teach(self) -> bool:
        answer = self._answer
        if not self._is_on or answer is None or answer.placed.drawing is None:
            return False
        return answer.reading.is_of_digits


def _about(answer: DigitAnswer | None) -> tuple[object, object]:
    """What a problem is about: that drawing as it was read, and what was said of it."""
    return (None, None) if answer is None else (answer.placed, answer.correction)
