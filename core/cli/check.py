"""digit-lab check: what is right and wrong in a learner's file, or in those of a class.

The code in the files is run; what it can do then depends on the system, and is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import textwrap
from collections.abc import Callable
from pathlib import Path

from core.checking import export
from core.checking.hints import HintLevel, hints_of
from core.checking.report import FunctionReport, Mistake, Report
from core.checking.runner import check_file
from core.cli.check_class import check_class, is_class
from core.cli.command import FAILED
from core.cli.host import Host
from core.cli.saving import save
from core.cli.terminal import complain, tell, tell_json
from core.errors import DataError

WIDTH = 96
LONGEST = 4000
STDOUT = Path("-")


def check(arguments: argparse.Namespace, host: Host) -> int:
    """Exit code 0 only when all that is there is right. Raises DataError for a path that leads
    nowhere or a report that cannot be written."""
    path: Path = arguments.path
    if is_class(path):
        if arguments.html:
            raise DataError("--html is for one file. For a class: --pages FOLDER.")
        return check_class(arguments)
    if not os.path.exists(path):
        raise DataError(f"There is no file {path}.")
    report = check_file(path)
    most = HintLevel.named(arguments.hints)
    written = _write(arguments, report, most)
    if not written:
        _print(report, most)
    return 0 if report.is_right else FAILED


def _write(arguments: argparse.Namespace, report: Report, most: HintLevel) -> bool:
    """Write the report as was asked for; whether that took standard output."""
    makers: dict[str, Callable[[], str]] = {
        "html": lambda: export.to_html(report, most),
        "json": lambda: export.to_json(report),
        "csv": lambda: export.csv_of([report]),
    }
    taken = False
    for option, make in makers.items():
        path: Path | None = getattr(arguments, option)
        if path is None:
            continue
        if path == STDOUT:
            if option == "json":
                tell_json(json.loads(make()))
            else:
                tell(make().rstrip("\n"))
            taken = True
            continue
        save(path, make().encode(errors="replace"))
        complain(f"Saved {path}.")
    return taken


def _print(report: Report, most: HintLevel) -> None:
    tell(f"{report.file}: {export.verdict(report)}")
    if report.problem:
        _paragraph(report.problem, "")
    for note in report.notes:
        _paragraph(note, "")
    tell()
    for function in report.causes:
        _print_function(function, report, most)
    for function in report.present:
        if function.status not in ("wrong", "failed"):
            _print_function(function, report, most)
    absent = [each.name for each in report.functions if each.status == "absent"]
    if absent and report.present:
        _paragraph(f"Not in the file: {', '.join(absent)}.", "")
    if report.output:
        tell("\nWhat the file printed:")
        tell(textwrap.indent(report.output[:LONGEST], "  ").rstrip())
    tell(f"\n{report.seconds:.1f} s")
    if report.confinement:
        _paragraph(report.confinement, "")


def _print_function(function: FunctionReport, report: Report, most: HintLevel) -> None:
    mark, word = export.MARKS[function.status], export.WORDS[function.status]
    worst = function.worst
    error = worst.relative_error if worst else None
    figure = f"  largest error {export.number(error, 1)}" if error is not None else ""
    name = function.written_as or function.name
    tell(f"{mark} {name:<22} {word:<12}{figure}".rstrip())
    lead = "Good to know: " if function.status == "right" else ""
    for mistake in filter(None, (function.mistake, *function.also)):
        _print_mistake(mistake, report, most, lead)
    if function.problem:
        _paragraph(function.problem, "    ")
    if worst and not worst.ok and most >= HintLevel.WHY:
        _paragraph(f"{worst.case}: {worst.problem}{_beside(worst.numeric)}", "    ")
    for note in function.notes:
        _paragraph(note, "    ")
    if function.traceback and not function.mistake:
        tell(textwrap.indent(function.traceback[-LONGEST:], "    ").rstrip())


def _print_mistake(mistake: Mistake, report: Report, most: HintLevel, lead: str) -> None:
    words: list[str] = []
    for hint in hints_of(mistake, report, most):
        if hint.level is HintLevel.WHERE:
            _paragraph(f"{lead}{' '.join(words)}", "    ")
            tell(f"    {hint.text}: {hint.code}".rstrip(": "))
            words, lead = [], ""
        else:
            words.append(f"{hint.text.rstrip('.')}.")
    if words:
        _paragraph(f"{lead}{' '.join(words)}", "    ")


def _beside(numeric: float | None) -> str:
    return "" if numeric is None else f" The central difference is {numeric:.6g}."


def _paragraph(text: str, indent: str) -> None:
    tell(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))
