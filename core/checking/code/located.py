"""A report with what the code tells: the line of every mistake, and causes that only it shows."""

from __future__ import annotations

from dataclasses import replace

from core.checking.code.edits import FORMULA
from core.checking.code.failing import behind_error, never_ends
from core.checking.code.places import line_of
from core.checking.code.spot import CHANGE
from core.checking.code.spotted import spotted
from core.checking.code.tree import Code, FunctionCode
from core.checking.course_functions import ALL_NAMES
from core.checking.report import FunctionReport, Mistake

_FOLLOWS = "because-of-"


def located(report: FunctionReport, code: Code, page: str) -> FunctionReport:
    """The report of a function with the causes that its code shows, and their lines.

    page: of the function's help, for causes that the numbers do not tell.
    """
    function = code.function(report.written_as or report.name, but=ALL_NAMES)
    if function is None or report.status not in ("right", "wrong", "failed"):
        return report
    mistakes = [each for each in (report.mistake, *report.also) if each]
    if report.status != "right" and not any(each.id.startswith(_FOLLOWS) for each in mistakes):
        mistakes = _with_causes(report, mistakes, function, code, page)
    placed = [_placed(each, function, code) for each in mistakes]
    line = report.line
    if report.status == "wrong" and not placed and line is None:
        line = line_of(Mistake("", "", "", "", page, _wrong_array(report)), function)
    return replace(report, mistake=placed[0] if placed else None, also=tuple(placed[1:]), line=line)


def _with_causes(
    report: FunctionReport,
    mistakes: list[Mistake],
    function: FunctionCode,
    code: Code,
    page: str,
) -> list[Mistake]:
    if endless := never_ends(report, function, code, page):
        return [endless]
    seen = spotted(report, function, code, page)
    change = mistakes[0] if mistakes and mistakes[0].id.startswith(CHANGE) else None
    if seen:
        return [seen[0]]
    if (change or not mistakes) and report.problem:
        found = behind_error(report, function, code, page)
        if found and (change is None or _is_vague(change) or found.line == change.line):
            return [found]
    return mistakes


def _is_vague(change: Mistake) -> bool:
    return change.id == f"{CHANGE}{FORMULA}"


def _placed(mistake: Mistake, function: FunctionCode, code: Code) -> Mistake:
    if mistake.line is not None:
        return mistake
    line = function.node.lineno
    if mistake.id.startswith(_FOLLOWS):
        cause = code.function(mistake.id.removeprefix(_FOLLOWS))
        line = cause.node.lineno if cause else line
    else:
        line = line_of(mistake, function)
    return replace(mistake, line=line, code=code.line(line))


def _wrong_array(report: FunctionReport) -> str:
    return next((row.what for row in report.comparisons if not row.ok), "")
