"""What a run ended with, and what can be done with its network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.background.training.history import History
from app.background.training.messages import Finished
from app.desktop.file_filters import file_filter
from app.look import sizes, theme
from app.views.train.ending import Ending
from app.views.widgets.activation_dialog import ActivationDialog
from app.views.widgets.buttons import icon_button, text_button
from app.views.widgets.notice import notice
from app.views.widgets.plain import PlainLabel, plain_tip
from core.errors import ActivationNeeded, DigitLabError
from core.files import model_file
from core.files.plain_text import plain
from core.lessons.pages import SCHEME
from core.network.snapshots import Snapshot

FILES = file_filter("Networks", model_file.ENDING)
DOCTOR = f"{SCHEME}inspect/doctor"
SENTENCE_HEIGHT = 46  # three lines, so that no sentence moves the plots
KEPT = "Until you choose, drawings are read with the network they were read with before."
HINT = "When a run has ended, its network can be used for drawing, or saved."
NOTHING_TO_SAVE = "There is no trained network to save yet. Press Run first."


class Outcome(QWidget):
    """A sentence on how the run ended, and buttons to use its network, save it, or open another.

    use_wanted: read drawings with this Snapshot. shipped_wanted: read them with the shipped one.
    place_wanted: a link to what went wrong. mistakes_wanted: show what the run's network misreads.
    export_wanted: the run, for other programs.
    """

    use_wanted = Signal(object)
    shipped_wanted = Signal()
    place_wanted = Signal(str)
    mistakes_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network: Snapshot | None = None
        self._doubt = ""  # why the network had better not be used
        self.sentence = PlainLabel()
        self.sentence.setObjectName("sentence")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.why = text_button("doctor", "Why?", self._on_why, "What went wrong, and what to try")
        self.use = text_button(
            "draw", "Use for drawing", self._on_use, "Read drawings with this network"
        )
        self.mistakes = text_button(
            "data", "Mistakes", self.mistakes_wanted.emit, "See what it misreads"
        )
        self.save = text_button("save", "Save…", self.save_network, "Save this network")
        self.more = icon_button("open", "Export this run, open other networks", self._show_more)
        self.menu = QMenu(self)
        self.export = self.menu.addAction("Export this run…")
        self.export.triggered.connect(self.export_wanted)
        self.menu.addSeparator()
        self.menu.addAction("Open a network…").triggered.connect(self._on_open)
        self.menu.addAction("Draw with the shipped network again").triggered.connect(
            self._on_shipped
        )
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Forget the last run's network."""
        self._set_network(None)
        self.mistakes.hide()
        self.export.setEnabled(False)
        self.show_sentence(HINT)

    def show_finished(self, finished: Finished, history: History) -> None:
        """Show how the run of these curves ended."""
        ending = Ending.of(finished, history.of_epochs("validation_accuracy"))
        self._set_network(finished.snapshot, ending.doubt)
        self.export.setEnabled(True)
        self.show_sentence(ending.sentence, ending.role)
        self.why.setVisible(ending.is_bad)
        self.mistakes.show()

    def show_sentence(self, text: str, role: str = "note") -> None:
        """role: note, good, warning or error."""
        self.why.hide()
        self.sentence.setText(text)
        self.sentence.setToolTip(plain_tip(text))
        theme.repolish(self.sentence, role)

    def save_network(self, path: Path | None = None) -> None:
        """Save the run's network; without `path`, ask for it."""
        if self.network is None:
            self.show_sentence(NOTHING_TO_SAVE, "warning")
            return
        if path is None:
            name, _ = QFileDialog.getSaveFileName(
                self, "Save the network", f"network{model_file.ENDING}", FILES
            )
            if not name:
                return
            path = Path(name)
        network, place = self.network, model_file.with_ending(path)

        def act() -> str:
            model_file.save(network, place)
            return f"Saved as “{place.name}”."

        self._try(act)

    def open_network(self, path: Path | None = None, activation: str | None = None) -> None:
        """Open a network and draw with it; without `path`, ask for it. activation: of a model that
        does not tell it; without it, it is asked for."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(self, "Open a network", "", FILES)
            if not name:
                return
            path = Path(name)
        chosen = path

        def act() -> str:
            snapshot, doubt = model_file.load_with_doubt(chosen, activation=activation)
            self._set_network(snapshot)
            self.use_wanted.emit(snapshot)
            return f"Opened “{chosen.name}”. Drawings are read with it now. {doubt}".strip()

        try:
            self._try(act)
        except ActivationNeeded:
            ActivationDialog(
                plain(path.name), lambda choice: self.open_network(chosen, choice), self
            ).open()

    def _try(self, act: Callable[[], str]) -> None:
        """act: gives a sentence of what was done."""
        try:
            done = act()
        except ActivationNeeded:
            raise
        except (DigitLabError, OSError) as error:
            self.show_sentence(str(error), "error")
        else:
            self.show_sentence(done)

    def _set_network(self, network: Snapshot | None, doubt: str = "") -> None:
        self.network, self._doubt = network, doubt
        self.use.setEnabled(network is not None)
        self.save.setEnabled(network is not None)

    def _on_use(self) -> None:
        if self._doubt:
            self._ask_whether_to_use()
        else:
            self._use()

    def _ask_whether_to_use(self) -> None:
        """Answered later; the network that drawings are read with stays until then."""
        box = notice(self, "Draw with a network that guesses?", f"{self._doubt} {KEPT}")
        use = box.addButton("Use it anyway", QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("Keep the present one", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        use.clicked.connect(self._use)
        box.open()

    def _use(self) -> None:
        if self.network is not None:
            self.use_wanted.emit(self.network)
            role = "warning" if self._doubt else "good"
            self.show_sentence("Drawings are read with this network now.", role)

    def _on_why(self) -> None:
        self.place_wanted.emit(DOCTOR)

    def _show_more(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()))

    def _on_open(self) -> None:
        self.open_network()

    def _on_shipped(self) -> None:
        self.shipped_wanted.emit()
        self.show_sentence("Drawings are read with the shipped network again.")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button, name in (
            (self.use, "use"),
            (self.save, "save-network"),
            (self.more, "other-networks"),
        ):
            button.setObjectName(name)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        sizes.set_font(self.sentence, "type_note")
        sizes.set_least(self.sentence, height=SENTENCE_HEIGHT)
        self.why.setObjectName("see-doctor")
        self.mistakes.setObjectName("see-mistakes")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.why)
        top.addWidget(self.mistakes)
        layout.addLayout(top)
        layout.addLayout(row)
