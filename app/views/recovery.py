"""Offers what another window left: its last run, what a lesson came to, the report of its crash."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.background.loading import Loader
from app.background.training.session import Session, State
from app.desktop.window_folder import LeftFolder, WindowFolder
from app.look import figures
from app.state.run_continuation import BUSY, OTHERS, RunContinuation
from app.state.run_keeper import KeptRun, RunKeeper
from app.views.widgets.offer_bar import Choice, OfferBar
from core.errors import ModelFileError
from core.files import model_file
from core.files.run_file import RunRecord
from core.network.snapshots import Snapshot

CRASHED = "Digit Lab crashed on {when}."
KILLED = "Digit Lab was ended from outside on {when}, without being closed."
TAUGHT = "A lesson of your hand had ended; what it learned is not in use yet."
SHOWN = "Its curves and network are shown."

_log = logging.getLogger(__name__)


class Recovery(QObject):
    """Shows one thing after another in the bar, the latest first.

    train_wanted: the run is on Train now.
    """

    train_wanted = Signal()

    def __init__(
        self,
        bar: OfferBar,
        session: Session,
        loader: Loader,
        keeper: RunKeeper,
        use: Callable[[Snapshot], None],
        report: Callable[[str], str],
    ) -> None:
        """use: has drawings read with a taught network from now on. report: what happened -> a
        text to copy, which says that and where it happened."""
        super().__init__(bar)
        self._bar, self._session = bar, session
        self._keeper, self._use, self._report = keeper, use, report
        self._waiting: list[LeftFolder] = []
        self._shown: LeftFolder | None = None
        self._run: KeptRun | None = None
        self._to_delete: LeftFolder | None = None
        self._continuation = RunContinuation(session, loader, self)
        self._continuation.went_on.connect(self._on_went_on)
        self._continuation.others.connect(self._on_others)
        self._continuation.refused.connect(self._on_refused)
        keeper.found.connect(self._on_found)
        session.restored.connect(self._on_restored)
        session.started.connect(self._on_started)
        bar.dismissed.connect(self._on_dismissed)
        keeper.kept.connect(self._on_kept)

    def begin(self, folder: WindowFolder) -> None:
        """Look for what is left, and offer the first."""
        try:
            self._waiting = folder.left()
        except OSError as error:
            _log.warning("What other windows left cannot be read: %s", error)
        for each in self._waiting:
            if not each.closed:
                _log.error("%s\n%s", _what_happened(each), each.crash)
        self._next()

    def close(self) -> None:
        """The window closes: a crash that was told of is not told of again."""
        if self._shown is not None and not self._shown.closed:
            self._shown.put_in_order()

    def _next(self) -> None:
        self._shown = self._run = None
        if self._waiting:
            self._shown = self._waiting.pop(0)
            self._keeper.read(self._shown.run)

    @Slot(object)
    def _on_found(self, run: KeptRun | None) -> None:
        left, self._run = self._shown, run
        if left is None:
            return
        if run is None and left.taught is None and left.closed:
            left.delete()  # what it points at is not here any more, or somebody has it
            self._next()
            return
        sentences = [] if left.closed else [_what_happened(left)]
        choices: list[Choice] = []
        if run is not None:
            sentences.append(_about(run.record))
            if run.record.checkpoint is not None:
                choices.append(("Continue the run", self._on_continue))
            choices.append(("Show it", self._on_show))
        if left.taught is not None:
            sentences.append(TAUGHT)
            choices.append(("Use what it learned", self._on_use))
        if not left.closed:
            choices.append(("Copy the report", self._on_copy))
        self._bar.show_offer(" ".join(sentences), choices)

    def _on_continue(self) -> None:
        if self._run is not None:
            self._continuation.begin(self._run)

    @Slot()
    def _on_went_on(self) -> None:
        if self._shown is not None:
            self._to_delete = self._shown
            self._done()

    @Slot()
    def _on_others(self) -> None:
        self._show_run()
        self._bar.say(f"{OTHERS} {SHOWN}")

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        more = "" if sentence == BUSY else " “Show it” brings back its curves and its network."
        self._bar.say(sentence + more)

    def _on_show(self) -> None:
        if self._run is not None and not self._is_busy():
            self._show_run()
            self._done()

    def _on_use(self) -> None:
        left = self._shown
        if left is None or left.taught is None:
            return
        try:
            self._use(model_file.load(left.taught))
        except ModelFileError as error:
            self._bar.say(str(error))
            return
        if self._run is None:
            left.delete()
            self._bar.hide()
            self._next()
        else:
            left.taught.unlink(missing_ok=True)
            self._shown = replace(left, taught=None)
            self._on_found(self._run)

    def _show_run(self) -> None:
        assert self._run is not None
        self._to_delete = self._shown
        self._session.restore(self._run.record, self._run.run_id)
        self._keeper.keep(self._run)
        self.train_wanted.emit()

    def _done(self) -> None:
        self._bar.hide()
        self.train_wanted.emit()
        self._next()

    def _is_busy(self) -> bool:
        if self._session.state is not State.IDLE:
            self._bar.say(BUSY)
            return True
        return False

    def _on_copy(self) -> None:
        if self._shown is not None:
            what = f"{_what_happened(self._shown)}\n{self._shown.crash}"
            QGuiApplication.clipboard().setText(self._report(what))
            self._bar.say("The report is on the clipboard. Paste it where you report the fault.")

    @Slot()
    def _on_restored(self) -> None:
        """A run that went on was reset, and that was undone."""
        held, request = self._session.shown.last_held, self._session.shown.request
        if held is not None and request is not None and self._shown is None:
            self._bar.show_offer(
                f"The run can go on from step {figures.count(held.checkpoint.step)}.",
                [("Continue the run", self._on_go_on_again)],
            )

    def _on_go_on_again(self) -> None:
        record, request = self._keeper.record(), self._session.shown.request
        if record is not None and request is not None and not self._is_busy():
            self._session.go_on(record, request.split, request.run_id)

    @Slot()
    def _on_started(self, _: object = None) -> None:
        """What was offered of the run before is over."""
        if self._shown is None:
            self._bar.hide()

    @Slot()
    def _on_dismissed(self) -> None:
        if self._shown is not None:
            self._shown.delete()
        self._next()

    @Slot()
    def _on_kept(self, _: str) -> None:
        """What was taken over is this window's now."""
        if self._to_delete is not None:
            self._to_delete.delete()
            self._to_delete = None


def _what_happened(left: LeftFolder) -> str:
    when = time.strftime("%Y-%m-%d at %H:%M", time.localtime(left.seconds))
    return (CRASHED if left.crash else KILLED).format(when=when)


def _about(record: RunRecord) -> str:
    steps, data = record.steps, record.origin.name
    if record.checkpoint is not None:
        return f"A run on {data} was cut off after {figures.counted(steps, 'step')}."
    if record.test_accuracy is None:
        return f"Its last run, on {data}, ended after {figures.counted(steps, 'step')}."
    accuracy = figures.percent(record.test_accuracy)
    digits = figures.count(record.origin.test)
    return f"The last run, on {data}, read {accuracy} of {digits} test digits right."
