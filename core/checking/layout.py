"""What a file's networks look like, found by trying: examples as columns or as rows, ten outputs or
one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

from core.checking.calling import LearnersFile
from core.checking.conventions import COLUMNS, ROWS, Convention
from core.checking.exercises import EXERCISES
from core.checking.exercises.two_classes import TWO_CLASSES
from core.checking.initialization import START, judge_initialization
from core.checking.trial import try_function

# Those that multiply matrices tell; softmax and the loss alone may as well be mistaken.
_TELLING = ("layer_forward", "L_layer_forward", "layer_backward", "L_layer_backward")
_SUPPORTING = ("softmax", "compute_loss")
_FEW = 2  # cases
_WIDTHS = [4, 5, 3]


def convention_of(file: LearnersFile) -> Convention:
    """The convention in which most functions are right, else most shapes fit; columns where
    nothing tells. Raises what file.ask does."""
    telling = [name for name in _TELLING if name in file.signatures]
    supporting = [name for name in _SUPPORTING if name in file.signatures]
    if not telling or [*telling, *supporting] == ["layer_forward"]:  # its product may be reversed
        return COLUMNS
    fit = cache(partial(_fit, file))
    if all(fit(name, COLUMNS)[1] for name in telling):
        return COLUMNS
    start = [START] if START in file.signatures else []

    def together(names: list[str], convention: Convention) -> list[int]:
        return [sum(each) for each in zip(*(fit(n, convention) for n in names), strict=True)]

    best = COLUMNS
    for convention in ROWS:
        names = [*telling, *start]
        if together(names, convention) > together(names, COLUMNS):
            names += supporting
            if together(names, convention) > together(names, best):
                best = convention
    return best


def ends_in_one_output(file: LearnersFile) -> bool | None:
    """Whether the file's network ends in one yes-or-no output; None when that does not show. Raises
    what file.ask does."""
    for name in ("L_layer_forward", "L_layer_backward"):
        if name not in file.other_names:
            continue
        if try_function(EXERCISES[name], file, {}, most=_FEW).numbers_are_right:
            return False
        if try_function(TWO_CLASSES[name], file, {}, most=_FEW).numbers_are_right:
            return True
    return None


def _fit(file: LearnersFile, name: str, convention: Convention) -> tuple[bool, bool, int]:
    """(whether a function is right, whether it gives arrays of the right shapes alone, how many of
    its arrays have the right shapes)."""
    turned = replace(file, convention=convention)
    if name == START:
        return False, _starts_so(turned), 0
    trial = try_function(EXERCISES[name], turned, {}, most=_FEW)
    shapely = [row.relative_error is not None for row in trial.comparisons]
    return trial.numbers_are_right, not trial.complaints and all(shapely), sum(shapely)


def _starts_so(file: LearnersFile) -> bool:
    """Whether the shapes of the first parameters are those of the file's convention."""
    reply = file.ask(name=START, arguments=(_WIDTHS,), named={}, ours={}, silent=True)
    value = reply.get("value")
    if not isinstance(value, dict):
        return False
    rows, _ = judge_initialization(_WIDTHS, file.convention.taken(value))
    return all(row.shape == row.expected_shape for row in rows)
