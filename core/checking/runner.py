"""Check a file: run it in a child, call its functions, judge what they give.

**The file's code is run.** Nothing that it does can hang or end the caller, or outlive the check
where the system can forbid it to start other programs. What else it may do depends on the system:
see core.checking.confinement.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.checking.confinement import in_one_line
from core.checking.course_functions import ACTIVATIONS, CALLS, FUNCTIONS, HALVES, JUDGED
from core.checking.endings import ending_in_words
from core.checking.process import Child, ChildEnd, ChildGone, StopRequested, TooSlow
from core.checking.report import FunctionReport, Report
from core.checking.resource_limits import MEMORY
from core.checking.signature import Signature
from core.checking.source import Source, source_at

if TYPE_CHECKING:
    from core.checking.calling import LearnersFile
    from core.checking.code.tree import Code
    from core.checking.conventions import Convention

SECONDS = 10.0
# Of all the time, for running the file; and for one function that does not come back.
LOADING, CALLING = 0.6, 0.4
SLOW = 0.3  # seconds of a call; a file with slower ones is slow, and no endless loop
PROBING = 0.05  # for one call, while it is found out what the networks look like
_FATAL = re.compile("Fatal Python error|Windows fatal exception")  # as faulthandler begins


def check_file(path: Path | str, *, seconds: float = SECONDS) -> Report:
    """The report on a learner's file. Never raises for what is in it or what it does."""
    return CheckProcess(source_at(Path(path)), seconds=seconds).run()


