"""Looks through a class's hand-ins and checks them beside the window; code runs in child processes
(core.classroom.class_check)."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, close_all, failure_sentence
from app.desktop.files import write_file
from app.paths import made
from core.checking.process import what_holds
from core.classroom.class_check import ClassCheck
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked
from core.classroom.overview import Overview, overview_of
from core.classroom.pages import INDEX, names_of_pages, overview_page, student_page
from core.classroom.rubric import Rubric
from core.errors import DataError

OVERVIEW_INTERVAL = 1.0  # seconds between two overviews on the way
WITHOUT_MEMORY = "There is not enough memory for this class."
BROKEN = "This was ended by an error inside the app."


@dataclass(frozen=True)
class Class:
    """What is to be checked. path: a folder or a zip. results: the file that keeps the verdicts."""

    path: Path
    rubric: Rubric
    results: Path


@dataclass(frozen=True)
class ClassState:
    """All rows of the class at `path`, in their order. problem: what kept verdicts from being
    written."""

    path: Path
    marked: Sequence[Marked]
    overview: Overview
    problem: str = ""


@dataclass(frozen=True)
class ClassProgress:
    """On the way. found: all hand-ins, once, before the first is checked. marked: what is new.
    overview: of all so far, now and then."""

    found: Sequence[HandIn] | None = None
    marked: Sequence[Marked] = ()
    overview: Overview | None = None


class ClassChecker(QObject):
    """One class at a time. look() brings `looked` and then `abilities`; check() brings `progress`
    and then `finished`, soon after stop(), too; write_pages() brings `written`. All may bring
    `failed` instead."""

    looked = Signal(object)  # ClassState
    abilities = Signal(object)  # what code cannot do here, see core.checking.confinement
    progress = Signal(object)  # ClassProgress
    finished = Signal(object)  # ClassState
    written = Signal(object)  # Path
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._check = TaskRunner("class check", self)
        self._look = TaskRunner("class look", self)
        self._holds = TaskRunner("class abilities", self)
        self._pages = TaskRunner("class pages", self)
        self.runners = (self._check, self._look, self._holds, self._pages)
        self._running: _Run | None = None
        self._check.message.connect(self.progress)
        self._check.done.connect(self.finished)
        self._look.done.connect(self.looked)
        self._holds.done.connect(self.abilities)
        self._pages.done.connect(self.written)
        for each in (self._check, self._look, self._pages):
            each.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        """Whether a class is being checked."""
        return self._check.is_running

    def look(self, given: Class) -> None:
        """See what is there, and what is known of it. No code is run."""
        self._check.cancel()
        self._look.run(partial(_look, given))
        self._holds.run(_holds)

    def check(self, given: Class, *, again: bool = False) -> None:
        """Check what has changed since the last time. again: everything."""
        self._look.cancel()
        self._running = _Run(given, again)
        self._check.run(self._running)

    @Slot()
    def stop(self) -> None:
        """Finish soon, with what is done."""
        if self._running is not None:
            self._running.stop()

    def write_pages(self, folder: Path, state: ClassState, rubric: Rubric) -> None:
        """Write a page a student, and one on the class, into `folder`, which is made."""
        self._pages.run(partial(_write_pages, folder, state, rubric))

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(failure_sentence(error, without_memory=WITHOUT_MEMORY, otherwise=BROKEN))


class _Run:
    """The job of one check."""

    def __init__(self, given: Class, again: bool) -> None:
        self._class, self._again = given, again
        self._stopped = threading.Event()
        self._inner: ClassCheck | None = None

    def stop(self) -> None:
        """From any thread, and at any time."""
        self._stopped.set()
        if self._inner is not None:
            self._inner.stop()

    def __call__(self, task: Task) -> ClassState:
        marked: list[Marked] = []
        unsent: list[Marked] = []
        due = time.monotonic() + OVERVIEW_INTERVAL

        def on_marked(one: Marked) -> None:
            nonlocal due
            marked.append(one)
            unsent.append(one)
            if not task.is_due():
                return
            overview = None
            if time.monotonic() >= due:
                overview = overview_of(marked, with_alike=False)
                due = time.monotonic() + OVERVIEW_INTERVAL
            task.send(ClassProgress(marked=tuple(unsent), overview=overview))
            unsent.clear()

        check = ClassCheck(
            self._class.path,
            self._class.rubric,
            results=self._class.results,
            again=self._again,
            on_found=lambda found: task.send(ClassProgress(found=tuple(found))),
            on_marked=on_marked,
        )
        self._inner = check
        if self._stopped.is_set():
            check.stop()
        task.on_cancel(check.stop)
        done = check.run()
        return ClassState(self._class.path, done, overview_of(done), check.problem)


def _look(given: Class, task: Task) -> ClassState:
    marked = ClassCheck(given.path, given.rubric, results=given.results).look()
    return ClassState(given.path, marked, overview_of(marked))


def _holds(task: Task) -> Collection[str]:
    stop = threading.Event()
    task.on_cancel(stop.set)
    return what_holds(stop)


def _write_pages(folder: Path, state: ClassState, rubric: Rubric, task: Task) -> Path:
    """The page on the class, which names the others. Raises DataError."""
    names = names_of_pages(each.hand_in for each in state.marked)
    try:
        made(folder)
    except OSError as error:
        raise DataError(f"The folder {folder} cannot be made: {error.strerror or error}.") from None
    index = overview_page(state.overview, state.marked, rubric, names)
    write_file(folder / INDEX, index.encode("utf-8", "replace"))
    for each in state.marked:
        if task.cancelled.is_set():
            break
        if each.hand_in in names:
            page = student_page(each, rubric).encode("utf-8", "replace")
            write_file(folder / names[each.hand_in], page)
    return folder / INDEX
