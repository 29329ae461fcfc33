"""How ink becomes the network's input: a picture for each step, which can be switched off; and how
the pen went, with what each reader says."""

from __future__ import annotations

import math

from PySide6.QtCore import QMargins, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.state.recognition import steps_of
from app.views.draw.nearest_row import NearestRow
from app.views.draw.pen_way import PenWay, ReaderWords
from app.views.draw.reader_words import reader_lines, why_no_pen
from app.views.draw.sheet import Sheet
from app.views.draw.stage_picture import StagePicture
from app.views.draw.words import short
from app.views.widgets.buttons import CheckBox
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.rich import Strong
from core.data.dataset import DIGITS, Dataset
from core.ink.digit_image import digit_image
from core.ink.frame import SIDE
from core.ink.stages import Stages
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot
from core.reading.hand import Hand, hand_of
from core.reading.numbers import PlacedReading
from core.reading.reading import read

MIDDLE = (SIDE / 2, SIDE / 2)
# name: what is under the picture, what it shows, the step of `stages` that can be left out.
STEPS = {
    "drawn": ("Drawn", "What you drew, on the whole canvas", ""),
    "box": ("Cut out", "Only the part with ink is taken, however large or small", "fit"),
    "pen": ("Same pen", "It is drawn small, with the pen that the network knows", "pen"),
    "mass": ("Centred", "It is moved until its weight is in the middle", "centre"),
    "seen": ("Seen", "What the network is shown: 28 by 28 grey squares", ""),
}
WITHOUT = {"fit": "cutting it out", "pen": "the same pen", "centre": "centring"}
THESE = "these steps"
WAY = "Pen’s way"
NO_PEN = "The ink of a picture stays as wide as it is"
NOTHING = (
    "Draw something to see how it becomes the small picture that the network reads."
    " Try it without a step."
)
PICTURES = len(STEPS) + 1  # and the way of the pen
ARRANGEMENTS = (5, 4, 3, 2)  # columns of pictures
SCALES = (2, 8)
GAP = 4
UNDER = 24  # at 100 %, under a picture: its name
LEAST_COLUMN = 84  # at 100 %, for the name
WORDS_HEIGHT = 64  # at 100 %


