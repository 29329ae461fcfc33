"""The map of the digits: choices above, the map, its classes beside it, what it says beneath."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.background.loading import Loader
from app.background.projecting import Projecting
from app.background.training.session import Session
from app.look import figures, theme
from app.views.data.images.card import ImageCard
from app.views.data.map.choices import IN_TRAINING, IN_USE, Choices
from app.views.data.map.export import formats_of
from app.views.data.map.legend import ClassLegend, ScrolledLegend
from app.views.data.map.plane import MapPlane
from app.views.data.map.shown import Shown
from app.views.data.map.words import caption_of, words_of
from app.views.widgets.buttons import CheckBox, text_button
from app.views.widgets.exports import Entry, ExportMenu, ask_and_write
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.data.dataset import Dataset
from core.network.snapshots import Snapshot
from core.projection.maps import MapFrame, MapQuestion, some_of_each_class
from core.projection.neighbourhoods import Neighbourhoods

NO_DIGITS = "The digits are being read."
NO_RUN = "There is no network in training. Start a run on Train, or choose the network in use."
MAKING = "The map is being made…"


class MapPage(QWidget):
    """Asks for a map whenever something else is chosen, and while a run goes on; never while nobody
    sees it.

    A point that is pressed opens its card. look_wanted, draw_wanted: see ImageCard.
    runners: to close with the window.
    """

    look_wanted = Signal(object, str, str)
    draw_wanted = Signal(object, str)

    def __init__(self, loader: Loader, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader, self._session = loader, session
        self._projecting = Projecting(self)
        self.runners = self._projecting.runners
        self._frame: MapFrame | None = None
        self._sample: Dataset | None = None
        self._sample_of: tuple[Dataset | None, int] = (None, 0)
        self._indices: NDArray[np.intp] = np.zeros(0, np.intp)
        self.choices = Choices()
        self.plane = MapPlane()
        self.legend = ClassLegend()
        self.only_wrong = CheckBox("Only errors")
        self.as_text = CheckBox("As text")
        self.stop = text_button("stop", "Stop", self._stop, "Leave the map as it is now")
        self.caption = PlainLabel()
        self.text = PlainLabel()
        self.export_menu = ExportMenu(
            self, "Export this map as a table or a picture…", self._exports
        )
        self.card = ImageCard(self)
        self.card.set_relabelling(None)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._say("")

    @property
    def dataset(self) -> Dataset | None:
        """The part of the data set that the points are chosen from."""
        return self.choices.dataset

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that drawings are read with, or None."""
        self.choices.set_network(IN_USE, snapshot)
        if self.choices.network.value == IN_USE:
            self._ask()

    def export(self, path: Path | None = None) -> None:
        """Write the map to `path`, or ask where to."""
        formats = formats_of(self.plane, self.choices.words)
        if formats:
            ask_and_write(self, f"map of {self.choices.words}", formats, self._say, path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.set_watched(self, self.choices.network.value == IN_TRAINING)
        self.choices.set_network(IN_TRAINING, self._session.shown.snapshot)
        loaded = self._loader.any_digits()
        if loaded is not None:
            self.choices.set_loaded(self._loader.ready)
        self._ask()
        self.plane.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.set_watched(self, False)
        self._projecting.cancel()
        self.card.close()

    def _question(self) -> MapQuestion | None:
        """What is chosen; None while something of it is missing."""
        dataset, snapshot = self.choices.dataset, self.choices.snapshot
        if dataset is None or (self.choices.network.value == IN_TRAINING and snapshot is None):
            return None
        of = dataset, self.choices.count.value
        if of != self._sample_of:
            self._sample_of = of
            self._indices = some_of_each_class(*of)
            self._sample = dataset.take(self._indices)
        assert self._sample is not None
        before = self._frame
        if before is not None and before.question.dataset is not self._sample:
            before = None
        way, layer = self.choices.way.value, self.choices.layer.value
        positions = None if before is None else before.positions
        return MapQuestion(self._sample, snapshot, layer, way, positions)

    @Slot()
    def _ask(self) -> None:
        """For the map that is chosen, from its beginning."""
        if not self.isVisible():
            return
        question = self._question()
        if question is None:
            self._projecting.cancel()
            self._frame = None
            self.plane.empty = NO_DIGITS if self.dataset is None else NO_RUN
            self._show()
            return
        self.plane.empty = MAKING if len(question.dataset) else "This part holds no images."
        if self._frame is not None and self._frame.question.dataset is not question.dataset:
            self._frame = None
            self._show()
        self._projecting.ask(question)
        self._show_progress()

    @Slot(object)
    def _on_training(self, snapshot: Snapshot) -> None:
        """A newer network of the run: its map goes on from the one that is seen."""
        if not self.isVisible():
            return
        is_first = self.choices.snapshot is None
        self.choices.set_network(IN_TRAINING, snapshot)
        if self.choices.network.value != IN_TRAINING:
            return
        question = self._question()
        if is_first or self._frame is None:
            self._ask()
        elif question is not None:
            self._projecting.follow(replace(question, size=self._frame.size))

    @Slot()
    def _on_cleared(self) -> None:
        self.choices.set_network(IN_TRAINING, None)
        if self.choices.network.value == IN_TRAINING:
            self._ask()

    @Slot(object)
    def _on_frame(self, frame: MapFrame) -> None:
        self._frame = frame
        self._show()
        self._show_progress()
        if frame.done == 1 and self.as_text.isChecked():
            self._projecting.measure(frame)

    @Slot()
    def _show(self) -> None:
        """The newest frame, with the classes that are switched on."""
        frame = self._frame
        if frame is None:
            self.plane.show_map(None)
            self.text.clear()
            self._say("")
            return
        dataset = frame.question.dataset
        counts = np.bincount(dataset.labels, minlength=dataset.classes)
        self.legend.set_classes(dataset.class_names, [int(each) for each in counts])
        self.plane.show_map(
            Shown(frame, self._indices, self.legend.hidden, self.only_wrong.isChecked())
        )

    def _show_progress(self) -> None:
        frame, shown = self._frame, self.plane.shown
        is_moving = frame is not None and frame.done < 1 and self._projecting.is_busy
        self.stop.setVisible(is_moving)
        if is_moving and frame is not None:
            self._say(f"Neighbours find together: {figures.percent(frame.done)}")
        elif shown is not None:
            self._say(caption_of(shown))

    @Slot()
    def _stop(self) -> None:
        self._projecting.cancel()
        self._show_progress()

    @Slot(object)
    def _on_loaded(self, _: object) -> None:
        if self.isVisible():
            had = self.dataset
            self.choices.set_loaded(self._loader.ready)
            if self.dataset is not had:
                self._ask()

    @Slot()
    def _on_choice(self) -> None:
        self._session.set_watched(
            self, self.isVisible() and self.choices.network.value == IN_TRAINING
        )
        self._ask()

    @Slot(bool)
    def _on_as_text(self, is_text: bool) -> None:
        self._pages.setCurrentIndex(int(is_text))
        if is_text and self._frame is not None:
            self.text.setText("Counting neighbours…")
            self._projecting.measure(self._frame)

    @Slot(object, object)
    def _on_measured(self, frame: MapFrame, found: Neighbourhoods) -> None:
        if frame.question.dataset is self._sample:
            self.text.setText(words_of(Shown(frame, self._indices), found))

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._frame = None
        self.plane.empty = sentence
        self._show()
        self.stop.hide()

    @Slot(int)
    def _open_card(self, number: int) -> None:
        """For a point of the map; its neighbours in the card are the points that are seen."""
        dataset, shown = self.dataset, self.plane.shown
        if dataset is not None and shown is not None:
            part = f"{self.choices.source.currentText()}, {self.choices.part.currentText()}"
            self.card.set_network(self.choices.snapshot)
            self.card.show_images(
                dataset,
                self._indices[np.sort(shown.order)],
                int(self._indices[number]),
                lambda index: f"{part}, no. {index:,}",
            )

    @Slot(int)
    def _on_card(self, index: int) -> None:
        """Another image is on the card: its point is marked."""
        self.plane.point_at(int(np.searchsorted(self._indices, index)))

    def _exports(self) -> list[Entry]:
        return [("This map…", self.export)] if self.plane.shown is not None else []

    def _say(self, sentence: str, role: str = "note") -> None:
        self.caption.setText(sentence)
        theme.repolish(self.caption, role)

    def _connect(self) -> None:
        self.choices.changed.connect(self._on_choice)
        self.legend.changed.connect(self._show)
        self.only_wrong.toggled.connect(self._show)
        self.as_text.toggled.connect(self._on_as_text)
        self.plane.chosen.connect(self._open_card)
        self.card.moved.connect(self._on_card)
        self.card.look_wanted.connect(self.look_wanted)
        self.card.draw_wanted.connect(self.draw_wanted)
        self._projecting.framed.connect(self._on_frame)
        self._projecting.measured.connect(self._on_measured)
        self._projecting.failed.connect(self._on_failed)
        self._loader.loaded.connect(self._on_loaded)
        self._session.snapshot_changed.connect(self._on_training)
        self._session.cleared.connect(self._on_cleared)

    def _lay_out(self) -> None:
        look = theme.tokens()
        self.caption.setWordWrap(True)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pages.addWidget(self.plane)
        text = scrolled(self.text)
        self._pages.addWidget(text)
        # The map says how high the page is at least; what is beside it scrolls in that.
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        middle = QHBoxLayout()
        middle.setSpacing(look.space_3)
        middle.addWidget(self._pages, 1)
        middle.addWidget(ScrolledLegend(self.legend))
        for part in (self.only_wrong, self.as_text, self.export_menu.button):
            self.choices.add(part)
        below = QHBoxLayout()
        below.addWidget(self.caption, 1)
        below.addWidget(self.stop)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(look.space_3, look.space_2, look.space_3, look.space_2)
        layout.setSpacing(look.space_2)
        layout.addWidget(self.choices)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
