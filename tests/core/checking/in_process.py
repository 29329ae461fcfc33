"""Checks without a child, for the many that are only about verdicts: the rest is the real thing."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Collection
from functools import partial
from typing import Any

from core.checking import wire
from core.checking.callee import Callee
from core.checking.course_functions import CALLS, FUNCTIONS, JUDGED
from core.checking.learner_module import LearnerModule, parameters_of
from core.checking.report import FunctionReport, Report
from core.checking.runner import CheckProcess
from core.checking.source import source_of
from core.checking.stand_ins import OURS, StandIn
from tests.core.checking.right import TEXTBOOK


class InProcess:
    """Plays core.checking.process.Child; everything goes through frames as it would there."""

    output, held = "", ()

    def __init__(self, stop: object, only: Collection[str] = JUDGED) -> None:
        self._loaded: dict[str, Any] = {}
        self._only = only

    def wait_until_ready(self) -> None:
        pass

    def load(self, *, source: str, path: str, **rest: Any) -> None:
        file = LearnerModule(source.encode("latin-1"), path)
        file.namespace.update({name: StandIn(name) for name in OURS})
        with _quietly():
            file.run(file.parse(), lambda line: None, lambda: None)
        names = {each: name for each in self._only if (name := file.name_of(each))}
        functions = {each: file.function(name) for each, name in names.items()}
        self._callee = Callee(file.namespace, functions, path, names=names)
        about = {
            name: {
                "callable": callable(each),
                "type": type(each).__name__,
                "parameters": parameters_of(each) if callable(each) else None,
                "written_as": names[name] if names[name] != name else "",
            }
            for name, each in functions.items()
        }
        complaint = vars(file.complaint) if file.complaint else None
        self._loaded = {"functions": about, "notes": file.notes, "complaint": complaint}

    def reply(self, seconds: float) -> dict[str, Any]:
        return _sent(self._loaded)

    def ask(self, do: str, seconds: float, *, silent: bool, **request: Any) -> dict[str, Any]:
        with _quietly():
            return _sent(self._callee.call(**_sent(request, lists_are_arrays=False)))

    def close(self) -> None:
        pass


def _sent(message: Any, **how: bool) -> Any:
    try:
        frame = wire.pack(message, **how)
    except wire.WireError as error:
        frame = wire.pack({"unreadable": str(error)})
    head, rest = frame[: wire.LENGTHS.size], frame[wire.LENGTHS.size :]
    text, _ = wire.frame_lengths(head)
    return wire.unpack(rest[:text], rest[text:])


@contextlib.contextmanager
def _quietly():
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def report_on(source: str, only: Collection[str] = JUDGED) -> Report:
    """Of a whole file's text, or of these functions of it."""
    make_child: Any = partial(InProcess, only=only)
    return CheckProcess(source_of(source, "theirs.py"), seconds=60, make_child=make_child).run()


def report_with(name: str, code: str) -> FunctionReport:
    """Of one function of the textbook's file, with this code after it."""
    report = report_on(f"{TEXTBOOK}\n\n{code}", (*CALLS.get(name, ()), name))
    assert not report.problem, report.problem
    return report.functions[FUNCTIONS.index(name)]
