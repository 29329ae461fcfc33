"""A report with the line of every mistake in it."""

from __future__ import annotations

from dataclasses import replace

from core.checking.code.places import line_of
from core.checking.code.tree import Code
from core.checking.course_functions import FUNCTIONS
from core.checking.report import FunctionReport, Mistake

_FOLLOWS = "because-of-"


def located(report: FunctionReport, code: Code) -> FunctionReport:
    """The report of a function whose mistakes tell their line and what stands in it."""
    if report.mistake is None:
        return report
    return replace(
        report,
        mistake=_located(report.mistake, report, code),
        also=tuple(_located(each, report, code) for each in report.also),
    )


def _located(mistake: Mistake, report: FunctionReport, code: Code) -> Mistake:
    if mistake.line is not None:
        return mistake
    name = report.written_as or report.name
    if mistake.id.startswith(_FOLLOWS):
        name = mistake.id.removeprefix(_FOLLOWS)
    function = code.function(name, but=FUNCTIONS)
    if function is None:
        return mistake
    is_victim = mistake.id.startswith(_FOLLOWS)
    line = function.node.lineno if is_victim else line_of(mistake, function)
    return replace(mistake, line=line, code=code.line(line))
