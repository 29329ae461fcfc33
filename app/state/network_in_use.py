"""The network that drawings are read with: shipped, from a file, or just trained."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.paths import made
from app.views.widgets.activation_dialog import ActivationDialog
from app.views.widgets.notice import notice
from core.errors import ActivationNeeded, DigitLabError, ModelFileError
from core.files import model_file
from core.files.plain_text import as_file_name, plain
from core.network.snapshots import Snapshot

FILTER = f"Networks (*{model_file.ENDING})"
KEPT_FILE = f"my handwriting{model_file.ENDING}"

_log = logging.getLogger(__name__)


class NetworkInUse(QObject):
    """Opens, saves and keeps it. A network that cannot be opened leaves the one in use in place."""

    changed = Signal(object, str)  # Snapshot or None, and why there is none

    def __init__(self, models: Path, parent: QObject | None = None) -> None:
        """models: the folder that is offered first."""
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self.window: QWidget | None = None
        self._folder = models
        self._kept_file = models / KEPT_FILE
        self._kept: list[tuple[Snapshot, Snapshot | None]] = []  # and the one used before it

    @property
    def is_kept(self) -> bool:
        """Whether the one in use was taught, and is there at the next start, too."""
        return bool(self._kept) and self.snapshot is self._kept[-1][0]

    def use(self, snapshot: Snapshot) -> None:
        _log.debug("In use: “%s”, %s", snapshot.name, snapshot.dimensions)
        self.snapshot = snapshot
        self.changed.emit(snapshot, "")

    def use_shipped(self) -> None:
        """Where it cannot be read, the one in use stays; without one, `changed` says why."""
        try:
            self.use(model_file.shipped())
        except ModelFileError as error:
            if self.snapshot is None:
                self.changed.emit(None, str(error))
            else:
                self._sorry(str(error), "The network in use is still there.")

    def keep(self, snapshot: Snapshot) -> None:
        """Use it, now and at the next start; go_back() brings the one of now."""
        self._kept.append((snapshot, self.snapshot))
        self._save_kept(snapshot)
        self.use(snapshot)

    def go_back(self) -> None:
        """To the network before the one that was kept; without it, to the shipped one."""
        if not self.is_kept:
            return
        _, before = self._kept.pop()
        if before is None:
            self.use_shipped()
            return
        self.use(before)
        if self.is_kept:
            self._save_kept(before)

    def use_kept(self) -> None:
        """The one that was kept when the app ran before; the shipped one where it is gone."""
        try:
            snapshot = model_file.load(self._kept_file)
        except ModelFileError as error:
            self.use_shipped()
            self._sorry(str(error), "Drawings are read with the shipped network now.")
            return
        self._kept = [(snapshot, None)]
        self.use(snapshot)

    def open(self) -> None:
        """Ask for a file and read with it from now on."""
        name, _ = QFileDialog.getOpenFileName(
            self.window, "Open a network", str(self._folder), FILTER
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path, activation: str | None = None) -> None:
        """activation: of a model that does not tell it; without it, it is asked for."""
        try:
            snapshot = model_file.load(path, activation=activation)
        except ActivationNeeded:
            ActivationDialog(
                plain(path.name), lambda told: self.open_file(path, told), self.window
            ).open()
            return
        except ModelFileError as error:
            self._sorry(str(error), "The network in use is still there.")
            return
        self._folder = path.parent
        self.use(snapshot)

    def save(self) -> None:
        """Ask for a file and save the network in use."""
        if self.snapshot is None:
            return
        with suppress(OSError):  # the dialog then begins elsewhere
            made(self._folder)
        name = as_file_name(self.snapshot.name) or "network"
        proposed = self._folder / f"{name}{model_file.ENDING}"
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Save the network", str(proposed), FILTER
        )
        if name:
            self.save_file(model_file.with_ending(Path(name)))

    def save_file(self, path: Path) -> None:
        if self.snapshot is None:
            return
        try:
            model_file.save(self.snapshot, path)
        except DigitLabError as error:
            self._sorry(str(error), "Nothing was changed.")
            return
        self._folder = path.parent

    def _save_kept(self, snapshot: Snapshot) -> None:
        try:
            made(self._kept_file.parent)
            model_file.save(snapshot, self._kept_file)
        except (DigitLabError, OSError) as error:
            self._sorry(str(error), "The taught network is in use until you close the window.")

    def _sorry(self, what: str, kept: str) -> None:
        notice(self.window, what, kept).open()
