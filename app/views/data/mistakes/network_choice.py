"""Which network to judge: the one in use, the run's, the shipped one, or one from a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from app.desktop.file_filters import file_filter
from app.views.widgets.activation_dialog import ActivationDialog
from app.views.widgets.plain import plain_tip
from core.errors import ActivationNeeded, ModelFileError
from core.files import model_file
from core.files.plain_text import plain
from core.network.snapshots import Snapshot

IN_USE, RUN, SHIPPED, FILE = "in use", "run", "shipped", "file"
TITLES = {
    IN_USE: "The network in use",
    RUN: "The run’s network",
    SHIPPED: "The shipped network",
    FILE: "A network from a file…",
}
MISSING = {
    IN_USE: "No network is in use. Choose another one.",
    RUN: "There is no run yet. Start one on Train, or choose another network.",
    SHIPPED: "The shipped network cannot be read. Choose another one.",
    FILE: "Choose a file, or another network.",
}
FILTER = file_filter("Networks", model_file.ENDING)


class NetworkChoice(QComboBox):
    """changed: another network is chosen, or the chosen one is another now. failed: why a file was
    not opened."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks: dict[str, Snapshot | None] = dict.fromkeys(TITLES)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, title in TITLES.items():
            self.addItem(title, key)
        self.setAccessibleName("Network to judge")
        self.setToolTip(plain_tip("Whose answers these are"))
        self._before = IN_USE
        self.activated.connect(self._on_activated)

    @property
    def key(self) -> str:
        """IN_USE, RUN, SHIPPED or FILE."""
        return str(self.currentData())

    @property
    def snapshot(self) -> Snapshot | None:
        """The chosen network, None while it is not there."""
        return self._networks[self.key]

    def choose(self, key: str) -> None:
        self._before = key
        self.setCurrentIndex(self.findData(key))
        self._read_shipped()
        self.changed.emit()

    def set_network(self, key: str, snapshot: Snapshot | None) -> None:
        """The network of IN_USE or RUN."""
        self._networks[key] = snapshot
        if key == self.key:
            self.changed.emit()

    def open_file(self, path: Path, activation: str | None = None) -> None:
        """Judge the network of this file; `failed` where it is none."""
        try:
            self._networks[FILE], doubt = model_file.load_with_doubt(path, activation=activation)
        except ActivationNeeded:
            ActivationDialog(plain(path.name), partial(self.open_file, path), self.window()).open()
        except ModelFileError as error:
            self.failed.emit(str(error))
        else:
            self.setItemText(self.findData(FILE), f"{plain(path.name)}…")
            self.choose(FILE)
            if doubt:
                self.failed.emit(doubt)

    @Slot()
    def _on_activated(self) -> None:
        if self.key != FILE:
            self.choose(self.key)
            return
        self.setCurrentIndex(self.findData(self._before))
        name, _ = QFileDialog.getOpenFileName(self, "Open a network", "", FILTER)
        if name:
            self.open_file(Path(name))

    def _read_shipped(self) -> None:
        if self.key == SHIPPED and self._networks[SHIPPED] is None:
            try:
                self._networks[SHIPPED] = model_file.shipped()
            except ModelFileError as error:
                self.failed.emit(str(error))