class StepsPane(QWidget):
    """The steps, the way of the pen, what each reader says or what would be read without the steps
    that are off, and the nearest digits.

    Nothing is computed while it is hidden. digits_wanted: as of NearestRow.
    """

    digits_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._sheet: Sheet = Drawing()
        self._digit: PlacedReading | None = None
        self._brush = 0.06
        self._own: tuple[int | None, Hand | None] = (None, None)
        self.pictures = {name: StagePicture(words) for name, (_, words, _) in STEPS.items()}
        self.switches: dict[str, CheckBox] = {}
        self.way = PenWay()
        self.words = ReaderWords(WORDS_HEIGHT)
        self.words.setProperty("role", "note")
        self._columns = len(STEPS)
        self._datasets: dict[tuple[str, ...], Dataset] = {}
        self._has_nearest = True
        self.nearest = NearestRow()
        self.nearest.digits_wanted.connect(self.digits_wanted)
        self._arrange()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that reads the drawings."""
        self._snapshot = snapshot
        self._offer_digits()
        self.nearest.keep_room_for_own(snapshot is not None and hand_of(snapshot) is not None)
        self._fill()

    def set_digits(self, dataset: Dataset) -> None:
        """dataset: where to look for the nearest, for networks of its classes."""
        self._datasets[dataset.class_names] = dataset
        self._offer_digits()

    def _offer_digits(self) -> None:
        """Only images of the network's own classes are of use beside its answer."""
        names = DIGITS if self._snapshot is None else self._snapshot.class_names
        self._has_nearest = names == DIGITS or names in self._datasets
        if names in self._datasets:
            self.nearest.set_digits(self._datasets[names])
        self._fill()

    def show_digit(self, sheet: Sheet, digit: PlacedReading | None, brush: float) -> None:
        """digit: the chosen one on `sheet`, or None; brush: as a share of the canvas's side."""
        self._sheet, self._digit, self._brush = sheet, digit, brush
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def minimumSizeHint(self) -> QSize:
        width = 3 * theme.px(LEAST_COLUMN)
        columns = max(c for c in ARRANGEMENTS if _fits(c, max(self.width(), width)))
        return QSize(width, _height(columns, SIDE * SCALES[0]))

    def _fill(self) -> None:
        """Pictures as large as can be, and the nearest digits in what is left."""
        least = self.nearest.height_at(SCALES[0]) + GAP
        columns, scale = _arrangement(self.size().shrunkBy(QMargins(0, 0, 0, least)))
        if _height(columns, SIDE * scale) + least > self.height():
            columns, scale = _arrangement(self.size())
        for picture in self.pictures.values():
            picture.set_scale(scale)
        self.way.set_scale(scale)
        if columns != self._columns:
            self._columns = columns
            self._place_cells()
            self.updateGeometry()
        left = self.height() - _height(columns, SIDE * scale)
        self.nearest.setVisible(left >= least and self._has_nearest)
        self.nearest.fill(QSize(self.width(), left - GAP))

    def _place_cells(self) -> None:
        """In rows, with the words beside the last picture, or below a row that is full."""
        columns = self._columns
        for each in (*self._cells, self.words):
            self._grid.removeWidget(each)
        for n, cell in enumerate(self._cells):
            self._grid.addWidget(cell, n // columns, n % columns)
        row, column = divmod(PICTURES, columns)
        self._grid.addWidget(self.words, row, column, 1, columns - column)
        for n in range(max(ARRANGEMENTS)):
            self._grid.setColumnStretch(n, int(n < columns))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The steps that are switched off: some of "fit", "pen", "centre"."""
        switches = self.switches.items()
        return tuple(step for step, each in switches if each.isEnabled() and not each.isChecked())

    def _show(self) -> None:
        digit = self._digit
        has_pen = digit is None or digit.drawing is not None
        self.switches["pen"].setEnabled(has_pen)
        self.switches["pen"].setToolTip(plain_tip(_tip("pen") if has_pen else NO_PEN))
        self.nearest.set_image(None if digit is None else digit.reading.image)
        self._show_own(digit)
        if digit is None:
            for picture in self.pictures.values():
                picture.clear()
            self.way.set_drawing(None)
            self.words.show_parts(NOTHING)
        else:
            stages = steps_of(digit, brush=self._brush, left_out=self.left_out)
            self._show_stages(stages)
            if self._snapshot is not None:
                self.way.set_drawing(digit.drawing, why_no_pen(digit, self._snapshot))
                self._show_words(digit, stages, self._snapshot)

    def _show_own(self, digit: PlacedReading | None) -> None:
        like = None if digit is None else digit.reading.like
        hand = None if self._snapshot is None else hand_of(self._snapshot)
        if (like, hand) == self._own:
            return
        self._own = like, hand
        if digit is None or like is None or hand is None:
            self.nearest.set_own(None, 0)
        else:
            self.nearest.set_own(digit_image(hand.drawing(like)), digit.reading.digit)

    def _show_stages(self, stages: Stages) -> None:
        pictures = self.pictures
        pictures["drawn"].set_sheet(self._sheet, self._brush)
        whole = "fit" in self.left_out
        pictures["box"].set_sheet(self._sheet, self._brush, (0, 0, 1, 1) if whole else stages.box)
        pictures["pen"].set_grey(stages.fitted)
        pictures["mass"].set_grey(stages.fitted, stages.mass)
        pictures["seen"].set_grey(stages.image.reshape(SIDE, SIDE), MIDDLE)

    def _show_words(self, digit: PlacedReading, stages: Stages, snapshot: Snapshot) -> None:
        left_out, reading = self.left_out, digit.reading
        if not left_out:
            self.words.show_lines(reader_lines(digit, snapshot))
            return
        steps = WITHOUT[left_out[0]] if len(left_out) == 1 else THESE
        is_alone = reading.like is None and reading.by_pen is None
        alone = "" if is_alone else ", by the picture alone"
        self.words.show_parts(
            f"Without {steps}{alone}: ",
            Strong(short(read(snapshot, stages.image))),
            ". The answer stays: ",
            Strong(short(reading)),
            ".",
        )

    def _arrange(self) -> None:
        self._cells = [self._make_cell(name) for name in STEPS]
        self._cells.append(_cell(self.way, PlainLabel(WAY)))
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._place_cells()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        whole.addWidget(self.nearest)

    def _make_cell(self, name: str) -> QWidget:
        """A picture and what is done in it, which can be left out."""
        title, _, step = STEPS[name]
        under: QWidget
        if step:
            under = self.switches[step] = CheckBox(title)
            under.setChecked(True)
            under.setToolTip(plain_tip(_tip(name)))
            under.setAccessibleName(f"Step: {title}")
            under.toggled.connect(self._show)
        else:
            under = PlainLabel(title)
        return _cell(self.pictures[name], under)


def _cell(picture: QWidget, under: QWidget) -> QWidget:
    """A picture with its name under it."""
    under.setProperty("role", "note")
    sizes.set_height(under, UNDER)
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(picture)
    column.addWidget(under)
    return cell


def _height(columns: int, side: int) -> int:
    """Of so many columns of pictures of `side` logical pixels, with the words."""
    rows, last = divmod(PICTURES, columns)
    words = 0 if last else theme.px(WORDS_HEIGHT) + GAP
    return (rows + (last > 0)) * (side + 2 + theme.px(UNDER) + GAP) + words


def _arrangement(room: QSize) -> tuple[int, int]:
    """How many columns, and how many logical pixels to a pixel of the digit image."""
    scales = {}
    for columns in ARRANGEMENTS:
        wide = room.width() // columns
        high = (room.height() - _height(columns, 0)) // math.ceil(PICTURES / columns)
        if _fits(columns, room.width()):
            scale = min(wide - GAP - 2, high) // SIDE
            scales[columns] = min(max(scale, SCALES[0]), SCALES[1])
    if not scales:
        return ARRANGEMENTS[-1], SCALES[0]
    return max(scales.items(), key=lambda each: (each[1], each[0]))


def _fits(columns: int, width: int) -> bool:
    return width // columns >= theme.px(LEAST_COLUMN)


def _tip(name: str) -> str:
    return f"{STEPS[name][1]}. Untick to leave it out"
