"""What a picture of a network shows at one moment: each unit's value, and the lines between them.

A live scene is a whole forward pass. The scenes of a walk follow its stops: the activation goes
forward layer by layer, then the loss, then the gradient comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.data.dataset import DIGITS
from core.inspection.flow import (
    Flow,
    Lines,
    flow_of,
    largest_lines,
    lines_into,
    lines_out_of,
)
from core.inspection.walk import Stop, Walk
from core.network.arrays import Array

LINES = 150  # in a picture, shared out evenly between the layers


@dataclass(frozen=True, eq=False)
class Scene:
    """names: for each layer, the input first, the array that colours its units, "H1", or "" for
    units that are dark. values: that array's column, (n_l,), or None. rims: (n_l,) of db, or None.
    moving: the layer whose lines are just on their way, 0 for none. is_forward: which way. target:
    the true class where the loss is measured, else None. gradients: dW of the layers, by their
    number, whose lines show it. class_names: of the outputs.
    """

    names: tuple[str, ...]
    values: tuple[Array | None, ...]
    lines: tuple[Lines, ...]
    rims: tuple[Array | None, ...]
    moving: int = 0
    is_forward: bool = True
    target: int | None = None
    gradients: Mapping[int, Array] = field(default_factory=dict)
    class_names: tuple[str, ...] = DIGITS

    def lines_of(self, flow: Flow, layer: int, unit: int) -> tuple[Lines, Lines]:
        """All lines into a unit and out of it that carry anything: W·H, or dW where that shows."""
        into, out_of = flow.into(layer, unit), flow.out_of(layer, unit)
        if layer in self.gradients:
            into = lines_into(self.gradients[layer], layer, unit)
        if layer + 1 in self.gradients:
            out_of = lines_out_of(self.gradients[layer + 1], layer, unit)
        return into, out_of

    def is_signed(self, layer: int, activation: str) -> bool:
        """Whether the units' values may be below 0."""
        kind = self.names[layer].rstrip("0123456789")
        return kind not in ("", "X", "H") or (kind == "H" and activation == "tanh")


def live_scene(flow: Flow, lines: int = LINES) -> Scene:
    """All activations, and the `lines` strongest contributions of all."""
    depth = flow.depth
    names = tuple(_names(depth, depth))
    each = max(lines // depth, 1)
    strongest = tuple(flow.strongest(layer, each) for layer in range(1, depth + 1))
    rims = (None,) * (depth + 1)
    return Scene(names, flow.H, strongest, rims, class_names=flow.class_names)


def walk_scene(walk: Walk, stop: Stop, lines: int = LINES) -> Scene:
    """What is known at a stop of the walk of its first example."""
    depth, each = walk.depth, max(lines // walk.depth, 1)
    flow, layers = flow_of(walk), range(1, walk.depth + 1)
    names = list(_names(depth, depth if not stop.is_forward else stop.layer))
    rims: list[Array | None] = [None] * (depth + 1)
    moving, back = 0, dict[int, Array]()
    if stop.is_forward:
        reached = stop.layer
        if stop.kind == "Z":
            names[stop.layer], moving = stop.name, stop.layer
        drawn = [flow.strongest(layer, each) for layer in layers if layer <= reached]
    else:
        place = walk.stops.index(stop)
        past = [each for each in walk.stops[: place + 1] if not each.is_forward]
        for one in past:
            if one.kind in ("dZ", "dH"):
                names[one.layer] = one.name
            elif one.kind == "dX":
                names[0] = one.name
            elif one.kind == "db":
                rims[one.layer] = walk[one.name][:, 0]
        back = {one.layer: walk[one.name] for one in past if one.kind == "dW"}
        moving = stop.layer if stop.kind == "dW" else 0
        drawn = [
            largest_lines(back[layer], layer, each)
            if layer in back
            else flow.strongest(layer, each)
            for layer in layers
        ]
    values = tuple(walk[name][:, 0] if name else None for name in names)
    is_measured = not stop.is_forward or stop.kind == "loss"
    target = int(walk["Y"][:, 0].argmax()) if is_measured else None
    shown = tuple(names), values, tuple(drawn), tuple(rims)
    return Scene(*shown, moving, stop.is_forward, target, back, walk.class_names)


def _names(depth: int, reached: int) -> list[str]:
    """X and the H of each layer up to the one `reached`, "" for those beyond."""
    return ["X", *(f"H{layer}" if layer <= reached else "" for layer in range(1, depth + 1))]
