"""My handwriting: the set that is open, what joins it, and what a network learns of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.digit_request import DigitRequest
from app.background.loading import MNIST, Loader
from app.background.training.messages import Taught, TeachEnded, TeachRequest
from app.background.training.session import Session, State
from app.desktop.files import write_file
from app.desktop.watched_folder import WatchedFolder
from app.state.network_in_use import NetworkInUse
from core.data.dataset import DIGITS, Split
from core.data.handwriting import Handwriting
from core.data.handwriting_set import HandwritingSet, LabelledDrawing
from core.data.set_names import ENDING
from core.errors import DigitLabError
from core.ink.strokes import Drawing

FIRST_SET = "My handwriting"
NOTE, GOOD, WARNING, ERROR = "note", "good", "warning", "error"
NO_DIGITS = (
    "The network in use reads other classes than digits, so it cannot be taught yours. Open one "
    "that reads digits, such as the one that came with the app."
)


class LessonState(StrEnum):
    """How far the teaching of the open set is."""

    NOTHING = "nothing"
    READING = "reading"  # the digits to rehearse
    LEARNING = "learning"
    ASKING = "asking"  # whether to keep what was learned


class MyHandwriting(QObject):
    """Edits the open set of drawings, and has a copy of the network in use taught with it.

    Lives in the window's thread; every call returns at once.

    notice: a sentence, which may be empty, and its role. refused: why teach() kept nothing.
    """

    changed = Signal()  # the sets, or which one is open
    notice = Signal(str, str)
    refused = Signal(str)
    learning_changed = Signal()
    progressed = Signal(object)  # TeachProgress

    def __init__(
        self,
        folder: Path,
        session: Session,
        loader: Loader,
        network: NetworkInUse,
        parent: QObject | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self.store = Handwriting(folder)
        self.network = network
        self.learning = LessonState.NOTHING
        self.result: Taught | None = None
        self._session = session
        self._loader = loader
        self._now = now
        self._name = FIRST_SET
        self.open("")
        self._watched = WatchedFolder(folder, f"*{ENDING}", self)
        self._watched.stirred.connect(self.refresh)
        session.teach_progress.connect(self.progressed)
        session.taught.connect(self._on_taught)
        session.teach_ended.connect(self._on_ended)
        self._rehearsed = DigitRequest(loader, self)
        self._rehearsed.failed.connect(self._on_no_mnist)
        self._rehearsed.cancelled.connect(self._on_no_mnist)

    @property
    def name(self) -> str:
        """The open set's; it need not be there before its first drawing."""
        return self._name

    @property
    def names(self) -> list[str]:
        """Of all sets, the open one among them."""
        return sorted({each.name for each in self.store.sets} | {self._name}, key=str.casefold)

    @property
    def open_set(self) -> HandwritingSet:
        """The drawings of the open set; empty while there is no such set."""
        return self.store[self._name] if self._name in self.store else HandwritingSet(self._name)

    def open(self, name: str) -> None:
        """Drawings join this set from now on; for a name that is not there, the first one."""
        names = [each.name for each in self.store.sets]
        if name not in names:
            name = names[0] if names else FIRST_SET
        self._name = name
        self.changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Show what another window, or another program, made of the sets."""
        was_there, known = self._name in self.store, len(self.store.problems)
        if not self.store.refresh():
            return
        problems, name = self.store.problems[known:], self._name
        if was_there and name not in self.store:
            self.open("")
        else:
            self.changed.emit()
        if problems:
            self.notice.emit("  ".join(problems), WARNING)
        elif self._name != name:
            self.notice.emit(f"“{name}” was renamed or deleted elsewhere.", NOTE)

    def add(self, drawing: Drawing, digit: int) -> LabelledDrawing:
        """Put a drawing that is a `digit` into the open set. Raises DigitLabError."""
        added = self.store.add(self._name, drawing, digit, now=self._now())
        self._tell_of_edit()
        return added

    def relabel_one(self, name: str, drawing_id: int, digit: int) -> None:
        """A drawing of the set `name` is a `digit`; the open set stays. Raises DigitLabError."""
        self.store.relabel(name, [drawing_id], digit)
        self._tell_of_edit()

    def delete_one(self, name: str, drawing_id: int) -> None:
        """Take a drawing out of the set `name`; the open set stays. Raises DigitLabError."""
        self.store.delete(name, [drawing_id])
        self._tell_of_edit()

    def teach(self, drawing: Drawing, digit: int) -> int | None:
        """As add(): the drawing's id in the open set, or None after `refused`."""
        try:
            return self.add(drawing, digit).id
        except DigitLabError as error:
            self.refused.emit(str(error))
            self.notice.emit(str(error), ERROR)
            return None

    @Slot()
    def undo(self) -> None:
        """Take back the last edit, and show the set that it changed."""
        self._edit(self.store.undo)

    def redo(self) -> None:
        """Do again what undo() took back."""
        self._edit(self.store.redo)

    def relabel(self, ids: Iterable[int], digit: int) -> None:
        """These drawings of the open set are a `digit`."""
        self._edit(lambda: self.store.relabel(self._name, ids, digit))

    def delete(self, ids: Iterable[int]) -> None:
        """Take these drawings out of the open set."""
        self._edit(lambda: self.store.delete(self._name, ids))

    def create(self, name: str) -> None:
        """A new set, which is then open."""
        self._edit(lambda: self.store.create(name))

    def rename(self, name: str) -> None:
        """The open set; one that is not there yet is made."""
        if self._name in self.store:
            self._edit(lambda: self.store.rename(self._name, name))
        else:
            self.create(name)

    def remove(self) -> None:
        """Delete the open set; undo brings it back."""
        self._edit(lambda: self.store.remove(self._name))

    def take_in(self, path: Path) -> None:
        """Add the drawings of an ink file to the open set."""

        def act() -> None:
            count = self.store.take_in(self._name, path)
            drawings = "1 drawing was" if count == 1 else f"{count:,} drawings were"
            self.notice.emit(
                f"{drawings} added from “{path.name}”."
                if count
                else f"“{self._name}” has every drawing of “{path.name}” already.",
                GOOD,
            )

        self._edit(act, "Nothing was added.")

    def export(self, path: Path) -> None:
        """Write the open set as an ink file."""
        try:
            write_file(path, self.open_set.to_bytes())
        except DigitLabError as error:
            self.notice.emit(str(error), ERROR)
        else:
            self.notice.emit(f"Exported as “{path.name}”.", GOOD)

    def learn(self) -> None:
        """Teach a copy of the network in use the open set; then `result` asks to be kept."""
        if self.learning not in (LessonState.NOTHING, LessonState.ASKING):
            return
        if self.network.snapshot is None:
            self.notice.emit("There is no network to teach. Open one, or train one first.", WARNING)
        elif self.network.snapshot.class_names != DIGITS:
            self.notice.emit(NO_DIGITS, WARNING)
        elif self._session.state is not State.IDLE:
            self.notice.emit("A training runs. Stop it under Train, then press again.", WARNING)
        elif self.open_set.drawings:
            self.notice.emit("", NOTE)
            self._set_learning(LessonState.READING)
            self._find_digits()

    def cancel(self) -> None:
        """Give up learning; the network in use stays as it is."""
        if self.learning is LessonState.READING:
            self._set_learning(LessonState.NOTHING)
        elif self.learning is LessonState.LEARNING:
            self._session.cancel_teaching()

    def keep(self) -> None:
        """Read with the taught network from now on."""
        if self.result is not None:
            taught = self.result.result.network
            self._set_learning(LessonState.NOTHING)
            self.network.keep(taught)
            self.notice.emit("Kept. Drawings are read with the taught network now.", GOOD)

    def discard(self) -> None:
        """Forget what was learned; the network in use stays as it is."""
        if self.result is not None:
            self._set_learning(LessonState.NOTHING)
            self.notice.emit("Discarded. The network in use is as it was.", NOTE)

    def go_back(self) -> None:
        """To the network before the taught one."""
        self.network.go_back()
        self.notice.emit("Drawings are read with the network before again.", NOTE)

    def _tell_of_edit(self) -> None:
        self.notice.emit("", NOTE)
        self.changed.emit()

    def _edit(self, act: Callable[[], object], kept: str = "") -> None:
        """Do it, and show the set that it changed."""
        before = {each.name: each for each in self.store.sets}
        self.notice.emit("", NOTE)
        try:
            act()
        except DigitLabError as error:
            self.notice.emit(f"{error} {kept}".strip(), ERROR)
            return
        changed = [each.name for each in self.store.sets if before.get(each.name) is not each]
        self.open(self._name if self._name in changed or not changed else changed[0])

    def _find_digits(self) -> None:
        if MNIST in self._loader.ready or self._loader.first_source == MNIST:
            self._rehearsed.ask(MNIST, self._on_mnist)
        else:
            self._begin(None)

    def _begin(self, others: Split | None) -> None:
        snapshot, drawings = self.network.snapshot, self.open_set.drawings
        if snapshot is None or not drawings or self._session.state is not State.IDLE:
            self._set_learning(LessonState.NOTHING)
            return
        origin = str(snapshot.facts.get("taught_from", snapshot.name or "network"))
        self._set_learning(LessonState.LEARNING)
        self._session.teach(
            TeachRequest(
                snapshot,
                tuple(each.drawing for each in drawings),
                self.open_set.digits,
                others,
                f"{origin}, taught “{self._name}”",
            )
        )

    def _set_learning(self, learning: LessonState, result: Taught | None = None) -> None:
        self.learning, self.result = learning, result
        self.learning_changed.emit()

    def _on_mnist(self, split: Split | None) -> None:
        if self.learning is LessonState.READING:
            self._begin(split)

    @Slot()
    def _on_no_mnist(self) -> None:
        """Without MNIST, with digits that the app makes."""
        self._on_mnist(None)

    @Slot(object)
    def _on_taught(self, taught: Taught) -> None:
        self._set_learning(LessonState.ASKING, taught)

    @Slot(object)
    def _on_ended(self, ended: TeachEnded) -> None:
        self._set_learning(LessonState.NOTHING)
        if ended.sentence:
            self.notice.emit(ended.sentence, ERROR)
        else:
            self.notice.emit("Cancelled. The network in use is as it was.", NOTE)
