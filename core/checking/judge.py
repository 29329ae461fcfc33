"""The verdict on a learner's function: from one or two trials to a FunctionReport."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.checking.anatomy import Exercise
from core.checking.attempts import best_trial
from core.checking.calling import LearnersFile
from core.checking.code.edits import Edit
from core.checking.compare import agree
from core.checking.course_functions import CALLS
from core.checking.diagnosis import mistakes_in, mistakes_in_parts
from core.checking.exercises import EXERCISES, page_of
from core.checking.fitted import fitted_mistakes
from core.checking.initialization import START, report_on_initialization
from core.checking.mending import changed_report, mends, with_edit
from core.checking.report import Comparison, FunctionReport, Mistake
from core.checking.trial_results import FunctionTrial

# What the form of an answer tells; the numbers may tell why it is so.
WEAK = ("memories-count",)
ENOUGH = 3  # cases that a slow function must be right in


def judge_function(
    name: str, file: LearnersFile, ours: dict[str, bool], faulty: dict[str, bool]
) -> FunctionReport:
    """The report on the learner's function `name`. Raises what file.ask does.

    ours: functions that must be ours in any case, because the learner's own never ends; whether
    each returns H alone. faulty: functions that it may call and that are wrong; whether each
    returns H alone. With those, it is tried a second time with ours in their place.
    """
    return file.convention.told(_judged(name, file, ours, faulty))


def _judged(
    name: str, file: LearnersFile, ours: dict[str, bool], faulty: dict[str, bool]
) -> FunctionReport:
    if name == START:
        report = report_on_initialization(file)
        return changed_report(
            report, file, (), page_of(name), lambda edit: _starts_well(edit, file)
        )
    exercise = EXERCISES[name]
    if _keeps_its_own(exercise, file):
        taken = ", ".join(each for each, *_ in file.signatures[name].parameters or ()) or "nothing"
        wanted = ", ".join(exercise.arguments)
        text = f"Not checked: it takes {taken}, and the rest from its object; not ({wanted})."
        return FunctionReport(name, "unchecked", problem=text)
    trial = best_trial(exercise, file, ours)
    if trial.numbers_are_right or not faulty:
        return _with_change(_report(trial, ours, []), trial, file)
    alone = best_trial(exercise, file, {**ours, **faulty})
    if not alone.judged:
        return _with_change(_report(trial, ours, []), trial, file)
    blame = _blame(name, list(faulty), file, alone.numbers_are_right)
    if alone.numbers_are_right:
        report = _report(trial, ours, [blame], search=False)
        return replace(report, follows=tuple(faulty))
    report = _report(alone, ours, [blame] if _differ(trial, alone) else [], after=True)
    return _with_change(report, alone, file)


def _starts_well(edit: Edit, file: LearnersFile) -> bool:
    return report_on_initialization(with_edit(file, edit), to_the_end=False).status == "right"


def _with_change(
    report: FunctionReport, trial: FunctionTrial, file: LearnersFile
) -> FunctionReport:
    """The report with what one change tells that makes the function right."""
    if trial.cut_short or trial.numbers_are_right:
        return report
    called = [each for each in CALLS.get(report.name, ()) if each not in trial.ours]
    page = trial.exercise.page
    return changed_report(report, file, called, page, lambda edit: mends(edit, trial, file))


def _keeps_its_own(exercise: Exercise, file: LearnersFile) -> bool:
    """Whether it is a method that is given less than the course's function: what is not handed in
    it has from its object, which nobody can fill."""
    needed = [each for each in exercise.arguments if each != "activation"]
    is_method = "." in file.other_names.get(exercise.name, "")
    return is_method and file.signatures[exercise.name].room < len(needed)


def _report(
    trial: FunctionTrial,
    ours: dict[str, bool],
    blamed: list[Mistake],
    *,
    search: bool = True,
    after: bool = False,
) -> FunctionReport:
    exercise = trial.exercise
    kinds = {each.id: each for each in reversed(trial.misfits)}
    mistakes = [] if blamed and not after else list(kinds.values())
    if search and not blamed and (unstable := _two_answers(trial)):
        mistakes.insert(0, unstable)
    if search and trial.reordered:
        mistakes.append(trial.reordered)
    advice: list[Mistake] = []
    excused = False
    if search and not trial.numbers_are_right and all(each.id in WEAK for each in mistakes):
        found = _explain(exercise, trial)
        mistakes = [] if found else mistakes
        excused = bool(found) and all(each.harmless for each in found) and not trial.complaints
        mistakes += [each.mistake for each in found if not each.harmless]
        advice += [each.mistake for each in found if each.harmless]
    if search and trial.strained:
        found = mistakes_in(exercise, trial.seen)
        advice += [e.mistake for e in found if e.harmless and e.mistake not in advice]
    right = (trial.numbers_are_right or excused) and not blamed
    if changed := _changed_inputs(trial):
        advice.append(changed)
        if not right and not blamed and all(each.array == "memory" for each in mistakes):
            mistakes = [changed]
    mistakes += blamed
    first = trial.complaints[0][1] if trial.complaints else None
    wrong = bool(mistakes) or any(not row.ok for row in trial.comparisons)
    every = mistakes or (advice if right else [])
    notes = list(trial.notes)
    if trial.cut_short:
        tried, cases = len(trial.results), len(exercise.cases()) + 1
        notes.append(f"It is slow: {tried} of {cases} cases were tried before its time was up.")
        if right and tried < ENOUGH:
            text = "Not checked: it is so slow that its time was used up."
            return FunctionReport(exercise.name, "unchecked", problem=text, notes=tuple(notes))
    if trial.strained and right and not advice:
        notes.append(f"It is right, but not for {_hard_label(exercise)}.")
    if trial.needed and not right:
        packages = _in_words(sorted(trial.needed))
        are = "is" if len(trial.needed) == 1 else "are"
        text = f"Not checked: it needs {packages}, which {are} not here."
        return FunctionReport(exercise.name, "unchecked", problem=text, notes=tuple(notes))
    if trial.used:
        notes.append(f"The file lacks {_in_words(sorted(trial.used))}: ours was used.")
    if ours:
        names = _in_words(list(ours))
        notes.append(f"Checked with our {names}, since the file's does not end well.")
    return FunctionReport(
        exercise.name,
        "right" if right else "wrong" if wrong else "failed",
        tuple(_excuse(row) if right else row for row in trial.comparisons),
        every[0] if every else None,
        _problem(trial) if not right else "",
        str(first["traceback"]) if first else "",
        first["line"] if first else None,
        tuple(every[1:]),
        tuple(notes),
    )


def _two_answers(trial: FunctionTrial) -> Mistake | None:
    """The mistake of a function that gives something else when it is called once more."""
    first, last = trial.results[0], trial.results[-1]
    if first is last or not last.case.label.startswith(first.case.label):
        return None
    pairs = [(first.outputs[name], last.outputs.get(name)) for name in first.outputs]
    if not pairs or all(b is not None and agree(b, a) for a, b in pairs):
        return None
    return Mistake(
        "two-answers",
        "Two calls differ",
        "Called twice with the same input, it gives two results: it keeps something from call to "
        "call, or draws random numbers.",
        "Compute everything from the arguments; leave out global variables, dropout and noise.",
        trial.exercise.page,
        next(name for name in first.outputs),
    )


def _explain(exercise: Exercise, trial: FunctionTrial) -> list[Any]:
    """Known mistakes, by the judged cases and, where that leads somewhere, the telling ones."""
    plain = [each for each in trial.seen if not each.case.hard]
    judged = [each for each in plain if each.case.judged]
    found = mistakes_in(exercise, plain)
    if not found and len(judged) < len(plain):
        found = mistakes_in(exercise, judged)
    return found or fitted_mistakes(exercise, judged) or mistakes_in_parts(exercise, judged)


def _excuse(row: Comparison) -> Comparison:
    if row.ok:
        return row
    return Comparison(**{**vars(row), "ok": True, "problem": ""})


def _hard_label(exercise: Exercise) -> str:
    return next(case.label for case in exercise.cases() if case.hard)


def _differ(trial: FunctionTrial, alone: FunctionTrial) -> bool:
    """Whether the wrong functions that it calls make it any worse."""

    def figures(each: FunctionTrial) -> list[Any]:
        return [
            [(row.what, row.case, row.ok, row.got) for row in each.comparisons],
            len(each.complaints),
        ]

    return repr(figures(trial)) != repr(figures(alone))


def _blame(name: str, faulty: list[str], file: LearnersFile, whole: bool) -> Mistake:
    names = _in_words([file.other_names.get(each, each) for each in faulty])
    are = "is" if len(faulty) == 1 else "are"
    caller = file.other_names.get(name, name)
    sentence = (
        f"With ours in its place, everything that {caller} gives is right."
        if whole
        else f"It calls {names}, and that shows here too."
    )
    page = EXERCISES[faulty[0] if faulty[0] in EXERCISES else name].page
    return Mistake(
        f"because-of-{faulty[0]}",
        f"{names} {are} wrong",
        sentence,
        f"Mend {names} first.",
        page,
        "",
    )


def _changed_inputs(trial: FunctionTrial) -> Mistake | None:
    """The advice on inputs that are written to."""
    if not trial.changed:
        return None
    name, caller = trial.changed[0], trial.exercise.name
    sentence = f"{name} is written to; whoever calls {caller} finds it changed."
    if name == "dH":
        sentence = "dZ and dH are one array: dZ = dH copies nothing, so dH is changed with it."
    return Mistake(
        "changes-input",
        "The input is changed in place",
        sentence,
        f"Work on a copy: {name}.copy(), or np.array({name}).",
        trial.exercise.page,
        name,
    )


def _problem(trial: FunctionTrial) -> str:
    """The first complaint, or which arrays are wrong and where."""
    if trial.complaints:
        label, complaint = trial.complaints[0]
        sentence = str(complaint["sentence"])
        if len(trial.complaints) < len(trial.judged):
            sentence += (
                f" (In {len(trial.complaints)} of {len(trial.judged)} cases; first: {label}.)"
            )
        return sentence
    wrong = [row for row in trial.comparisons if not row.ok]
    if not wrong:
        return ""
    arrays = list(dict.fromkeys(row.what for row in wrong))
    right = [
        what for what in dict.fromkeys(row.what for row in trial.comparisons) if what not in arrays
    ]
    text = f"{_in_words(arrays)} {'is' if len(arrays) == 1 else 'are'} wrong"
    text += f", {_in_words(right)} {'is' if len(right) == 1 else 'are'} right." if right else "."
    text += _pattern(trial.comparisons)
    misshapen = next((row.problem for row in wrong if row.relative_error is None), "")
    return f"{misshapen} {text}".strip()


def _pattern(rows: Sequence[Comparison]) -> str:
    """What the wrong cases have in common and no right one has."""
    wrong = {row.case for row in rows if not row.ok}
    right = {row.case for row in rows} - wrong
    if not right:
        return " No case is right."
    for mark, words in (
        ("relu", "with relu"),
        ("sigmoid", "with sigmoid"),
        ("m = 1,", "with a single example (m = 1)"),
    ):
        marked = {case for case in wrong | right if mark in case}
        if marked and wrong <= marked and not right & marked:
            return f" It goes wrong {words} only."
        if marked and right <= marked and not wrong & marked:
            return f" It is right {words} only."
    are = "is" if len(right) == 1 else "are"
    return f" {len(right)} of {len(wrong | right)} cases {are} right."


def _in_words(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
