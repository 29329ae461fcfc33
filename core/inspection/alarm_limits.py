"""Where the doctor's alarms begin and why: one row for each kind, most severe first.

Thresholds without a source were measured on the presets, on ReLU and tanh networks of up to five
hidden layers that learn well, and on the same ones spoilt on purpose; they lie between the two.
Each alarm is judged by several inspections of a run (see evidence.py), never by one.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.data.dataset import CLASSES
from core.inspection.guessing import chance


@dataclass(frozen=True)
class Limit:
    """One kind of alarm, raised at `threshold` and withdrawn at `release`, the healthier figure.

    title: of the alarm. watched: what the figure is. sentence: what the alarm means, for a learner.
    causes: kinds of alarms that explain this one; it is not shown beside them.
    """

    title: str
    watched: str
    threshold: float
    release: float
    sentence: str
    causes: tuple[str, ...] = ()

    @property
    def is_below(self) -> bool:
        """Whether small figures are the bad ones."""
        return self.threshold < self.release

    def is_passed(self, value: float, *, held: bool = False) -> bool:
        """Whether `value` is beyond the threshold; where the alarm is `held`, the release."""
        bound = self.release if held else self.threshold
        return value < bound if self.is_below else value > bound


# Of the loss of a network that guesses: below it, what is slow has been learnt.
STILL_TO_LEARN = 0.5

# Share of the examples that a healthy ReLU unit answers to, at the least. In a batch of m such a
# unit is 0 for every example with the probability (1 - ACTIVE)^m, so small batches show many dead
# units where there are none; the share of the truly dead is estimated without those.
ACTIVE = 0.1

# Share of the learning rate that the schedule must let through before it is called too low.
FULL_RATE = 0.25

# The pace of learning that is usual: ‖ΔW‖ / ‖W‖ (Karpathy, CS231n notes,
# "Ratio of weights:updates").
USUAL_RATIO = 1e-3

LIMITS: dict[str, Limit] = {
    "not finite": Limit(
        "The loss is no number any more",
        "Loss of the batch",
        0,
        0,
        "The numbers outgrew what the computer can hold, so training stopped at once; the weights "
        "of the last finite loss are kept.",
    ),
    # dZ of the output layer, HL - Y, is at most √2 long for each example, and an image's X about 9:
    # a gradient of 100 means that the layers between have magnified it several times over.
    # Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks",
    # clip it at about 1 to 50. Networks that learn stay below 20, even with one example in a batch.
    "exploding": Limit(
        "Gradients explode",
        "Gradient’s length",
        100,
        50,
        "On the way back each layer magnifies the gradient, so that one step throws the weights "
        "far beyond where they should go.",
    ),
    # CS231n reports that 40 % of a network may be dead when the rate is too high. Networks of this
    # app that learn well have a layer with up to 70 % at rest, those that stand still over 85 %.
    "dead": Limit(
        "Units are dead",
        "Dead units",
        0.8,
        0.7,
        "These units give 0 for every example, so that no gradient reaches them and they never "
        "learn again; usually a step was too large.",
    ),
    # Glorot and Bengio (2010), "Understanding the difficulty of training deep feedforward neural
    # networks", section 3, plot how it comes about; beyond a half, most paths back are cut. Healthy
    # networks stay below 0.4. Saturated: within 1 % of the flat ends.
    "saturated": Limit(
        "Activations are saturated",
        "Saturated activations",
        0.5,
        0.4,
        "Many activations lie at the flat ends of their curve, where the slope is almost 0 and "
        "next to no gradient gets through.",
    ),
    # Hochreiter (1991) and Bengio, Simard and Frasconi (1994) found it, Glorot and Bengio (2010)
    # measured it layer by layer. Norms, not means of entries: with He's initialisation the length
    # of the gradient passes through layers of any width unchanged, so lengths compare fairly. The
    # ratio is 1 to 6 in healthy networks, 0.04 in sigmoid ones that learn late, 0.002 in
    # those that never do.
    "vanishing": Limit(
        "Gradients vanish",
        "First to last layer",
        0.01,
        0.03,
        "On the way back each layer weakens the gradient, so that the first layers hardly learn.",
        causes=("dead", "saturated"),
    ),
    # A hundred times USUAL_RATIO; of the layer that changes most. Healthy runs stay below 0.06.
    "rate too high": Limit(
        "The learning rate is too high",
        "Update to weight",
        0.1,
        0.05,
        "Each step changes the weights by a large part of their size, so that they jump about "
        "instead of settling.",
    ),
    # A thirtieth of USUAL_RATIO, and that of the layer that changes most, while there is still much
    # to learn and the schedule lets the rate through. The course's network, with all examples in
    # one batch, is slow because it takes few steps; each of them is 0.001 of its last layer, the
    # usual pace, so its rate is no alarm.
    "rate too low": Limit(
        "The learning rate is too low",
        "Update to weight",
        3e-5,
        6e-5,
        "Each step changes the weights so little that learning would take for ever.",
        causes=("exploding", "dead", "saturated", "vanishing"),
    ),
    # What remains when nothing above explains it. Judged by the odds, see guessing.py.
    "guessing": Limit(
        "The network guesses",
        "Right answers",
        chance(CLASSES),
        2 * chance(CLASSES),
        "It reads no more right than guessing would: it has not begun to learn. It needs longer, "
        "something holds it back, or the labels do not fit the pictures.",
        causes=(
            *("not finite", "exploding", "dead", "saturated", "vanishing"),
            *("rate too high", "rate too low"),
        ),
    ),
    # Prechelt (1998), "Early stopping - but when?": the generalisation loss, here of means over
    # SMOOTH epochs and only when it also exceeds the noise from epoch to epoch.
    "overfitting": Limit(
        "The network overfits",
        "Validation loss’s rise",
        0.1,
        0.05,
        "It gets better on the examples it learns from and worse on those it has not seen: it "
        "learns them by heart.",
    ),
}
