"""The app's own errors. Each one's text is a sentence for the user: what is wrong, what to do."""

from __future__ import annotations


class DigitLabError(Exception):
    """Base of every error whose message may be shown to a user as it stands."""


class DataError(DigitLabError):
    """A data file or folder is missing, damaged, mislabelled or not what its name says."""


class Cancelled(DigitLabError):
    """The user stopped a long action, such as a download; what was done so far is kept."""


class ShapeError(DigitLabError):
    """Arrays, a network or a model file do not fit together."""


class ModelFileError(DigitLabError):
    """A model file cannot be read, or is not one of ours."""


class ActivationNeeded(ModelFileError):
    """A model file of another program can be read once the activation of its layers is told."""


class RecipeError(DigitLabError):
    """A value of a recipe is out of range.

    `field` is the recipe field's name, so that a form can say the reason beside it.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class DivergenceError(DigitLabError):
    """The loss is not finite any more. The network holds the parameters of the last finite loss.

    `step` counts from 1; `loss` is the value that was not finite.
    """

    def __init__(self, step: int, loss: float) -> None:
        super().__init__(
            f"The loss became {loss} at step {step:,}, so the run was stopped. "
            "The parameters of the last finite loss were kept. Try a smaller learning rate."
        )
        self.step = step
        self.loss = loss
