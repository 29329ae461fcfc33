"""Where the doctor's alarms begin and why: one row for each kind, most severe first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """The alarm is raised at `threshold` and withdrawn only at `release`, on the healthy side.

    It lies above the threshold unless `below`. title: of the alarm. watched: what the figure is.
    sentence: what the alarm means, for a learner.
    """

    title: str
    watched: str
    threshold: float
    release: float
    sentence: str
    below: bool = False


LIMITS: dict[str, Limit] = {
    "not finite": Limit("The loss is not a number", "Loss", 0, 0, ""),
    "exploding": Limit("Gradients explode", "Gradient norm ‖g‖", 100, 50, ""),
    "dead": Limit("Units are dead", "Dead ReLU units", 0.4, 0.3, ""),
    "saturated": Limit("Units are saturated", "Saturated activations", 0.5, 0.4, ""),
    "vanishing": Limit("Gradients vanish", "First to last layer gradient", 1e-3, 2e-3, "", True),
    "rate too high": Limit("Learning rate too high", "Update to weight ratio", 0.1, 0.05, ""),
    "rate too low": Limit("Learning rate too low", "Update to weight ratio", 1e-5, 2e-5, "", True),
    "overfitting": Limit("Overfitting", "Validation loss above its lowest", 0.1, 0.05, ""),
}
