"""The data sets, a card each, and the images of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.background.digit_request import NAMES, READING
from app.background.loading import (
    FOLDER,
    MNIST,
    STARTER,
    LoadCancelled,
    Loaded,
    Loader,
    LoadFailed,
    LoadProgress,
)
from app.look import figures
from app.state.relabelling import Relabelling
from app.views.data.card import DataCard
from app.views.data.images.browser import Browser
from app.views.data.own_set import OwnSet
from app.views.widgets.drops import dropped_paths
from app.views.widgets.folding import Folding
from app.views.widgets.plain import PlainLabel
from core.data.mnist import DOWNLOAD_SIZE
from core.data.opening.records import Request

CARDS = {
    MNIST: (NAMES[MNIST], "70,000 digits that some 500 people wrote."),
    STARTER: (NAMES[STARTER], "Drawn by the app itself; they need no file and no internet."),
    FOLDER: (
        "Your own",
        "Files as MNIST’s or EMNIST’s, CSV, NumPy, pictures in folders, or a zip: drop it here.",
    ),
}
NOT_HERE = f"Not on this computer yet: {figures.size(DOWNLOAD_SIZE)} to download."
CANCELLED = {
    MNIST: "Cancelled. What has arrived is kept; Download goes on from there.",
    STARTER: "Cancelled.",
    FOLDER: "Cancelled. What was open before stays.",
}
EMPTY = "The digits of the chosen set will be shown here."
WIDE = 720  # at 100 %: with less room the cards stand below one another


class DigitSets(QWidget):
    """Reads, makes, downloads and opens data sets, and shows how far that is.

    tools: the caption of the chosen set; the parent places it above.
    """

    def __init__(
        self,
        loader: Loader,
        relabelling: Relabelling | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """relabelling: keeps the labels that the user changes; without it none can be."""
        super().__init__(parent)
        self._loader = loader
        self._was_shown = False
        self.setAcceptDrops(True)
        self.cards = {source: DataCard(*words) for source, words in CARDS.items()}
        self.browser = Browser(relabelling)
        self.browser.set_split(None, EMPTY)
        self.own = OwnSet()
        self.own.wanted.connect(loader.open)
        self.tools = QWidget()
        self.caption = PlainLabel()
        self.caption.setProperty("role", "sentence")
        self._group = QButtonGroup(self)
        for card in self.cards.values():
            self._group.addButton(card.choose)
        self._add_buttons()
        self._lay_out()
        self._group.buttonToggled.connect(self._on_chosen)
        loader.started.connect(self._on_started)
        loader.progress.connect(self._on_progress)
        loader.loaded.connect(self._on_loaded)
        loader.failed.connect(self._on_failed)
        loader.cancelled.connect(self._on_cancelled)
        self._show_mnist_place()
        self.cards[FOLDER].choose.setEnabled(False)
        self._show_samples()

    @property
    def chosen(self) -> str:
        """The source whose digits are shown, or ""."""
        return next((s for s, card in self.cards.items() if card.choose.isChecked()), "")

    def open_folder(self) -> None:
        """Ask for a folder, and read the data set in it."""
        name = QFileDialog.getExistingDirectory(self, "Open a folder with a data set")
        if name:
            self.open_paths([Path(name)])

    def open_files(self) -> None:
        """Ask for a file, or several that belong together, and read the data set in them."""
        names, _ = QFileDialog.getOpenFileNames(self, "Open a data set: a file or several")
        if names:
            self.open_paths([Path(name) for name in names])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Read the data set in a folder, in a file and those beside it, or in several files."""
        self._loader.open(Request(tuple(paths)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.cards[self._loader.first_source].choose.setChecked(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event):
            event.acceptProposedAction()
            self.open_paths(paths)

    def _add_buttons(self) -> None:
        mnist, folder = self.cards[MNIST], self.cards[FOLDER]
        self.download = mnist.add_button("download", "Download", self._loader.download)
        self.cancel = mnist.add_button("stop", "Cancel", partial(self._loader.cancel, MNIST))
        self.cancel.hide()
        self.open = folder.add_button("open", "Open…", self._show_ways)
        self.ways = QMenu(self.open)
        self.ways.addAction("A folder…", self.open_folder)
        self.ways.addAction("A file, or several…", self.open_files)
        self.cancel_own = folder.add_button("stop", "Cancel", partial(self._loader.cancel, FOLDER))
        self.cancel_own.hide()

    def _show_ways(self) -> None:
        """No dialog of the system takes folders as well as files."""
        self.ways.popup(self.open.mapToGlobal(self.open.rect().bottomLeft()))

    def _lay_out(self) -> None:
        cards = Folding(WIDE)
        for card in self.cards.values():
            cards.add(card, 1)
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(16)
        tools.addWidget(self.caption)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(16)
        layout.addWidget(cards)
        layout.addWidget(self.own)
        layout.addWidget(self.browser, 1)

    def _show_mnist_place(self) -> None:
        folder = self._loader.mnist_folder()
        self.download.setVisible(folder is None)
        self.cards[MNIST].show_sentence(NOT_HERE if folder is None else f"In {folder}")
        self.cards[MNIST].choose.setEnabled(folder is not None)

    def _show_samples(self) -> None:
        loaded = self._loader.ready.get(self.chosen)
        self.caption.setText(loaded.split.name if loaded else "")
        self.own.show_opened(loaded.opened if loaded else None)
        waiting = READING[self.chosen] if self._loader.is_busy(self.chosen) else EMPTY
        self.browser.set_split(loaded.split if loaded else None, waiting)

    @Slot(object, bool)
    def _on_chosen(self, _: object, checked: bool) -> None:
        if not checked:
            return
        self._loader.want(self.chosen)
        self._show_samples()

    @Slot(str)
    def _on_started(self, source: str) -> None:
        self.cards[source].set_busy(READING[source])
        if source == MNIST and not self.download.isHidden():
            self.cards[MNIST].show_sentence("Asking for the files…")
            self.download.hide()
            self.cancel.show()
        if source == FOLDER:
            self._show_reading(True)
        self._show_samples()

    @Slot(object)
    def _on_progress(self, progress: LoadProgress) -> None:
        card = self.cards[progress.source]
        show = card.show_share if progress.source == FOLDER else card.show_progress
        show(progress.done, progress.total)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        card = self.cards[loaded.source]
        self._end(loaded.source)
        card.show_split(loaded.split, _place(loaded))
        card.choose.setEnabled(True)
        if loaded.source == FOLDER or not self.chosen:
            card.choose.setChecked(True)
        self._show_samples()

    @Slot(object)
    def _on_failed(self, failed: LoadFailed) -> None:
        self._end(failed.source)
        self.cards[failed.source].show_sentence(
            failed.sentence, "note" if failed.missing else "error"
        )

    @Slot(object)
    def _on_cancelled(self, cancelled: LoadCancelled) -> None:
        self._end(cancelled.source)
        self.cards[cancelled.source].show_sentence(CANCELLED[cancelled.source])

    def _end(self, source: str) -> None:
        self.cards[source].end_busy()
        if source == MNIST:
            self._show_mnist_place()
            self.cancel.hide()
        if source == FOLDER:
            self._show_reading(False)
        self._show_samples()

    def _show_reading(self, is_reading: bool) -> None:
        """Of the user's own set: Cancel in the place of what opens another."""
        self.open.setVisible(not is_reading)
        self.cancel_own.setVisible(is_reading)
        self.own.set_busy(is_reading)


def _place(loaded: Loaded) -> str:
    """Where a data set lies, for the user."""
    if loaded.opened is None:
        return f"In {loaded.folder}" if loaded.folder else ""
    paths = loaded.opened.request.paths
    if len(paths) == 1:
        return f"In {paths[0]}"
    return f"{len(paths)} files in {paths[0].parent}"
