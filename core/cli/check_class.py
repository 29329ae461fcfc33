"""digit-lab check of a folder or a zip of hand-ins: a class, marked by a rubric.

What is asked for is written as it goes: Ctrl-C keeps what is done, and the same command goes on.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from core.classroom.class_check import ClassCheck
from core.classroom.marking import Marked, figure
from core.classroom.overview import Overview
from core.classroom.pages import lead_of
from core.classroom.rubric import Rubric
from core.classroom.rubric_file import read_rubric
from core.classroom.telling import in_short
from core.cli.class_outputs import ClassOutputs
from core.cli.command import FAILED
from core.cli.terminal import complain, tell
from core.errors import DataError
from core.files.plain_text import plain

MOST_LINES = 5  # of common mistakes and of code that is alike
LONGEST_NAME, LONGEST_WHY = 28, 100


def is_class(path: Path) -> bool:
    """Whether a path is a folder, or named like a zip."""
    return os.path.isdir(path) or path.suffix.lower() == ".zip"


def check_class(arguments: argparse.Namespace) -> int:
    """Exit code 0 when every student's code is right: all functions asked for with --rubric, else
    all that are there. Raises DigitLabError for a path that leads nowhere, a rubric that cannot be
    used, or a file of verdicts that cannot be written; KeyboardInterrupt after what is done was."""
    rubric = read_rubric(arguments.rubric) if arguments.rubric else Rubric()
    if arguments.pages:
        _make_folder(arguments.pages)
    outputs = ClassOutputs(arguments, rubric)
    check = ClassCheck(
        arguments.path,
        rubric,
        results=outputs.verdicts,
        leave_out=outputs.paths,
        again=arguments.again,
        jobs=arguments.jobs,
        on_found=outputs.begin,
        on_marked=outputs.add,
    )
    try:
        check.run()
    except KeyboardInterrupt:
        if outputs.marked:  # else what an earlier time wrote stays
            outputs.finish()
        complain(outputs.how_to_go_on())
        raise
    overview = outputs.finish()
    if check.problem:
        complain(check.problem)
    marked = outputs.marked
    told = [each.report.confinement for each in marked if each.report]
    complain(next(filter(None, told), "No code was run."))
    if not outputs.took_stdout:
        _print(overview, marked, rubric)
    counting = [each for each in marked if each.hand_in.role == "counts"]
    is_asked = arguments.rubric is not None
    is_right = all(_is_right(each, rubric, is_asked) for each in counting)
    return 0 if is_right and not outputs.failed else FAILED


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"The folder {path} cannot be made: {error.strerror or error}.") from None


def _is_right(marked: Marked, rubric: Rubric, is_asked: bool) -> bool:
    if marked.report is None or not marked.report.is_right:
        return False
    return not is_asked or (marked.points or 0.0) + marked.taken >= rubric.most - 1e-9


def _print(overview: Overview, marked: Sequence[Marked], rubric: Rubric) -> None:
    counting = [each for each in marked if each.hand_in.role == "counts"]
    names = [plain(each.hand_in.student, LONGEST_NAME) for each in counting]
    width = max(map(len, names), default=0)
    for name, each in zip(names, counting, strict=True):
        points = "–" if each.points is None else figure(each.points)
        tell(f"{name:<{width}}  {points:>6}  {plain(in_short(each), LONGEST_WHY)}".rstrip())
    tell()
    tell(lead_of(overview, rubric))
    for mistake in overview.mistakes[:MOST_LINES]:
        tell(f"{len(mistake.students):>4} × {mistake.function}: {mistake.title}")
    for group in overview.alike[:MOST_LINES]:
        tell(group.sentence)
