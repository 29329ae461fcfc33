"""The images of a data set: which ones, in which order, how many of each class, their average."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.background.answering import Answering
from app.look import figures, sizes, theme
from app.state.relabelling import Relabelling
from app.views.data.images.card import ImageCard
from app.views.data.images.class_bars import WIDTH, ClassBars
from app.views.data.images.exports import average_formats, picture_formats, table_formats
from app.views.data.images.filters import Filters
from app.views.data.images.grid import NOTHING, SCALES, ImageGrid
from app.views.data.images.parts import NAMES, part_of, place_of
from app.views.data.images.relabelled_menu import RelabelledMenu
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.exports import Entry, ExportMenu, Formats, ask_and_write
from app.views.widgets.folding import Folding
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.data.dataset import Dataset, Split
from core.data.relabelling import PARTS
from core.evaluation.answers import Answers
from core.evaluation.class_names import named_as
from core.evaluation.selection import Selection, counts, mean_image, selected
from core.network.snapshots import Snapshot

NO_IMAGES = "No image is like that. Choose other classes or answers."
NO_NETWORK = "There is no network that could read these images."
READING = "The network is still reading these images."
SCALE = 3  # of the average image
WIDE = 560  # at 100 %: with less room the classes stand above the images
LEAST_GRID, LEAST_CLASSES = 232, 150  # at 100 %, in height
MEAN_MS = 30  # after a choice, so that its images come first


class Browser(QWidget):
    """Images of the chosen part of a data set, read by the network in use.

    A click on an image opens its card. look_wanted, draw_wanted: see ImageCard.
    runners: to close with the window.
    """

    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(
        self, relabelling: Relabelling | None = None, parent: QWidget | None = None
    ) -> None:
        """relabelling: keeps the labels that the user changes; without it none can be."""
        super().__init__(parent)
        self._relabelling = relabelling
        self._split: Split | None = None
        self._dataset: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self._answers: Answers | None = None
        self._is_asked = False
        self._empty = ""
        self._answering = Answering(self)
        self.runners = self._answering.runners
        self.filters = Filters()
        self.grid = ImageGrid()
        self.bars = ClassBars()
        self.average = DigitThumbnail(SCALE)
        self.average_words = PlainLabel()
        self.count = PlainLabel()
        self.note = PlainLabel()
        self.card = ImageCard(self)
        self.changes = RelabelledMenu(self)
        self.exports = ExportMenu(self, "Export…", self._entries)
        self._mean_timer = QTimer(self, interval=MEAN_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self.filters.slider.setValue(SCALES.index(self.grid.scale))
        self._show()

    @property
    def split(self) -> Split | None:
        return self._split

    @property
    def dataset(self) -> Dataset | None:
        """The part that is shown, None without a set."""
        return self._dataset

    @property
    def snapshot(self) -> Snapshot | None:
        """The network that reads them."""
        return self._snapshot

    def set_split(self, split: Split | None, empty: str = "") -> None:
        """split: the data set. empty: the sentence to show while there is none."""
        self._empty = empty
        if split is self._split and split is not None:
            return
        is_relabelled = _has_same_images(split, self._split)
        self._split = split
        self.filters.set_split(split)
        if is_relabelled:
            self._take_labels()
        else:
            self.card.close()
            self._take_part()
        self._show_changes()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """The network whose answers are shown, None while there is none."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self.card.set_network(snapshot)
            self._forget_answers()
            self._show()

    def show_selection(self, selection: Selection) -> None:
        """Show just these. What needs answers is only shown once they are here."""
        self.bars.choose(selection.label)
        self.filters.choose(selection)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._answering.is_running:
            self._answering.cancel()
            self._is_asked = False
            self._say("")

    def _lay_out(self) -> None:
        for label in (self.average_words, self.count, self.note):
            label.setProperty("role", "note")
            label.setWordWrap(True)
        self.note.hide()
        self._classes = scrolled(self.bars)
        sizes.set_least(self._classes, height=LEAST_CLASSES)
        sizes.sized(self.grid, _give_room)
        average = QHBoxLayout()
        average.setSpacing(12)
        average.addWidget(self.average)
        average.addWidget(self.average_words, 1)
        side = QWidget()
        sizes.set_least(side, WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(average)
        left.addWidget(self._classes, 1)
        last = QHBoxLayout()
        last.addWidget(self.count, 1)
        last.addWidget(self.note, 2)
        last.addWidget(self.changes.button)
        last.addWidget(self.exports.button)
        images = QWidget()
        right = QVBoxLayout(images)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.filters)
        right.addWidget(self.grid, 1)
        right.addLayout(last)
        folding = Folding(WIDE)
        folding.add(side, 0)
        folding.add(images, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(folding)

    def _connect(self) -> None:
        self.filters.part_changed.connect(self._take_part)
        self.filters.changed.connect(self._show)
        self.filters.slider.valueChanged.connect(self._on_size)
        self.bars.chosen.connect(self._on_class)
        self.bars.moved.connect(self._show_row)
        self.grid.chosen.connect(self._open_card)
        self.card.moved.connect(self.grid.select)
        self.card.relabelled.connect(self._relabel)
        self.card.relabel_undone.connect(self._undo_label)
        self.card.look_wanted.connect(self.look_wanted)
        self.card.draw_wanted.connect(self.draw_wanted)
        self.changes.undo_wanted.connect(self._undo_label)
        self.changes.all_undone.connect(self._undo_all_labels)
        self.changes.chosen.connect(self._open_changed)
        if self._relabelling is not None:
            self._relabelling.failed.connect(self._say_problem)
        self.grid.scaled.connect(self._on_scaled)
        self._answering.answered.connect(self._on_answered)
        self._answering.progress.connect(self._on_progress)
        self._answering.failed.connect(self._on_failed)
        self._mean_timer.timeout.connect(self._show_mean)

    @Slot()
    def _take_part(self) -> None:
        split = self._split
        self._dataset = None if split is None else part_of(split, self.filters.part_name)
        self._forget_answers()
        if self._dataset is None:
            self.bars.set_counts((), np.zeros(0, np.intp))
        else:
            self.bars.set_counts(self._dataset.class_names, counts(self._dataset))
        self._show()

    def _take_labels(self) -> None:
        """The same images, of which some have other labels; what is shown stays in its place."""
        assert self._split is not None
        self._dataset = part_of(self._split, self.filters.part_name)
        self.bars.set_counts(self._dataset.class_names, counts(self._dataset))
        if self._answers is not None and self._snapshot is not None:
            self._answers = Answers(
                named_as(self._snapshot, self._dataset), self._answers.probabilities
            )
            self._tell_outcome(self._answers)
        else:
            self._forget_answers()
        self.grid.set_labels(self._dataset, self._answers)
        self.card.set_dataset(self._dataset)

    def _show_changes(self) -> None:
        """What is said of the labels that were changed."""
        split, relabelling = self._split, self._relabelling
        if split is None or relabelling is None or not relabelling.knows(split):
            self.changes.set_changes((), 0)
            self.card.set_relabelling(None)
            return
        made, count = relabelling.changes(split), relabelling.count(split)
        self.changes.set_changes(made, count)
        words = f"{figures.counted(count, 'label')} changed; the files stay as they are."
        self.card.set_relabelling(words if made else "", can_undo=bool(made))

    def _name(self, index: int) -> str:
        split = self._split
        assert split is not None
        part, place = place_of(split, self.filters.part_name, index)
        return f"{split.name}, {NAMES[part]}, no. {figures.count(place)}"

    @Slot(int)
    def _open_card(self, index: int) -> None:
        if self._dataset is not None:
            self.card.show_images(self._dataset, self.grid.order, index, self._name)

    @Slot(str, int)
    def _open_changed(self, part: str, index: int) -> None:
        """Show the image whose label was changed, beside the others of its part."""
        if self.filters.part_name != part:
            self.filters.part.setCurrentIndex(list(NAMES).index(part))
        self.grid.select(index)
        self._open_card(index)

    @Slot(int, int)
    def _relabel(self, index: int, label: int) -> None:
        if self._relabelling is not None and self._split is not None:
            part, place = place_of(self._split, self.filters.part_name, index)
            self._relabelling.relabel(self._split, part, place, label)

    @Slot()
    def _undo_label(self) -> None:
        if self._relabelling is not None and self._split is not None:
            self._relabelling.undo(self._split)

    @Slot()
    def _undo_all_labels(self) -> None:
        if self._relabelling is not None and self._split is not None:
            self._relabelling.undo(self._split, whole=True)

    @Slot(str)
    def _say_problem(self, sentence: str) -> None:
        self._say(sentence, "error")
        if self._dataset is not None:
            self.card.set_dataset(self._dataset)

    def _forget_answers(self) -> None:
        self._answers = None
        self._is_asked = False
        self._answering.cancel()
        self._say("")
        self.filters.set_class_names(self._snapshot.class_names if self._snapshot else ())
        self.filters.set_answered(READING if self._snapshot else NO_NETWORK)
        self._ask()

    def _ask(self) -> None:
        """Once, and only while somebody looks."""
        if self.isVisible() and not self._is_asked and self._snapshot and self._dataset:
            self._is_asked = True
            self._answering.ask(self._snapshot, self._dataset)
            self._say(READING)

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        self._say(f"{READING} {figures.percent(share)}")

    @Slot(object)
    def _on_answered(self, answers: Answers) -> None:
        self._answers = answers
        self.filters.set_answered(None)
        wanted = self.filters.selection(self.bars.choice)
        if wanted == Selection(wanted.label, seed=wanted.seed, order=wanted.order):
            self.grid.set_answers(answers)  # the same images: they stay where they are
        else:
            self._show()
        self._tell_outcome(answers)

    def _tell_outcome(self, answers: Answers) -> None:
        wrong = len(answers) - int(np.count_nonzero(answers.right))
        share = figures.percent(wrong / max(len(answers), 1))
        self._say(f"Read wrong: {figures.count(wrong)} of {figures.count(len(answers))}, {share}")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.filters.set_answered(sentence)
        self._say(sentence, "error")
        self._show()

    @Slot(object)
    def _on_class(self, _: object) -> None:
        self._show()

    @Slot(int, int)
    def _show_row(self, top: int, bottom: int) -> None:
        area: QScrollArea = self._classes
        area.ensureVisible(0, top, 0, 0)
        area.ensureVisible(0, bottom, 0, 0)

    @Slot(int)
    def _on_size(self, place: int) -> None:
        self.grid.set_scale(SCALES[place])

    @Slot(int)
    def _on_scaled(self, scale: int) -> None:
        self.filters.slider.setValue(SCALES.index(scale))

    @Slot()
    def _show(self) -> None:
        """The images that are asked for."""
        wanted = self.filters.selection(self.bars.choice)
        if self._dataset is None:
            self.grid.empty = self._empty
            self.grid.set_images(None, NOTHING)
        elif wanted.needs_answers and self._answers is None:
            self.grid.empty = READING
            self.grid.set_images(self._dataset, NOTHING)
        else:
            self.grid.empty = NO_IMAGES
            order = selected(self._dataset, wanted, self._answers)
            self.grid.set_images(self._dataset, order, self._answers)
        self._show_count()
        self._mean_timer.start()

    def _show_count(self) -> None:
        shown, dataset = len(self.grid.order), self._dataset
        if dataset is None:
            self.count.setText("")
        elif shown == len(dataset):
            self.count.setText(figures.counted(shown, "image"))
        else:
            whole = figures.counted(len(dataset), "image")
            self.count.setText(f"{figures.count(shown)} of {whole}")

    @Slot()
    def _show_mean(self) -> None:
        order = self.grid.order
        mean = None if self._dataset is None else mean_image(self._dataset, order)
        self.average.set_digit(mean)
        words = f"The average of {figures.counted(len(order), 'image')}" if len(order) else ""
        self.average_words.setText(words)

    def _say(self, sentence: str, role: str = "note") -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        theme.repolish(self.note, role)

    def _entries(self) -> list[Entry]:
        dataset, shown = self._dataset, len(self.grid.order)
        if dataset is None or self._split is None or not shown:
            return []
        name = f"{self._split.name}-images"
        table = table_formats(dataset, self.grid.order, self._answers)
        return [
            (
                f"Table of {figures.counted(shown, 'image')}…",
                partial(self._export, name, table),
            ),
            (
                "Picture of the images in sight…",
                partial(self._export, name, picture_formats(self.grid)),
            ),
            (
                "Average image of each class…",
                partial(self._export, f"{self._split.name}-averages", average_formats(dataset)),
            ),
        ]

    def _export(self, name: str, formats: Formats) -> None:
        ask_and_write(self, name, formats, self._say)


def _has_same_images(split: Split | None, other: Split | None) -> bool:
    """Whether only labels may differ."""
    if split is None or other is None or split.class_names != other.class_names:
        return False
    pairs = ((getattr(split, part), getattr(other, part)) for part in PARTS)
    return all(one.images is another.images for one, another in pairs)


def _give_room(grid: ImageGrid) -> None:
    grid.setMinimumSize(QSize(theme.px(LEAST_GRID), theme.px(LEAST_GRID)))
