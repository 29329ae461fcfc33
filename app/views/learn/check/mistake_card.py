"""One mistake: what is wrong, and then, as it is asked for, where, why and how to mend it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import sizes
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from app.views.widgets.rich import Anchor, RichLabel
from core.checking.hints import Hint, HintLevel, hints_of
from core.checking.report import Mistake, Report
from core.checking.small_example import small_example
from core.files.plain_text import plain_lines
from core.lessons.pages import pages

# What the button asks that tells the next level.
QUESTIONS = {
    HintLevel.WHERE: "Where is it?",
    HintLevel.WHY: "Why is it wrong?",
    HintLevel.HOW: "How do I mend it?",
}


def wrapping_label(role: str = "") -> QLabel:
    """An empty label that wraps its text, which can be selected. role: for the style sheet."""
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


class MistakeCard(QFrame):
    """A mistake of the function `name`, told up to a level; a button tells the next one, up to
    `most`.

    line_wanted: show this line of the file. page_wanted: show the help page of this id. asked: the
    next level was asked for, and is shown.
    """

    line_wanted = Signal(int)
    page_wanted = Signal(str)
    asked = Signal(HintLevel)

    def __init__(
        self,
        name: str,
        mistake: Mistake,
        report: Report,
        level: HintLevel,
        most: HintLevel = HintLevel.HOW,
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.mistake = mistake
        self._name = name
        self._hints = hints_of(mistake, report, most)
        self.level = level
        self._parts: list[tuple[HintLevel, QWidget]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(8)
        makers: dict[HintLevel, Callable[[Hint], None]] = {
            HintLevel.WHAT: self._add_what,
            HintLevel.WHERE: self._add_where,
            HintLevel.WHY: self._add_why,
            HintLevel.HOW: self._add_how,
        }
        for hint in self._hints:
            makers[hint.level](hint)
        self.next = QPushButton()
        self.next.setObjectName("next-hint")
        self.next.clicked.connect(self._ask)
        self._layout.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()

    @Slot()
    def _ask(self) -> None:
        following = self._following()
        if following is not None:
            self.level = following
            self._show()
            self.asked.emit(following)

    def _following(self) -> HintLevel | None:
        return next((each.level for each in self._hints if each.level > self.level), None)

    def _show(self) -> None:
        for level, part in self._parts:
            part.setVisible(level <= self.level)
        following = self._following()
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.setText(QUESTIONS[following])

    def _add(self, level: HintLevel, part: QWidget, *, at_left: bool = False) -> None:
        self._parts.append((level, part))
        left = Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag(0)
        self._layout.addWidget(part, 0, left)

    def _add_what(self, hint: Hint) -> None:
        title = wrapping_label()
        sizes.set_font(title, "type_text", 600)
        title.setText(hint.text)
        self._add(hint.level, title)

    def _add_where(self, hint: Hint) -> None:
        place = RichLabel()
        place.show_parts(Anchor(str(hint.line), hint.text))
        place.linkActivated.connect(lambda line: self.line_wanted.emit(int(line)))
        self._add(hint.level, place)
        if hint.code:
            self._add(hint.level, _code(hint.code))

    def _add_why(self, hint: Hint) -> None:
        sentence = wrapping_label()
        sentence.setText(hint.text)
        self._add(hint.level, sentence)
        example = small_example(self._name, self.mistake)
        if example is not None:
            self._add(hint.level, _code(example.text))
        page = pages().get(self.mistake.page)
        if page is not None:
            button = text_button(
                "learn", f"Read: {page.title}", lambda: self.page_wanted.emit(page.id)
            )
            button.setObjectName(f"read-{page.id}")
            self._add(hint.level, button, at_left=True)

    def _add_how(self, hint: Hint) -> None:
        sentence = wrapping_label("sentence")
        sentence.setText(hint.text)
        self._add(hint.level, sentence)


def _code(text: str) -> RichLabel:
    label = RichLabel(code=True)
    sizes.set_font(label, "type_note", mono=True)
    label.show_parts(plain_lines(text))
    return label