class CheckProcess:
    """One check of a file. run() may be called in any thread, stop() from any other.

    on_function: called with each function's report as soon as there is one, in run()'s thread.
    """

    def __init__(
        self,
        source: Source | Path | str,
        *,
        seconds: float = SECONDS,
        on_function: Callable[[FunctionReport], None] | None = None,
        make_child: Callable[[threading.Event], Child] = Child,
    ) -> None:
        self._source = source if isinstance(source, Source) else source_at(Path(source))
        self._seconds = seconds
        self._on_function = on_function or (lambda report: None)
        self._make_child = make_child
        self._stop = threading.Event()
        self._child: Child | None = None
        self._reports: dict[str, FunctionReport] = {}
        self._bare: dict[str, bool] = {}
        self._fatal: dict[str, bool] = {}
        self._loaded: dict[str, Any] = {}
        self._problem = ""
        self._line: int | None = None
        self._traceback = ""
        self._notes: list[str] = []
        self._output = ""
        self._confinement = ""
        self._near: tuple[tuple[str, str], ...] = ()
        self._definitions_only = False
        self._convention: Convention | None = None
        self._two_classes: bool | None = None
        self._code: Code | None = None
        self._slowest = 0.0  # seconds of a call that came back
        self._until = 0.0

    def stop(self) -> None:
        """Let run() return soon, with what it has."""
        self._stop.set()

    def run(self) -> Report:
        """The report. Raises nothing for what the learner's code does."""
        began = time.monotonic()
        self._until = began + self._seconds
        try:
            if self._source.problem:
                self._problem, self._line = self._source.problem, self._source.line
            else:
                self._notes += self._source.notes
                if self._load():
                    self._check_all()
                if self._source.broken and not self._problem:
                    self._problem, self._line = self._source.broken, self._source.line
        except StopRequested:
            self._problem = self._problem or "The check was stopped."
        except OSError as error:
            reason = error.strerror or error
            self._problem = f"No process could be started to run the file in: {reason}."
        finally:
            self._end_child()
        report = Report(
            self._source.path,
            (
                *(self._reports.get(name, FunctionReport(name, "absent")) for name in FUNCTIONS),
                *(self._reports[name] for name in HALVES.values() if name in self._reports),
            ),
            self._output,
            self._problem,
            self._line,
            time.monotonic() - began,
            tuple(self._notes),
            self._traceback,
            self._confinement,
            self._near,
            self._source.cells,
        )
        return report.in_cells()

    def _load(self) -> bool:
        """Start a child and run the file in it; whether there is anything to check."""
        line: int | None = None
        silent = bool(self._loaded) or self._definitions_only
        try:
            began = time.monotonic()
            child = self._child = self._make_child(self._stop)
            from core.checking import judge  # noqa: F401, there is time while the child starts

            child.wait_until_ready()
            self._confinement = in_one_line(child.held)
            self._until += time.monotonic() - began
            child.load(
                source=self._source.code.decode("latin-1"),
                path=self._source.path,
                folder=str(self._source.folder),
                seconds=self._seconds,
                memory=MEMORY,
                definitions_only=self._definitions_only,
                silent=silent,
            )
            until = min(self._until, time.monotonic() + LOADING * self._seconds)
            while "line" in (reply := child.reply(until - time.monotonic())):
                line = reply["line"]
        except ChildEnd as error:
            self._end_child()
            return self._broke(error, line)
        if not self._loaded:
            self._understand(reply)
        self._loaded = reply
        return True

    def _broke(self, error: ChildEnd, line: int | None) -> bool:
        """The file did not run to its end: try again without the statement that is to blame."""
        where, crashed = "", self._crash_line()
        if line or crashed:
            self._line = crashed or line
            where = f"Line {self._line}: "
        if not self._problem:
            self._problem = where + ending_in_words(error, "the file", self._seconds)
        if self._definitions_only or time.monotonic() >= self._until:
            return False
        self._definitions_only = True
        return self._load()

    def _understand(self, reply: dict[str, Any]) -> None:
        self._notes += [str(each) for each in reply.get("notes") or ()]
        if lending := reply.get("lending"):
            names = ", ".join(dict.fromkeys(map(str, lending)))
            self._notes.append(f"There is no module {names} here; what we have of it is ours.")
        complaint = reply.get("complaint")
        if complaint and not self._problem:
            self._problem = str(complaint["sentence"])
            self._line = complaint["line"]
            self._traceback = str(complaint["traceback"])
        if not reply.get("functions") and not self._problem:
            self._problem = f"The file defines none of the functions: {', '.join(FUNCTIONS)}."

    def _check_all(self) -> None:
        from core.checking.code.callees import blamed_on_callees, blamed_on_shared_code
        from core.checking.code.located import located
        from core.checking.code.names import near_names
        from core.checking.code.tree import read_code
        from core.checking.exercises import page_of

        functions, code = self._loaded["functions"], read_code(self._source.code)
        self._code = code
        self._find_convention()
        for name in JUDGED:
            if name not in functions:
                continue
            report = self._check(name, functions[name])
            report = replace(report, written_as=functions[name]["written_as"])
            report = located(report, code, page_of(name))
            self._reports[name] = report
            self._on_function(report)
        self._reports = blamed_on_shared_code(blamed_on_callees(self._reports, code))
        self._near = near_names(code, {*functions})

    def _find_convention(self) -> None:
        """Whether examples are rows in the file, and whether it ends in one output; as in the
        course where it does not come back from being asked."""
        from core.checking.layout import convention_of, ends_in_one_output

        asking = replace(self._file(), ask=partial(self._ask, most=PROBING * self._seconds))
        try:
            self._convention = convention_of(asking)
            asking = replace(asking, convention=self._convention)
            self._two_classes = ends_in_one_output(asking)
        except ChildEnd:
            self._end_child()
            self._crash_line()
        if self._convention and self._convention.note:
            self._notes.append(f"{self._convention.note} It was checked so.")

    def _check(self, name: str, about: dict[str, Any]) -> FunctionReport:
        if not about["callable"]:
            text = f"“{name}” is no function in this file; its type is {about['type']}."
            return FunctionReport(name, "failed", problem=text)
        if time.monotonic() >= self._until:
            text = f"Not checked: the {self._seconds:g} s of a check were used up."
            return FunctionReport(name, "unchecked", problem=text)
        if self._child is None and not self._load():
            return FunctionReport(
                name, "failed", problem="Not checked: the file did not run again."
            )
        called = [other for other in CALLS.get(name, ()) if other in self._reports]
        faulty = {
            other: self._bare.get(other, False)
            for other in called
            if self._reports[other].status in ("wrong", "failed") and other not in self._fatal
        }
        ours = {other: self._fatal[other] for other in called if other in self._fatal}
        from core.checking.judge import judge_function

        try:
            return judge_function(name, self._file(), ours, faulty)
        except ChildEnd as error:
            self._fatal[name] = self._bare.get(name, False)
            self._end_child()
            if isinstance(error, TooSlow) and self._slowest > SLOW:
                text = "Not checked: the file is so slow that the time was used up."
                return FunctionReport(name, "unchecked", problem=text)
            line = self._crash_line()
            text = (f"Line {line}: " if line else "") + ending_in_words(error, name, self._seconds)
            return FunctionReport(name, "failed", problem=text, line=line)

    def _file(self) -> LearnersFile:
        """The file as a judge sees it; each function has its share of the time left."""
        from core.checking.calling import LearnersFile
        from core.checking.code.tree import Code
        from core.checking.conventions import COLUMNS

        functions = self._loaded["functions"]
        left = [each for each in JUDGED if each in functions and each not in self._reports]
        return LearnersFile(
            self._ask,
            {each: _signature(about) for each, about in functions.items() if about["callable"]},
            self._convention or COLUMNS,
            (self._until - time.monotonic()) / max(len(left), 1),
            {each: about["written_as"] for each, about in functions.items() if about["written_as"]},
            self._two_classes,
            self._code or Code(),
        )

    def _ask(self, most: float = math.inf, **request: Any) -> dict[str, Any]:
        if self._child is None and not self._load():
            raise ChildGone(None)
        assert self._child is not None
        left = min(self._until - time.monotonic(), CALLING * self._seconds, most)
        before = time.monotonic()
        try:
            reply = self._child.ask("call", max(left, 0.01), **request)
        except TooSlow:
            self._end_child()
            raise
        self._slowest = max(self._slowest, time.monotonic() - before)
        value = reply.get("value")
        if request["name"] in ACTIVATIONS and not reply.get("complaint") and value is not None:
            self._bare.setdefault(request["name"], not isinstance(value, tuple))
        return reply

    def _crash_line(self) -> int | None:
        """The line of the file that a crash's own report names; the report leaves the output."""
        found = _FATAL.search(self._output)
        if found is None:
            return None
        after, self._output = self._output[found.end() :], self._output[: found.start()]
        for line in after.splitlines():
            place = f'File "{self._source.path}", line '
            if place in line:
                number = line.partition(place)[2].split()[0]
                return int(number) if number.isdigit() else None
        return None

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self._output += self._child.output
            self._child = None


def _signature(about: dict[str, Any]) -> Signature:
    parameters = about["parameters"]
    return Signature(None if parameters is None else tuple(map(tuple, parameters)))


def with_file_name(report: Report, name: str) -> Report:
    """The report with another file name, such as one without the folder."""
    return replace(report, file=name)
