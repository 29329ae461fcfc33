"""All runs: the table, what can be done with the chosen ones, and the detail of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QMessageBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.background.training.messages import Progress
from app.background.training.session import Session
from app.look import figures, sizes, theme
from app.state.run_continuation import RunContinuation
from app.state.run_keeper import KeptRun
from app.state.run_shelf import RunShelf
from app.views.runs.deeds import Deed, DeedRow
from app.views.runs.detail import RunDetail
from app.views.runs.exporting import entries
from app.views.runs.room import RoomLine
from app.views.runs.table import RunsModel, RunsTable
from app.views.widgets.exports import Entry, ExportMenu
from app.views.widgets.folding import Folding
from app.views.widgets.labels import hairline
from app.views.widgets.notice import plain_box
from app.views.widgets.offer_bar import OfferBar
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.runs.limits import BIN_DAYS
from core.runs.summary import RunSummary, finite_or_none

WIDE = 900  # with less room the detail stands below the table; at 100 %, as those below
LEAST_TABLE, LEAST_DETAIL, FILTER = (320, 200), 280, 200
LIVE_MILLISECONDS = 250
LOOK_MILLISECONDS, SOON_MILLISECONDS = 4000, 300  # for what other windows keep, and this one
EMPTY = (
    "No runs yet. Train a network on Train: every run is kept here as it goes, with its recipe, "
    "curves and networks. Then you can continue it, start it again, and compare it with others."
)
NOT_FOUND = "No run has these words. Clear the filter to see all."

MoreEntries = Callable[[Sequence[RunSummary], KeptRun | None], Sequence[Entry]]


class AllRuns(QWidget):
    """use_network: read drawings with this Snapshot. recipe_wanted: this Recipe, and its
    run's Origin, into Train's form.
    went_on: a run goes on; Train shows it. deleted: undo_delete() can bring runs back.
    export_wanted: a RunRecord and its RunSummary, for other programs."""

    use_network = Signal(object)
    export_wanted = Signal(object, object)
    recipe_wanted = Signal(object, object)
    went_on = Signal()
    deleted = Signal()

    def __init__(
        self,
        shelf: RunShelf,
        session: Session,
        continuation: RunContinuation,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._session, self._continuation = shelf, session, continuation
        self._read: KeptRun | None = None
        self._waiting: tuple[str, Callable[[KeptRun], object]] | None = None
        self._deleted: tuple[str, ...] = ()
        self._since_live = QElapsedTimer()
        self._since_live.start()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MILLISECONDS)
        self._look.timeout.connect(shelf.refresh)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MILLISECONDS)
        self._soon.timeout.connect(shelf.refresh)
        self.model = RunsModel()
        self.table = RunsTable(self.model)
        self.detail = RunDetail()
        self.room = RoomLine()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter")
        self.filter.setAccessibleName("Filter the runs by words")
        self.filter.setClearButtonEnabled(True)
        self.bar = OfferBar()
        self.export = ExportMenu(self, "Export", self._entries)
        self._more_entries: list[MoreEntries] = []
        self._deeds = DeedRow(self.export.button, self.filter)
        self.buttons = self._deeds.buttons
        self.empty = PlainLabel(EMPTY)
        self.empty.setProperty("role", "sentence")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        for deed in self._own_deeds():
            self.add_deed(deed)
        self._connect()
        self._show_runs()

    def add_deed(self, deed: Deed) -> None:
        """A button more, before that to export."""
        self._deeds.add(deed)
        self._show_deeds()

    def add_exports(self, more: MoreEntries) -> None:
        """What else the menu to export offers: asked whenever it opens, with the runs that are
        chosen, and the record of a single one."""
        self._more_entries.append(more)

    def chosen(self) -> list[RunSummary]:
        """The runs that are selected, from the top."""
        return self.table.chosen_runs()

    @property
    def can_undo_delete(self) -> bool:
        return bool(self._deleted)

    @Slot()
    def undo_delete(self) -> None:
        """Take what was deleted last out of the bin."""
        if self._deleted:
            self._shelf.restore(self._deleted)
            self._deleted = ()
            self.bar.hide()
            self.deleted.emit()

    @Slot()
    def look_soon(self, _: str = "") -> None:
        """Something was kept."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def say(self, sentence: str, role: str = "note") -> None:
        """Beneath the table."""
        self.room.say(sentence, role)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shelf.refresh()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.detail.keep_note()
        self._look.stop()

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed("continue", "run", "Continue", "Go on with this run where it was ended, to the "
                 "last bit", self._continue,
                 needs=lambda run: run.can_go_on and not run.is_written),
            Deed("again", "reset", "Start again", "Put its recipe and seed into Train’s form",
                 self._start_again),
            Deed("use", "draw", "Use for drawing", "Read drawings with its network", self._use,
                 needs=lambda run: not run.problem and run.reason != "diverged"),
            Deed("delete", "clear", "Delete", f"Put these runs into the bin, for {BIN_DAYS} days "
                 "(Del)", self.delete, most=10**6, needs=lambda run: not run.is_written),
            Deed("restore", "undo", "Restore", "Take these runs out of the bin", self._restore,
                 most=10**6, needs=lambda run: True, in_bin=True),
        )  # fmt: skip

    def _lay_out(self) -> None:
        look = theme.tokens()
        sizes.set_least(self.table, *LEAST_TABLE)
        sizes.set_least(self.filter, FILTER)
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(look.space_2)
        left.addWidget(self._deeds)
        left.addWidget(room, 1)
        left.addWidget(self.room)
        table = QWidget()
        table.setLayout(left)
        self._parts = parts = Folding(WIDE)
        parts.add(table, 3)
        self._edge = hairline(lying=False)
        parts.add_divider(self._edge)
        self._side = scrolled(self.detail)
        sizes.sized(self._side, lambda each: each.setMinimumWidth(theme.px(LEAST_DETAIL)), "side")
        parts.add(self._side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.space_3, look.space_2, look.space_3, look.space_1)
        layout.setSpacing(look.space_2)
        layout.addWidget(self.bar)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        shelf, session, table = self._shelf, self._session, self.table
        shelf.changed.connect(self._show_runs)
        shelf.loaded.connect(self._on_loaded)
        shelf.failed.connect(self._on_failed)
        shelf.room_made.connect(self.tell_room_made)
        session.progress.connect(self._on_progress)
        table.chosen.connect(self._on_chosen)
        table.star_pressed.connect(self._star)
        table.delete_pressed.connect(self.delete)
        table.opened.connect(self._deeds.do_first)
        self.model.renamed.connect(shelf.rename)
        self.detail.note_changed.connect(shelf.note)
        self.filter.textChanged.connect(self._on_filter)
        self.room.budget_chosen.connect(shelf.set_budget)
        self.room.bin_toggled.connect(self._show_runs)
        self.room.empty_wanted.connect(self._ask_to_empty)
        self._continuation.went_on.connect(self.went_on)
        self._continuation.refused.connect(self._on_failed)
        self._continuation.others.connect(self._on_others)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)

    @property
    def _shows_bin(self) -> bool:
        return self.room.bin.isChecked()

    @Slot()
    def _show_runs(self, _: bool = False) -> None:
        shelf = self._shelf
        runs = shelf.binned if self._shows_bin else shelf.runs
        if self._shows_bin and not runs and shelf.is_read:
            self.room.bin.setChecked(False)
            return
        runs = tuple(map(self._by_now, runs))
        self.model.set_runs(runs, can_rename=not self._shows_bin)
        bin_bytes = sum(each.bytes for each in shelf.binned)
        numbers = len(shelf.runs), shelf.bytes, shelf.budget, len(shelf.binned), bin_bytes
        self.room.set_room(*numbers)
        self._show_empty()
        self._on_chosen()

    def _show_empty(self) -> None:
        has_any = bool(self._shelf.runs or self._shelf.binned)
        self._stack.setCurrentIndex(int(not self.model.rows and self._shelf.is_read))
        self.empty.setText(NOT_FOUND if has_any and self.filter.text() else EMPTY)
        self._side.setVisible(has_any)
        self._edge.setVisible(has_any and not self._parts.is_folded)
        self.room.setVisible(has_any)
        self._show_deeds()

    def _show_deeds(self) -> None:
        has_any = bool(self._shelf.runs or self._shelf.binned)
        self._deeds.show_for(self.chosen(), in_bin=self._shows_bin, has_any=has_any)

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.chosen()
        self.detail.set_runs(chosen)
        one = chosen[0] if len(chosen) == 1 and not chosen[0].problem else None
        if one is None:
            self._read = None
        elif self._read is None or self._read.run_id != one.id:
            self._read = None
            self._shelf.load(one.id)
        elif self._read.record.circumstances.written < one.written:
            self._read = None  # it has gone on
            self._shelf.load(one.id)
        self._show_deeds()

    @Slot(object)
    def _on_loaded(self, run: KeptRun) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and chosen[0].id == run.run_id:
            self._read = run
            self.detail.set_record(run.record)
            waiting, self._waiting = self._waiting, None
            if waiting and waiting[0] == run.run_id:
                waiting[1](run)

    @Slot(object)
    def _on_progress(self, _: Progress) -> None:
        if not self.isVisible() or self._since_live.elapsed() < LIVE_MILLISECONDS:
            return
        self._since_live.restart()
        for each in self.model.rows:
            if each.id == self._session.shown.run_id:
                self.model.set_live(self._by_now(each))

    def _by_now(self, run: RunSummary) -> RunSummary:
        """A run as it is now: of this window's own more is known than what was kept last."""
        shown = self._session.shown
        latest = shown.latest
        if not run.is_written or run.id != shown.run_id or latest is None:
            return run
        steps, total = latest.step, latest.total_steps
        live = replace(run, steps=steps, total_steps=total, seconds=latest.seconds)
        if not shown.history.epoch_count:
            return live
        last = shown.history.epoch(-1)
        return replace(
            live,
            validation_loss=finite_or_none(last.validation_loss),
            validation_accuracy=finite_or_none(last.validation_accuracy),
        )

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._show_empty()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.say(sentence, "error")

    @Slot(int)
    def tell_room_made(self, count: int) -> None:
        """The networks on the way of so many runs were thrown away."""
        runs = figures.counted(count, "run")
        self.say(f"The room was full: the networks on the way of {runs} were thrown away.")

    @Slot()
    def _on_others(self) -> None:
        self.say("These digits are others now, so the run cannot go on. Start it again.", "error")

    @Slot()
    def _star(self) -> None:
        chosen = self.chosen()
        if chosen:
            star = not all(each.marks.star for each in chosen)
            self._shelf.star([each.id for each in chosen], star)

    @Slot()
    def delete(self) -> None:
        """Put the chosen runs into the bin; one that goes on stays."""
        chosen = [each for each in self.chosen() if not each.is_written]
        if not chosen or self._shows_bin:
            return
        self._deleted = tuple(each.id for each in chosen)
        self._shelf.delete(self._deleted)
        runs = figures.counted(len(chosen), "run")
        words = f"Deleted {runs}. In the bin for {BIN_DAYS} days."
        self.bar.show_offer(words, [("Undo", self.undo_delete)])
        self.deleted.emit()

    @Slot()
    def _restore(self) -> None:
        self._shelf.restore([each.id for each in self.chosen()])

    @Slot()
    def _ask_to_empty(self) -> None:
        """What is gone cannot be brought back."""
        runs = figures.counted(len(self._shelf.binned), "run")
        box = plain_box(self, f"Throw away {runs} for good?")
        box.setInformativeText("They cannot be brought back.")
        throw = box.addButton("Throw away", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        throw.clicked.connect(self._shelf.empty_bin)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _with_record(self, act: Callable[[KeptRun], object]) -> None:
        """Now, or as soon as the chosen run is read."""
        chosen = self.chosen()
        if self._read is not None:
            act(self._read)
        elif len(chosen) == 1:
            self._waiting = chosen[0].id, act

    def _continue(self) -> None:
        self._with_record(self._continuation.begin)

    def _use(self) -> None:
        self._with_record(lambda run: self.use_network.emit(run.record.network))

    def _start_again(self) -> None:
        self._with_record(lambda run: self.recipe_wanted.emit(run.record.recipe, run.record.origin))

    def _entries(self) -> list[tuple[str, Callable[[], None]]]:
        chosen = self.chosen()
        runs = chosen or self.model.rows
        found = list(entries(self, runs, self._read, self.say, self.export_wanted.emit))
        for more in self._more_entries:
            found += more(chosen, self._read)
        return found
