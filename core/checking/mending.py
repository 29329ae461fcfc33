"""The one small change that makes a wrong function right: it tells the mistake, and its line.

What the numbers of a wrong function tell (core.checking.diagnosis) is a name; this tells a place.
Every change of core.checking.code.edits is tried in the child, in the cases that went wrong first,
until one makes all of them right.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.checking.anatomy import Case
from core.checking.calling import LearnersFile, request_of
from core.checking.code.edits import Edit, edits
from core.checking.code.spot import CHANGE
from core.checking.code.tree import Code, FunctionCode
from core.checking.process import ChildEnd
from core.checking.report import Mistake
from core.checking.trial import result_of
from core.checking.trial_results import FunctionTrial

SECONDS = 1.5  # for all changes of one function
ONE_CALL = 0.5  # a change that takes longer has made the loop endless
LONGEST = 90  # letters of code that are quoted


@dataclass(frozen=True)
class _Kind:
    """title, sentence, hint: as in Mistake; {before} and {after} stand for the code."""

    title: str
    sentence: str
    hint: str = "Write {after} in its place."


KINDS = {
    "constant": _Kind(
        "Another number belongs here",
        "{before} is not the number that belongs here.",
    ),
    "word": _Kind(
        "Another word belongs here",
        "{before} is not the word that belongs here.",
    ),
    "name": _Kind(
        "Another array belongs here",
        "{before} is taken where another is meant.",
    ),
    "minus": _Kind(
        "A minus too many",
        "{before} has the opposite sign of what it should be.",
    ),
    "minus-missing": _Kind(
        "A minus is missing",
        "{before} has the opposite sign of what it should be.",
    ),
    "comparison": _Kind(
        "Another comparison belongs here",
        "{before} leaves out or takes in too much.",
    ),
    "transposed": _Kind(
        "Transposed",
        "{before} lies on its side, or the factors do.",
    ),
    "part": _Kind(
        "A part for the whole",
        "{before} is one part of what is meant.",
    ),
    "exchanged": _Kind(
        "Exchanged",
        "Two things stand in each other's place in {before}.",
    ),
    "operator": _Kind(
        "Another operator belongs here",
        "{before} computes something else.",
    ),
    "superfluous": _Kind(
        "Something too much",
        "There is something in {before} that does not belong there.",
    ),
    "parentheses": _Kind(
        "Parentheses are missing",
        "Python reads {before} in another order than it was meant.",
    ),
    "function": _Kind(
        "Another function belongs here",
        "{before} is not the function that belongs here.",
    ),
    "insert": _Kind(
        "Put in at the wrong end",
        "{before} puts each new one at the front, so they come in reverse.",
    ),
    "axis": _Kind(
        "Along the wrong axis",
        "{before} goes over something else than it should, or loses an axis.",
    ),
    "loop": _Kind(
        "The loop goes wrong",
        "{before} begins or ends at the wrong place, or goes the wrong way.",
    ),
    "share": _Kind(
        "The 1/m is wrong",
        "{before} is divided by m once too often, or not at all.",
    ),
    "left-out": _Kind(
        "This line does not belong here",
        "{before} spoils what was right before it.",
        "Leave it out.",
    ),
    "added-up": _Kind(
        "Replaced, not added up",
        "{before} keeps the last value alone; all of them are to be added up.",
    ),
    "assigned": _Kind(
        "Added up, not replaced",
        "{before} adds to what was there before.",
    ),
    "after-loop": _Kind(
        "This stands in the loop",
        "{before} happens in each turn of the loop; it is meant for its end.",
        "Indent it less, so that it stands after the loop.",
    ),
    "into-loop": _Kind(
        "This stands after the loop",
        "{before} happens once, after the last turn of the loop.",
        "Indent it, so that it happens in each turn.",
    ),
    "order": _Kind(
        "Two lines in the wrong order",
        "{before} comes before what it needs, or after what changes it.",
        "Exchange it with the line beside it, {after}.",
    ),
    "branches": _Kind(
        "The branches are exchanged",
        "What is done where {before} holds belongs to the other case.",
        "Exchange the two branches.",
    ),
}


def mended(
    trial: FunctionTrial, file: LearnersFile, functions: Sequence[FunctionCode]
) -> Mistake | None:
    """The mistake whose mending makes a function right that is wrong in this trial; None where no
    single change does, or there is no time left. Raises StopRequested.

    functions: its own code, then that of functions of the course that it calls, and that seemed
    right; a mistake in one of these has its name for its array.
    """
    wrong = [each.case for each in trial.judged if not each.is_right]
    right = [each.case for each in trial.judged if each.is_right]
    if not wrong or trial.cut_short:
        return None
    until = time.monotonic() + min(SECONDS, 2 * file.patience)
    for place, function in enumerate(functions):
        for edit in edits(function):
            if time.monotonic() > until:
                return None
            try:
                if _is_right(edit, (*wrong, *right), trial, file):
                    mistake = _mistake_of(edit, trial, file.code)
                    return replace(mistake, array=function.name) if place else mistake
            except ChildEnd:  # a loop that no longer ends
                return None
    return None


def _is_right(edit: Edit, cases: Iterable[Case], trial: FunctionTrial, file: LearnersFile) -> bool:
    for case in cases:
        request = request_of(trial.exercise, case, file, trial.way)
        if not request:
            continue
        reply: dict[str, Any] = file.ask(
            **request, ours=trial.ours, silent=True, instead=edit.source, most=ONE_CALL
        )
        result = result_of(FunctionTrial(trial.exercise), case, reply, file.convention)
        if not result.is_right or not result.rows:
            return False
    return True


def _mistake_of(edit: Edit, trial: FunctionTrial, code: Code) -> Mistake:
    kind = KINDS[edit.kind]
    before, after = _quoted(edit.before), _quoted(edit.after)
    right = f" Then all {len(trial.judged)} cases are right."
    return Mistake(
        f"{CHANGE}{edit.kind}",
        kind.title,
        kind.sentence.format(before=before, after=after),
        kind.hint.format(before=before, after=after) + right,
        trial.exercise.page,
        "",
        edit.line,
        code.line(edit.line),
    )


def _quoted(text: str) -> str:
    one = " ".join(text.split())
    return f"“{one if len(one) <= LONGEST else one[: LONGEST - 1] + '…'}”"
