"""The one small change that makes a wrong function right: it tells the mistake, and its line.

What the numbers of a wrong function tell (core.checking.diagnosis) is a name; this tells a place.
Every change of core.checking.code.edits is tried in the child, in the cases that went wrong first,
until one makes all of them right.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from core.checking.anatomy import Case, Exercise
from core.checking.calling import LearnersFile, request_of
from core.checking.code.edit_words import mistake_of_edit
from core.checking.code.edits import FORMULA, Edit, edits, formula_edits
from core.checking.code.spot import CHANGE, VAGUE
from core.checking.code.tree import FunctionCode
from core.checking.course_functions import ALL_NAMES
from core.checking.diagnosis import CaseOutputs, mistakes_in
from core.checking.process import ChildEnd
from core.checking.report import FunctionReport, Mistake
from core.checking.trial import result_of
from core.checking.trial_results import CaseResult, FunctionTrial
from core.network.arrays import Array

_LINES = re.compile(r"^  File .*, line (\d{1,7}), in", re.MULTILINE)
SECONDS = 2.0  # for all changes of one function
MOST, FEW = 500, 100  # changes; few where the numbers or another function tell a cause
ONE_CALL = 0.5  # a change that takes longer has made the loop endless
ENOUGH = 2  # cases that must be right
MOST_ENDS = 2  # processes that may be lost by it
# What the form of an answer tells; the code may tell why it is so.
OF_THE_FORM = ("memories-count", "missing-entry", "memory-form", "no-return", "two-answers")
# Functions with parts that their own cases may not reach.
BRANCHED = ("layer_forward", "layer_backward", "L_layer_forward", "L_layer_backward")


def mended(
    name: str,
    functions: Sequence[FunctionCode],
    is_right: Callable[[Edit], bool],
    file: LearnersFile,
    page: str,
    raised: Sequence[int] = (),
    most: int = MOST,
) -> Mistake | None:
    """The mistake whose mending makes a wrong function right; None where no single change does, or
    there is no time left. Raises StopRequested.

    name: the course's, of the function. functions: its own code, then that of functions of the
    course that it calls, and that seemed right; a mistake in one of these has its name for its
    array. is_right: whether all is right with a change; may raise ChildEnd. page: of its help.
    raised: the lines that an error went through, the innermost first. most: how many to try.
    """
    until = time.monotonic() + min(SECONDS, 2 * file.patience)
    ends = tries = 0

    def first(candidates: Iterable[Edit]) -> Edit | None:
        nonlocal ends, tries
        for edit in candidates:
            tries += 1
            if time.monotonic() > until or tries > most or ends == MOST_ENDS:
                return None
            try:
                if is_right(edit):
                    return edit
            except ChildEnd:  # a loop that no longer ends
                ends += 1
        return None

    for line in raised:
        if found := first(edits(functions[:1], line)):
            return mistake_of_edit(found, page, file.code)
    formula = first(formula_edits(functions[0], name))
    found = first(edits(functions[:1], formula.line)) if formula else None
    found = found or first(edits(functions)) or formula
    if found is None:
        return None
    mistake = mistake_of_edit(found, page, file.code)
    is_own = found.function == functions[0].name
    return mistake if is_own else replace(mistake, array=found.function)


def changed_report(
    report: FunctionReport,
    file: LearnersFile,
    called: Sequence[str],
    page: str,
    is_right: Callable[[Edit], bool],
) -> FunctionReport:
    """The report on a function with what one change tells that makes it right: its line, and its
    name where the numbers tell none. called: functions of the course that it may call; is_right,
    page: see mended."""
    names = [
        report.name,
        *(each for each in called if each in BRANCHED and each in file.signatures),
    ]
    codes = [file.code.function(file.other_names.get(n, n), but=ALL_NAMES) for n in names]
    if report.status not in ("wrong", "failed") or codes[0] is None:
        return report
    raised = [int(each) for each in reversed(_LINES.findall(report.traceback))]
    every = [each for each in (report.mistake, *report.also) if each]
    blamed = [each for each in every if each.id.startswith("because-of-")]
    own = [each for each in every if each not in blamed]
    is_named = any(each.id not in VAGUE.union(OF_THE_FORM) for each in own)
    most = FEW if is_named or blamed else MOST
    code = [each for each in codes if each]
    change = mended(report.name, code, is_right, file, page, raised, most)
    if change is None:
        return report
    if change.array:
        return replace(report, mistake=change, also=())
    is_formula = change.id == f"{CHANGE}{FORMULA}"
    is_one = is_formula or len({each.id for each in own}) == 1
    if own and is_one and own[0].id not in OF_THE_FORM:
        hint = change.hint if own[0].id in VAGUE else own[0].hint
        found = [replace(each, line=change.line, code=change.code, hint=hint) for each in own]
    else:
        found = [change]
    return replace(report, mistake=found[0], also=(*found[1:], *blamed))


def with_edit(file: LearnersFile, edit: Edit) -> LearnersFile:
    """The file as it would be with a change."""
    return replace(file, ask=partial(file.ask, instead=edit.source, most=ONE_CALL))


def mends(edit: Edit, trial: FunctionTrial, file: LearnersFile) -> bool:
    """Whether a change makes every case of a trial right, those that went wrong tried first; all
    with the course's ten outputs where the file asserts these. Raises ChildEnd."""
    ask = with_edit(file, edit).ask
    passed = 0
    for each in sorted(trial.judged, key=lambda result: result.is_right):
        request = request_of(trial.exercise, each.case, file, trial.way)
        if not request:
            continue
        if edit.kind == FORMULA:
            request["right"] = _right_arrays(trial.exercise, each.case, file)
        reply = ask(**request, ours=trial.ours, silent=True)
        tried = FunctionTrial(trial.exercise)
        result = result_of(tried, each.case, reply, file.convention)
        if result.complaint and result.complaint["kind"] == "AssertionError" and not each.is_right:
            if each.case.course:
                return False
            continue
        if not result.rows or not (result.is_right or _is_harmless(trial.exercise, result)):
            return False
        if not set(tried.changed) <= set(trial.changed):
            return False
        passed += 1
    return passed >= min(ENOUGH, len(trial.judged))


def _right_arrays(exercise: Exercise, case: Case, file: LearnersFile) -> dict[str, Array]:
    reference = exercise.reference(case)
    return {name: file.convention.given(name, np.asarray(each)) for name, each in reference.items()}


def _is_harmless(exercise: Exercise, result: CaseResult) -> bool:
    """Whether all that is wrong is a matter of taste: the slope at Z = 0."""
    if exercise.name != "relu_backward" or result.complaint or result.misfits:
        return False
    found = mistakes_in(exercise, [CaseOutputs(result.case, result.outputs)])
    return bool(found) and all(each.harmless for each in found)
