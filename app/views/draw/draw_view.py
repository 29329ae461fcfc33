"""Draw: write a digit or a number and see it read, as the pen goes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMargins, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions import Actions
from app.look import sizes
from app.state.answers import Correction, DigitAnswer, Strokes, answers_of, number
from app.state.drawn_digit import DrawnDigit, drawn_digit, unread_digit
from app.state.recognition import can_read, recognise_found, recognise_number, unread_images
from app.views.draw.answer import AnswerPanel
from app.views.draw.canvas import Canvas
from app.views.draw.overlays import Overlays
from app.views.draw.pictures import PictureDropper
from app.views.draw.places import geometries, largest_digit, least_size
from app.views.draw.sheet import OpenedPicture, Sheet, hint_of
from app.views.draw.teaching import Teacher
from app.views.draw.tools import Tools
from app.views.draw.words import NO_ANSWER, NO_NETWORK
from app.views.widgets.offer_bar import OfferBar
from app.views.widgets.scrolled import scrolled
from core.data.dataset import DIGITS, Split
from core.errors import DataError
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.numbers import NumberReader, PlacedReading
from core.reading.reading import Reading

WAY_BACK = "Use the network that came with the app"
CANNOT_READ = "The network in use cannot read: its training went wrong."
ANOTHER = "Open one with File › Open network…, or train one under Train."
READING_PICTURE = "Reading the picture… Esc cancels."
CLEAR_PICTURE = "Clear (C) goes back to drawing."


class DrawView(QWidget):
    """The canvas, its tools, and the answer beside it.

    digit_changed: what is drawn, how it is read, or which digit is chosen; at most once a frame
    while the pen moves. digit_settled: the same, but only while the pen is up. brush_changed: the
    new width of the pen, as a share of the canvas's side. taught: a drawing and the digit that the
    user says it is; only after turn_on_teaching(). taken_back: the drawing of which that is said no
    more. digits_wanted: call set_digits() with training digits to compare with. shipped_wanted:
    read with the network that came with the app.
    """

    digit_changed = Signal(object)  # DrawnDigit, or None where there is none
    digit_settled = Signal(object)  # as digit_changed
    brush_changed = Signal(float)
    taught = Signal(object, int)  # Drawing
    taken_back = Signal(object)  # Drawing
    digits_wanted = Signal()
    shipped_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._reader: NumberReader | None = None
        self._why_silent = "", ""  # in short, and a sentence: why nothing is read
        self._digits: tuple[PlacedReading, ...] = ()
        self._corrections: Mapping[Strokes, Correction] = {}
        self._chosen = 0
        self._problem = ""
        self.canvas = Canvas(self)
        self.tools = Tools(actions, self)
        self.tools.setObjectName("draw-tools")
        self.answer = AnswerPanel(actions)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.answer)
        self._answer_area = scrolled(holder)
        self._answer_area.setParent(self)
        self.doubt = OfferBar(self)
        self.overlays = Overlays(self.canvas)
        self.pictures = PictureDropper(self.canvas, actions)
        self.teacher = Teacher(
            self, self.answer.bars, self.answer.teach, lambda: self.canvas.is_settled
        )
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, enabled=False)
        self._connect()
        sizes.sized(self, DrawView._place_parts)
        self._update_actions()
        self._show()

    @property
    def drawing(self) -> Drawing:
        """The drawing on the canvas; blank while a picture lies there."""
        return self.canvas.drawing

    @property
    def digits(self) -> tuple[PlacedReading, ...]:
        """The digits that are read now, from left to right; none for a blank canvas."""
        return self._digits

    @property
    def answers(self) -> tuple[DigitAnswer, ...]:
        """The same digits, with what the user says that they are."""
        said = self._corrections if self._reads_digits else {}
        return answers_of(self._digits, said)

    @property
    def chosen(self) -> PlacedReading | None:
        """The digit that bars, steps and evidence are about; None when nothing is read."""
        return self._digits[self._chosen] if self._digits else None

    @property
    def prediction(self) -> Reading | None:
        """The reading of the chosen digit; None when nothing is read."""
        return None if self.chosen is None else self.chosen.reading

    @property
    def drawn_digit(self) -> DrawnDigit | None:
        """The chosen digit, for all other views; without a network, the last one."""
        if self._reader is not None:
            return drawn_digit(self.answers, self._chosen)
        sheet = self.canvas.sheet
        if isinstance(sheet, OpenedPicture):
            return unread_digit([each.image for each in sheet.digits], in_picture=True)
        return unread_digit(unread_images(sheet))

    def set_snapshot(self, snapshot: Snapshot | None, reason: str = "") -> None:
        """Read with this network from now on. None: there is none; `reason` is a sentence why."""
        self._why_silent = NO_NETWORK, f"{reason} {ANOTHER}".strip()
        if snapshot is not None and not can_read(snapshot):
            self._why_silent = NO_ANSWER, CANNOT_READ
            snapshot = None
        self._reader = None if snapshot is None else NumberReader(snapshot)
        self.answer.set_network(snapshot)
        self.pictures.snapshot = snapshot
        self.canvas.set_hint(hint_of(DIGITS if snapshot is None else snapshot.class_names))
        self._read()

    def show_doubt(self, sentence: str) -> None:
        """Say above the canvas why not to trust the network, with a way back; "": no more."""
        if sentence:
            self.doubt.show_offer(sentence, [(WAY_BACK, self.shipped_wanted.emit)])
        else:
            self.doubt.hide()
        self._place_parts()

    def set_brush(self, brush: float) -> None:
        """brush: width of the pen as a share of the canvas's side."""
        self.tools.set_brush(brush)

    def set_digits(self, split: Split) -> None:
        """split: training digits, of which those most like the drawing are shown."""
        self.answer.steps.set_digits(split.train)

    def turn_on_teaching(self) -> None:
        """From now on the keys 0 to 9 and a click on a bar emit `taught`."""
        self.teacher.turn_on()
        self._show()

    def set_corrections(self, corrections: Mapping[Strokes, Correction]) -> None:
        """corrections: what the user says that drawings are, by their strokes."""
        self._corrections = corrections
        self._show()
        self._tell_digit()

    def refuse(self, problem: str) -> None:
        """Say why what the user said of a drawing was not kept; problem: a sentence."""
        self.teacher.refuse(problem)

    def choose(self, index: int) -> None:
        """Make digits[index] the chosen one; nothing happens where there is none."""
        if 0 <= index < len(self._digits):
            self._chosen = index
            self._show()
            self._tell_digit()

    def copy_answer(self) -> None:
        """Put the digits that are read on the clipboard, as text."""
        if self._digits:
            QGuiApplication.clipboard().setText(self._number())

    def _connect(self) -> None:
        canvas, answer = self.canvas, self.answer
        canvas.drawing_changed.connect(self._read)
        canvas.history_changed.connect(self._update_actions)
        canvas.stroke_began.connect(self.overlays.begin_stroke)
        canvas.stroke_began.connect(self.teacher.begin_stroke)
        canvas.tapped.connect(self.choose)
        canvas.sheet_left.connect(self._on_sheet_left)
        answer.headline.digit.chosen_changed.connect(self.choose)
        answer.recent.sheet_wanted.connect(canvas.set_drawing)
        self.tools.brush_changed.connect(self._on_brush)
        self.pictures.failed.connect(self._on_failed)
        self.pictures.reading.waiting.connect(self._on_waiting)
        self.doubt.dismissed.connect(self._place_parts)
        self._escape.activated.connect(self.pictures.reading.cancel)
        self.teacher.taught.connect(self.taught)
        self.teacher.taken_back.connect(self.taken_back)
        answer.steps.digits_wanted.connect(self.digits_wanted)
        self._actions.offer("undo", lambda: canvas.can_undo, canvas.undo)
        for name, act in (
            ("redo", canvas.redo),
            ("clear", canvas.clear),
            ("copy-answer", self.copy_answer),
            ("why", self._show),
        ):
            self._actions.connect(name, act)

    def _read(self, _: object = None) -> None:
        before = len(self._digits)
        try:
            self._digits, self._problem = self._recognise(), ""
        except DataError as error:
            self._digits, self._problem = (), str(error)
        if len(self._digits) != before:
            self._chosen = max(len(self._digits) - 1, 0)
        self._show()
        self._update_actions()
        self._tell_digit()

    def _tell_digit(self) -> None:
        digit = self.drawn_digit
        self.digit_changed.emit(digit)
        if not self.canvas.is_drawing:
            self.digit_settled.emit(digit)

    def _recognise(self) -> tuple[PlacedReading, ...]:
        sheet = self.canvas.sheet
        if self._reader is None:
            return ()
        if isinstance(sheet, OpenedPicture):
            return recognise_found(sheet.digits, sheet.size, self._reader.snapshot)
        return recognise_number(sheet, self._reader, settled=not self.canvas.is_drawing)

    @property
    def _reads_digits(self) -> bool:
        return self._reader is None or self._reader.snapshot.class_names == DIGITS

    @property
    def _snapshot(self) -> Snapshot | None:
        return self._reader.snapshot if self._reader else None

    def _show(self) -> None:
        picture, answer, answers = self.canvas.picture, self.answer, self.answers
        if self._snapshot is None and any(self._why_silent):
            answer.show_sentence(*self._why_silent)
        elif answers:
            answer.show_answers(answers, self._chosen, at_once=not self.canvas.is_drawing)
        elif self._problem or picture is not None:
            answer.show_sentence("", self._problem or (picture.problem if picture else ""))
        else:
            answer.show_blank()
        answer.show_steps(self.canvas.sheet, self.chosen, self.canvas.brush)
        if not self.canvas.is_drawing:
            why = self._actions["why"].isChecked()
            self.overlays.show(answers, self._chosen, self._snapshot, why=why)
            self.canvas.starts_anew = any(each.correction for each in answers)
            chosen = answers[self._chosen] if answers else None
            self.teacher.show(chosen, CLEAR_PICTURE if picture else "")

    def _update_actions(self) -> None:
        self._actions.show_offers("undo")
        for name, enabled in (
            ("redo", self.canvas.can_redo),
            ("clear", not self.canvas.sheet.is_blank),
            ("copy-answer", bool(self._digits)),
        ):
            self._actions[name].setEnabled(enabled)

    def _number(self) -> str:
        return number(self.answers)

    def _on_sheet_left(self, sheet: Sheet) -> None:
        self.answer.recent.keep(sheet, self._number())
        self.overlays.clear()

    @Slot(bool)
    def _on_waiting(self, waits: bool) -> None:
        self._escape.setEnabled(waits)
        if waits:
            self.answer.replace_sureness(READING_PICTURE)
        else:
            self._show()

    def _on_failed(self, problem: str) -> None:
        self.answer.replace_sureness(problem)

    def _on_brush(self, brush: float) -> None:
        self.canvas.set_brush(brush)
        self.brush_changed.emit(self.canvas.brush)

    def _place_parts(self) -> None:
        top = self._doubt_height()
        self.doubt.setGeometry(0, 0, self.width(), top)
        room = self.size().shrunkBy(QMargins(0, top, 0, 0))
        self.answer.headline.set_largest(largest_digit(room))
        places = geometries(room, self.answer.sizeHint().height(), tools=not self.tools.isHidden())
        parts = (self.canvas, self.tools, self._answer_area)
        for part, place in zip(parts, places, strict=True):
            part.setGeometry(place.translated(0, top))
        self.updateGeometry()

    def _doubt_height(self) -> int:
        if self.doubt.isHidden():
            return 0
        return max(self.doubt.sizeHint().height(), self.doubt.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return least_size().grownBy(QMargins(0, self._doubt_height(), 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()
