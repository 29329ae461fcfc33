"""The verdict on a learner's function: from one or two trials to a FunctionReport."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.checking.anatomy import Exercise
from core.checking.diagnosis import factors_in, mistakes_in, mistakes_in_parts
from core.checking.exercises import EXERCISES
from core.checking.initialization import DIMENSIONS, initialization_notes, judge_initialization
from core.checking.report import Comparison, FunctionReport, Mistake
from core.checking.signature import Signature
from core.checking.trial import Ask, FunctionTrial, try_function

START = "initialize_parameters"


def judge_function(
    name: str,
    signature: Signature,
    ask: Ask,
    ours: dict[str, bool],
    faulty: dict[str, bool],
) -> FunctionReport:
    """The report on the learner's function `name`.

    ask: calls it in the child; this raises what `ask` does. ours: functions that must be ours in
    any case, because the learner's own never ends; whether each returns H alone. faulty: functions
    that it may call and that are wrong; whether each returns H alone. With those, it is tried a
    second time with ours in their place.
    """
    if name == START:
        return _judge_initialization(signature, ask)
    exercise = EXERCISES[name]
    trial = try_function(exercise, signature, ask, ours)
    if trial.is_right or not faulty:
        return _report(exercise, trial, ours, [])
    alone = try_function(exercise, signature, ask, {**ours, **faulty})
    if not alone.judged:
        return _report(exercise, trial, ours, [])
    blame = _blame(exercise, list(faulty), alone.is_right)
    if alone.is_right:
        report = _report(exercise, trial, ours, [blame], search=False)
        return replace(report, follows=tuple(faulty))
    return _report(exercise, alone, ours, [blame] if _differ(trial, alone) else [], after=True)


def _report(
    exercise: Exercise,
    trial: FunctionTrial,
    ours: dict[str, bool],
    blamed: list[Mistake],
    *,
    search: bool = True,
    after: bool = False,
) -> FunctionReport:
    kinds = {each.id: each for each in reversed(trial.misfits)}
    mistakes = [] if blamed and not after else list(kinds.values())
    if search and trial.reordered:
        mistakes.append(trial.reordered)
    advice: list[Mistake] = []
    excused = False
    if search and not mistakes and not trial.numbers_are_right:
        found = _explain(exercise, trial)
        excused = bool(found) and all(each.harmless for each in found) and not trial.complaints
        mistakes += [each.mistake for each in found if not each.harmless]
        advice += [each.mistake for each in found if each.harmless]
    if search and trial.strained:
        found = mistakes_in(exercise, trial.seen)
        advice += [e.mistake for e in found if e.harmless and e.mistake not in advice]
    if trial.changed and not (blamed and not after):
        mistakes.append(_changed_input(exercise, trial.changed[0]))
    mistakes += blamed
    right = (trial.numbers_are_right or excused) and not trial.changed and not blamed
    first = trial.complaints[0][1] if trial.complaints else None
    wrong = bool(mistakes) or any(not row.ok for row in trial.comparisons)
    every = mistakes or (advice if right else [])
    notes = list(trial.notes)
    if trial.strained and right and not advice:
        notes.append(f"It is right, but not for {_hard_label(exercise)}.")
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


def _explain(exercise: Exercise, trial: FunctionTrial) -> list[Any]:
    """Known mistakes, by the judged cases and, where that leads somewhere, the telling ones."""
    plain = [each for each in trial.seen if not each.case.hard]
    judged = [each for each in plain if each.case.judged]
    found = mistakes_in(exercise, plain)
    if not found and len(judged) < len(plain):
        found = mistakes_in(exercise, judged)
    return found or factors_in(exercise, judged) or mistakes_in_parts(exercise, judged)


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
            each.changed,
        ]

    return repr(figures(trial)) != repr(figures(alone))


def _blame(exercise: Exercise, faulty: list[str], whole: bool) -> Mistake:
    names = _in_words(faulty)
    are = "is" if len(faulty) == 1 else "are"
    sentence = (
        f"With ours in its place, everything that {exercise.name} gives is right."
        if whole
        else f"It calls {names}, and that shows here too."
    )
    page = EXERCISES[faulty[0]].page if faulty[0] in EXERCISES else exercise.page
    return Mistake(
        f"because-of-{faulty[0]}",
        f"{names} {are} wrong",
        sentence,
        f"Mend {names} first.",
        page,
        "",
    )


def _changed_input(exercise: Exercise, name: str) -> Mistake:
    if exercise.name == "update_parameters":
        return Mistake(
            "update-in-place",
            "The update is made in place",
            f"{name} is changed in the caller's own array, as -= does; the old one is lost.",
            f"Make new arrays: {name} = {name} - learning_rate * d{name}.",
            exercise.page,
            name,
        )
    sentence = f"{name} is written to; whoever calls {exercise.name} finds it changed."
    if name == "dH":
        sentence = "dZ and dH are one array: dZ = dH copies nothing, so dH is changed with it."
    return Mistake(
        "changes-input",
        "The input is changed in place",
        sentence,
        f"Work on a copy: {name}.copy(), or np.array({name}).",
        exercise.page,
        name,
    )


def _problem(trial: FunctionTrial) -> str:
    """The first complaint, or which arrays are wrong and where."""
    if trial.complaints:
        label, complaint = trial.complaints[0]
        sentence = str(complaint["sentence"])
        if len(trial.complaints) < trial.judged:
            sentence += f" (In {len(trial.complaints)} of {trial.judged} cases; first: {label}.)"
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


def _judge_initialization(signature: Signature, ask: Ask) -> FunctionReport:
    rows: list[Comparison] = []
    mistakes: list[Mistake] = []
    notes: dict[str, None] = {}
    for number, dimensions in enumerate(DIMENSIONS):
        arguments: tuple[Any, ...] = (list(dimensions),)
        if signature.required > 1:  # the widths one by one: n_x, n_h, n_y
            if signature.required != len(dimensions):
                continue
            arguments = tuple(dimensions)
            notes["It takes the widths one by one; a list would fit any depth."] = None
        reply = ask(name=START, arguments=arguments, named={}, ours={}, silent=number > 0)
        complaint = reply.get("complaint")
        if complaint:
            return FunctionReport(
                START,
                "failed",
                tuple(rows),
                problem=str(complaint["sentence"]),
                traceback=str(complaint["traceback"]),
                line=complaint["line"],
            )
        found, wrong = judge_initialization(dimensions, reply.get("value"))
        rows += found
        for each in wrong:
            if each.id not in {known.id for known in mistakes}:
                mistakes.append(each)
        notes |= dict.fromkeys(initialization_notes(reply.get("value")))
    if not rows:
        text = "It can be called neither with a list of widths nor with three of them."
        return FunctionReport(START, "failed", problem=text)
    right = all(row.ok for row in rows)
    problem = next((row.problem for row in rows if not row.ok), "")
    first = mistakes[0] if mistakes else None
    return FunctionReport(
        START,
        "right" if right else "wrong",
        tuple(rows),
        first,
        problem,
        also=tuple(mistakes[1:]),
        notes=tuple(notes),
    )
