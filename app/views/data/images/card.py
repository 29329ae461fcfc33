"""One image of a data set: what it is, what the network reads and why, and what would change it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look import figures, sizes, theme
from app.views.data.images.exports import image_formats
from app.views.data.images.pixel_canvas import PixelCanvas, Tool
from app.views.data.images.words import sureness
from app.views.widgets.buttons import icon_button, text_button
from app.views.widgets.digit_thumbnail import SIDE, grey_image
from app.views.widgets.exports import ask_and_write
from app.views.widgets.flow import FlowLayout
from app.views.widgets.folding import Folding
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.probability_bars import ProbabilityBars
from app.views.widgets.scrolled import scrolled
from core.data.dataset import Dataset
from core.errors import DigitLabError
from core.evaluation.answers import Answers, answers_of
from core.ink.pixel_pen import changed_pixels
from core.inspection.saliency import pixel_evidence
from core.network.snapshots import Snapshot

GOOD_SIZE = QSize(860, 580)  # at 100 %
SCREEN_SHARE = 0.9
WIDE = 560  # at 100 %: with less room the answer stands below the image
NO_NETWORK = "There is no network to read it."
COPY_SCALE = 10  # of an image on the clipboard

Name = Callable[[int], str]


class ImageCard(QDialog):
    """A window beside the others: one image large, its class, the answer to it and its loss.

    Left and right lead through the images that it was opened among; Esc closes it.

    moved: another image is shown; its index in the data set. relabelled: the user says that the
    image with this index is of that class, a number. relabel_undone: he takes the last one back.
    look_wanted: the microscope, at this image: float32 (784, 1), its class's name, its own name.
    draw_wanted: Draw, with this image and its name.
    """

    moved = Signal(int)
    relabelled = Signal(int, int)
    relabel_undone = Signal()
    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Image")
        self._dataset: Dataset | None = None
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._place = 0
        self._name: Name = str
        self._snapshot: Snapshot | None = None
        self._first: str | None = None  # the answer to the image as it is in the set
        self._answer: str | None = None
        self._pixels = 0  # changed when the answer became what it is
        self.canvas = PixelCanvas()
        self.heading = PlainLabel()
        sizes.set_font(self.heading, "type_heading", 600)
        self.label = QComboBox()
        self.label.setAccessibleName("True class")
        self.undo_label = text_button(
            "undo", "Undo label", self.relabel_undone.emit, "Take the last change of a label back"
        )
        self.undo_label.hide()
        self.answer = PlainLabel()
        self.bars = ProbabilityBars()
        self.edit_words = PlainLabel()
        self.note = PlainLabel()
        self.why = QPushButton("Why")
        self.why.setCheckable(True)
        self.why.setToolTip("Which pixels speak for the answer, and which against it")
        self.tools = QButtonGroup(self)
        self.tools.setExclusive(False)
        self._make_buttons()
        self._lay_out()
        self._connect()

    @property
    def index(self) -> int | None:
        """Of the image that is shown, in the data set."""
        return int(self._order[self._place]) if len(self._order) else None

    def show_images(
        self, dataset: Dataset, order: NDArray[np.intp], index: int, name: Name
    ) -> None:
        """Show the example `index` of `dataset`; left and right go through those at `order`.

        name: what the user calls an example, by its index: “MNIST, Test, no. 12”.
        """
        self._dataset, self._order, self._name = dataset, order, name
        places = np.flatnonzero(order == index)
        self._place = int(places[0]) if len(places) else 0
        self._fill_labels()
        self._show_image()
        if not self.isVisible():
            room = self.screen().availableSize() * SCREEN_SHARE
            self.resize((GOOD_SIZE * theme.tokens().scale).boundedTo(room))
            self.show()
        self.activateWindow()

    def set_dataset(self, dataset: Dataset) -> None:
        """The same images with other labels; what was drawn stays."""
        self._dataset = dataset
        self._fill_labels()
        self._show_answer()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """The network that reads the image, None while there is none."""
        self._snapshot = snapshot
        self._first = None
        if self._dataset is not None:
            self._begin_answers()

    def set_relabelling(self, sentence: str | None, *, can_undo: bool = False) -> None:
        """sentence: on the labels that the user changed, or None where none can be changed."""
        self.label.setEnabled(sentence is not None)
        self.note.setText(sentence or "")
        self.note.setVisible(bool(sentence))
        self.undo_label.setVisible(can_undo)

    def step(self, steps: int) -> None:
        """So many images on, or back; nothing happens at the ends."""
        if 0 <= self._place + steps < len(self._order):
            self._place += steps
            self._show_image()
            self.moved.emit(self.index)

    def _make_buttons(self) -> None:
        self.pen = _tool("Pen", "Draw on the image; the right button erases", Tool.PEN)
        self.eraser = _tool("Eraser", "Erase pixels of the image", Tool.ERASER)
        for button in (self.pen, self.eraser):
            self.tools.addButton(button)
        canvas = self.canvas
        self.undo = icon_button("undo", "Undo (Ctrl+Z)", canvas.undo)
        self.redo = icon_button("redo", "Redo (Ctrl+Y)", canvas.redo)
        self.reset = icon_button("reset", "The image as it was", canvas.reset)
        self.previous = icon_button("previous", "The image before (Left)", lambda: self.step(-1))
        self.next = icon_button("next", "The next image (Right)", lambda: self.step(1))
        self.inside = text_button(
            "inspect", "Look inside", self._look_inside, "Every number of it, in the microscope"
        )
        self.on_draw = text_button(
            "draw",
            "Open on Draw",
            self._open_on_draw,
            "How the network in use reads it, step by step",
        )
        self.copy = icon_button("copy", "Copy the image", self._copy)
        self.save = icon_button("save", "Save the image…", self._save)

    def _lay_out(self) -> None:
        for label, role in (
            (self.answer, "sentence"),
            (self.edit_words, "sentence"),
            (self.note, "note"),
        ):
            label.setProperty("role", role)
            label.setWordWrap(True)
        self.heading.setWordWrap(True)
        left, right = QWidget(), QWidget()
        tools = QWidget()
        row = FlowLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        for each in (self.why, self.pen, self.eraser, self.undo, self.redo, self.reset):
            row.addWidget(each)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas, 1)
        column.addWidget(tools)
        column.addWidget(self.edit_words)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.previous)
        top.addWidget(self.next)
        truth = QHBoxLayout()
        truth.addWidget(PlainLabel("True class"))
        truth.addWidget(self.label, 1)
        truth.addWidget(self.undo_label)
        actions = QWidget()
        last = FlowLayout(actions)
        last.setContentsMargins(0, 0, 0, 0)
        for each in (self.inside, self.on_draw, self.copy, self.save):
            last.addWidget(each)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addLayout(truth)
        column.addWidget(self.note)
        column.addWidget(self.answer)
        column.addWidget(self.bars, 1)
        column.addWidget(actions)
        folding = Folding(WIDE)
        folding.add(left, 1)
        folding.add(right, 1)
        content = QWidget()
        inside = QVBoxLayout(content)
        space = theme.tokens().space_3
        inside.setContentsMargins(space, space, space, space)
        inside.addWidget(folding)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
        self.set_relabelling(None)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.canvas.changed.connect(self._show_answer)
        self.canvas.settled.connect(self._show_why)
        self.why.toggled.connect(self._show_why)
        self.tools.buttonToggled.connect(self._on_tool)
        self.label.activated.connect(self._on_label)
        for keys, act in (
            ("Left", self.previous.click),
            ("Right", self.next.click),
            (QKeySequence.StandardKey.Undo, self.undo.click),
            (QKeySequence.StandardKey.Redo, self.redo.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _fill_labels(self) -> None:
        assert self._dataset is not None
        names = self._dataset.class_names
        with QSignalBlocker(self.label):
            if tuple(self.label.itemText(k) for k in range(self.label.count())) != names:
                self.label.clear()
                self.label.addItems(list(names))
            if self.index is not None:
                self.label.setCurrentIndex(int(self._dataset.labels[self.index]))

    def _show_image(self) -> None:
        index = self.index
        if self._dataset is None or index is None:
            return
        self.canvas.set_image(self._dataset.images[index])
        self.heading.setText(self._name(index))
        self.previous.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._order) - 1)
        self._fill_labels()
        self._begin_answers()

    def _begin_answers(self) -> None:
        """What is read from here on, after another image or with another network."""
        self._first = self._answer = None
        self._pixels = 0
        if self._dataset is not None and (read := self._read(self.canvas.original)) is not None:
            self._first = self._answer = read.class_names[int(read.answers[0])]
        self._show_answer()
        self._show_why()

    def _read(self, image: NDArray[np.uint8]) -> Answers | None:
        """The answer of the network to one image; None where it cannot give one."""
        dataset, index = self._dataset, self.index
        if dataset is None or index is None or self._snapshot is None:
            return None
        one = Dataset(image[None], dataset.labels[index : index + 1], dataset.class_names)
        try:
            return answers_of(self._snapshot, one)
        except DigitLabError:
            return None

    @Slot()
    def _show_answer(self) -> None:
        read = self._read(self.canvas.image)
        is_edited = changed_pixels(self.canvas.image, self.canvas.original) > 0
        for button, on in (
            (self.undo, self.canvas.can_undo),
            (self.redo, self.canvas.can_redo),
            (self.reset, is_edited),
            (self.inside, read is not None),
            (self.why, read is not None),
        ):
            button.setEnabled(on)
        if read is None:
            self.answer.setText(NO_NETWORK if self._snapshot is None else "")
            self.bars.set_probabilities(None)
            self.edit_words.setText("")
            return
        self.bars.set_class_names(read.class_names)
        self.bars.set_probabilities(read.probabilities[:, 0])
        name = read.class_names[int(read.answers[0])]
        outcome = "right" if read.right[0] else "wrong"
        self.answer.setText(
            f"Read as {name}, {sureness(float(read.confidences[0]))}: {outcome}. "
            f"Loss {figures.figure(float(read.losses[0]))}"
        )
        self._tell_edit(name)

    def _tell_edit(self, name: str) -> None:
        """How far the image is changed, and whether that made another answer of it."""
        pixels = changed_pixels(self.canvas.image, self.canvas.original)
        if name != self._answer:
            self._answer, self._pixels = name, pixels
        words = ""
        if pixels and name != self._first:
            after = figures.counted(self._pixels, "pixel")
            words = f"From {self._first} to {name} after {after}"
        elif pixels:
            words = f"{figures.counted(pixels, 'pixel')} changed, still {name}"
        elif self.canvas.tool is not Tool.LOOK:
            words = f"Change the image until it is no longer read as {name}."
        self.edit_words.setText(words)

    @Slot()
    def _show_why(self) -> None:
        read = self._read(self.canvas.image) if self.why.isChecked() else None
        if read is not None and self._snapshot is not None:
            answer = int(read.answers[0])
            X = read.dataset.X()
            evidence = pixel_evidence(self._snapshot, X, answer)
            self.canvas.why.set_evidence(evidence, X, read.class_names[answer], (0.0, 0.0, 1.0))
        self.canvas.why.setVisible(read is not None)

    @Slot(object, bool)
    def _on_tool(self, button: QPushButton, is_on: bool) -> None:
        for other in self.tools.buttons():
            if is_on and other is not button:
                other.setChecked(False)
        chosen = [each for each in (self.pen, self.eraser) if each.isChecked()]
        self.canvas.set_tool(Tool(chosen[0].property("tool")) if chosen else Tool.LOOK)
        if chosen:
            self.canvas.setFocus()
        self._show_answer()

    @Slot(int)
    def _on_label(self, label: int) -> None:
        index = self.index
        if index is not None and self._dataset is not None and label != self._dataset.labels[index]:
            self.relabelled.emit(index, label)

    def _look_inside(self) -> None:
        index = self.index
        if self._dataset is not None and index is not None:
            self.close()
            class_name = self._dataset.class_names[self._dataset.labels[index]]
            image, name = self._seen(index)
            self.look_wanted.emit(image, class_name, name)

    def _open_on_draw(self) -> None:
        if self.index is not None:
            self.close()
            self.draw_wanted.emit(*self._seen(self.index))

    def _seen(self, index: int) -> tuple[NDArray[np.float32], str]:
        """The image as it is now, float32 (784, 1), and what to call it."""
        image = (self.canvas.image * np.float32(1 / 255)).reshape(-1, 1)
        is_edited = changed_pixels(self.canvas.image, self.canvas.original) > 0
        return image, self._name(index) + (", changed" if is_edited else "")

    def _copy(self) -> None:
        image = grey_image(self.canvas.image.reshape(SIDE, SIDE))
        QGuiApplication.clipboard().setImage(image.scaled(image.size() * COPY_SCALE))

    def _save(self) -> None:
        name = self._name(self.index or 0)
        ask_and_write(self, name, image_formats(self.canvas.image), self._say)

    def _say(self, sentence: str, role: str) -> None:
        self.note.setText(sentence)
        self.note.show()
        theme.repolish(self.note, role)


def _tool(text: str, words: str, tool: Tool) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(plain_tip(words))
    button.setProperty("tool", tool.value)
    return button
