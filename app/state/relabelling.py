"""Labels that the user changes: in the set that is loaded, and kept for the next time."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from app.background.loading import Loaded, Loader
from core.data.dataset import Split
from core.data.relabelling import (
    Changes,
    LabelChange,
    Part,
    changed_count,
    images_key,
    read_changes,
    with_changes,
    write_changes,
)
from core.errors import DataError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Kept:
    """key: of the images of a set. changes: of its labels, as they are kept."""

    key: str
    changes: Changes


class Relabelling(QObject):
    """Each set that is loaded gets the labels that were changed before.

    failed: a sentence: why a change was not kept, or why those before are not there.
    """

    failed = Signal(str)

    def __init__(self, loader: Loader, folder: Path, parent: QObject | None = None) -> None:
        """folder: where the changes are kept, a file a set."""
        super().__init__(parent)
        self._loader, self._folder = loader, folder
        self._kept: WeakKeyDictionary[Split, _Kept] = WeakKeyDictionary()
        loader.corrected = self.corrected

    def corrected(self, split: Split) -> Split:
        """The set with the labels that were changed before. Called in the thread that loads."""
        key = images_key(split)
        try:
            changes = read_changes(self._folder / f"{key}.json")
        except (DataError, OSError) as error:
            _log.error("Changed labels of “%s” could not be read: %s", split.name, error)
            self.failed.emit(str(error) if isinstance(error, DataError) else _unreadable(error))
            changes = ()
        corrected, made = with_changes(split, changes)
        self._kept[corrected] = _Kept(key, made)
        return corrected

    def changes(self, split: Split) -> Changes:
        """Those of a set that was loaded, in the order in which they were made."""
        return self._kept[split].changes if split in self._kept else ()

    def knows(self, split: Split) -> bool:
        """Whether its labels can be changed: it was loaded, and is still the one in use."""
        return self._loaded(split) is not None

    def count(self, split: Split) -> int:
        """How many of its examples have another label than in the files."""
        return changed_count(self.changes(split))

    def relabel(self, split: Split, part: Part, index: int, label: int) -> None:
        """The example `index` of a part of `split` is of class `label`. The loader then has, and
        tells, the set with that label."""
        names = split.class_names
        old = names[int(getattr(split, part).labels[index])]
        change = LabelChange(part, index, old, names[label])
        self._change(split, (change,), (*self.changes(split), change))

    def undo(self, split: Split, *, whole: bool = False) -> None:
        """Take the last change back, or all of them."""
        changes = self.changes(split)
        kept = () if whole else changes[:-1]
        taken = tuple(each.back for each in reversed(changes[len(kept) :]))
        self._change(split, taken, kept)

    def _change(self, split: Split, changes: Changes, kept: Changes) -> None:
        """Make these changes in the set; kept: those that it then has, one after the other."""
        loaded = self._loaded(split)
        if loaded is None:
            return
        key = self._kept[split].key
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_changes(self._folder / f"{key}.json", split.name, kept)
        except OSError as error:
            self.failed.emit(
                f"The label could not be kept: {error.strerror or error}. It stays as it was."
            )
            return
        corrected, _ = with_changes(split, changes)
        self._kept[corrected] = _Kept(key, kept)
        self._loader.replace(replace(loaded, split=corrected))

    def _loaded(self, split: Split) -> Loaded | None:
        if split not in self._kept:
            return None
        return next((each for each in self._loader.ready.values() if each.split is split), None)


def _unreadable(error: OSError) -> str:
    why = error.strerror or error
    return f"The labels that you changed could not be read: {why}. The set has its own."
