"""The network that drawings are read with: shipped, from a file, or just trained."""

from __future__ import annotations

import logging
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.paths import made
from core.data.dataset import DIGITS
from core.errors import ActivationNeeded, DigitLabError, ModelFileError
from core.files import model_file
from core.files.atomic_file import replace_file, stamp_of
from core.files.locks import locked
from core.files.regular_file import read_regular
from core.network.snapshots import Snapshot

KEPT_FILE = f"my handwriting{model_file.ENDING}"
LOCK = ".lock"
PATIENCE = 0.5  # seconds that a window may stand still for another

_log = logging.getLogger(__name__)


class NetworkInUse(QObject):
    """Opens, saves and keeps it. A network that cannot be opened leaves the one in use in place.

    folder: where files are offered first: that of the last one.
    """

    changed = Signal(object, str)  # Snapshot or None, and why there is none
    failed = Signal(str, str)  # what could not be done, and what holds instead
    laid_aside = Signal(str, str)  # that another window kept a network, and where that is now
    doubted = Signal(str, str)  # what nothing confirms of the network in use, and what to do

    def __init__(self, models: Path, parent: QObject | None = None) -> None:
        """models: the folder that is offered first, and where a taught network is kept."""
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self.folder = models
        self._shipped: Snapshot | None = None
        self._kept_file = models / KEPT_FILE
        self._known = stamp_of(self._kept_file)  # None, or what no other window wrote since
        self._kept: list[tuple[Snapshot, Snapshot | None]] = []  # and the one used before it

    @property
    def is_kept(self) -> bool:
        """Whether the one in use was taught, and is there at the next start, too."""
        return bool(self._kept) and self.snapshot is self._kept[-1][0]

    @property
    def is_shipped(self) -> bool:
        """Whether the one in use is the network that came with the app."""
        return self.snapshot is not None and self.snapshot is self._shipped

    @property
    def of_digits(self) -> Snapshot | None:
        """The one in use; where that reads other classes, the shipped one, which lessons are about.
        None where there is neither."""
        if self.snapshot is None or self.snapshot.class_names == DIGITS:
            return self.snapshot
        try:
            self._shipped = self._shipped or model_file.shipped()
        except ModelFileError:
            return None
        return self._shipped

    def use(self, snapshot: Snapshot) -> None:
        """Read drawings with this network from now on."""
        _log.debug("In use: “%s”, %s", snapshot.name, snapshot.dimensions)
        self.snapshot = snapshot
        self.changed.emit(snapshot, "")

    def use_shipped(self) -> None:
        """Where it cannot be read, the one in use stays; without one, `changed` says why."""
        try:
            self._shipped = model_file.shipped()
            self.use(self._shipped)
        except ModelFileError as error:
            if self.snapshot is None:
                self.changed.emit(None, str(error))
            else:
                self.failed.emit(str(error), "The network in use is still there.")

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
        stamp = stamp_of(self._kept_file)
        try:
            snapshot = model_file.load(self._kept_file)
        except ModelFileError as error:
            self.use_shipped()
            self.failed.emit(
                str(error), "Drawings are read with the network that came with the app now."
            )
            return
        self._known = stamp
        self._kept = [(snapshot, None)]
        self.use(snapshot)

    def open_file(self, path: Path, activation: str | None = None) -> None:
        """Read with this file from now on; `failed` where that cannot be.

        activation: of a model of another program; raises ActivationNeeded without it, where the
        file does not tell it.
        """
        try:
            snapshot, doubt = model_file.load_with_doubt(path, activation=activation)
        except ActivationNeeded:
            raise
        except ModelFileError as error:
            self.failed.emit(str(error), "The network in use is still there.")
            return
        self.folder = path.parent
        self.use(snapshot)
        if doubt:
            self.doubted.emit(doubt, "It is in use. If it reads badly, open another file.")

    def save_file(self, path: Path) -> None:
        """Write the network in use, if there is one; `failed` where that cannot be."""
        if self.snapshot is None:
            return
        try:
            model_file.save(self.snapshot, path)
        except DigitLabError as error:
            self.failed.emit(str(error), "Nothing was changed.")
            return
        self.folder = path.parent

    def _save_kept(self, snapshot: Snapshot) -> None:
        try:
            with locked(made(self._kept_file.parent) / LOCK, PATIENCE):
                self._lay_aside()
                model_file.save(snapshot, self._kept_file)
                self._known = stamp_of(self._kept_file)
        except (DigitLabError, OSError) as error:
            self.failed.emit(str(error), "The taught network is in use until you close the window.")

    def _lay_aside(self) -> None:
        """Keep what another window has kept since under another name. Raises OSError."""
        if stamp_of(self._kept_file) in (None, self._known):
            return
        stem, ending = self._kept_file.stem, self._kept_file.suffix
        names = (self._kept_file.with_name(f"{stem} {n}{ending}") for n in count(2))
        place = next(each for each in names if not each.exists())
        replace_file(place, read_regular(self._kept_file, model_file.MAX_BYTES))
        self.laid_aside.emit(
            "Another window kept a taught network, too. Digit Lab starts with yours, the last.",
            f"The other one is “{place.name}” in {place.parent}.",
        )
