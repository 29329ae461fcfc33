"""Check the hand-ins of a class, several at a time: each has a child process of its own, and each
verdict is kept as soon as it is known."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from core.checking.report import Report
from core.checking.runner import with_file_name
from core.checking.source import Source
from core.classroom.finding import find_hand_ins
from core.classroom.hand_in import HandIn
from core.classroom.likeness import fingerprints_of
from core.classroom.marking import Marked, mark
from core.classroom.results_file import ResultsFile
from core.classroom.rubric import Rubric
from core.classroom.unpacking import key_of, source_of_hand_in
from core.classroom.worker import Worker, WorkerEnd
from core.errors import DataError
from core.threads import cores

_log = logging.getLogger(__name__)


def _ignore(_: object) -> None:
    """Nobody listens."""


class ClassCheck:
    """One check of a class. run() may be called in any thread, stop() from any other.

    path: a folder or a zip. results: a file that keeps the verdicts; what it holds of hand-ins that
    have not changed is not checked again. leave_out: paths that are no hand-ins. again: check all
    the same. jobs: children at a time; None for one a core. on_found: told all hand-ins before the
    first is checked; on_marked: told each as soon as its marks are known, those that are not
    checked first; both in run()'s thread.
    """

    def __init__(
        self,
        path: Path,
        rubric: Rubric | None = None,
        *,
        results: Path | None = None,
        leave_out: Collection[Path] = (),
        again: bool = False,
        jobs: int | None = None,
        on_found: Callable[[Sequence[HandIn]], None] = _ignore,
        on_marked: Callable[[Marked], None] = _ignore,
    ) -> None:
        self._path = path
        self._rubric = rubric or Rubric()
        self._results = results
        self._leave_out = leave_out
        self._again = again
        self._jobs = jobs or cores()
        self._on_found = on_found
        self._on_marked = on_marked
        self._is_stopped = False
        self._workers: set[Worker] = set()
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._lock = threading.Lock()
        self.problem = ""
        """What kept verdicts from being written, a sentence; "" when nothing did."""

    def stop(self) -> None:
        """Let run() return soon, with what is done."""
        with self._lock:
            self._is_stopped = True
            for each in self._workers:
                each.stop()

    def look(self) -> list[Marked]:
        """All that is there, with the marks of what `results` knows and has not changed. No code is
        run. Raises DataError as run() does."""
        results = ResultsFile(self._results) if self._results else None
        known = results.reports if results else {}
        if results:
            results.close()
        return [self._known(each, known) for each in find_hand_ins(self._path, self._leave_out)]

    def _known(self, hand_in: HandIn, known: dict[str, Report]) -> Marked:
        if not hand_in.is_checked:
            return mark(hand_in, None, self._rubric)
        with suppress(OSError, DataError):  # it is told when it is checked
            report = known.get(key_of(hand_in, self._rubric.seconds))
            if report is not None:
                return mark(hand_in, with_file_name(report, hand_in.name), self._rubric)
        return Marked(hand_in, verdict="Not checked yet")

    def run(self) -> list[Marked]:
        """The marks of all that was checked, in the order of find_hand_ins. Raises DataError where
        nothing can be found, or `results` cannot be used."""
        results = ResultsFile(self._results, afresh=self._again) if self._results else None
        try:
            hand_ins = find_hand_ins(self._path, self._leave_out)
            self._on_found(hand_ins)
            return self._mark_all(hand_ins, results)
        finally:
            self._close_workers()
            if results:
                results.close()

    def _mark_all(self, hand_ins: list[HandIn], results: ResultsFile | None) -> list[Marked]:
        marked: dict[int, Marked] = {}
        known = results.reports if results else {}
        with ThreadPoolExecutor(self._jobs, thread_name_prefix="class") as pool:
            waiting: dict[Future[_Outcome], int] = {}
            try:
                for at, hand_in in enumerate(hand_ins):
                    if hand_in.is_checked:
                        waiting[pool.submit(self._check, hand_in, known)] = at
                    else:
                        marked[at] = mark(hand_in, None, self._rubric)
                        self._on_marked(marked[at])
                for done in as_completed(waiting):
                    at = waiting[done]
                    outcome = done.result()
                    if outcome is None:
                        continue
                    key, report = outcome
                    marked[at] = mark(hand_ins[at], report, self._rubric)
                    if results and key and key not in known:
                        self._keep(results, key, report)
                    self._on_marked(marked[at])
            except BaseException:
                self.stop()
                raise
        return [marked[at] for at in sorted(marked)]

    def _check(self, hand_in: HandIn, known: dict[str, Report]) -> _Outcome:
        """In a thread of its own: the report, and the key to keep it by, "" for one that says
        nothing for good. None after stop()."""
        if self._is_stopped:
            return None
        try:
            key = key_of(hand_in, self._rubric.seconds)
            if key in known:
                return key, with_file_name(known[key], hand_in.name)
            with source_of_hand_in(hand_in) as source:
                fingerprints_of(source.code)  # while others are checked; the overview asks for it
                report = self._report_on(source)
        except (OSError, DataError) as error:
            reason = getattr(error, "strerror", None) or error
            return "", Report(hand_in.name, (), problem=f"The file cannot be read: {reason}.")
        except WorkerEnd as error:
            if self._is_stopped:
                return None
            _log.error("checking %s: %s", hand_in.name, error)
            problem = "The check was ended by an error inside the app."
            return "", Report(hand_in.name, (), problem=problem)
        if self._is_stopped:
            return None
        is_final = bool(report.confinement or source.problem)
        return key if is_final else "", with_file_name(report, hand_in.name)

    def _report_on(self, source: Source) -> Report:
        """By a worker that is free, or by a new one. Raises WorkerEnd and OSError."""
        try:
            worker = self._free.get_nowait()
        except Empty:
            worker = Worker()
            with self._lock:
                self._workers.add(worker)
                if self._is_stopped:
                    worker.stop()
        report = worker.check(source, self._rubric.seconds)
        self._free.put(worker)
        return report

    def _close_workers(self) -> None:
        for each in self._workers:
            each.stop()
        for each in self._workers:
            each.close()
        self._workers.clear()

    def _keep(self, results: ResultsFile, key: str, report: Report) -> None:
        try:
            results.add(key, report)
        except OSError as error:
            reason = error.strerror or error
            self.problem = f"{self._results} cannot be written: {reason}. What it holds was kept."


_Outcome = tuple[str, Report] | None
