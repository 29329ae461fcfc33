"""What the doctor measures: from a step's statistics to one figure for each kind of alarm."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.inspection.alarm_limits import ACTIVE, FULL_RATE, STILL_TO_LEARN
from core.inspection.guessing import guessing_loss
from core.inspection.statistics import Inspection
from core.network.recipe import Recipe


@dataclass(frozen=True)
class Symptom:
    """A figure, and the layer that it is of, from 1; None for the whole network.

    is_excused: True where the figure is no sign of this kind's alarm, however bad.
    """

    value: float
    layer: int | None
    is_excused: bool = False


def exploding(inspection: Inspection) -> Symptom | None:
    """The length of the whole gradient, ‖(dW1, db1, ..., dWL, dbL)‖; infinite where float32
    overflows."""
    norm = math.hypot(*(norm for each in inspection.norms for norm in (each.dW_norm, each.db_norm)))
    return Symptom(math.inf if math.isnan(norm) else norm, None)


def vanishing(inspection: Inspection) -> Symptom | None:
    """‖dW1‖ / ‖dWL‖; None for one layer, or when a norm is 0 or not finite."""
    first, last = inspection.norms[0].dW_norm, inspection.norms[-1].dW_norm
    if len(inspection.norms) < 2 or not last or not math.isfinite(first * last):
        return None
    return Symptom(first / last, None)


def idle(inspection: Inspection) -> Symptom | None:
    """The largest share of idle units or activations that a hidden layer has."""
    shares = [(each.idle, each.layer) for each in inspection.norms if each.idle is not None]
    return Symptom(*max(shares)) if shares else None


def dead(inspection: Inspection, active: float = ACTIVE) -> Symptom | None:
    """As idle, without those that are 0 by chance where each answers to a share `active`."""
    sign = idle(inspection)
    if sign is None:
        return None
    by_chance = (1 - active) ** inspection.step.examples
    return Symptom(max(sign.value - by_chance, 0.0) / (1 - by_chance), sign.layer)


def update_ratio(inspection: Inspection) -> Symptom:
    """‖ΔW‖ / ‖W‖ of the layer where it is largest."""
    value, layer = max(
        (math.inf if math.isnan(each.update_ratio) else each.update_ratio, each.layer)
        for each in inspection.norms
    )
    return Symptom(value, layer)


def slowness(inspection: Inspection, factor: float) -> Symptom | None:
    """As update_ratio; None while the schedule's `factor` holds the rate down."""
    if factor < FULL_RATE:
        return None
    ratio = update_ratio(inspection)
    step = inspection.step
    little = STILL_TO_LEARN * guessing_loss(step.dimensions[-1])
    return Symptom(ratio.value, ratio.layer, step.loss < little)


Measure = Callable[[Inspection, float], Symptom | None]


def symptoms_of(recipe: Recipe) -> dict[str, Measure]:
    """The measures for a run of `recipe`, by the kind of alarm.

    Each takes the inspection of a step and the share of the learning rate that the schedule lets
    through, 0 to 1.
    """
    signs: dict[str, Measure] = {
        "exploding": lambda inspection, _: exploding(inspection),
    }
    if recipe.hidden and recipe.activation == "relu":
        # Dropout silences a unit for some examples that it would have answered to.
        active = ACTIVE * (1 - recipe.dropout)
        signs["dead"] = lambda inspection, _: dead(inspection, active)
    elif recipe.hidden:
        signs["saturated"] = lambda inspection, _: idle(inspection)
    if recipe.hidden:
        signs["vanishing"] = lambda inspection, _: vanishing(inspection)
    signs["rate too high"] = lambda inspection, _: update_ratio(inspection)
    signs["rate too low"] = slowness
    return signs
