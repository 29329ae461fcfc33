"""Files for the network in use: asks which one, and says what went wrong with it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.file_filters import file_filter
from app.paths import made
from app.state.network_in_use import NetworkInUse
from app.views.widgets.activation_dialog import ActivationDialog
from app.views.widgets.notice import notice
from core.errors import ActivationNeeded
from core.files import model_file
from core.files.plain_text import as_file_name, plain

FILTER = file_filter("Networks", model_file.ENDING)


class NetworkFiles(QObject):
    """The dialogs of `window` about `network`."""

    def __init__(self, network: NetworkInUse, window: QWidget) -> None:
        super().__init__(window)
        self._network = network
        self._window = window
        network.failed.connect(self._show_notice)
        network.doubted.connect(self._show_notice)
        network.laid_aside.connect(self._show_notice)

    @Slot()
    def open(self) -> None:
        """Ask for a file and read with it from now on."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a network", str(self._network.folder), FILTER
        )
        if name:
            self.open_file(Path(name))

    @Slot(Path)
    def open_file(self, path: Path, activation: str | None = None) -> None:
        """Read with this file from now on; ask for the activation where it does not tell it."""
        try:
            self._network.open_file(path, activation)
        except ActivationNeeded:
            ActivationDialog(plain(path.name), partial(self.open_file, path), self._window).open()

    @Slot()
    def save(self) -> None:
        """Ask for a file and save the network in use, if there is one."""
        snapshot, folder = self._network.snapshot, self._network.folder
        if snapshot is None:
            return
        with suppress(OSError):  # the dialog then begins elsewhere
            made(folder)
        proposed = folder / f"{as_file_name(snapshot.name, 'network')}{model_file.ENDING}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save the network", str(proposed), FILTER
        )
        if name:
            self._network.save_file(model_file.with_ending(Path(name)))

    @Slot(str, str)
    def _show_notice(self, what: str, kept: str) -> None:
        notice(self._window, what, kept).open()
