"""What a file's networks look like, found by trying: examples as columns or as rows, ten outputs or
one."""

from __future__ import annotations

from dataclasses import replace

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
    names = [*telling, *(name for name in _SUPPORTING if name in file.signatures)]
    if not telling or names == ["layer_forward"]:  # which may have its product reversed
        return COLUMNS
    if _fit(telling, file, COLUMNS)[0] == len(telling):
        return COLUMNS
    best, best_fit = COLUMNS, _fit(names, file, COLUMNS)
    plain = _fit(telling, file, COLUMNS)
    for convention in ROWS:
        fit = _fit(names, file, convention)
        if fit > best_fit and _fit(telling, file, convention) > plain:
            best, best_fit = convention, fit
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


def _fit(names: list[str], file: LearnersFile, convention: Convention) -> tuple[int, int, int]:
    """(how many functions are right, how many give arrays of the right shapes alone, how many of
    their arrays have the right shapes)."""
    turned = replace(file, convention=convention)
    right, shapely, arrays = 0, 0, 0
    for name in names:
        trial = try_function(EXERCISES[name], turned, {}, most=_FEW)
        right += trial.numbers_are_right
        arrays += sum(row.relative_error is not None for row in trial.comparisons)
        shapely += not trial.complaints and all(
            row.relative_error is not None for row in trial.comparisons
        )
    if START in file.signatures:
        shapely += _starts_so(turned)
    return right, shapely, arrays


def _starts_so(file: LearnersFile) -> bool:
    """Whether the shapes of the first parameters are those of the file's convention."""
    reply = file.ask(name=START, arguments=(_WIDTHS,), named={}, ours={}, silent=True)
    value = reply.get("value")
    if not isinstance(value, dict):
        return False
    rows, _ = judge_initialization(_WIDTHS, file.convention.taken(value))
    return all(row.shape == row.expected_shape for row in rows)
