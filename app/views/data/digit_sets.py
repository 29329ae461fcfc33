"""The data sets, a card each, and the images of the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

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
from app.views.data.card import DataCard
from app.views.data.images.browser import Browser
from app.views.widgets.folding import Folding
from app.views.widgets.plain import PlainLabel
from core.data.mnist import DOWNLOAD_SIZE

CARDS = {
    MNIST: (NAMES[MNIST], "70,000 digits that some 500 people wrote."),
    STARTER: (NAMES[STARTER], "Drawn by the app itself; they need no file and no internet."),
    FOLDER: (
        "Your own",
        "Four files in MNIST’s format: open the folder, or drop it here.",
    ),
}
NOT_HERE = f"Not on this computer yet: {figures.size(DOWNLOAD_SIZE)} to download."
CANCELLED = "Cancelled. What has arrived is kept; Download goes on from there."
EMPTY = "The digits of the chosen set will be shown here."
WIDE = 720  # at 100 %: with less room the cards stand below one another


class DigitSets(QWidget):
    """Reads, makes, downloads and opens data sets, and shows how far that is.

    tools: the caption of the chosen set; the parent places it above.
    """

    def __init__(self, loader: Loader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._was_shown = False
        self.setAcceptDrops(True)
        self.cards = {source: DataCard(*words) for source, words in CARDS.items()}
        self.browser = Browser()
        self.browser.set_split(None, EMPTY)
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

    def open_folder(self, path: Path | None = None) -> None:
        """Read the folder; without `path`, ask for it."""
        if path is None:
            name = QFileDialog.getExistingDirectory(self, "Open a folder of digits")
            if not name:
                return
            path = Path(name)
        self._loader.open_folder(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.cards[self._loader.first_source].choose.setChecked(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_folder(Path(event.mimeData().urls()[0].toLocalFile()))

    def _add_buttons(self) -> None:
        mnist, folder = self.cards[MNIST], self.cards[FOLDER]
        self.download = mnist.add_button("download", "Download", self._loader.download)
        self.cancel = mnist.add_button("stop", "Cancel", self._on_cancel)
        self.cancel.hide()
        self.open = folder.add_button("open", "Open…", self.open_folder)

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
        layout.addWidget(self.browser, 1)

    def _show_mnist_place(self) -> None:
        folder = self._loader.mnist_folder()
        self.download.setVisible(folder is None)
        self.cards[MNIST].show_sentence(NOT_HERE if folder is None else f"In {folder}")
        self.cards[MNIST].choose.setEnabled(folder is not None)

    def _show_samples(self) -> None:
        loaded = self._loader.ready.get(self.chosen)
        self.caption.setText(loaded.split.name if loaded else "")
        waiting = READING[self.chosen] if self._loader.is_busy(self.chosen) else EMPTY
        self.browser.set_split(loaded.split if loaded else None, waiting)

    @Slot(object, bool)
    def _on_chosen(self, _: object, checked: bool) -> None:
        if not checked:
            return
        self._loader.want(self.chosen)
        self._show_samples()

    def _on_cancel(self) -> None:
        self._loader.cancel(MNIST)

    @Slot(str)
    def _on_started(self, source: str) -> None:
        self.cards[source].set_busy(READING[source])
        if source == MNIST and not self.download.isHidden():
            self.cards[MNIST].show_sentence("Asking for the files…")
            self.download.hide()
            self.cancel.show()
        self._show_samples()

    @Slot(object)
    def _on_progress(self, progress: LoadProgress) -> None:
        self.cards[progress.source].show_progress(progress.done, progress.total)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        card = self.cards[loaded.source]
        self._end(loaded.source)
        card.show_split(loaded.split, f"In {loaded.folder}" if loaded.folder else "")
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
        self.cards[cancelled.source].show_sentence(CANCELLED)

    def _end(self, source: str) -> None:
        self.cards[source].end_busy()
        if source == MNIST:
            self._show_mnist_place()
            self.cancel.hide()
        self._show_samples()
